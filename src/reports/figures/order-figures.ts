/** The figures of orders: how many, worth what, in which state. */

import type { Row } from '../../define/row.ts';
import { orderState } from '../../response/wording.ts';
import { percentOf, roundAmount } from '../../shared/numbers.ts';
import { addSums, type Measures } from '../groups/aggregate.ts';

/** An order, or the part of it that is one product. */
export interface OrderItem {
  order: Row;
  product?: Row;
  value: number;
  units: number;
}

export interface OrderSum {
  orders: number;
  value: number;
  cancelled_value: number;
  units: number;
  confirmed: number;
  cancelled: number;
  unconfirmed: number;
}

/** Which states the orders can be in; there are no figures of the others. */
export type States = 'all' | 'not cancelled' | 'one';

/** @param states without cancelled orders the value is the net value */
export const orderMeasures = (states: States): Measures<OrderItem, OrderSum> => ({
  zero: () => ({
    orders: 0,
    value: 0,
    cancelled_value: 0,
    units: 0,
    confirmed: 0,
    cancelled: 0,
    unconfirmed: 0,
  }),
  add(sum, { order, value, units }) {
    const state = orderState(order);
    sum.orders++;
    sum.value += value;
    if (state === 'cancelled') sum.cancelled_value += value;
    sum.units += units;
    sum[state]++;
  },
  merge: addSums,
  figures({ orders, value, cancelled_value, units, confirmed, cancelled, unconfirmed }) {
    const hasAll = states === 'all';
    const hasSeveral = states !== 'one';
    return {
      orders,
      value: roundAmount(value),
      ...(hasAll && {
        net_value: roundAmount(value - cancelled_value),
        cancelled_value: roundAmount(cancelled_value),
      }),
      units,
      average: orders ? roundAmount(value / orders) : null,
      ...(hasSeveral && { confirmed }),
      ...(hasAll && { cancelled }),
      ...(hasSeveral && { unconfirmed, confirmed_pct: percentOf(confirmed, orders) }),
      ...(hasAll && { cancelled_pct: percentOf(cancelled, orders) }),
      ...(hasSeveral && { unconfirmed_pct: percentOf(unconfirmed, orders) }),
    };
  },
});
