/** The answer of a report: what it covers, the sum, the groups, and how every figure is made. */

import type { DisplaySettings } from '../config/config.ts';
import type { Args, Row } from '../define/row.ts';
import { formatValue } from '../response/format.ts';
import { FILTER_BUDGET, fitRecord } from '../response/limit.ts';
import type { Days } from '../shared/period.ts';
import { addDays, localTime, momentOf } from '../shared/time.ts';
import {
  changesBetween,
  type Dimension,
  type Groups,
  groupTable,
  type Measures,
  type Table,
  type TableOptions,
} from './aggregate.ts';
import { asOf, type ComparedDays, coversText, isRunning, type Now } from './date-range.ts';
import type { StreamSummary } from './stream-calls.ts';

/** What one reading of all rows has come to. */
export interface ReportReading<S> extends StreamSummary {
  sum: S;
  groups: Groups<S>;
  /** When the first row was, as the dialer writes it. */
  first?: string;
  /** Rows that the wish leaves out and that are counted all the same. */
  leftOut?: Row;
}

interface Report<Piece, S> {
  args: Args;
  days: Partial<Days>;
  at: Now;
  by: readonly string[];
  dimensions: readonly Dimension<Piece>[];
  measures: Measures<Piece, S>;
  now: ReportReading<S>;
  /** The time before, and the figures that are compared. */
  before?: { reading: ReportReading<S>; days: ComparedDays; figures: readonly string[] };
  /** What holds of all figures, such as their currency. */
  head?: Row;
  /** Arguments that are told otherwise than they were given. */
  known?: Row;
  /** What there is on those days where nothing matches. */
  nothing?: string;
  ranking: Omit<TableOptions<S>, 'top'>;
  /** Which groups are too small to be ranked, in words. */
  minimum?: string;
  /** What is odd about a group. */
  odd?: (sum: S) => string | undefined;
  legend: Record<string, string>;
  notes: readonly (string | false | undefined)[];
  display: DisplaySettings;
}

const DEFAULT_TOP = 31;
/** What says how to report rather than what. */
const PRESENTATION_ARGUMENTS = ['by', 'sort', 'top', 'compare', 'compare_with', 'min_attempts', 'min_orders'];
/** `covers` tells them. */
const DATE_ARGUMENTS = ['period', 'exact_date', 'start_date', 'end_date'];
/** A first row so many days after the beginning is worth a word: no weekend and no feast is that long. */
const GAP_DAYS = 7;
/** What depends on the moment of asking. */
const RELATIVE_ARGUMENTS = ['period', 'older_than_hours'];
const MAX_NAMED = 10;
const MAX_OUTLIERS = 3;

/** Which filters there are besides dates. */
export const filtersOf = (args: Args): [string, unknown][] =>
  Object.entries(args).filter(
    ([name]) => !PRESENTATION_ARGUMENTS.includes(name) && !DATE_ARGUMENTS.includes(name),
  );

/** What was asked for besides dates. @param known members that are told in another way */
export function filterOf(args: Args, display: DisplaySettings, known: Row = {}): { filter?: Row } {
  const given = Object.fromEntries(filtersOf(args));
  const told = { ...given, ...known };
  return Object.keys(told).length
    ? { filter: fitRecord(formatValue(told, display) as Row, FILTER_BUDGET) }
    : {};
}

export function reportResponse<Piece, S>(report: Report<Piece, S>): Row {
  const { args, days, at, by, dimensions, measures, now, before, legend, display, minimum } = report;
  const sum = measures.figures(now.sum);
  const earlier = before && measures.figures(before.reading.sum);
  const partial = [now.partial, before?.reading.partial && `The period before: ${before.reading.partial}`];
  // A part of one period says nothing beside all of another.
  const comparable = before && !partial.some(Boolean);
  // Days of one period are not those of another.
  const calendar = dimensions.some(({ time }) => time === 'calendar');
  const compared = before?.figures.filter((name) => !report.ranking.hidden?.includes(name)) ?? [];
  const beside = comparable && !calendar ? { groups: before.reading.groups, names: compared } : undefined;
  const wish = { ...report.ranking, top: (args.top as number | undefined) ?? DEFAULT_TOP };
  const groups: Table<S> | undefined =
    by.length && (now.groups.size || beside?.groups.size)
      ? groupTable(now.groups, by, dimensions, measures, wish, beside)
      : undefined;
  const notes = [
    before && !comparable && 'No change is told, since a part can not be compared with a whole.',
    comparable &&
      before.reading.rowsRead === 0 &&
      'Of the earlier time there is nothing, so no change is told.',
    comparable &&
      by.length &&
      calendar &&
      'Nothing stands beside days, weeks or months: take weekday or hour.',
    before && isRunning(days, at) && runningNote(days, before.days, at),
    groups?.few.length && minimum && tooSmallNote(groups, minimum),
    daysWithout(report),
    ...report.notes,
    ...outlierNotes(report, groups),
  ].filter(Boolean);
  const change = comparable
    ? (formatValue(changesBetween(sum, earlier!, before.figures), display) as Row)
    : {};
  const begins = [days, before?.days].map((some, i) =>
    some ? beginsAt(i ? before!.reading : now, some, args, display) : {},
  );
  const asked = RELATIVE_ARGUMENTS.some((name) => args[name] !== undefined) || isRunning(days, at);
  return {
    covers: coversText(days, display.timezone),
    ...(asked && { as_of: asOf(at) }),
    ...begins[0],
    ...report.head,
    ...filterOf(args, display, report.known),
    rows_read: now.rowsRead,
    ...now.leftOut,
    ...(partial.some(Boolean) && { partial: partial.filter(Boolean).join(' ') }),
    sum: formatValue(sum, display) as Row,
    ...(report.nothing && { note: report.nothing }),
    ...(before && {
      before: formatValue(
        { covers: before.days.covers, ...begins[1], ...before.reading.leftOut, ...earlier },
        display,
      ) as Row,
    }),
    ...(Object.keys(change).length && { change }),
    ...(groups && (formatValue(groups.row, display) as Row)),
    ...((now.rowsRead > 0 || before) && { legend: { ...legend, ...explainBegins(begins) } }),
    ...(notes.length && { notes: formatValue(notes, display) as Row }),
  };
}

