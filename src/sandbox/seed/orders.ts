// The orders that some calls end in, and the text messages that follow.

import { sampleOf } from '../recordings.ts';
import type { Call, Order, OrderProduct, Sms, State } from '../state.ts';
import { localDate } from '../time.ts';
import { matchRecording } from './calls.ts';
import type { Random } from './random.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

export function orderProducts(state: State, ids: number[], units = 1): OrderProduct[] {
  return ids.map((product_id) => {
    const product = state.products.get(product_id)!;
    const { title, artnr, price, vat_percentage } = product;
    return { product_id, units, unit_price: price, title, artnr, vat_percentage };
  });
}

/** Returns the order that a call has ended in, and makes the call as long as the recording of such an order. */
export function drawOrder(state: State, dice: Random, id: number, call: Call, now: number): Order {
  const linked = [...state.campaign_products.values()].filter((row) => row.campaign_id === call.campaign_id);
  const first = dice.pick(linked);
  const second = dice.chance(0.15) ? dice.pick(linked) : first;
  const ids = first === second ? [first.product_id] : [first.product_id, second.product_id];
  const { title } = state.products.get(first.product_id)!;
  matchRecording(call, sampleOf(state, call, { id, title }).seconds, now);
  const created = call.handling_end ?? call.finish_time;
  const confirmed = created + 60 + dice.below(4 * HOUR);
  const verified = dice.chance(0.86) && confirmed <= now;
  const cancelled = dice.chance(0.07);
  const signed = first.scrive_template_id !== null;
  const sent = verified && !cancelled && created + DAY < now;
  return {
    id,
    campaign_customer_id: call.campaign_id * 100_000 + (call.customer_id ?? 0),
    customer_id: call.customer_id ?? 0,
    user_id: call.user_id!,
    campaign_id: call.campaign_id,
    call_id: call.id,
    order_recording_id: call.recording ? 1000 + id : null,
    create_time: created,
    confirmation_datetime: verified ? confirmed : null,
    payment_start_date:
      state.products.get(first.product_id)!.periodicity_id === 4 ? nextMonth(created) : null,
    validated: verified,
    api_exporter_status: sent ? 1 : 0,
    api_exporter_sent_date: sent ? confirmed + HOUR : null,
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
    comments: dice.chance(0.1) ? [{ user_id: call.user_id!, comment: 'Leverera efter klockan 17.' }] : [],
  };
}

/** Returns the first of the month after. */
export function nextMonth(utc: number): string {
  const [year, month] = localDate(utc).split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1)).toISOString();
}

/** Returns the order SMS and the customer's answer to it. */
export function orderSms(state: State, order: Order): Sms[] {
  const customer = state.customers.get(order.customer_id);
  if (!customer) return [];
  const row = { customer_id: customer.id, campaign_id: order.campaign_id, user_id: order.user_id };
  const value = order.products.reduce((sum, product) => sum + product.units * product.unit_price, 0);
  const list: Sms[] = [
    {
      ...row,
      message: `Hej ${customer.first_name}! Svara OK för att bekräfta din beställning: ${order.products[0]!.title}, ${value} kr.`,
      sent: order.create_time,
      sender: 'Djurboxen',
      sms_type: 'Order SMS',
    },
  ];
  if (order.confirmation_datetime !== null) {
    list.push({
      ...row,
      message: order.id % 3 === 0 ? 'Ok' : 'OK tack!',
      sent: order.confirmation_datetime,
      sender: customer.phone,
      sms_type: 'Order SMS',
    });
  }
  return list;
}
