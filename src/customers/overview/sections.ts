/** The sections of an overview: the card, and the counts of orders, calls and SMS. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Names } from '../../define/lookup.ts';
import type { Row } from '../../define/row.ts';
import type { CallPage } from '../../reports/call-list.ts';
import { formatRow } from '../../response/format.ts';
import { fitRows } from '../../response/limit.ts';
import { label, orderState } from '../../response/wording.ts';
import { roundAmount } from '../../shared/numbers.ts';
import { oneLine } from '../../shared/text.ts';
import { customFields } from '../custom-fields.ts';
import { shortText } from '../short-text.ts';
import { listsOf } from '../side-by-side.ts';
import { type SmsDirection, smsDirection } from '../sms-thread.ts';
import { MAX_TEXT_LENGTH } from './events.ts';
import type { CustomerHistory } from './history.ts';

/** Characters of the custom fields. */
const FIELDS_BUDGET = 3_000;
/** Ids of one kind, and contact lists. */
const MAX_IDS = 20;

/** The card with its lists by name and its custom fields by title. */
export function cardSection(card: Row, names: Names, display: DisplaySettings): Row {
  const { order_ids, call_ids, custom_fields, contactlist_ids, ...members } = card;
  const lists = listsOf(card, names, display);
  const fields = customFields(card, display).map((field) => [
    shortText(label(field.title, field.custom_field_id), display, MAX_TEXT_LENGTH),
    shortText(field.value, display, MAX_TEXT_LENGTH),
  ]);
  const fitting = fitRows(fields, FIELDS_BUDGET);
  return {
    ...inShortTexts(formatRow(members, display)),
    ...(lists.length && { contactlists: lists.slice(0, MAX_IDS) }),
    ...(fitting.length && { custom_fields: Object.fromEntries(fitting) }),
    ...((lists.length > MAX_IDS || fitting.length < fields.length) && {
      left_out: `${lists.length} lists and ${fields.length} custom fields in all: get_customer shows more.`,
    }),
  };
}

const inShortTexts = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? oneLine(value, MAX_TEXT_LENGTH) : value,
    ]),
  );

/** Counts the orders of all customers together; undefined where nobody's could be read. */
export function orderSection(customers: readonly CustomerHistory[]): Row | undefined {
  const orders = ordersOfAll(customers);
  if (!orders) return undefined;
  const countOf = (state: string) => orders.filter((order) => orderState(order) === state).length;
  const value = orders
    .filter((order) => !order.cancelled)
    .reduce((sum, order) => sum + (Number(order.value) || 0), 0);
  return {
    total: orders.length,
    confirmed: countOf('confirmed'),
    cancelled: countOf('cancelled'),
    unconfirmed: countOf('unconfirmed'),
    value_not_cancelled: roundAmount(value),
    ...idList('ids', orders.map(({ id }) => id).slice(-MAX_IDS), orders.length),
  };
}

/** The orders of all customers, the latest last; those of one customer in the dialer's order. */
function ordersOfAll(customers: readonly CustomerHistory[]): Row[] | undefined {
  const lists = customers.flatMap(({ orders }) => (orders ? [orders] : []));
  if (lists.length < 2) return lists[0];
  return lists.flat().sort((a, b) => (Date.parse(a.create_time) || 0) - (Date.parse(b.create_time) || 0));
}

/** Counts the calls, and lists those that are recorded. */
export function callSection({ count, rows }: CallPage): Row {
  const recorded = rows.filter((call) => call.recording).map((call) => call.id);
  return {
    total: count,
    ...(recorded.length && idList('recorded', recorded.slice(0, MAX_IDS), recorded.length)),
  };
}

/** Counts the SMS by who wrote them; undefined where nobody's could be read. */
export function smsSection(customers: readonly CustomerHistory[]): Row | undefined {
  if (!customers.some(({ sms }) => sms)) return undefined;
  const counts: Record<SmsDirection, number> = { in: 0, out: 0, note: 0 };
  for (const { sms = [], numbers } of customers) for (const row of sms) counts[smsDirection(row, numbers)]++;
  return { from_customer: counts.in, to_customer: counts.out, notes: counts.note };
}

/** A list of ids; where it is cut, also how many there are. */
const idList = (name: string, ids: readonly number[], total: number): Row => ({
  [name]: ids,
  ...(total > ids.length && { [`${name}_total`]: total }),
});
