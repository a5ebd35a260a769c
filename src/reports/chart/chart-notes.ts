/** What a picture says beside its figures: the covered days, what is not over, partial or chosen. */
import type { Chart } from '../../charts/chart.ts';
import type { Language } from '../../pages/language.ts';
import { oneLine } from '../../shared/text.ts';
import { addDays } from '../../shared/time.ts';
import { type DateRange, isRunning, type LocalMoment } from '../date-range.ts';
import { filterEntries } from '../filters.ts';
import type { Key } from '../groups/aggregate.ts';
import { calendarKey } from '../groups/calendar.ts';
import type { EarlierReading, Report, ReportReading, ReportRequest } from '../report/report.ts';
import { lateStart } from '../report/report-response.ts';
import { type Axis, calendarName } from './axis.ts';
import { longDay, rangeText } from './day-text.ts';
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
  { dates, now, args }: ReportRequest,
  { filterOverrides }: Report<Item, Sum>,
  isPartial: boolean,
  { language, timezone }: { language: Language; timezone: string },
  { openAt, labels }: Pick<Chart, 'openAt' | 'labels'>,
): string[] {
  const texts = CHART_TEXTS[language];
  const time = now.time.slice(0, 5).replace(':', language === 'sv' ? '.' : ':');
  const notes = [
    `${rangeText(dates, language)} (${timezone})`,
    isOpen(dates, now) && (openAt === undefined ? texts.running(time) : texts.open(labels[openAt]!, time)),
    isPartial && texts.partial,
    chosenText({ ...args, ...filterOverrides }, language),
  ];
  return notes.filter((note): note is string => Boolean(note));
}

function chosenText(args: object, language: Language): string | undefined {
  const texts = CHART_TEXTS[language];
  const said = filterEntries(args).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const words = FILTERS[name];
    return words ? filterText(words[language], value, texts) : (PERSONAL_FILTERS[name]?.[language] ?? []);
  });
  return said.length ? `${texts.chosen}: ${said.join('; ')}` : undefined;
}

function filterText(word: string, value: unknown, { not }: { not: string }): string {
  if (typeof value === 'boolean') return value ? word : `${not} ${word}`;
  const told = Array.isArray(value) ? value.join(', ') : String(value);
  return `${word} ${oneLine(told, MAX_FILTER_LENGTH)}`;
}

/** Returns the weeks or months at both ends of which only a part is covered; one that is under way is told by itself. */
function partTimes(axis: Axis, { dates: { from, to }, now }: ReportRequest): string[] {
  const unit = calendarName(axis.name);
  if (!axis.isTime || !unit || unit === 'day' || axis.entries.length === 0) return [];
  const isSameTime = (day: string, other: string) => calendarKey(unit, day) === calendarKey(unit, other);
  const [first, last] = [axis.entries[0]!, axis.entries.at(-1)!];
  const isCutAtStart = from !== undefined && isSameTime(from, addDays(from, -1));
  const isCutAtEnd = to !== undefined && to < now.day && isSameTime(to, addDays(to, 1));
  return [...new Set([...(isCutAtStart ? [first.label] : []), ...(isCutAtEnd ? [last.label] : [])])];
}

/** The day on which the data begins, where that is long after the beginning of the period. */
export function beginningOf<Sum>(
  reading: ReportReading<Sum>,
  { args, dates }: ReportRequest,
  timezone: string,
): string | undefined {
  return lateStart(reading, dates, args, { timezone }).data_begins;
}

/** Whether an entry is of a time of which there is no data: there were not none, it is not known. */
export function isBefore({ name }: Axis, [key]: readonly Key[], begins: string | undefined): boolean {
  const unit = calendarName(name);
  return unit !== undefined && begins !== undefined && Number(key) < calendarKey(unit, begins);
}

export function axisNotes(
  axis: Axis,
  request: ReportRequest,
  begins: string | undefined,
  language: Language,
): string[] {
  const texts = CHART_TEXTS[language];
  const parts = partTimes(axis, request);
  return [
    ...(axis.cutFrom ? [texts.latest(axis.entries.length, axis.cutFrom)] : []),
    ...(begins && request.dates.from ? [texts.begins(longDay(begins, language))] : []),
    ...(parts.length ? [texts.cut(parts)] : []),
  ];
}

export function comparisonNotes<Sum>(
  name: string,
  { dates, comparison }: ReportRequest,
  earlier: EarlierReading<Sum> | undefined,
  language: Language,
): string[] {
  if (!comparison || !earlier) return [];
  const texts = CHART_TEXTS[language];
  if (earlier.reading.groups.size === 0) return [texts.nothingBefore];
  const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
  const isShifted = name === 'day' && weekday(dates.from!) !== weekday(comparison.from);
  return isShifted ? [texts.inOrder] : [];
}

/** Where some of the groups stand last for their size, and not all of them. */
export function rankingNotes<Item, Sum>(
  { isTime, entries }: Axis,
  { drawnMinimum }: Report<Item, Sum>,
  sums: (keys: readonly Key[]) => Sum | undefined,
  language: Language,
): string[] {
  if (isTime || !drawnMinimum) return [];
  const small = entries.filter(({ keys, isRest, isMissing }) => {
    const sum = sums(keys);
    return !isRest && !isMissing && sum !== undefined && drawnMinimum.isTooSmall(sum);
  });
  return small.length > 0 && small.length < entries.length ? [CHART_TEXTS[language].tooSmall] : [];
}
