// One world out of one seed. What other parts rely on (customer 922, orders 31 and 39 to 41, call 4371) is told here
// word by word; all the rest is drawn.

import { LONG_SECONDS } from '../long-recording.ts';
import { sampleOf } from '../recordings.ts';
import { byId, type Call, type Order, type Sms, type State } from '../state.ts';
import { addDays, startOfDay, weekday } from '../time.ts';
import * as traffic from './calls.ts';
import * as company from './company.ts';
import * as people from './people.ts';
import { random } from './random.ts';
import * as setup from './setup.ts';

export interface SeedOptions {
  seed: number;
  clock: () => number;
  calls: number;
  days: number;
}

const hour = 3600;

/** Midnight of the last working day at least so many days back. */
function workday(now: number, back: number): number {
  let midnight = addDays(startOfDay(now), -back);
  while (weekday(midnight) === 0 || weekday(midnight) === 6) midnight = addDays(midnight, -1);
  return midnight;
}

type Told = Pick<Call, 'customer_id' | 'user_id' | 'init_time' | 'call_result_id'> & { talk: number };

function toldCall(state: State, { talk, ...told }: Told): Call {
  const customer = state.customers.get(told.customer_id!)!;
  const connect = told.init_time + 6;
  return {
    id: 0,
    phonenumber: customer.phone.slice(1),
    ...told,
    campaign_id: 2,
    contactlist_id: customer.contactlist_ids[0] ?? null,
    connect_time: talk > 0 ? connect : null,
    finish_time: talk > 0 ? connect + talk : told.init_time + 24,
    handling_end: told.user_id === null ? null : connect + talk + 45,
    type: 'predictive',
    recording: told.user_id !== null && talk > 0,
  };
}

function toldOrder(state: State, id: number, from: Call, product: number, rest: Partial<Order>): Order {
  const created = from.finish_time + 20;
  return {
    id,
    campaign_customer_id: 200_000 + from.customer_id!,
    customer_id: from.customer_id!,
    user_id: from.user_id!,
    campaign_id: 2,
    call_id: from.id,
    order_recording_id: 1000 + id,
    create_time: created,
    confirmation_datetime: created + 240,
    payment_start_date: traffic.nextMonth(created),
    validated: true,
    api_exporter_status: 0,
    api_exporter_sent_date: null,
    cancelled: false,
    status: null,
    products: traffic.orderProducts(state, [product]),
    scrive_documents: [],
    comments: [],
    ...rest,
  };
}

/** Call 4371 is where it falls in time, if there are few enough calls; else it is the one id out of line. */
function numberCalls(rows: Call[], fixed: Call): void {
  rows.sort((one, other) => one.init_time - other.init_time);
  const at = rows.indexOf(fixed);
  const first = at < 4371 ? 4371 - at : 5000;
  for (const [index, row] of rows.entries()) row.id = first + index;
  fixed.id = 4371;
}

function tellStory(state: State, now: number, days: number): { calls: Call[]; make(): Order[] } {
  const recent = workday(now, 1);
  const old = workday(now, Math.min(80, Math.max(2, days - 2)));
  const between = workday(now, Math.min(81, Math.max(2, days - 1)));
  const other = [...state.customers.values()].filter(
    (row) => row.contactlist_ids.includes(6) && row.id !== 922,
  );
  const anna = (user_id: number | null, init_time: number, call_result_id: number, talk: number) =>
    toldCall(state, { customer_id: 922, user_id, init_time, call_result_id, talk });
  const calls = [
    anna(6, recent + 11 * hour + 60, 5, 29),
    anna(26, old + 15 * hour + 2340, 5, 27),
    anna(null, between + 10 * hour, 9, 0),
    anna(null, recent - 3 * 24 * hour + 14 * hour, 1, 0),
    anna(14, recent + 9 * hour + 1200, 42, LONG_SECONDS),
    toldCall(state, {
      customer_id: other[0]!.id,
      user_id: 14,
      init_time: recent + 13 * hour,
      call_result_id: 5,
      talk: 29,
    }),
    toldCall(state, {
      customer_id: other[1]!.id,
      user_id: 10,
      init_time: recent + 14 * hour,
      call_result_id: 5,
      talk: 27,
    }),
  ];
  const make = () => [
    toldOrder(state, 31, calls[1]!, 2, { cancelled: true }),
    toldOrder(state, 39, calls[0]!, 1, {}),
    toldOrder(state, 40, calls[5]!, 1, { cancelled: true }),
    toldOrder(state, 41, calls[6]!, 2, { confirmation_datetime: null, validated: false }),
  ];
  return { calls, make };
}

function threads(state: State): Sms[] {
  const pet = (order: Order) => order.campaign_id === 2 || order.campaign_id === 8;
  const list = [...state.orders.values()].filter(pet);
  const chosen = list.filter((order, index) => order.customer_id === 922 || index >= list.length - 80);
  const rows = chosen.flatMap((order) => traffic.texts(state, order));
  const anna = state.orders.get(39)!;
  const row = { customer_id: 922, campaign_id: 2, user_id: 6, sms_type: 'Customer SMS' };
  rows.push(
    { ...row, sent: anna.create_time + 400, sender: '+46701740605', message: 'Hej! När kommer lådan?' },
    { ...row, sent: anna.create_time + 900, sender: 'Djurboxen', message: 'Hej Anna! Inom fem dagar.' },
  );
  return rows.sort((one, other) => one.sent - other.sent);
}

export function seed({ seed: number, clock, calls: count, days }: SeedOptions): State {
  const dice = random(number);
  const now = Math.floor(clock() / 1000);
  const state: State = {
    clock,
    next: {
      users: 82,
      clients: 130,
      contactlists: 71,
      campaign_products: 110,
      campaign_contactlists: 79,
      call_results: 74,
      customers: 4802,
      products: 26,
      fields: 84,
      sms_templates: 102,
      blocklists: 11,
      blocked_numbers: 182,
      confirmations: 500,
    },
    offices: company.offices(),
    users: company.users(),
    clients: company.clients(),
    campaigns: company.campaigns(),
    campaign_products: company.campaignProducts(),
    campaign_contactlists: company.campaignContactlists(),
    contactlists: company.contactlists(now),
    fields: setup.fields(),
    blocklists: people.blocklists(now),
    call_results: setup.callResults(),
    customers: people.customers(dice, now),
    products: company.products(),
    orders: new Map(),
    sms_templates: setup.smsTemplates(),
    calls: [],
    sms: [],
  };
  const story = tellStory(state, now, days);
  state.calls = [
    ...story.calls,
    ...traffic.calls(dice, state, now, days, Math.max(0, count - story.calls.length)),
  ];
  numberCalls(state.calls, story.calls[0]!);
  const orders = story.make();
  const told = new Set(story.calls);
  let id = 101;
  for (const call of state.calls) {
    if (told.has(call)) continue;
    if (call.call_result_id === 5 && call.user_id !== null && call.customer_id !== null) {
      orders.push(traffic.order(state, dice, id, call, now));
      id += 1;
    } else traffic.lastAsLong(call, sampleOf(state, call).seconds, now);
  }
  state.orders = byId(orders.sort((one, other) => one.create_time - other.create_time));
  state.sms = threads(state);
  return state;
}
