/** What changes orders: confirmation, price, status, cancellation. */

import * as s from '../../src/define/schema.ts';
import { record } from '../answers.ts';
import { body, destructiveTool, path, query, toolset, writeTool } from '../builders.ts';
import { isBulk } from '../consequences.ts';
import { prepareUpdate } from '../updates.ts';
import { cancellationOutcome, previewCancellation } from './cancellation.ts';
import {
  afterProductChange,
  beforeProductChange,
  previewProductChange,
  sendProductChange,
} from './order-product.ts';
import {
  afterConfirm,
  afterStatus,
  beforeConfirm,
  previewConfirm,
  previewStatus,
  sendAndReadOrder,
  statusTarget,
} from './order-updates.ts';

/** More are not covered by one yes. */
const MAX_CANCELLED = 200;

export const orderChanges = toolset('orders', [
  writeTool({
    name: 'confirm_order',
    title: 'Confirm an order',
    description:
      'Marks an order as confirmed, as an answered SMS would. To take that back take update_order_status with verified = false.',
    input: s.object({ order_id: s.id('search_orders') }),
    request: { method: 'POST', path: '/api/order/confirm/:id', args: { order_id: path('id') } },
    prepare: beforeConfirm,
    act: sendAndReadOrder,
    answer: record(afterConfirm),
    quotes: 'names',
    consequences: { legal: true },
    check: 'get_order',
    guard: { undo: 'update_order_status with verified = false', preview: previewConfirm },
  }),
  writeTool({
    name: 'update_order_product',
    title: 'Change a product of an order',
    description:
      'Changes units or unit price of one product of an order. product_id is needed where the order has several products.',
    searchHint: 'change price or units of an order',
    input: s.object({
      order_id: s.id('search_orders'),
      product_id: s.id('list_products').optional(),
      units: s.count.optional(),
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
    prepare: beforeProductChange,
    act: sendProductChange,
    answer: {
      is: 'record',
      record: (after, args, _, before) => afterProductChange(after, args, before),
      echo: {},
    },
    quotes: 'names',
    consequences: { money: true },
    check: 'get_order',
    guard: { undo: 'update_order_product with the old values', preview: previewProductChange },
  }),
  destructiveTool({
    name: 'cancel_orders',
    title: 'Cancel orders',
    description:
      'Cancels orders (makulera, avboka): they stay visible, but commission and exports change. For status, comment or confirmation take update_order_status.',
    searchHint: 'cancel, annul, undo a sale',
    input: s.object({ order_ids: s.ids('search_orders').max(MAX_CANCELLED) }),
    request: { method: 'POST', path: '/api/orders/cancel', args: { order_ids: body('order_ids') } },
    answer: record((answer, _, __, orders) => cancellationOutcome(answer, orders)),
    consequences: { money: true, bulk: ({ order_ids }) => isBulk(order_ids.length) },
    records: ({ order_ids }) => order_ids.length,
    check: 'get_order',
    guard: {
      undo: 'update_order_status with cancelled = false',
      preview: previewCancellation,
    },
  }),
  writeTool({
    name: 'update_order_status',
    title: 'Update the status of an order',
    description:
      'Sets the status text of an order (agents see it), comment (agents do not), verified (confirmed or not) or cancelled, and keeps the rest. cancelled = false takes a cancellation back.',
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
    prepare: prepareUpdate(statusTarget),
    act: sendAndReadOrder,
    answer: record(afterStatus),
    quotes: 'names',
    consequences: {
      data: true,
      money: ({ cancelled }) => cancelled !== undefined,
      legal: ({ verified }) => verified !== undefined,
    },
    check: 'get_order',
    guard: {
      when: (args) => (args.cancelled === true ? 'cancelled = true cancels the order' : undefined),
      undo: 'update_order_status with the old values',
      preview: previewStatus,
    },
  }),
]);
