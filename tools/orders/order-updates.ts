/** Confirming an order and setting its status: before and after. */

import type { Formatter } from '../../src/define/answer.ts';
import type { Args, Row } from '../../src/define/row.ts';
import type { DirectAnswer, Prepared, Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ActContext, ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { customerName, orderState } from '../../src/response/wording.ts';
import { alsoSet, label } from '../answers.ts';
import {
  type After,
  flagOf,
  previewUpdate,
  readAgain,
  type State,
  type UpdateTarget,
  unchanged,
  updateOutcome,
  valuesToSet,
} from '../updates.ts';
import { describeOrder, orderSummary, readOrder } from './order-summary.ts';

type OrderArgs = { order_id: number } & Args;

/** The dialer does not tell the `status` of an order. */
const statusState = (order: Row): State => ({
  cancelled: flagOf(order.cancelled),
  verified: flagOf(order.verified),
});

export const statusTarget: UpdateTarget<'order_id'> = { id: 'order_id', read: readOrder, state: statusState };

export async function sendAndReadOrder(args: OrderArgs, { read, send }: ActContext): Promise<After> {
  await send(args);
  return readAgain(() => readOrder(args, read));
}

/** Sends nothing for an order that is confirmed: it would only get a second confirmation. */
export async function beforeConfirm(args: OrderArgs, { read }: Pick<ReadContext, 'read'>): Promise<Prepared> {
  const order = await readOrder(args, read);
  if (!order.verified) return { known: order };
  return unchanged(
    {
      order_id: args.order_id,
      customer: label(customerName(order), order.customer_id),
      state: orderState(order),
    },
    `It is confirmed already${order.cancelled ? ', and cancelled' : ''}: nothing was sent.`,
  );
}

export function afterConfirm(
  { state: order }: After,
  { order_id }: OrderArgs,
  format: Formatter,
  before: Row,
): Row {
  if (!order) return { status: 'done', order_id, note: 'How the order stands now could not be read.' };
  const changed = orderState(before) !== orderState(order);
  return {
    status: 'done',
    order_id,
    ...orderSummary(order, format.time),
    ...(changed && { changed: { state: [orderState(before), orderState(order)] } }),
    ...(!order.verified && {
      note: 'The dialer took the confirmation; the order counts as confirmed once its document is signed or its quality check is passed too.',
    }),
  };
}

/** Previews a confirmation, or answers that the order is confirmed. */
export async function previewConfirm(
  args: OrderArgs,
  read: ReadDialer,
  format: PreviewFormatter,
): Promise<Preview | DirectAnswer> {
  const prepared = await beforeConfirm(args, { read });
  if (prepared.answer) return { answer: prepared.answer };
  const order: Row = prepared.known as Row;
  return {
    args,
    known: order,
    target: `order ${order.id}`,
    state: order,
    summary: `Confirm order ${order.id}: ${describeOrder(order, format.time)}.`,
    effects: [
      `state ${orderState(order)} to ${order.cancelled ? 'cancelled and confirmed' : 'confirmed'}, as an answered SMS would make it`,
      "it is no proof of the customer's own written acceptance",
    ],
  };
}

export function previewStatus(
  args: OrderArgs,
  read: ReadDialer,
  format: PreviewFormatter,
): Promise<Preview | DirectAnswer> {
  return previewUpdate(statusTarget, args, read, (order) => ({
    target: `order ${order.id}`,
    summary: `${describeStatusChange(args, order)} ${order.id}: ${describeOrder(order, format.time)}.`,
    effects: [
      ...cancellationLines(args, order),
      ...verificationLines(args, order),
      ...alsoSet(args, ['order_id', 'cancelled', 'verified']),
    ],
  }));
}

/** Returns the first words of the preview: the gravest of what is set. */
function describeStatusChange({ cancelled, verified }: OrderArgs, order: Row): string {
  if (cancelled === true && !order.cancelled) return 'Cancel order';
  if (cancelled === false && order.cancelled) return 'Take back the cancellation of order';
  if (verified === true && !order.verified) return 'Mark as confirmed order';
  if (verified === false && order.verified) return 'Mark as not confirmed order';
  return 'Change order';
}

function cancellationLines({ cancelled }: OrderArgs, order: Row): string[] {
  if (cancelled === undefined) return order.cancelled ? ['it is cancelled and stays cancelled'] : [];
  if (Boolean(order.cancelled) === cancelled)
    return [cancelled ? 'it is cancelled already' : 'it is not cancelled'];
  return [
    cancelled
      ? 'it will be cancelled; commission and exports change'
      : 'it will count again; commission and exports change',
  ];
}

function verificationLines({ verified }: OrderArgs, order: Row): string[] {
  const now = order.verified ? 'confirmed' : 'unconfirmed';
  if (verified === undefined || Boolean(order.verified) === verified)
    return [`it is ${now} and stays ${now}`];
  return [`${now} to ${verified ? 'confirmed' : 'unconfirmed'}`];
}

export function afterStatus({ state: order }: After, args: OrderArgs, format: Formatter, before: State): Row {
  return {
    status: 'done',
    order_id: args.order_id,
    ...(order && orderSummary(order, format.time)),
    ...updateOutcome(valuesToSet(args, 'order_id'), before, { state: order && statusState(order) }),
  };
}
