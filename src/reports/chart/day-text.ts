/** Days, weeks and hours as people write them under a picture, in both languages. */
import type { Language } from '../../pages/language.ts';
import type { Days } from '../../shared/period.ts';
import type { DateRange } from '../date-range.ts';
import { isoWeek } from '../groups/calendar.ts';
import { CHART_TEXTS } from './words.ts';

const MONTHS: Record<Language, readonly string[]> = {
  sv: 'januari februari mars april maj juni juli augusti september oktober november december'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const SHORT_MONTHS: Record<Language, readonly string[]> = {
  sv: 'jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.'.split(' '),
  en: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
};
const WEEKDAYS: Record<Language, readonly string[]> = {
  sv: 'måndag tisdag onsdag torsdag fredag lördag söndag'.split(' '),
  en: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
};

const DAY_MS = 86_400_000;

interface Parts {
  year: number;
  /** From 0. */
  month: number;
  date: number;
}

function partsOf(day: string): Parts {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month: month - 1, date };
}

/** Returns `30 november 2026`. */
export const longDay = (day: string, language: Language): string => {
  const { year, month, date } = partsOf(day);
  return `${date} ${MONTHS[language][month]} ${year}`;
};

/** Returns `1–30 november 2026`, `28 oktober – 3 november 2026`, `måndag 30 november 2026`. */
export function rangeText({ from, to }: DateRange, language: Language): string {
  const texts = CHART_TEXTS[language];
  if (!from && !to) return texts.allDates;
  if (!to) return texts.from(longDay(from!, language));
  if (!from) return texts.until(longDay(to, language));
  return daysText({ from, to }, language);
}

export function daysText({ from, to }: Days, language: Language): string {
  const [a, b] = [partsOf(from), partsOf(to)];
  if (from === to) return `${weekdayName(from, language)} ${longDay(from, language)}`;
  if (a.year !== b.year) return `${longDay(from, language)} – ${longDay(to, language)}`;
  if (a.month !== b.month) return `${a.date} ${MONTHS[language][a.month]} – ${longDay(to, language)}`;
  return `${a.date}–${longDay(to, language)}`;
}

const weekdayName = (day: string, language: Language): string =>
  WEEKDAYS[language][(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]!;

interface LabelOptions {
  length: 'short' | 'long';
  /** Whether days and weeks need their year to be told apart. */
  withYear: boolean;
}

/** Returns what stands under a column, or before a row. @param key of that dimension (groups/calendar.ts) */
export function timeLabel(
  dimension: string,
  key: number,
  language: Language,
  { length, withYear }: LabelOptions,
): string {
  const dayOf = (n: number) => partsOf(new Date(n * DAY_MS).toISOString().slice(0, 10));
  switch (dimension) {
    case 'day': {
      const { year, month, date } = dayOf(key);
      return `${date} ${SHORT_MONTHS[language][month]}${withYear ? ` ${year}` : ''}`;
    }
    case 'week':
      return `${language === 'sv' ? 'v.' : 'wk'} ${isoWeek(key).slice(-2)}${withYear ? ` ${isoWeek(key).slice(0, 4)}` : ''}`;
    case 'month':
      return `${SHORT_MONTHS[language][key % 12]} ${Math.floor(key / 12)}`;
    case 'weekday':
      return WEEKDAYS[language][key]!.slice(0, length === 'short' ? 3 : undefined);
    default:
      return String(key).padStart(2, '0');
  }
}
