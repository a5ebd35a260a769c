/** Calls counted: attempts, people reached, orders, and the rates of call centres. */

import type { NameEntry } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { wallClock } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type ListReading, readCallsByList } from './calls-by-list.ts';
import { callDateRange, type DateRange } from './date-range.ts';
import { noCallsNote } from './empty-period.ts';
import { baseOf, type CallSum, callMeasures, LEGEND } from './figures/call-figures.ts';
import { outlier } from './figures/durations.ts';
import { CALL_WORDS, figureNamed } from './figures/figure-names.ts';
import {
  addToGroups,
  type Dimension,
  earlierMoment,
  type Groups,
  type Measures,
  mergeSums,
} from './groups/aggregate.ts';
import { callDimensions, dimensionsOnList, readCallLookups } from './groups/call-dimensions.ts';
import type { Ranking } from './groups/group-table.ts';
import { sharedNamesNote } from './groups/offices.ts';
import type { CallGroup, CallReportArgs } from './inputs.ts';
import type { ReportReading } from './report/report.ts';
import { reportRequest, runReport, tableSort } from './report/run-report.ts';
import { streamCalls } from './stream-calls.ts';

/** Groups of which all calls were answered, or none. */
const ANSWERED_GROUPS: readonly CallGroup[] = ['agent', 'office', 'call_result'];
/** Of such groups they say nothing. */
const ANSWER_FIGURES = ['answer_rate_pct', 'overcalls'];
const COMPARED_FIGURES = ['attempts', 'reached', 'orders', 'hit_rate_reached_pct'];
const RATE_NAME = /_pct$|^avg_|^median_|_per_/;
/** A rate of fewer calls ranks nobody. */
const MIN_ATTEMPTS = 10;
const MAX_UNLISTED = 20;

export async function callReport(args: CallReportArgs, context: ReadContext): Promise<Row> {
  const { timezone } = context.display;
  const request = reportRequest(args, callDateRange(args), context.display);
  const { by } = request;
  // Calls that were chosen by their agent or result were all answered, or none.
  const hasAnswers = args.user_ids === undefined && args.call_result_ids === undefined;
  const hidden = by.some((name) => ANSWERED_GROUPS.includes(name)) ? ANSWER_FIGURES : [];
  const drawnFigure = sortFigure(args, by, hasAnswers ? hidden : ANSWER_FIGURES);
  const sort = tableSort(request, drawnFigure);
  const lookups = await readCallLookups(by, context);
  const { typeOf, unlisted } = resultTypes(lookups.results);
  const measures = callMeasures(
    {
      results: lookups.results !== undefined,
      answers: hasAnswers,
      ...(by.includes('agent') && { clock: wallClock(timezone) }),
    },
    typeOf,
  );
  const dimensions = callDimensions(by, lookups, timezone);
  const counting = { by, dimensions, measures, lists: lookups.lists };
  return runReport(
    request,
    {
      name: 'calls',
      drawnFigure,
      drawnMinimum: minimumFor(drawnFigure, args.min_attempts),
      dimensions,
      measures,
      ranking: {
        sort,
        hidden,
        minimum: minimumFor(sort, args.min_attempts),
      },
      comparedFigures: COMPARED_FIGURES,
      read: (dates, reading) => countCalls(args, dates, counting, reading),
      explainEmpty: () => noCallsNote(args, request.dates, context),
      legend: legendOf(by, measures),
      notes: ({ rowsRead, notes = [] }) => [
        by.length > 0 && rowsRead > 0 && 'A rate of few calls says little: look at reached beside it.',
        ...notes,
        sharedNamesNote(lookups.offices, 'agents'),
        !lookups.results &&
          "The list of call results can't be read: only the dialer's own result Order (5) counts as an order, and no hit rate of the decided is told.",
        unlisted.size > 0 &&
          `Results ${[...unlisted].slice(0, MAX_UNLISTED).join(', ')} are no longer listed: whether they were orders is not known, so they count as none.`,
      ],
      outlierNote,
    },
    context,
  );
}

/**
 * The base types of call results; without a list only the dialer's own result Order is known.
 * @returns in `unlisted` the results that were asked for and are not in the list
 */
