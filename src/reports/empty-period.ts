/** What there is on days of which nothing matches: whether nobody worked, or it was something else that was asked for. */

import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { type Days, moments } from '../shared/period.ts';
import { ToolError } from '../shared/tool-error.ts';
import { filtersOf } from './report-response.ts';
import { type OrderDays, streamOrders } from './stream-orders.ts';

const WRONG_ID = 'An id that does not exist matches nothing either: find tells which there are.';

export async function noCalls(args: Args, days: Partial<Days>, context: ReadContext): Promise<string> {
  if (!filtersOf(args).length) return `There are no calls at all${on(days)}.`;
  const count = await callsOn(days, context);
  if (count === undefined) return `No call matches. ${WRONG_ID}`;
  return count
    ? `No call matches, of ${count} in all${on(days)}. ${WRONG_ID}`
    : `There are no calls at all${on(days)}.`;
}

/** @param cancelled how many orders were left out because they are cancelled */
export async function noOrders(
  args: Args,
  days: OrderDays,
  cancelled: number,
  context: ReadContext,
): Promise<string> {
  const filtered = filtersOf(args).some(
    ([name, value]) => !name.startsWith('confirm_') && !(name === 'cancelled' && value === false),
  );
  if (cancelled) return `Each order${filtered ? ' that matches' : on(days)} is cancelled (${cancelled}).`;
  const others = filtered ? await anyOrders(days, context) : false;
  if (others !== false)
    return `No order matches${others ? `, but there are others${on(days)}` : ''}. ${WRONG_ID}`;
  // Days of a confirmation are not those of the calls.
  const calls = days.by === 'create_time' ? await callsOn(days, context) : undefined;
  const beside = calls === undefined ? '' : calls ? `; calls: ${calls}` : ', and no calls either';
  return `There are no orders at all${on(days)}${beside}.`;
}

const on = ({ from, to }: Partial<Days>): string => (from || to ? ' on these days' : '');

/** A look beside the answer: what can't be had is not told. */
const unlessFailed = <T>(look: Promise<T>): Promise<T | undefined> =>
  look.catch((error) => {
    if (error instanceof ToolError) return undefined;
    throw error;
  });

/** How many there are on those days, of anybody. */
async function callsOn(days: Partial<Days>, { read, display }: ReadContext): Promise<number | undefined> {
  const found: Row | undefined = await unlessFailed(
    read('search_calls', { ...moments(days, display.timezone), limit: 1 }),
  );
  return Number.isInteger(found?.count) ? found!.count : undefined;
}

/** Whether there is one on those days, of anybody. */
async function anyOrders(days: OrderDays, context: ReadContext): Promise<boolean | undefined> {
  let any = false;
  const look = streamOrders({}, days, { ...context, progress: () => {} }, (rows) => {
    any ||= rows.length > 0;
    return any ? 'enough' : undefined;
  });
  return unlessFailed(look.then(() => any));
}
