/** What a report is: its request, what it counts, and what was read. */

import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import type { ChartRequest } from '../chart/chart-request.ts';
import type { DateRange, LocalMoment } from '../date-range.ts';
import type { Groups } from '../groups/aggregate.ts';
import type { Grouping, Ranking } from '../groups/group-table.ts';
import type { StreamSummary } from '../stream-calls.ts';
import type { Comparison, ComparisonArgs } from './comparison.ts';

/** Arguments that all reports have. */
export interface ReportArgs<Group extends string = string> extends ComparisonArgs {
  by?: Group[];
  top?: number;
  /** `sv`, `en`, `true`; `png` beside it. */
  chart?: string | number | boolean;
  /** Of orders. */
  older_than_hours?: number;
}

export interface ReportRequest<Group extends string = string> {
  args: ReportArgs<Group>;
  by: readonly Group[];
  dates: DateRange;
  comparison?: Comparison;
  chart?: ChartRequest;
  /** When the report was asked for. */
  now: LocalMoment;
}

/** What one reading of all rows came to. */
export interface ReportReading<Sum> extends StreamSummary {
  sum: Sum;
  groups: Groups<Sum>;
  /** Of the first row, as the dialer writes it. */
  firstMoment?: string;
  /** How many rows were read that the filters leave out. */
  excluded?: Row;
  /** What is to be known about the reading. */
  notes?: readonly string[];
}

export interface EarlierReading<Sum> {
  reading: ReportReading<Sum>;
  dates: Comparison;
}

export interface Readings<Sum> {
  current: ReportReading<Sum>;
  earlier?: EarlierReading<Sum>;
  /** Why nothing matches. */
  emptyNote?: string;
}

/** False, undefined and empty notes are dropped. */
export type Notes = readonly (string | false | undefined)[];

/** What is a report's own. */
export interface Report<Item, Sum> extends Omit<Grouping<Item, Sum>, 'by'> {
  /** What it counts: its files are called by that. */
  name: 'orders' | 'calls';
  /** What a picture shows; absent: the first figure. */
  drawnFigure?: string;
  /** Below that a rate in a picture says little. */
  drawnMinimum?: Ranking<Sum>['minimum'];
  ranking: Ranking<Sum>;
  /** Figures that are compared with an earlier time, if the report has them. */
  comparedFigures: readonly string[];
  /** @param context its progress is that of the time that is read */
  read(dates: DateRange, context: ReadContext): Promise<ReportReading<Sum>>;
  /** Says why nothing matches. */
  explainEmpty(reading: ReportReading<Sum>): Promise<string>;
  /** Members that hold for all figures, such as their currency. */
  head?: Row;
  /** Filters that the answer puts in another way. */
  filterOverrides?: Row;
  legend: Record<string, string>;
  notes(reading: ReportReading<Sum>): Notes;
  /** What is far outside in a group. */
  outlierNote?(sum: Sum): string | undefined;
}
