/** What acts on orders say of them: before, in a preview, and afterwards. */

import { onlyOrder } from '../../src/customers/order-details.ts';
import type { Formatter } from '../../src/define/answer.ts';
import type { Args, Row } from '../../src/define/row.ts';
import type { Prepared, PreviewFormatter } from '../../src/define/tool.ts';
import type { ActContext, ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { customerName, orderState, productsOf, productsText } from '../../src/response/wording.ts';
import { oneLine } from '../../src/shared/text.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { countNoun, expectSameId, label, numeric } from '../answers.ts';
import {
  type After,
  difference,
  flagOf,
  readAgain,
  type State,
  unchanged,
  updateOutcome,
} from '../updates.ts';

export const readOrder = async (read: ReadDialer, order_id: unknown): Promise<Row> =>
  expectSameId('order', onlyOrder(await read('get_order', { order_id })), order_id);

/** @throws ToolError that names the one of several */
export async function readOneOf(ids: readonly number[], order_id: number, read: ReadDialer): Promise<Row> {
  try {
    return await readOrder(read, order_id);
  } catch (error) {
    if (!(error instanceof ToolError) || ids.length === 1) throw error;
    throw new ToolError(error.kind, `Order ${order_id}: ${error.message}`, error.status);
  }
}

/** Enough to tell which order it is, whom it brings money, and how much. */
export function describeOrder(order: Row, time: PreviewFormatter['time']): string {
  const confirmed = time(order.confirmation_datetime);
  const state = `${orderState(order)}${confirmed ? ` ${confirmed.slice(0, 10)}` : ''}`;
  const parts = [
    `${customerName(order) || 'no name'}, ${order.value}`,
    productsText(order),
    label(order.campaign_title, order.campaign_id) &&
      `campaign ${label(order.campaign_title, order.campaign_id)}`,
    time(order.create_time) && `sold ${time(order.create_time)}`,
    state,
    order.agent_name && `agent ${order.agent_name}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** In öre, since 0.1 and 0.2 make no 0.3; undefined where an order's value is not told. */
export function totalOf(orders: Row[]): number | undefined {
  const cents = orders.reduce((sum, { value }) => sum + Math.round(Number(value ?? Number.NaN) * 100), 0);
  return Number.isFinite(cents) ? cents / 100 : undefined;
}

/** Of the dialer's words on one order. */
const MAX_TEXT_LENGTH = 300;

/**
 * What became of each order. @param found as the person was shown them
 * @throws ToolError outcome_unknown where the dialer tells of none of them
 */
export function cancellation({ succeeded_ids, failed_ids }: Row, found: Row[]): Row {
  const open = found.filter((order) => !order.cancelled);
  const before = found.filter((order) => order.cancelled).map(({ id }) => id);
  const succeeded: unknown[] = succeeded_ids.map(numeric);
  const cancelled = open.filter(({ id }) => succeeded.includes(id));
  const failed = ((failed_ids ?? []) as Row[])
    .map(({ id, error }) => ({ id: numeric(id), error: oneLine(String(error ?? ''), MAX_TEXT_LENGTH) }))
    .filter(({ id }) => !before.includes(id));
  const told = [...succeeded, ...failed.map(({ id }) => id)];
  const unknown = open.map(({ id }) => id).filter((id) => !told.includes(id));
  const others = told.filter((id) => !found.some((order) => order.id === id));
  if (unknown.length === open.length || others.length)
    throw new ToolError(
      'outcome_unknown',
      `The dialer was asked to cancel ${open.map(({ id }) => id).join(', ')} and told of ${told.join(', ') || 'none'}: what was done is not known.`,
    );
  const status = cancelled.length ? 'partly done' : 'not done';
  return {
    status: cancelled.length === open.length ? 'done' : status,
    cancelled: cancelled.map(({ id }) => id),
    cancelled_value: totalOf(cancelled),
    ...(failed.length && { failed }),
    ...(unknown.length && { unknown, note: 'Of unknown the dialer told nothing: look with get_order.' }),
    ...(before.length && { cancelled_before: before }),
  };
}

/** What is told of an order beside its id, so that a mistaken id is seen. */
export const orderSummary = (order: Row, time: Formatter['time']): Row => ({
  customer: label(customerName(order), order.customer_id),
  value: order.value,
  state: orderState(order),
  confirmed_at: time(order.confirmation_datetime),
});

/** `status` is not told of an order that is read. */
export const statusState = (order: Row): State => ({
  cancelled: flagOf(order.cancelled),
  verified: flagOf(order.verified),
});

const again = (read: ReadDialer, order_id: unknown) =>
  readAgain(async () => readOrder(read, order_id)) as Promise<{ state?: Row }>;

/** Confirmed already is no news, and no second confirmation on the order. */
export async function beforeConfirm(
  { order_id }: Args,
  { read }: Pick<ReadContext, 'read'>,
): Promise<Prepared> {
  const order = await readOrder(read, order_id);
  if (!order.verified) return { known: order };
  return unchanged(
    { order_id, customer: label(customerName(order), order.customer_id), state: orderState(order) },
    `It is confirmed already${order.cancelled ? ', and cancelled' : ''}: nothing was sent.`,
  );
}

export async function sendConfirm(args: Args, { read, send }: ActContext): Promise<After> {
  await send(args);
  return again(read, args.order_id);
}

export function afterConfirm({ state: order }: After, args: Args, see: Formatter, before: Row): Row {
  const { order_id } = args;
  if (!order) return { status: 'done', order_id, note: 'How the order stands now could not be read.' };
  const changed = orderState(before) !== orderState(order);
  return {
    status: 'done',
    order_id,
    ...orderSummary(order, see.time),
    ...(changed && { changed: { state: [orderState(before), orderState(order)] } }),
    ...(!order.verified && {
      note: 'The dialer took the confirmation; the order counts as confirmed once its document is signed or its quality check is passed too.',
    }),
  };
}

export const sendStatus = async (args: Args, { read, send }: ActContext): Promise<After> => {
  await send(args);
  return again(read, args.order_id);
};

export function afterStatus({ state: order }: After, args: Args, see: Formatter, before: State): Row {
  const { order_id, confirm: _, ...values } = args;
  return {
    status: 'done',
    order_id,
    ...(order && orderSummary(order, see.time)),
    ...updateOutcome(values, before, { state: order && statusState(order) }),
  };
}

interface Line {
  product: Row;
  value: unknown;
}

/** The line of an order that is meant. */
function lineOf(order: Row, { order_id, product_id }: Args): Row | undefined {
  const lines = productsOf(order);
  if (product_id !== undefined) return lines.find((line) => line.product_id === product_id);
  if (lines.length < 2) return lines[0];
  const names = lines.map((line) => label(line.title, line.product_id)).join(', ');
  throw new ToolError(
    'invalid_arguments',
    `Order ${order_id} has ${countNoun(lines.length, 'product')}: ${names}. Give product_id for the one that is meant. Nothing was changed.`,
  );
}

const lineState = (line: Row | undefined): State => ({ units: line?.units, unit_price: line?.unit_price });

export async function beforeLine(args: Args, { read }: Pick<ReadContext, 'read'>): Promise<Prepared> {
  const order = await readOrder(read, args.order_id);
  const product = lineOf(order, args);
  // A line that is not there is for the dialer to say.
  if (!product) return { known: { product: {}, value: order.value } };
  const { units = product.units, unit_price = product.unit_price } = args;
  const same = Number(units) === Number(product.units) && Number(unit_price) === Number(product.unit_price);
  if (!same) return { known: { product, value: order.value } satisfies Line };
  return unchanged({ order_id: args.order_id, line: lineText(product), order_value: order.value });
}

export async function sendLine(args: Args, { read, send }: ActContext): Promise<Row> {
  const echoed = await send(args);
  return { ...echoed, ...(await again(read, args.order_id)) };
}

export function afterLine({ state: order, ...echoed }: Row, args: Args, before: Line): Row {
  const { order_id, product_id, confirm: _, ...values } = args;
  const product = order && productsOf(order).find((one) => one.product_id === before.product.product_id);
  const old = lineState(before.product);
  if (!product) {
    const taken = Object.entries(values).filter(([name]) => name in echoed);
    return {
      status: 'done',
      order_id,
      ...difference(Object.fromEntries(taken), old, lineState(echoed)),
      note: 'What the order is worth now could not be read: look with get_order.',
    };
  }
  const { changed, ...rest } = difference(values, old, lineState(product));
  const worth = order.value !== before.value;
  return {
    status: 'done',
    order_id,
    changed: { ...changed, ...(worth && { order_value: [before.value, order.value] }) },
    ...rest,
    line: lineText(product),
    ...(!worth && { order_value: order.value }),
    ...(Number(product.units) === 0 && {
      note: 'The line has 0 units: its price brings the order nothing.',
    }),
  };
}

/** `2 x Dog box at 299 = 598`. */
function lineText({ units, unit_price, title, product_id }: Row): string {
  const sum = Math.round(Number(units) * Number(unit_price) * 100) / 100;
  return `${units} x ${label(title, product_id)} at ${unit_price}${Number.isFinite(sum) ? ` = ${sum}` : ''}`;
}
