/** The labels along which a picture shows its figures: times without gaps, or the largest groups and the rest. */
import type { Language } from '../../pages/language.ts';
import type { Days } from '../../shared/period.ts';
import { oneLine } from '../../shared/text.ts';
import type { DateRange, LocalMoment } from '../date-range.ts';
import type { Dimension, Key } from '../groups/aggregate.ts';
import { calendarKey } from '../groups/calendar.ts';
import { timeLabel } from './day-text.ts';
import { CHART_TEXTS, labelIn } from './words.ts';

/** Groups that stand together under one label. */
export interface AxisEntry {
  keys: readonly Key[];
  label: string;
  isRest?: true;
  /** Stands for what has no group. */
  isMissing?: true;
}

export interface Axis {
  name: string;
  isTime: boolean;
  entries: AxisEntry[];
  /** How many times there are, where not all of them have an entry. */
  cutFrom?: number;
}

const CALENDAR_NAMES = ['day', 'week', 'month'] as const;
type CalendarName = (typeof CALENDAR_NAMES)[number];

export const calendarName = (name: string): CalendarName | undefined =>
  CALENDAR_NAMES.find((one) => one === name);

/** More columns than a picture has pixels show nothing. */
const MAX_TIMES = 800;
const FRIDAY = 4;
const MAX_LABEL_LENGTH = 120;

/** From here on the same day or week comes twice. */
const DAYS_OF_A_YEAR = 364;

interface TimeAxisOptions {
  dates: DateRange;
  now: LocalMoment;
  language: Language;
  length: 'short' | 'long';
}

/** Every time from the first to the last, whether something was then or not; of what is to come there is none. */
export function timeAxis(name: string, keys: readonly Key[], options: TimeAxisOptions): Axis {
  const known = keys.filter((key) => typeof key === 'number');
  const range = timeRange(name, known, options);
  if (!range) return { name, isTime: true, entries: [] };
  const { from, to, step } = range;
  const count = Math.floor((to - from) / step) + 1;
  const withYear = to - from >= DAYS_OF_A_YEAR;
  const entries = Array.from({ length: Math.min(count, MAX_TIMES) }, (_, at): AxisEntry => {
    // The latest are worth most.
    const key = from + (at + Math.max(0, count - MAX_TIMES)) * step;
    return {
      keys: [key],
      label: timeLabel(name, key, options.language, { length: options.length, withYear }),
    };
  });
  return { name, isTime: true, entries, ...(count > MAX_TIMES && { cutFrom: count }) };
}

function timeRange(
  name: string,
  known: readonly number[],
  { dates, now }: Pick<TimeAxisOptions, 'dates' | 'now'>,
): { from: number; to: number; step: number } | undefined {
  const least = known.length ? known.reduce((a, b) => Math.min(a, b)) : undefined;
  const most = known.length ? known.reduce((a, b) => Math.max(a, b)) : undefined;
  const unit = calendarName(name);
  if (!unit) {
    if (least === undefined || most === undefined) return undefined;
    return name === 'weekday'
      ? { from: 0, to: Math.max(FRIDAY, most), step: 1 }
      : { from: least, to: most, step: 1 };
  }
  const last = dates.to !== undefined && dates.to < now.day ? dates.to : now.day;
  const from = dates.from === undefined ? least : calendarKey(unit, dates.from);
  const to = Math.max(most ?? Number.NEGATIVE_INFINITY, calendarKey(unit, last));
  return from === undefined || to < from ? undefined : { from, to, step: unit === 'week' ? 7 : 1 };
}

/**
 * Returns the key of the earlier time that stands beside a key: as many days, weeks or months after its beginning;
 * undefined where the earlier time is over by then, as on the 31st beside a month of 30 days.
 */
export function earlierKey(name: string, key: Key, from: string, earlier: Days): Key | undefined {
  const unit = calendarName(name);
  if (!unit || typeof key !== 'number') return key;
  const beside = calendarKey(unit, earlier.from) + (key - calendarKey(unit, from));
  return beside > calendarKey(unit, earlier.to) ? undefined : beside;
}

interface GroupAxisOptions {
  /** How many groups have a label of their own. */
  top: number;
  language: Language;
  /** Returns labels as a model may see them. */
  redact(labels: readonly string[]): string[];
}

/**
 * The first so many groups, the rest under one label, and last what has no group.
 * @param sorted keys, the largest first
 */
export function groupAxis<Item>(
  name: string,
  dimension: Dimension<Item>,
  sorted: readonly Key[],
  { top, language, redact }: GroupAxisOptions,
): Axis {
  const isMissing = (key: Key) => key === null && dimension.missingLast === true;
  const keys = sorted.filter((key) => !isMissing(key));
  // A rest of one is no shorter than its name.
  const count = keys.length === top + 1 ? top + 1 : top;
  const [own, rest] = [keys.slice(0, count), keys.slice(count)];
  const labels = shortLabels(redact(own.map((key) => oneLine(dimension.label(key), MAX_LABEL_LENGTH))));
  const entries: AxisEntry[] = own.map((key, at) => ({ keys: [key], label: labelIn(language, labels[at]!) }));
  if (rest.length)
    entries.push({ keys: rest, label: CHART_TEXTS[language].others(rest.length), isRest: true });
  const missing = sorted.filter(isMissing);
  if (missing.length)
    entries.push({ keys: missing, label: labelIn(language, dimension.label(null)), isMissing: true });
  return { name, isTime: false, entries };
}

/** Without their ids, where the names alone tell them apart. */
function shortLabels(labels: readonly string[]): readonly string[] {
  const short = labels.map((label) => label.replace(/ \(\d+(?: or \d+)*\)$/, ''));
  return short.map((label, at) => (short.indexOf(label) === short.lastIndexOf(label) ? label : labels[at]!));
}
