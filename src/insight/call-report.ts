/** Calls counted: attempts, people reached, orders, and the rates of call centres. */
import { inTime } from '../dialer/network.ts';
import { type Days, moments } from '../period.ts';
import { momentOf } from '../time.ts';
import type { Args, Hands, Row } from '../tool.ts';
import { label } from '../words.ts';
import { CALENDAR, calendar } from './calendar.ts';
import { eachCall } from './call-rows.ts';
import { comparedWith } from './coverage.ts';
import { addTo, type Dimension, type Groups, type Measures, merged, share } from './report.ts';
import { type Reading, reported } from './reported.ts';

export const CALL_GROUPS = ['agent', 'office', 'campaign', 'call_result', 'type', ...CALENDAR] as const;
type Group = (typeof CALL_GROUPS)[number];
export const CALL_FIGURES = [
  'attempts',
  'reached',
  'orders',
  'hit_rate_reached_pct',
  'hit_rate_decided_pct',
  'answer_rate_pct',
  'avg_handling_s',
  'avg_after_call_s',
  'recorded',
] as const;

/**
 * The dialer's own call results of calls in which no customer was talked to: answering machine, number does not exist,
 * can not be reached, overcall, no answer, busy, disconnected, upcoming, blacklisted, maximum of attempts, time blocks,
 * missed incoming ones, maximum of answering machines. Their ids are the same in every dialer (API 1.4.4, Get call
 * results).
 */
const NOBODY = new Set([1, 3, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20]);
/** Answered, but no agent was free. */
const OVERCALL = 8;

const LEGEND = {
  reached:
    'an agent was on it and the result is not one of a call that nobody took (no answer, busy, machine…)',
  orders: 'calls whose result has the base type Order',
  hit_rate_reached_pct: 'orders / reached',
  hit_rate_decided_pct: 'orders / (orders + results of base type No thanks)',
  answer_rate_pct: '(reached + overcalls) / attempts',
  avg_handling_s:
    'of reached calls: from dialling to the card closed, ringing included; avg_after_call_s: from hang-up on',
};

export async function callReport(args: Args, hands: Hands): Promise<Row> {
  const { view, directory, deadline } = hands;
  const by = [...new Set(args.by as Group[] | undefined)];
  const days: Partial<Days> = {
    from: args.start_date as string | undefined,
    to: args.end_date as string | undefined,
  };
  const earlier = args.compare ? comparedWith(days, args) : undefined;
  const [names, results, users] = await inTime(
    deadline,
    Promise.all([
      directory.names(['user', 'campaign', 'call_result']),
      directory.entries('call_result').catch(() => undefined),
      by.includes('office') ? directory.entries('user').catch(() => []) : [],
    ]),
  );
  const types = new Map<number | null, string | undefined>(
    results?.map(({ id, type }) => [id, type?.toLowerCase()]) ?? [[5, 'order']],
  );
  const offices = new Map(users.map(({ id, office }) => [id, office]));
  const unlisted = new Set<number>();
  const measures = measuresOf(results !== undefined, (id) => {
    if (results && id !== null && !types.has(id)) unlisted.add(id);
    return types.get(id);
  });
  const called =
    (kind: 'user' | 'campaign' | 'call_result', none: string): Dimension<Row>['label'] =>
    (key) =>
      key === null ? none : label(names(kind, key), key)!;
  const all: Record<Group, Dimension<Row>> = {
    ...calendar<Row>(view.timezone, (call) => call.init_time),
    agent: { key: (call) => call.user_id ?? null, label: called('user', 'no agent') },
    office: {
      key: (call) => offices.get(call.user_id) ?? null,
      label: (key) => `${key ?? 'no agent, or office not known'}`,
    },
    campaign: { key: (call) => call.campaign_id ?? null, label: called('campaign', 'no campaign') },
    call_result: { key: (call) => call.call_result_id ?? null, label: called('call_result', 'no result') },
    type: { key: (call) => call.type ?? null, label: (key) => (key === null ? 'no type' : String(key)) },
  };
  const dimensions = by.map((name) => all[name]);

  const read = async (within: Partial<Days>, progress: Hands['progress']): Promise<Reading<Sum>> => {
    const sum = measures.zero();
    const groups: Groups<Sum> = new Map();
    const { start_date, end_date, ...filters } = args;
    const told = await eachCall(
      { ...filters, ...moments(within, view.timezone) },
      { ...hands, progress },
      (calls) => {
        // Each call is in one group: the sum is that of the groups.
        if (by.length) for (const call of calls) addTo(groups, call, dimensions, measures);
        else for (const call of calls) measures.add(sum, call);
      },
    );
    for (const group of groups.values()) merged(sum, [group.sum]);
    return { ...told, sum, groups };
  };
  const [now, before] = await Promise.all([read(days, hands.progress), earlier && read(earlier, () => {})]);
  return reported({
    args,
    days,
    by,
    dimensions,
    measures,
    now,
    before: before && {
      reading: before,
      days: earlier!,
      figures: ['attempts', 'reached', 'orders', 'hit_rate_reached_pct'],
    },
    legend: LEGEND,
    notes: [
      String(args.sort ?? '').endsWith('_pct') &&
        'A rate of few calls says little: look at reached beside it.',
      !results &&
        "The list of call results can't be read: only the dialer's own result Order (5) counts as an order, and no hit rate of the decided is told.",
      unlisted.size > 0 &&
        `Results ${[...unlisted].slice(0, 20).join(', ')} are no longer listed: whether they were orders is not known, so they count as none.`,
    ],
    view,
  });
}

