/** The figures of calls: attempts, people reached, orders, and the rates of call centres. */

import type { Row } from '../../define/row.ts';
import { percentOf } from '../../shared/numbers.ts';
import { momentOf } from '../../shared/time.ts';
import type { Figures, Measures } from '../groups/aggregate.ts';
import { addDuration, type Durations, mean, median, mergeDurations, noDurations } from './durations.ts';

/**
 * The dialer's own call results of calls in which no customer was talked to: answering machine, number does not exist,
 * can not be reached, overcall, no answer, busy, disconnected, upcoming, blacklisted, maximum of attempts, time blocks,
 * missed incoming ones, maximum of answering machines. Their ids are the same in every dialer (API 1.4.4, Get call
 * results).
 */
const UNREACHED_RESULTS = new Set([1, 3, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20]);
/** Answered, but no agent was free. */
const OVERCALL = 8;

export interface CallSum {
  attempts: number;
  recorded: number;
  orders: number;
  no_thanks: number;
  overcalls: number;
  reached: number;
  handling: Durations;
  after: Durations;
  /** Clock hours of agents, each once. */
  hours: Set<number>;
  /** Calls come in order, so that most are of the same hour as the one before. */
  lastHour: number;
}

/** Which figures there are besides those that always are. */
export interface FigureOptions {
  /** Whether the base types of all call results are known. */
  results: boolean;
  /** Whether answers say something: calls that were chosen by their agent or result were all taken, or none. */
  answers: boolean;
  /** What a clock on the wall shows, where active hours are wanted. */
  clock?: (ms: number) => number;
}

/** @param typeOf the base type of a call result; without `results` all but the dialer's own order are unknown */
export function callMeasures(
  options: FigureOptions,
  typeOf: (id: number | null) => string | undefined,
): Measures<Row, CallSum> {
  const agentHour = options.clock && createAgentHours(options.clock);
  return {
    zero: emptySum,
    add(sum, call) {
      sum.attempts++;
      if (call.recording) sum.recorded++;
      const type = typeOf(call.call_result_id);
      if (type === 'order') sum.orders++;
      if (type === 'no thanks') sum.no_thanks++;
      if (call.call_result_id === OVERCALL) sum.overcalls++;
      if (call.user_id === null) return;
      const begun = momentOf(call.init_time);
      if (agentHour && begun >= 0) addHour(sum, agentHour(call.user_id, begun));
      if (!UNREACHED_RESULTS.has(call.call_result_id)) addReached(sum, call, begun);
    },
    merge: mergeCallSums,
    figures: (sum) => callFigures(sum, options),
  };
}

const emptySum = (): CallSum => ({
  attempts: 0,
  recorded: 0,
  orders: 0,
  no_thanks: 0,
  overcalls: 0,
  reached: 0,
  handling: noDurations(),
  after: noDurations(),
  hours: new Set(),
  lastHour: -1,
});

const HOUR_MS = 3_600_000;
/** Within a quarter no clock is changed and no hour begins, in any zone. */
const QUARTER_MS = 900_000;
/** An agent and an hour are one number, small enough that engines hold it without an object: 30 years from 2010 on. */
const FIRST_HOUR = Date.UTC(2010) / HOUR_MS;
const HOURS = 2 ** 18;

/** Returns a function that makes one number of an agent and the clock hour of a moment. */
function createAgentHours(clock: (ms: number) => number): (agent: number, moment: number) => number {
  // Calls come in order, so that most are of the same quarter as the last one.
  let lastQuarter = -1;
  let clockHour = 0;
  return (agent, moment) => {
    const quarter = Math.floor(moment / QUARTER_MS);
    if (quarter !== lastQuarter) {
      lastQuarter = quarter;
      clockHour = Math.floor(clock(moment) / HOUR_MS) - FIRST_HOUR;
    }
    return agent * HOURS + clockHour;
  };
}

function addHour(sum: CallSum, hour: number): void {
  if (hour === sum.lastHour) return;
  sum.lastHour = hour;
  sum.hours.add(hour);
}

/** @param begun when the call began, in ms */
function addReached(sum: CallSum, call: Row, begun: number): void {
  sum.reached++;
  const finished = momentOf(call.finish_time);
  const closed = call.handling_end === null ? finished : momentOf(call.handling_end);
  if (closed >= begun) addDuration(sum.handling, closed - begun, call.id);
  if (call.handling_end !== null && closed >= finished) addDuration(sum.after, closed - finished, call.id);
}

function mergeCallSums(sum: CallSum, other: CallSum): void {
  sum.attempts += other.attempts;
  sum.recorded += other.recorded;
  sum.orders += other.orders;
  sum.no_thanks += other.no_thanks;
  sum.overcalls += other.overcalls;
  sum.reached += other.reached;
  mergeDurations(sum.handling, other.handling);
  mergeDurations(sum.after, other.after);
  for (const hour of other.hours) sum.hours.add(hour);
}

function callFigures(sum: CallSum, { results, answers, clock }: FigureOptions): Figures {
  const { attempts, reached, orders, no_thanks, overcalls, recorded, handling, after, hours } = sum;
  return {
    attempts,
    reached,
    orders,
    no_thanks: results ? no_thanks : null,
    hit_rate_reached_pct: percentOf(orders, reached),
    hit_rate_decided_pct: results ? percentOf(orders, orders + no_thanks) : null,
    ...(answers && { answer_rate_pct: percentOf(reached + overcalls, attempts), overcalls }),
    avg_handling_s: mean(handling),
    median_handling_s: median(handling),
    avg_after_call_s: mean(after),
    median_after_call_s: median(after),
    recorded,
    ...(clock && {
      active_hours: hours.size,
      orders_per_active_hour: hours.size ? Math.round((orders / hours.size) * 100) / 100 : null,
    }),
  };
}

/** Returns the number of calls that a rate is a share of, or that an average is made of. */
export function baseOf(figure: string, { attempts, reached, orders, no_thanks }: CallSum): number {
  if (figure === 'hit_rate_decided_pct') return orders + no_thanks;
  return figure === 'answer_rate_pct' || figure === 'orders_per_active_hour' ? attempts : reached;
}

export const LEGEND: Record<string, string> = {
  reached:
    'an agent was on it and the result is not one of a call that nobody took (no answer, busy, machine…)',
  orders: 'calls whose result has the base type Order',
  no_thanks: 'those of base type No thanks',
  hit_rate_reached_pct: 'orders / reached',
  hit_rate_decided_pct: 'orders / (orders + no_thanks)',
  answer_rate_pct: '(reached + overcalls) / attempts',
  overcalls: 'answered, but no agent was free (tappade samtal)',
  avg_handling_s:
    'of reached calls: from dialling to the card closed, ringing included; avg_after_call_s: from hang-up on',
  active_hours:
    'clock hours with a call of the agent: a proxy for hours worked, which the dialer does not tell',
};
