/** Calls counted: attempts, people reached, orders, and the rates of call centres. */

import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/network-errors.ts';
import { label } from '../response/wording.ts';
import { type Days, moments } from '../shared/period.ts';
import { momentOf, wallClock } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';
import { addToGroups, type Dimension, type Groups, mergeSums } from './aggregate.ts';
import { CALENDAR, calendar } from './calendar.ts';
import { type ListReading, readCallsByList } from './calls-by-list.ts';
import { comparisonFor, nowIn } from './date-range.ts';
import { noCalls } from './empty-period.ts';
import { baseOf, type CallSum, callMeasures, LEGEND } from './figures/call-figures.ts';
import { outlier } from './figures/durations.ts';
import { CALL_WORDS, figureNamed } from './figures/figure-names.ts';
import { type Offices, readOffices } from './offices.ts';
import { type ReportReading, reportResponse } from './report-response.ts';
import { callDays, type StreamSummary, streamCalls } from './stream-calls.ts';

export const CALL_GROUPS = [
  'agent',
  'office',
  'campaign',
  'contactlist',
  'call_result',
  'type',
  ...CALENDAR,
] as const;
type Group = (typeof CALL_GROUPS)[number];

/** Groups of which calls were all answered, or none. */
const ANSWERED_GROUPS: readonly Group[] = ['agent', 'office', 'call_result'];
/** Of answers, which are told of such groups in the sum alone. */
const ANSWER_FIGURES = ['answer_rate_pct', 'overcalls'];
const COMPARED_FIGURES = ['attempts', 'reached', 'orders', 'hit_rate_reached_pct'];
const RATE_NAME = /_pct$|^avg_|^median_|_per_/;
/** A rate of fewer ranks nobody. */
const MIN_ATTEMPTS = 10;

type Within = Partial<Days> & { until?: string };

