/** Orders, calls and SMS as events, the latest first. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Names } from '../../define/lookup.ts';
import type { Row } from '../../define/row.ts';
import { createFormatter } from '../../response/format.ts';
import { label, orderState, productsText, secondsBetween, withPlus } from '../../response/wording.ts';
import { shortText } from '../short-text.ts';
import { smsDirection } from '../sms-thread.ts';
import type { History } from './history.ts';

/** Characters of a text that people wrote. */
export const MAX_TEXT_LENGTH = 200;

export interface Event {
  /** As the dialer writes it. */
  at: string;
  what: string;
  id?: number;
  /** Null for a call of the number that is on nobody's card. */
  customer_id: number | null;
  who: string | null;
  text: string;
}

/** Returns all events, the latest first. */
export function eventsOf({ customers, calls, names }: History): Event[] {
  const phones = new Map<unknown, unknown>(customers.map(({ card }) => [card.customer_id, card.phone]));
  const events = [
    ...customers.flatMap(({ orders }) => (orders ?? []).map(orderEvent)),
    ...(calls?.rows ?? []).map((call) =>
      callEvent(call, names, phones.get(call.customer_id) ?? customers[0]!.card.phone),
    ),
    ...customers.flatMap(({ card, sms, numbers }) =>
      (sms ?? []).map((row) => smsEvent(row, card.customer_id, numbers, names)),
    ),
  ];
  return events.sort((a, b) => (Date.parse(b.at) || 0) - (Date.parse(a.at) || 0));
}

/** The names of the cells. @param withCustomer whether each event names its customer, since there are several */
export const eventColumns = (withCustomer: boolean): string[] => [
  'time',
  'what',
  'id',
  ...(withCustomer ? ['customer_id'] : []),
  'who',
  'text',
];

/** Returns the cells of the events, in the order of eventColumns. */
export function eventCells(
  events: readonly Event[],
  display: DisplaySettings,
  withCustomer: boolean,
): unknown[][] {
  const { time } = createFormatter(display);
  return events.map(({ at, what, id, customer_id, who, text }) => [
    time(at) ?? null,
    what,
    id ?? null,
    ...(withCustomer ? [customer_id] : []),
    who && shortText(who, display, MAX_TEXT_LENGTH),
    shortText(text, display, MAX_TEXT_LENGTH),
  ]);
}

const orderEvent = (order: Row): Event => ({
  at: order.create_time,
  what: 'order',
  id: order.id,
  customer_id: order.customer_id,
  who: label(order.agent_name, order.user_id),
  text: joinFacts(
    productsText(order),
    order.value,
    orderState(order),
    order.call_id && `call ${order.call_id}`,
    order.order_recording_id && 'order recording',
    ...(order.comments ?? []).map(({ comment }: Row) => `"${comment}"`),
  ),
});

/** @param phone the customer's number now */
const callEvent = (call: Row, names: Names, phone: unknown): Event => ({
  at: call.init_time,
  what: call.type === 'incoming' ? 'call in' : 'call out',
  id: call.id,
  customer_id: call.customer_id ?? null,
  who: label(names('user', call.user_id), call.user_id),
  text: joinFacts(
    label(names('call_result', call.call_result_id), call.call_result_id),
    label(names('campaign', call.campaign_id), call.campaign_id),
    `line_s ${secondsBetween(call.init_time, call.finish_time) ?? '?'}`,
    call.recording && 'recorded',
    // The number may have been another one then.
    withPlus(call.phonenumber) !== phone && withPlus(call.phonenumber),
  ),
});

function smsEvent(sms: Row, customer_id: number, numbers: ReadonlySet<string>, names: Names): Event {
  const from = smsDirection(sms, numbers);
  return {
    at: sms.sent,
    what: from === 'note' ? 'note' : `sms ${from}`,
    customer_id,
    who: from === 'in' ? null : label(names('user', sms.agent), sms.agent),
    text: String(sms.message ?? ''),
  };
}

/** Joins the facts that hold. */
const joinFacts = (...facts: unknown[]): string => facts.filter(Boolean).join(', ');