/** Whether a time that is under way stands beside a part of the earlier one or all of it. */
function runningNote({ from }: Partial<Days>, { until }: ComparedDays, at: Now): string | undefined {
  if (from !== undefined && from > at.day) return undefined;
  return until
    ? `Today is not over: the earlier time ends at the same time of day (${at.time.slice(0, 5)}); compare_with whole takes all of it.`
    : 'Today is not over; the earlier time is whole.';
}

/** Days that have no row of their own: without a word a week with a day missing looks like a shorter one. */
function daysWithout<Piece, S>({ by, dimensions, days, now, at }: Report<Piece, S>): string | undefined {
  if (by.length !== 1 || by[0] !== 'day' || !days.from || !now.groups.size || now.partial) return undefined;
  const told = new Set([...now.groups.values()].map(({ keys }) => dimensions[0]!.label(keys[0]!)));
  const last = days.to !== undefined && days.to < at.day ? days.to : at.day;
  const first = [...told].sort()[0]!;
  const missing: string[] = [];
  // What is long before the first one data_begins tells.
  for (
    let day = first <= addDays(days.from, GAP_DAYS) ? days.from : first;
    day <= last;
    day = addDays(day, 1)
  )
    if (!told.has(day)) missing.push(day);
  return missing.length ? `Nothing on ${nameList(missing)}.` : undefined;
}

const tooSmallNote = ({ few, row }: Table<unknown>, minimum: string): string =>
  few.length === row.total
    ? `${minimum}: all of them.`
    : `${minimum}, so after the others: ${nameList(few)}.`;

const nameList = (labels: readonly string[]): string =>
  labels.slice(0, MAX_NAMED).join(', ') +
  (labels.length > MAX_NAMED ? ` and ${labels.length - MAX_NAMED} more` : '');

/** Where the rows begin, when they begin long after the days that were asked for. */
function beginsAt(
  { first }: ReportReading<unknown>,
  { from }: Partial<Days>,
  args: Args,
  display: DisplaySettings,
): Row {
  if (first === undefined) return {};
  const day = localTime(new Date(momentOf(first)), display.timezone).slice(0, 10);
  if (from !== undefined && day <= addDays(from, GAP_DAYS)) return {};
  // Cancelled orders that are left out are looked at all the same.
  const filters = filtersOf(args).filter(([name, value]) => name !== 'cancelled' || value === true);
  return filters.length ? { first_match: day } : { data_begins: day };
}

const BEGINS: Record<string, string> = {
  data_begins: 'nothing that this token sees is there before',
  first_match: 'nothing that matches is there before',
};

const explainBegins = (begins: readonly Row[]): Record<string, string> =>
  Object.fromEntries(begins.flatMap((one) => Object.keys(one)).map((name) => [name, BEGINS[name]!]));

function outlierNotes<Piece, S>({ odd, by, now }: Report<Piece, S>, groups: Table<S> | undefined): string[] {
  if (!odd) return [];
  const sums = groups ? groups.kept : by.length ? [] : [{ label: '', sum: now.sum }];
  const found = sums.flatMap(({ label, sum }) => {
    const what = odd(sum);
    return what ? [label ? `${label}: ${what}` : what] : [];
  });
  return [
    ...found.slice(0, MAX_OUTLIERS),
    ...(found.length > MAX_OUTLIERS ? [`So it is with ${found.length - MAX_OUTLIERS} more.`] : []),
  ];
}