export async function callReport(args: Args, context: ReadContext): Promise<Row> {
  const { display, lookup, deadline } = context;
  const at = nowIn(display.timezone);
  const by = [...new Set(args.by as Group[] | undefined)];
  const days = callDays(args);
  const earlier = comparisonFor(days, args, display.timezone, at);
  const hidden = by.some((name) => ANSWERED_GROUPS.includes(name)) ? ANSWER_FIGURES : [];
  const answers = args.user_ids === undefined && args.call_result_ids === undefined;
  const sort = sortOf(args, by, answers ? hidden : ANSWER_FIGURES);
  const [names, results, users, offices, lists] = await withinDeadline(
    deadline,
    Promise.all([
      lookup.names(['user', 'campaign', 'call_result']),
      lookup.entries('call_result').catch(() => undefined),
      by.includes('office') ? lookup.entries('user').catch(() => []) : [],
      by.includes('office') ? readOffices(lookup) : undefined,
      by.includes('contactlist') ? lookup.entries('contactlist') : [],
    ]),
  );
  const types = new Map<number | null, string | undefined>(
    results?.map(({ id, type }) => [id, type?.toLowerCase()]) ?? [[5, 'order']],
  );
  const unlisted = new Set<number>();
  const measures = callMeasures(
    {
      results: results !== undefined,
      answers,
      ...(by.includes('agent') && { clock: wallClock(display.timezone) }),
    },
    (id) => {
      if (results && id !== null && !types.has(id)) unlisted.add(id);
      return types.get(id);
    },
  );
  const called =
    (kind: 'user' | 'campaign' | 'call_result', none: string): Dimension<Row>['label'] =>
    (key) =>
      key === null ? none : label(names(kind, key), key)!;
  const titles = new Map(lists.map(({ id, name }) => [id, name]));
  const all: Record<Group, Dimension<Row>> = {
    ...calendar<Row>(display.timezone, (call) => call.init_time),
    agent: {
      key: (call) => call.user_id ?? null,
      label: called('user', 'no agent (nobody took it)'),
      apart: true,
    },
    office: officeOf(new Map(users.map(({ id, office }) => [id, office])), offices),
    campaign: { key: (call) => call.campaign_id ?? null, label: called('campaign', 'no campaign') },
    // The calls of one list are read together; those of the whole search are on none of the lists.
    contactlist: {
      key: () => null,
      label: (key) => (key === null ? 'on none of these lists' : label(titles.get(Number(key)), key)!),
      apart: true,
    },
    call_result: { key: (call) => call.call_result_id ?? null, label: called('call_result', 'no result') },
    type: { key: (call) => call.type ?? null, label: (key) => (key === null ? 'no type' : String(key)) },
  };
  const dimensions = by.map((name) => all[name]);

  const read = async (time: Within, progress: ReadContext['progress']): Promise<CallReading> => {
    const groups: Groups<CallSum> = new Map();
    const whole = measures.zero();
    let first: string | undefined;
    const { start_date, end_date, exact_date, ...filters } = args;
    const search = { ...filters, ...moments(time, display.timezone) };
    const into = (calls: readonly Row[], list: number | null = null) => {
      const own =
        list === null
          ? dimensions
          : dimensions.map((one, i) => (by[i] === 'contactlist' ? { ...one, key: () => list } : one));
      for (const call of calls) addToGroups(groups, call, own, measures);
    };
    const onLists = by.includes('contactlist')
      ? await readCallsByList(search, lists, context, (calls, list) => into(calls, list))
      : undefined;
    const told: StreamSummary = await streamCalls(search, { ...context, progress }, (calls) => {
      for (const { init_time: time } of calls)
        if (time < first! || first === undefined) if (momentOf(time) > 0) first = time;
      // Each call is in one group: the sum is that of the groups, but for lists, of which a call can be on several.
      if (!by.length || onLists) for (const call of calls) measures.add(whole, call);
      if (by.length) into(onLists ? calls.filter(({ id }) => !onLists.ids.has(id)) : calls);
    });
    const sum =
      by.length && !onLists
        ? mergeSums(
            measures,
            [...groups.values()].map((group) => group.sum),
          )
        : whole;
    return { ...told, partial: told.partial ?? onLists?.partial, sum, groups, first, onLists };
  };
  const [now, before] = await Promise.all([read(days, context.progress), earlier && read(earlier, () => {})]);
  const nothing = now.rowsRead ? undefined : await noCalls(args, days, context);
  const min = (args.min_attempts as number | undefined) ?? MIN_ATTEMPTS;
  const ranksRates = sort !== undefined && RATE_NAME.test(sort);
  const figures = measures.figures(measures.zero());
  return reportResponse({
    args,
    days,
    at,
    by,
    dimensions,
    measures,
    now,
    before: before && { reading: before, days: earlier!, figures: COMPARED_FIGURES },
    nothing,
    ranking: {
      sort,
      hidden,
      ...(ranksRates && { few: (sum: CallSum) => Math.min(sum.attempts, baseOf(sort, sum)) < min }),
    },
    minimum: `Under min_attempts ${min} (attempts, or those that the rate is a share of)`,
    odd: outlierNote,
    legend: {
      ...Object.fromEntries(Object.entries(LEGEND).filter(([name]) => figures[name] !== undefined)),
      ...(by.includes('office') && { office: 'of the agent, as it is today; not of the campaign' }),
      ...(by.includes('contactlist') && { contactlist: 'calls that the dialer finds by that list' }),
    },
    notes: [
      by.length > 0 && now.rowsRead > 0 && 'A rate of few calls says little: look at reached beside it.',
      ...listNotes(now.onLists),
      offices &&
        offices.shared.length > 0 &&
        `Several offices are called ${offices.shared.join(', ')}: agents tell the name alone, so they stand together.`,
      !results &&
        "The list of call results can't be read: only the dialer's own result Order (5) counts as an order, and no hit rate of the decided is told.",
      unlisted.size > 0 &&
        `Results ${[...unlisted].slice(0, 20).join(', ')} are no longer listed: whether they were orders is not known, so they count as none.`,
    ],
    display,
  });
}

interface CallReading extends ReportReading<CallSum> {
  onLists?: ListReading;
}

/** By the office that the agent is of today. */
function officeOf(
  byUser: ReadonlyMap<number, string | undefined>,
  offices: Offices | undefined,
): Dimension<Row> {
  const UNKNOWN = '';
  return {
    key: ({ user_id }) => (user_id === null ? null : (byUser.get(user_id) ?? UNKNOWN)),
    label: (key) => {
      if (key === null) return 'no agent (nobody took it)';
      return key === UNKNOWN ? 'office not known' : offices!.label(String(key));
    },
    apart: true,
  };
}

/** @throws ToolError where no figure is meant, or one that such groups have not */
function sortOf({ sort }: Args, by: readonly Group[], hidden: readonly string[]): string | undefined {
  if (sort === undefined) return undefined;
  const figure = figureNamed(String(sort), CALL_WORDS, by);
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

function outlierNote({ handling }: CallSum): string | undefined {
  const found = outlier(handling);
  return (
    found &&
    `one call (${found.id}) took ${found.longest_s} s, far more than the others: without it avg_handling_s is ${found.without_s}. The median says more.`
  );
}

function listNotes(one: ListReading | undefined): string[] {
  if (!one) return [];
  const { several, unread } = one;
  return [
    several
      ? `On several lists: ${several}. Such a call counts under each of them, and once in the sum.`
      : '',
    unread ? `Lists that were not looked at: ${unread}. Name some with contactlist_ids.` : '',
  ].filter(Boolean);
}
