/** Cancelling orders: the preview, and what became of each. */

import type { Args, Row } from '../../src/define/row.ts';
import type { DirectAnswer, Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { oneLine } from '../../src/shared/text.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { countNoun, numeric } from '../answers.ts';
import { unchanged } from '../updates.ts';
import { describeOrder, readOrder } from './order-summary.ts';

/** More orders are summed up. */
const MAX_LISTED = 20;

/** For the dialer's words on one order. */
const MAX_ERROR_LENGTH = 300;

export async function previewCancellation(
  args: { order_ids: number[] } & Args,
  read: ReadDialer,
  format: PreviewFormatter,
): Promise<Preview | DirectAnswer> {
  const ids = [...new Set(args.order_ids)];
  const orders = await readOrders(ids, read, format.progress);
  const open = orders.filter((order) => !order.cancelled);
  if (!open.length) return unchanged({ order_ids: ids }, 'Cancelled already, all of them: nothing was sent.');
  return {
    args: { order_ids: ids },
    known: orders,
    target: `orders ${ids.join(', ')}`,
    state: orders,
    summary: `Cancel ${countNoun(open.length, 'order')}${describeWorth(open)}${describeCancelled(ids.length - open.length)}.`,
    effects: orders.length > MAX_LISTED ? sumUp(orders, open, format) : listOrders(orders, format),
  };
}

const listOrders = (orders: readonly Row[], format: PreviewFormatter): string[] =>
  orders.map((order) =>
    order.cancelled
      ? `order ${order.id}: already cancelled: nothing changes`
      : `order ${order.id}: ${describeOrder(order, format.time)}: will be cancelled; commission and exports change`,
  );

/** Nobody reads a hundred lines before a yes: how many of what kind, and those that stand out. */
function sumUp(orders: readonly Row[], open: readonly Row[], format: PreviewFormatter): string[] {
  const by = (value: (order: Row) => string | number) =>
    [...open].sort((a, b) => (value(a) < value(b) ? -1 : 1));
  const worth = by(({ value }) => Number(value));
  const sold = by(({ create_time }) => String(create_time));
  const describe = (order: Row | undefined) =>
    order ? `order ${order.id}: ${describeOrder(order, format.time)}` : 'none';
  const confirmed = open.filter(({ verified }) => verified).length;
  return [
    `${confirmed} of them are confirmed, ${open.length - confirmed} are not; commission and exports change`,
    `the smallest: ${describe(worth[0])}`,
    `the largest: ${describe(worth.at(-1))}`,
    `the oldest: ${describe(sold[0])}`,
    `the newest: ${describe(sold.at(-1))}`,
    `all of them: ${orders.map(({ id }) => id).join(', ')}`,
  ];
}

function describeWorth(open: readonly Row[]): string {
  const total = totalOf(open);
  return total === undefined ? '' : ` worth ${total}${open.length > 1 ? ' in all' : ''}`;
}

const describeCancelled = (count: number): string =>
  count ? `; ${count} more ${count === 1 ? 'is' : 'are'} cancelled already` : '';

async function readOrders(
  ids: readonly number[],
  read: ReadDialer,
  progress: PreviewFormatter['progress'],
): Promise<Row[]> {
  let count = 0;
  return Promise.all(
    ids.map(async (order_id) => {
      const order = await readOneOf(ids, order_id, read);
      progress(++count, ids.length, 'orders looked at');
      return order;
    }),
  );
}

/** @throws ToolError that names the order where there are several */
async function readOneOf(ids: readonly number[], order_id: number, read: ReadDialer): Promise<Row> {
  try {
    return await readOrder({ order_id }, read);
  } catch (error) {
    if (!(error instanceof ToolError) || ids.length === 1) throw error;
    throw new ToolError(error.kind, `Order ${order_id}: ${error.message}`, error.status);
  }
}

/** Sums up the values in öre, since 0.1 and 0.2 make no 0.3; undefined where the dialer does not tell one. */
function totalOf(orders: readonly Row[]): number | undefined {
  const cents = orders.reduce((sum, { value }) => sum + Math.round(Number(value ?? Number.NaN) * 100), 0);
  return Number.isFinite(cents) ? cents / 100 : undefined;
}

/**
 * Returns what became of each order.
 * @param orders as the person was shown them
 * @throws ToolError outcome_unknown where the dialer's answer names none of them, or others
 */
export function cancellationOutcome({ succeeded_ids, failed_ids }: Row, orders: readonly Row[]): Row {
  const open = orders.filter((order) => !order.cancelled);
  const cancelledBefore = orders.filter((order) => order.cancelled).map(({ id }) => id);
  const succeeded: unknown[] = succeeded_ids.map(numeric);
  const cancelled = open.filter(({ id }) => succeeded.includes(id));
  const failed = failuresOf(failed_ids ?? []).filter(({ id }) => !cancelledBefore.includes(id));
  const answered = [...succeeded, ...failed.map(({ id }) => id)];
  const unknown = open.map(({ id }) => id).filter((id) => !answered.includes(id));
  const others = answered.filter((id) => !orders.some((order) => order.id === id));
  if (unknown.length === open.length || others.length)
    throw new ToolError(
      'outcome_unknown',
      `The dialer was asked to cancel ${open.map(({ id }) => id).join(', ')} and told of ${answered.join(', ') || 'none'}: what was done is not known.`,
    );
  return {
    status: statusOf(cancelled.length, open.length),
    cancelled: cancelled.map(({ id }) => id),
    cancelled_value: totalOf(cancelled),
    ...(failed.length && { failed }),
    ...(unknown.length && { unknown, note: 'Of unknown the dialer told nothing: look with get_order.' }),
    ...(cancelledBefore.length && { cancelled_before: cancelledBefore }),
  };
}

const failuresOf = (failed: Row[]): { id: unknown; error: string }[] =>
  failed.map(({ id, error }) => ({ id: numeric(id), error: oneLine(String(error ?? ''), MAX_ERROR_LENGTH) }));

function statusOf(cancelled: number, open: number): string {
  if (cancelled === open) return 'done';
  return cancelled ? 'partly done' : 'not done';
}