interface Sum {
  attempts: number;
  recorded: number;
  orders: number;
  declined: number;
  overcalls: number;
  reached: number;
  handled: number;
  handling_ms: number;
  wrapped: number;
  after_ms: number;
}

/** @param typeOf the base type of a call result; without `known` all but the dialer's own order are unknown */
function measuresOf(known: boolean, typeOf: (id: number | null) => string | undefined): Measures<Row, Sum> {
  return {
    zero: () => ({
      attempts: 0,
      recorded: 0,
      orders: 0,
      declined: 0,
      overcalls: 0,
      reached: 0,
      handled: 0,
      handling_ms: 0,
      wrapped: 0,
      after_ms: 0,
    }),
    add(sum, call) {
      sum.attempts++;
      if (call.recording) sum.recorded++;
      const type = typeOf(call.call_result_id);
      if (type === 'order') sum.orders++;
      if (type === 'no thanks') sum.declined++;
      if (call.call_result_id === OVERCALL) sum.overcalls++;
      if (call.user_id === null || NOBODY.has(call.call_result_id)) return;
      sum.reached++;
      const begun = momentOf(call.init_time);
      const finished = momentOf(call.finish_time);
      const closed = call.handling_end === null ? finished : momentOf(call.handling_end);
      if (closed >= begun) {
        sum.handled++;
        sum.handling_ms += closed - begun;
      }
      if (call.handling_end !== null && closed >= finished) {
        sum.wrapped++;
        sum.after_ms += closed - finished;
      }
    },
    tell(sum) {
      const { attempts, reached, orders, declined, overcalls, recorded } = sum;
      return {
        attempts,
        reached,
        orders,
        hit_rate_reached_pct: share(orders, reached),
        hit_rate_decided_pct: known ? share(orders, orders + declined) : null,
        answer_rate_pct: share(reached + overcalls, attempts),
        avg_handling_s: mean(sum.handling_ms, sum.handled),
        avg_after_call_s: mean(sum.after_ms, sum.wrapped),
        recorded,
      };
    },
  };
}

/** In seconds. */
const mean = (ms: number, count: number): number | null => (count ? Math.round(ms / count / 1000) : null);
