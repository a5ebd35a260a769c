/** What changes orders: confirmation, price, status, cancellation. */

import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import { alsoSet, countNoun, record } from '../answers.ts';
import { body, destructiveTool, path, query, toolset, writeTool } from '../builders.ts';
import { unchanged, unchangedAnswer } from '../updates.ts';
import {
  afterConfirm,
  afterLine,
  afterStatus,
  beforeConfirm,
  beforeLine,
  cancellation,
  describeOrder,
  readOneOf,
  readOrder,
  sendConfirm,
  sendLine,
  sendStatus,
  statusState,
  totalOf,
} from './order-updates.ts';

const ONE_UNIT = 'must be at least 1 (to take an order back: cancel_orders)';

export const orderChanges = toolset('orders', [
  writeTool({
    name: 'confirm_order',
    title: 'Confirm an order',
    description:
      'Marks an order as confirmed, as an answered SMS would. To take that back take update_order_status with verified = false.',
    input: s.object({ order_id: s.id('search_orders') }),
    request: { method: 'POST', path: '/api/order/confirm/:id', args: { order_id: path('id') } },
    prepare: beforeConfirm,
    act: sendConfirm,
    answer: record((after, args, see, before) => afterConfirm(after, args, see, before)),
    quotes: 'names',
    check: 'get_order',
  }),
  writeTool({
    name: 'update_order_product',
    title: 'Change a product of an order',
    description:
      'Changes units or unit price of one product of an order. product_id is needed where the order has several products.',
    input: s.object({
      order_id: s.id('search_orders'),
      product_id: s.id('list_products').optional(),
      units: s.count.refine((units) => units > 0, ONE_UNIT).optional(),
      unit_price: s.number.optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/orders/update',
      args: {
        order_id: query('order_id'),
        product_id: query('product_id'),
        units: body('units'),
        unit_price: body('unit_price'),
      },
    },
    anyOf: [['units', 'unit_price']],
    prepare: beforeLine,
    act: sendLine,
    answer: { ...record((after, args, _, before) => afterLine(after, args, before)), echo: {} },
    quotes: 'names',
    check: 'get_order',
  }),
  destructiveTool({
    name: 'cancel_orders',
    title: 'Cancel orders',
    description:
      'Cancels orders (makulera, avboka): they stay visible, but commission and exports change. For status, comment or confirmation take update_order_status.',
    input: s.object({ order_ids: s.ids('search_orders').max(50) }),
    request: { method: 'POST', path: '/api/orders/cancel', args: { order_ids: body('order_ids') } },
    answer: record((answer, _, __, found: Row[]) => cancellation(answer, found)),
    check: 'get_order',
    guard: {
      undo: 'update_order_status with cancelled = false',
      preview: async (args, read, say) => {
        const ids = [...new Set(args.order_ids as number[])];
        let seen = 0;
        const found: Row[] = await Promise.all(
          ids.map(async (order_id) => {
            const order = await readOneOf(ids, order_id, read);
            say.progress(++seen, ids.length, 'orders looked at');
            return order;
          }),
        );
        const still = found.filter((order) => !order.cancelled);
        if (!still.length)
          return unchanged({ order_ids: ids }, 'Cancelled already, all of them: nothing was sent.');
        const total = totalOf(still);
        const already = ids.length - still.length;
        return {
          args: { order_ids: ids },
          known: found,
          target: `orders ${ids.join(', ')}`,
          state: found,
          summary: `Cancel ${countNoun(still.length, 'order')}${total === undefined ? '' : ` worth ${total}${still.length > 1 ? ' in all' : ''}`}${already ? `; ${already} more ${already === 1 ? 'is' : 'are'} cancelled already` : ''}.`,
          effects: found.map((order) =>
            order.cancelled
              ? `order ${order.id}: already cancelled: nothing changes`
              : `order ${order.id}: ${describeOrder(order, say.time)}: will be cancelled; commission and exports change`,
          ),
        };
      },
    },
  }),
  writeTool({
    name: 'update_order_status',
    title: 'Update the status of an order',
    description:
      'Sets the status text of an order (agents see it), comment (agents do not), verified (confirmed or not) or cancelled, and keeps the rest. cancelled = true needs a confirmation; false takes a cancellation back.',
    input: s.object({
      order_id: s.id('search_orders'),
      status: s.text.optional(),
      cancelled: s.flag.optional(),
      verified: s.flag.optional(),
      comment: s.text.optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/order/status/:id',
      args: {
        order_id: path('id'),
        status: body('status'),
        cancelled: body('cancelled'),
        verified: body('verified'),
        comment: body('comment'),
      },
    },
    anyOf: [['status', 'cancelled', 'verified', 'comment']],
    prepare: async (args, { read }) => {
      const known = statusState(await readOrder(read, args.order_id));
      return unchangedAnswer('order_id', args, known) ?? { known };
    },
    act: sendStatus,
    answer: record((after, args, see, before) => afterStatus(after, args, see, before)),
    quotes: 'names',
    check: 'get_order',
    guard: {
      when: (args) => (args.cancelled === true ? 'cancelled = true cancels the order' : undefined),
      undo: 'update_order_status with cancelled = false',
      preview: async (args, read, say) => {
        const order = await readOrder(read, args.order_id);
        const known = statusState(order);
        const same = unchangedAnswer('order_id', args, known);
        if (same) return same;
        return {
          args,
          known,
          target: `order ${order.id}`,
          state: order,
          summary: `Cancel order ${order.id}: ${describeOrder(order, say.time)}.`,
          effects: [
            order.cancelled
              ? 'it is cancelled already'
              : 'it will be cancelled; commission and exports change',
            ...alsoSet(args, ['order_id', 'cancelled']),
          ],
        };
      },
    },
  }),
]);
