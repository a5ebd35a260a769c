// What others rely on: the customer 922 with her calls and orders 31 and 39, the orders 40 and 41, and the call 4371. All of
// it is written out here, none of it drawn.

import { LONG_SECONDS } from '../long-recording.ts';
import type { Call, Order, Sms, State } from '../state.ts';
import { addDays, startOfDay, weekday } from '../time.ts';
import { nextMonth, orderProducts } from './orders.ts';
import { ANNA_ID } from './people.ts';

const HOUR = 3600;
/** Her order of yesterday, whose call is 4371. */
const ANNA_ORDER = 39;

/** Returns the midnight that begins the last working day at least so many days ago. */
function workday(now: number, daysAgo: number): number {
  let midnight = addDays(startOfDay(now), -daysAgo);
  while (weekday(midnight) === 0 || weekday(midnight) === 6) midnight = addDays(midnight, -1);
  return midnight;
}

type ScriptedCall = Pick<Call, 'customer_id' | 'user_id' | 'init_time' | 'call_result_id'> & {
  talk_s: number;
};

function scriptedCall(state: State, { talk_s, ...given }: ScriptedCall): Call {
  const customer = state.customers.get(given.customer_id!)!;
  const connect = given.init_time + 6;
  return {
    id: 0,
    phonenumber: customer.phone.slice(1),
    ...given,
    campaign_id: 2,
    contactlist_id: customer.contactlist_ids[0] ?? null,
    connect_time: talk_s > 0 ? connect : null,
    finish_time: talk_s > 0 ? connect + talk_s : given.init_time + 24,
    handling_end: given.user_id === null ? null : connect + talk_s + 45,
    type: 'predictive',
    recording: given.user_id !== null && talk_s > 0,
  };
}

function scriptedOrder(
  state: State,
  id: number,
  from: Call,
  product: number,
  overrides: Partial<Order>,
): Order {
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
    payment_start_date: nextMonth(created),
    validated: true,
    api_exporter_status: 0,
    api_exporter_sent_date: null,
    cancelled: false,
    status: null,
    products: orderProducts(state, [product]),
    scrive_documents: [],
    comments: [],
    ...overrides,
  };
}

export interface Story {
  calls: Call[];
  /** Returns the orders, once the calls have their ids. */
  orders(): Order[];
}

export function scriptedStory(state: State, now: number, days: number): Story {
  const recent = workday(now, 1);
  const old = workday(now, Math.min(80, Math.max(2, days - 2)));
  const between = workday(now, Math.min(81, Math.max(2, days - 1)));
  const others = [...state.customers.values()].filter(
    (row) => row.contactlist_ids.includes(6) && row.id !== ANNA_ID,
  );
  const anna = (user_id: number | null, init_time: number, call_result_id: number, talk_s: number) =>
    scriptedCall(state, { customer_id: ANNA_ID, user_id, init_time, call_result_id, talk_s });
  const calls = [
    anna(6, recent + 11 * HOUR + 60, 5, 29),
    anna(26, old + 15 * HOUR + 2340, 5, 27),
    anna(null, between + 10 * HOUR, 9, 0),
    anna(null, recent - 3 * 24 * HOUR + 14 * HOUR, 1, 0),
    anna(14, recent + 9 * HOUR + 1200, 42, LONG_SECONDS),
    scriptedCall(state, {
      customer_id: others[0]!.id,
      user_id: 14,
      init_time: recent + 13 * HOUR,
      call_result_id: 5,
      talk_s: 29,
    }),
    scriptedCall(state, {
      customer_id: others[1]!.id,
      user_id: 10,
      init_time: recent + 14 * HOUR,
      call_result_id: 5,
      talk_s: 27,
    }),
  ];
  const orders = () => [
    scriptedOrder(state, 31, calls[1]!, 2, { cancelled: true }),
    scriptedOrder(state, ANNA_ORDER, calls[0]!, 1, {}),
    scriptedOrder(state, 40, calls[5]!, 1, { cancelled: true }),
    scriptedOrder(state, 41, calls[6]!, 2, { confirmation_datetime: null, validated: false }),
  ];
  return { calls, orders };
}

/** Returns what Anna and the company have written beside her order. */
export function scriptedSms(state: State): Sms[] {
  const { create_time } = state.orders.get(ANNA_ORDER)!;
  const row = { customer_id: ANNA_ID, campaign_id: 2, user_id: 6, sms_type: 'Customer SMS' };
  return [
    { ...row, sent: create_time + 400, sender: '+46701740605', message: 'Hej! När kommer lådan?' },
    { ...row, sent: create_time + 900, sender: 'Djurboxen', message: 'Hej Anna! Inom fem dagar.' },
  ];
}
