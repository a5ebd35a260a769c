/** What has to be known to read the figures of a report rightly. */

import { addDays } from '../../shared/time.ts';
import { type DateRange, isRunning, type LocalMoment } from '../date-range.ts';
import type { GroupTable, Ranking } from '../groups/group-table.ts';
import type { Comparison } from './comparison.ts';
import type { Readings, Report, ReportReading, ReportRequest } from './report.ts';

/** A first row that comes so many days late is worth a word: no weekend and no holiday is that long. */
export const GAP_DAYS = 7;
const MAX_NAMES = 10;
const MAX_OUTLIERS = 3;

interface ReportTable<Sum> {
  table?: GroupTable<Sum>;
  isComparable: boolean;
}

export const reportNotes = <Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  readings: Readings<Sum>,
  { table, isComparable }: ReportTable<Sum>,
): string[] =>
  [
    ...comparisonNotes(request, report, readings, isComparable),
    tooSmallNote(report.ranking, table),
    missingDaysNote(request, report, readings.current),
    ...report.notes(readings.current),
    ...outlierNotes(request, report, readings.current, table),
  ].filter((note): note is string => Boolean(note));

function comparisonNotes<Item, Sum>(
  { by, dates, now }: ReportRequest,
  { dimensions }: Report<Item, Sum>,
  { earlier }: Readings<Sum>,
  isComparable: boolean,
) {
  if (!earlier) return [];
  const isCalendar = dimensions.some(({ time }) => time === 'calendar');
  return [
    !isComparable && 'No change is told, since a part can not be compared with a whole.',
    isComparable &&
      earlier.reading.rowsRead === 0 &&
      'Of the earlier time there is nothing, so no change is told.',
    isComparable &&
      by.length > 0 &&
      isCalendar &&
      'Nothing stands beside days, weeks or months: take weekday or hour.',
    isRunning(dates, now) && runningNote(dates, earlier.dates, now),
  ];
}

/** Whether a time that is under way stands beside a part of the earlier one or all of it. */
function runningNote({ from }: DateRange, { until }: Comparison, now: LocalMoment): string | undefined {
  if (from !== undefined && from > now.day) return undefined;
  return until
    ? `Today is not over: the earlier time ends at the same time of day (${now.time.slice(0, 5)}); compare_with whole takes all of it.`
    : 'Today is not over; the earlier time is whole.';
}

function tooSmallNote<Sum>(
  { minimum }: Ranking<Sum>,
  table: GroupTable<Sum> | undefined,
): string | undefined {
  if (!minimum || !table?.tooSmall.length) return undefined;
  return table.tooSmall.length === table.row.total
    ? `${minimum.text}: all of them.`
    : `${minimum.text}, so after the others: ${nameList(table.tooSmall)}.`;
}

/** Names days that have no row: without it, a week with a day missing looks like a shorter one. */
function missingDaysNote<Item, Sum>(
  { by, dates: { from, to }, now }: ReportRequest,
  { dimensions }: Report<Item, Sum>,
  { groups, partial }: ReportReading<Sum>,
): string | undefined {
  if (by.length !== 1 || by[0] !== 'day' || !from || !groups.size || partial) return undefined;
  const days = new Set([...groups.values()].map(({ keys }) => dimensions[0]!.label(keys[0]!)));
  const firstDay = [...days].sort()[0]!;
  const lastDay = to !== undefined && to < now.day ? to : now.day;
  const missing: string[] = [];
  // The answer tells a late start by itself.
  let day = firstDay <= addDays(from, GAP_DAYS) ? from : firstDay;
  for (; day <= lastDay; day = addDays(day, 1)) if (!days.has(day)) missing.push(day);
  return missing.length ? `Nothing on ${nameList(missing)}.` : undefined;
}

const nameList = (names: readonly string[]): string =>
  names.slice(0, MAX_NAMES).join(', ') +
  (names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '');

function outlierNotes<Item, Sum>(
  { by }: ReportRequest,
  { outlierNote }: Report<Item, Sum>,
  { sum }: ReportReading<Sum>,
  table: GroupTable<Sum> | undefined,
): string[] {
  if (!outlierNote) return [];
  const whole = by.length ? [] : [{ label: '', sum }];
  const notes = (table?.shown ?? whole).flatMap((group) => {
    const note = outlierNote(group.sum);
    return note ? [group.label ? `${group.label}: ${note}` : note] : [];
  });
  return [
    ...notes.slice(0, MAX_OUTLIERS),
    ...(notes.length > MAX_OUTLIERS ? [`So it is with ${notes.length - MAX_OUTLIERS} more.`] : []),
  ];
}
