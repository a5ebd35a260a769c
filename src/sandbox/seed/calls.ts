// Working days of calls, the orders that some of them end in, and the text messages that follow.

import { sampleOf } from '../recordings.ts';
import type { Call, CallType, Campaign, Customer, Order, OrderProduct, Sms, State } from '../state.ts';
import { addDays, localDate, startOfDay, weekday } from '../time.ts';
import type { Random } from './random.ts';

const hour = 3600;
const dayLength = 24 * hour;

/** How a call ended, how often (of 1,000), and whether an agent was on it. */
const outcomes = [
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
const odds = outcomes.flatMap((outcome) => Array.from({ length: outcome.share / 5 }, () => outcome));
const sold = outcomes.find((outcome) => outcome.result === 5)!;

interface Day {
  from: number;
  to: number;
  calls: number;
}

/** Today counts too early in the morning and on a Sunday, with a little: somebody always asks about today. */
export function workingDays(now: number, days: number, calls: number): Day[] {
  const today = startOfDay(now);
  const list: Day[] = [];
  for (let back = days - 1; back > 0; back--) {
    const midnight = addDays(today, -back);
    const week = weekday(midnight);
    if (week > 0 && week < 6) list.push({ from: midnight + 9 * hour, to: midnight + 17 * hour, calls: 0 });
  }
  const week = weekday(now);
  const open = today + 9 * hour;
  const share = (Math.min(now, open + 8 * hour) - open) / (8 * hour);
  const usual = week > 0 && week < 6 && share > 0.25;
  const last: Day = usual
    ? { from: open, to: Math.min(now, open + 8 * hour), calls: 0 }
    : { from: Math.max(today, now - 3 * hour), to: now, calls: 0 };
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

interface Pools {
  campaigns: Campaign[];
  customers: Map<number, Customer[]>;
  lists: Map<number, number[]>;
}

function pools(state: State): Pools {
  const customers = new Map<number, Customer[]>();
  for (const customer of state.customers.values()) {
    // Anna's five calls are told one by one.
    if (customer.id === 922) continue;
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
  const weight: Record<number, number> = { 2: 6, 8: 3, 22: 3, 6: 2, 36: 2 };
  const campaigns = [...state.campaigns.values()].flatMap((row) =>
    Array.from({ length: weight[row.id] ?? 1 }, () => row),
  );
  return { campaigns, customers, lists };
}

const others: CallType[] = ['callback', 'retry', 'click', 'incoming', 'callback'];

export function call(dice: Random, pool: Pools, init: number, now: number, ordered: boolean): Call {
  const campaign = dice.pick(pool.campaigns);
  const list = dice.pick(pool.lists.get(campaign.id)!);
  const customer = dice.pick(pool.customers.get(list)!);
  const { result, talked } = ordered ? sold : dice.pick(odds);
  const type = dice.chance(0.88) ? campaign.mode : dice.pick(others);
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

export function calls(dice: Random, state: State, now: number, days: number, count: number): Call[] {
  const pool = pools(state);
  const rows: Call[] = [];
  for (const day of workingDays(now, days, count)) {
    const moments = Uint32Array.from({ length: day.calls }, () =>
      Math.floor(day.from + dice.next() * Math.max(0, day.to - day.from)),
    ).sort();
    const last = day.to >= startOfDay(now);
    for (const [nth, moment] of moments.entries()) {
      // At least three orders today, however short the day has been.
      const sure = last && nth > 0 && nth % Math.max(1, Math.floor(day.calls / 4)) === 0;
      rows.push(call(dice, pool, moment, now, sure));
    }
  }
  return rows;
}

/** A recorded call is as long as its recording; the agent's work afterwards stays as long as it was. */
export function lastAsLong(call: Call, seconds: number, now: number): void {
  if (!call.recording || call.connect_time === null) return;
  const finish = Math.min(now, call.connect_time + Math.ceil(seconds));
  if (call.handling_end !== null)
    call.handling_end = Math.min(now, call.handling_end + finish - call.finish_time);
  call.finish_time = finish;
}

export function orderProducts(state: State, ids: number[], units = 1): OrderProduct[] {
  return ids.map((product_id) => {
    const product = state.products.get(product_id)!;
    const { title, artnr, price, vat_percentage } = product;
    return { product_id, units, unit_price: price, title, artnr, vat_percentage };
  });
}

export function order(state: State, dice: Random, id: number, from: Call, now: number): Order {
  const linked = [...state.campaign_products.values()].filter((row) => row.campaign_id === from.campaign_id);
  const first = dice.pick(linked);
  const second = dice.chance(0.15) ? dice.pick(linked) : first;
  const ids = first === second ? [first.product_id] : [first.product_id, second.product_id];
  const { title } = state.products.get(first.product_id)!;
  lastAsLong(from, sampleOf(state, from, { id, title }).seconds, now);
  const created = from.handling_end ?? from.finish_time;
  const confirmed = created + 60 + dice.below(4 * hour);
  const verified = dice.chance(0.86) && confirmed <= now;
  const cancelled = dice.chance(0.07);
  const signed = first.scrive_template_id !== null;
  const sent = verified && !cancelled && created + dayLength < now;
  return {
    id,
    campaign_customer_id: from.campaign_id * 100_000 + (from.customer_id ?? 0),
    customer_id: from.customer_id ?? 0,
    user_id: from.user_id!,
    campaign_id: from.campaign_id,
    call_id: from.id,
    order_recording_id: from.recording ? 1000 + id : null,
    create_time: created,
    confirmation_datetime: verified ? confirmed : null,
    payment_start_date:
      state.products.get(first.product_id)!.periodicity_id === 4 ? nextMonth(created) : null,
    validated: verified,
    api_exporter_status: sent ? 1 : 0,
    api_exporter_sent_date: sent ? confirmed + hour : null,
    cancelled,
    status: null,
    products: orderProducts(state, ids, dice.chance(0.12) ? 2 : 1),
    scrive_documents: signed
      ? [
          {
            order_product_id: id * 10 + 1,
            status: verified ? 'signed' : 'pending',
            last_change: new Date((verified ? confirmed : created) * 1000).toISOString(),
            sign_time: verified ? new Date(confirmed * 1000).toISOString() : null,
          },
        ]
      : [],
    comments: dice.chance(0.1) ? [{ user_id: from.user_id!, comment: 'Leverera efter klockan 17.' }] : [],
  };
}

export function nextMonth(utc: number): string {
  const [year, month] = localDate(utc).split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1)).toISOString();
}

export function texts(state: State, from: Order): Sms[] {
  const customer = state.customers.get(from.customer_id);
  if (!customer) return [];
  const row = { customer_id: customer.id, campaign_id: from.campaign_id, user_id: from.user_id };
  const value = from.products.reduce((sum, product) => sum + product.units * product.unit_price, 0);
  const list: Sms[] = [
    {
      ...row,
      message: `Hej ${customer.first_name}! Svara OK för att bekräfta din beställning: ${from.products[0]!.title}, ${value} kr.`,
      sent: from.create_time,
      sender: 'Djurboxen',
      sms_type: 'Order SMS',
    },
  ];
  if (from.confirmation_datetime !== null) {
    list.push({
      ...row,
      message: from.id % 3 === 0 ? 'Ok' : 'OK tack!',
      sent: from.confirmation_datetime,
      sender: customer.phone,
      sms_type: 'Order SMS',
    });
  }
  return list;
}
