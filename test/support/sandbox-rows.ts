/** More customers, calls, orders and SMS for a sandbox, and its times as answers tell them. */
import type { Call, Customer, Order, Sms, State } from '../../src/sandbox/state.ts';

/** Rows of an answer as objects. */
export const table = ({ columns = [], rows = [] }: { columns?: string[]; rows?: unknown[][] }): any[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

/** `YYYY-MM-DD HH:mm:ss` in Stockholm, made without the code under test. */
export const localSecond = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' });

/** The same to the minute. */
export const local = (seconds: number): string => localSecond(seconds).slice(0, 16);

let next = 900_000;

/** One more customer, like 922, with nothing of its own. */
export function addCustomer(state: State, more: Partial<Customer> = {}): Customer {
  const like = structuredClone(state.customers.get(922)!);
  const customer: Customer = { ...like, id: ++next, custom_fields: [], ...more };
  state.customers.set(customer.id, customer);
  return customer;
}

/** One more call, like the one of order 39, without a recording. */
export function addCall(state: State, more: Partial<Call>): Call {
  const like = state.calls.find(({ id }) => id === 4371)!;
  const call: Call = { ...like, id: ++next, recording: false, ...more };
  state.calls.push(call);
  state.calls.sort((a, b) => a.init_time - b.init_time);
  return call;
}

/** One more order, like 39, without a recording. */
export function addOrder(state: State, more: Partial<Order>): Order {
  const like = structuredClone(state.orders.get(39)!);
  const order: Order = { ...like, id: ++next, order_recording_id: null, ...more };
  state.orders.set(order.id, order);
  return order;
}

const SMS = { customer_id: 922, campaign_id: 2, user_id: 6, message: 'Hej', sent: 0 };

/** One more SMS to the customer. */
export function addSms(state: State, more: Partial<Sms>): Sms {
  const sms: Sms = { ...SMS, sender: 'Djurboxen', sms_type: 'Customer SMS', ...more };
  state.sms.push(sms);
  state.sms.sort((a, b) => a.sent - b.sent);
  return sms;
}
