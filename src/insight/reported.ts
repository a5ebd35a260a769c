/** The answer of a report: what it covers, the sum, the groups, and how every figure is made. */
import { clean } from '../answer/clean.ts';
import { FILTER_BUDGET, fitRecord } from '../answer/fit.ts';
import type { Days } from '../period.ts';
import type { Args, Row } from '../tool.ts';
import type { Told } from './call-rows.ts';
import { covers, unfinished } from './coverage.ts';
import { changes, type Dimension, type Groups, type Measures, table } from './report.ts';

/** What one reading of all rows has come to. */
export interface Reading<S> extends Told {
  sum: S;
  groups: Groups<S>;
}

interface Report<Piece, S> {
  args: Args;
  days: Partial<Days>;
  by: readonly string[];
  dimensions: readonly Dimension<Piece>[];
  measures: Measures<Piece, S>;
  now: Reading<S>;
  /** The period before, and the figures that are compared. */
  before?: { reading: Reading<S>; days: Days; figures: readonly string[] };
  legend: Record<string, string>;
  notes: readonly (string | false | undefined)[];
  view: { timezone: string; identityNumbers: 'masked' | 'full' };
}

const DEFAULT_TOP = 31;
/** What says how to report rather than what. */
const HOW = ['by', 'sort', 'top', 'compare'];
/** `covers` tells them. */
const DATES = ['period', 'exact_date', 'start_date', 'end_date'];

/** What was asked for besides dates. */
export function filterOf(args: Args, view: Report<unknown, unknown>['view']): { filter?: Row } {
  const given = Object.entries(args).filter(([name]) => !HOW.includes(name) && !DATES.includes(name));
  return given.length
    ? { filter: fitRecord(clean(Object.fromEntries(given), view) as Row, FILTER_BUDGET) }
    : {};
}

export function reported<Piece, S extends { [name in keyof S]: number }>(report: Report<Piece, S>): Row {
  const { args, days, by, dimensions, measures, now, before, legend, view } = report;
  const sum = measures.tell(now.sum);
  const earlier = before && measures.tell(before.reading.sum);
  const partial = [now.partial, before?.reading.partial && `The period before: ${before.reading.partial}`];
  // A part of one period says nothing beside all of another.
  const comparable = before && !partial.some(Boolean);
  // Days of one period are not those of another.
  const beside =
    comparable && !dimensions.some(({ time }) => time === 'calendar')
      ? { groups: before.reading.groups, names: before.figures }
      : undefined;
  const filter = filterOf(args, view);
  const wish = {
    sort: args.sort as string | undefined,
    top: (args.top as number | undefined) ?? DEFAULT_TOP,
  };
  const notes = [
    before && !comparable && 'No change is told, since a part can not be compared with a whole.',
    before && unfinished(days, view.timezone) && 'The last day is not over; it is compared with a whole one.',
    ...report.notes,
  ].filter(Boolean);
  return {
    covers: covers(days, view.timezone),
    ...filter,
    rows_read: now.seen,
    ...(partial.some(Boolean) && { partial: partial.filter(Boolean).join(' ') }),
    ...(now.seen > 0
      ? { sum: clean(sum, view) as Row }
      : {
          note: `Nothing matches.${filter.filter ? ' An id that does not exist matches nothing either: find tells which there are.' : ''}`,
        }),
    ...(before && {
      before: clean({ covers: covers(before.days, view.timezone), ...earlier }, view) as Row,
    }),
    ...(comparable && { change: clean(changes(sum, earlier!, before.figures), view) as Row }),
    ...(by.length &&
      (now.groups.size || beside?.groups.size) &&
      (clean(table(now.groups, by, dimensions, measures, wish, beside), view) as Row)),
    ...((now.seen > 0 || before) && { legend }),
    ...(notes.length && { notes }),
  };
}