function resultTypes(results: readonly NameEntry[] | undefined) {
  const types = new Map<number | null, string | undefined>(
    results?.map(({ id, type }) => [id, type?.toLowerCase()]) ?? [[5, 'order']],
  );
  const unlisted = new Set<number>();
  const typeOf = (id: number | null): string | undefined => {
    if (results && id !== null && !types.has(id)) unlisted.add(id);
    return types.get(id);
  };
  return { typeOf, unlisted };
}

/** What calls are counted with. */
interface CallCounting {
  by: readonly CallGroup[];
  dimensions: readonly Dimension<Row>[];
  measures: Measures<Row, CallSum>;
  lists: readonly NameEntry[];
}

async function countCalls(
  filters: CallReportArgs,
  dates: DateRange,
  { by, dimensions, measures, lists }: CallCounting,
  context: ReadContext,
): Promise<ReportReading<CallSum>> {
  const groups: Groups<CallSum> = new Map();
  const addAll = (calls: readonly Row[], own: readonly Dimension<Row>[]) => {
    for (const call of calls) addToGroups(groups, call, own, measures);
  };
  const onLists = by.includes('contactlist')
    ? await readCallsByList(filters, dates, lists, context, (calls, list) =>
        addAll(calls, dimensionsOnList(by, dimensions, list)),
      )
    : undefined;
  // Each call is in one group, so that the sum is that of the groups; but it can be on several lists.
  const isSumOfGroups = by.length > 0 && !onLists;
  const whole = measures.zero();
  let firstMoment: string | undefined;
  const summary = await streamCalls(filters, dates, context, (calls) => {
    for (const { init_time } of calls) firstMoment = earlierMoment(firstMoment, init_time);
    if (!isSumOfGroups) for (const call of calls) measures.add(whole, call);
    if (by.length) addAll(onLists ? calls.filter(({ id }) => !onLists.callIds.has(id)) : calls, dimensions);
  });
  return {
    ...summary,
    partial: summary.partial ?? onLists?.partial,
    sum: isSumOfGroups
      ? mergeSums(
          measures,
          Array.from(groups.values(), ({ sum }) => sum),
        )
      : whole,
    groups,
    firstMoment,
    notes: listNotes(onLists),
  };
}

/** @throws ToolError where no figure is meant, or one that such groups don't have */
function sortFigure(
  { sort }: CallReportArgs,
  by: readonly CallGroup[],
  hidden: readonly string[],
): string | undefined {
  if (sort === undefined) return undefined;
  const figure = figureNamed(sort, CALL_WORDS, by);
  if (figure === undefined) return undefined;
  if (hidden.includes(figure))
    throw new ToolError(
      'invalid_arguments',
      `${figure} says nothing of the calls of agents or results, which were all answered or none. Take it by hour, campaign or contactlist, or sort by hit_rate_reached_pct.`,
    );
  if (/active_hour/.test(figure) && !by.includes('agent'))
    throw new ToolError('invalid_arguments', `${figure} is told by agent only.`);
  return figure;
}

function minimumFor(sort: string | undefined, minAttempts = MIN_ATTEMPTS): Ranking<CallSum>['minimum'] {
  if (sort === undefined || !RATE_NAME.test(sort)) return undefined;
  return {
    isTooSmall: (sum) => Math.min(sum.attempts, baseOf(sort, sum)) < minAttempts,
    text: `Under min_attempts ${minAttempts} (attempts, or those that the rate is a share of)`,
  };
}

function legendOf(by: readonly CallGroup[], measures: Measures<Row, CallSum>): Record<string, string> {
  const figures = measures.figures(measures.zero());
  return {
    ...Object.fromEntries(Object.entries(LEGEND).filter(([name]) => name in figures)),
    ...(by.includes('office') && { office: 'of the agent, as it is today; not of the campaign' }),
    ...(by.includes('contactlist') && { contactlist: 'calls that the dialer finds by that list' }),
  };
}

function outlierNote({ handling }: CallSum): string | undefined {
  const call = outlier(handling);
  return (
    call &&
    `one call (${call.id}) took ${call.longest_s} s, far more than the others: without it avg_handling_s is ${call.without_s}. The median says more.`
  );
}

function listNotes(lists: ListReading | undefined): string[] {
  if (!lists) return [];
  const { onSeveral, unread } = lists;
  return [
    onSeveral
      ? `On several lists: ${onSeveral}. Such a call counts under each of them, and once in the sum.`
      : '',
    unread ? `Lists that were not looked at: ${unread}. Name some with contactlist_ids.` : '',
  ];
}
