/** What a picture says beside its figures: the covered days, what is not over, partial or chosen. */
import type { Chart } from '../../charts/chart.ts';
import type { Language } from '../../pages/language.ts';
import { oneLine } from '../../shared/text.ts';
import { type DateRange, isRunning, type LocalMoment } from '../date-range.ts';
import { filterEntries } from '../filters.ts';
import { calendarKey } from '../groups/calendar.ts';
import type { Report, ReportRequest } from '../report/report.ts';
import { type Axis, calendarName } from './axis.ts';
import { rangeText } from './day-text.ts';
import { CHART_TEXTS, FILTERS, PERSONAL_FILTERS } from './words.ts';

const MAX_FILTER_LENGTH = 120;

/** Returns the index of the time that is under way, where it has a label of its own. */
export function openTime(axis: Axis, { dates, now }: ReportRequest): { openAt?: number } {
  const key = openKey(axis, dates, now);
  const at = key === undefined ? -1 : axis.entries.findIndex(({ keys }) => keys[0] === key);
  return at >= 0 ? { openAt: at } : {};
}

function openKey(axis: Axis, dates: DateRange, now: LocalMoment): number | undefined {
  if (!axis.isTime || !isOpen(dates, now)) return undefined;
  const unit = calendarName(axis.name);
  if (unit) return calendarKey(unit, now.day);
  const isToday = dates.from === now.day && dates.to === now.day;
  return axis.name === 'hour' && isToday ? Number(now.time.slice(0, 2)) : undefined;
}

const isOpen = (dates: DateRange, now: LocalMoment): boolean =>
  isRunning(dates, now) && (dates.from === undefined || dates.from <= now.day);

export function chartNotes<Item, Sum>(
  { by, dates, now, args }: ReportRequest,
  { ranking, filterOverrides }: Report<Item, Sum>,
  isPartial: boolean,
  { language, timezone }: { language: Language; timezone: string },
  { openAt, labels, isTime }: Pick<Chart, 'openAt' | 'labels' | 'isTime'>,
): string[] {
  const texts = CHART_TEXTS[language];
  const time = now.time.slice(0, 5).replace(':', language === 'sv' ? '.' : ':');
  const notes = [
    `${rangeText(dates, language)} (${timezone})`,
    isOpen(dates, now) && (openAt === undefined ? texts.running(time) : texts.open(labels[openAt]!, time)),
    isPartial && texts.partial,
    chosenText({ ...args, ...filterOverrides }, language),
    ranking.minimum && !isTime && by.length === 1 && texts.tooSmall,
  ];
  return notes.filter((note): note is string => Boolean(note));
}

function chosenText(args: object, language: Language): string | undefined {
  const texts = CHART_TEXTS[language];
  const said = filterEntries(args).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const words = FILTERS[name];
    return words
      ? `${words[language]} ${filterText(value, texts)}`
      : (PERSONAL_FILTERS[name]?.[language] ?? []);
  });
  return said.length ? `${texts.chosen}: ${said.join('; ')}` : undefined;
}

function filterText(value: unknown, { yes, no }: { yes: string; no: string }): string {
  if (typeof value === 'boolean') return value ? yes : no;
  return oneLine(Array.isArray(value) ? value.join(', ') : String(value), MAX_FILTER_LENGTH);
}
