/** The orders of today, and those that wait for a confirmation. */
import type { Row } from '../../define/row.ts';
import type { OrderFigures, UnconfirmedOrders } from '../page/protocol.ts';
import { numberOf, numberOrNull, rowsOf, textOf } from '../table.ts';

/** How many unconfirmed orders are shown. */
const MAX_UNCONFIRMED = 20;

export const ORDERS_TODAY = { period: 'today', compare: true };

/** Of the last seven days, so that the dialer is not asked for all of its orders every minute. */
export const UNCONFIRMED = {
  period: 'last_7_days',
  confirmed: false,
  cancelled: false,
  sort: 'oldest',
  limit: MAX_UNCONFIRMED,
};

/** @param answer of `order_report` */
export function orderFigures({ sum, before, partial }: Row): OrderFigures {
  return {
    orders: numberOf(sum.orders),
    value: numberOf(sum.value),
    confirmed: numberOf(sum.confirmed),
    unconfirmed: numberOf(sum.unconfirmed),
    cancelled: numberOf(sum.cancelled),
    ...(before && { before: { orders: numberOf(before.orders), value: numberOf(before.value) } }),
    partial: partial !== undefined,
  };
}

/** @param answer of `search_orders` */
export const unconfirmedOrders = (answer: Row): UnconfirmedOrders => ({
  total: numberOf(answer.total),
  rows: rowsOf(answer).map(({ id, create_time, agent, value }) => ({
    id: numberOf(id),
    created: textOf(create_time),
    agent: textOf(agent),
    value: numberOrNull(value),
  })),
});
