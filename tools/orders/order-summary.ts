/** Orders as acts on them read and describe them. */

import { onlyOrder } from '../../src/customers/order-details.ts';
import type { Formatter } from '../../src/define/answer.ts';
import type { Row } from '../../src/define/row.ts';
import type { PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { customerName, orderState, productsText } from '../../src/response/wording.ts';
import { expectSameId, label } from '../answers.ts';

/** @throws ToolError */
export const readOrder = async ({ order_id }: { order_id: number }, read: ReadDialer): Promise<Row> =>
  expectSameId('order', onlyOrder(await read('get_order', { order_id })), order_id);

/** Describes an order for a preview: which it is, whom it brings money, and how much. */
export function describeOrder(order: Row, time: PreviewFormatter['time']): string {
  const confirmed = time(order.confirmation_datetime);
  const sold = time(order.create_time);
  const campaign = label(order.campaign_title, order.campaign_id);
  const parts = [
    `${customerName(order) || 'no name'}, ${order.value}`,
    productsText(order),
    campaign && `campaign ${campaign}`,
    sold && `sold ${sold}`,
    `${orderState(order)}${confirmed ? ` ${confirmed.slice(0, 10)}` : ''}`,
    order.agent_name && `agent ${order.agent_name}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Returns what an answer says of an order beside its id, so that a mistaken id is noticed. */
export const orderSummary = (order: Row, time: Formatter['time']): Row => ({
  customer: label(customerName(order), order.customer_id),
  value: order.value,
  state: orderState(order),
  confirmed_at: time(order.confirmation_datetime),
});
