// Working days of calls.

import type { Call, CallType, Campaign, Customer, State } from '../state.ts';
import { addDays, startOfDay, weekday } from '../time.ts';
import { ANNA_ID } from './people.ts';
import type { Random } from './random.ts';

const HOUR = 3600;

/** How a call ends, how often (of 1,000), and whether an agent is on it. */
const OUTCOMES = [
  { result: 9, share: 300, talked: false },
  { result: 1, share: 130, talked: false },
  { result: 10, share: 40, talked: false },
  { result: 7, share: 40, talked: false },
  { result: 11, share: 20, talked: false },
  { result: 5, share: 95, talked: true },
  { result: 50, share: 150, talked: true },
  { result: 54, share: 40, talked: true },
  { result: 58, share: 40, talked: true },
  { result: 4, share: 25, talked: true },
  { result: 12, share: 15, talked: true },
  { result: 30, share: 35, talked: true },
  { result: 38, share: 30, talked: true },
  { result: 42, share: 35, talked: true },
  { result: 70, share: 5, talked: true },
];
const WEIGHTED_OUTCOMES = OUTCOMES.flatMap((outcome) =>
  Array.from({ length: outcome.share / 5 }, () => outcome),
);
const ORDER_OUTCOME = OUTCOMES.find((outcome) => outcome.result === 5)!;

interface Day {
  from: number;
  to: number;
  calls: number;
}

/**
 * Returns the days with their shares of the calls. Early in the morning and on a Sunday today has a few too, since
 * somebody always asks about today.
 */
function workingDays(now: number, days: number, calls: number): Day[] {
  const today = startOfDay(now);
  const list: Day[] = [];
  for (let daysAgo = days - 1; daysAgo > 0; daysAgo--) {
    const midnight = addDays(today, -daysAgo);
    const week = weekday(midnight);
    if (week > 0 && week < 6) list.push({ from: midnight + 9 * HOUR, to: midnight + 17 * HOUR, calls: 0 });
  }
  const week = weekday(now);
  const open = today + 9 * HOUR;
  const share = (Math.min(now, open + 8 * HOUR) - open) / (8 * HOUR);
  const usual = week > 0 && week < 6 && share > 0.25;
  const last: Day = usual
    ? { from: open, to: Math.min(now, open + 8 * HOUR), calls: 0 }
    : { from: Math.max(today, now - 3 * HOUR), to: now, calls: 0 };
  const weights = list.length + (usual ? share : 0);
  const few = Math.min(30, Math.floor(calls / 4));
  last.calls = usual ? Math.max(few, Math.round((calls * share) / weights)) : few;
  if (list.length === 0) last.calls = calls;
  let left = calls - last.calls;
  for (const [index, entry] of list.entries()) {
    entry.calls = Math.floor(left / (list.length - index));
    left -= entry.calls;
  }
  list.push(last);
  return list;
}

/** What calls are drawn from: campaigns as often as they call, customers by list, lists by campaign. */
interface Pools {
  campaigns: Campaign[];
  customers: Map<number, Customer[]>;
  lists: Map<number, number[]>;
}

function pools(state: State): Pools {
  const customers = new Map<number, Customer[]>();
  for (const customer of state.customers.values()) {
    // Anna's calls are scripted.
    if (customer.id === ANNA_ID) continue;
    for (const id of customer.contactlist_ids) {
      const list = customers.get(id);
      if (list) list.push(customer);
      else customers.set(id, [customer]);
    }
  }
  const lists = new Map<number, number[]>();
  for (const link of state.campaign_contactlists.values()) {
    lists.set(link.campaign_id, [...(lists.get(link.campaign_id) ?? []), link.contactlist_id]);
  }
  const weights: Record<number, number> = { 2: 6, 8: 3, 22: 3, 6: 2, 36: 2 };
  const campaigns = [...state.campaigns.values()].flatMap((row) =>
    Array.from({ length: weights[row.id] ?? 1 }, () => row),
  );
  return { campaigns, customers, lists };
}

const OTHER_TYPES: CallType[] = ['callback', 'retry', 'click', 'incoming', 'callback'];

function drawCall(dice: Random, pool: Pools, init: number, now: number, isOrder: boolean): Call {
  const campaign = dice.pick(pool.campaigns);
  const list = dice.pick(pool.lists.get(campaign.id)!);
  const customer = dice.pick(pool.customers.get(list)!);
  const { result, talked } = isOrder ? ORDER_OUTCOME : dice.pick(WEIGHTED_OUTCOMES);
  const type = dice.chance(0.88) ? campaign.mode : dice.pick(OTHER_TYPES);
  // Nobody's answering machine rings in: an unanswered incoming call is a missed one.
  const call_result_id = type === 'incoming' && !talked ? 18 : result;
  const connect = talked || result === 1 ? init + 3 + dice.below(17) : null;
  const finish =
    connect === null
      ? init + 4 + dice.below(26)
      : connect + (talked ? 20 + dice.below(280) : 3 + dice.below(12));
  const unknown = type === 'incoming' && dice.chance(0.1) && result !== 5;
  return {
    id: 0,
    phonenumber: customer.phone.slice(1),
    customer_id: unknown ? null : customer.id,
    user_id: talked ? dice.pick(campaign.agents) : null,
    campaign_id: campaign.id,
    contactlist_id: unknown ? null : list,
    init_time: init,
    connect_time: connect === null ? null : Math.min(now, connect),
    finish_time: Math.min(now, finish),
    handling_end: talked ? Math.min(now, finish + 10 + dice.below(120)) : null,
    call_result_id,
    type,
    recording: talked && dice.chance(0.94),
  };
}

/** Returns the calls of so many days, sorted by time within each. */
export function calls(dice: Random, state: State, now: number, days: number, count: number): Call[] {
  const pool = pools(state);
  const rows: Call[] = [];
  for (const day of workingDays(now, days, count)) {
    const moments = Uint32Array.from({ length: day.calls }, () =>
      Math.floor(day.from + dice.next() * Math.max(0, day.to - day.from)),
    ).sort();
    const isToday = day.to >= startOfDay(now);
    for (const [nth, moment] of moments.entries()) {
      // At least three orders today, however short the day has been.
      const isOrder = isToday && nth > 0 && nth % Math.max(1, Math.floor(day.calls / 4)) === 0;
      rows.push(drawCall(dice, pool, moment, now, isOrder));
    }
  }
  return rows;
}

/** Makes a recorded call as long as its recording; the agent's work afterwards stays as long as it was. */
export function matchRecording(call: Call, seconds: number, now: number): void {
  if (!call.recording || call.connect_time === null) return;
  const finish = Math.min(now, call.connect_time + Math.ceil(seconds));
  if (call.handling_end !== null)
    call.handling_end = Math.min(now, call.handling_end + finish - call.finish_time);
  call.finish_time = finish;
}
