/** All orders that match, as they come: rows are handed on and forgotten. */

import type { NameEntry, NameLookup } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/network-errors.ts';
import { orderState, productsOf } from '../response/wording.ts';
import type { Deadline } from '../shared/deadline.ts';
import { addDays, localTime, momentOf, wallClock } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { StreamSummary } from './stream-calls.ts';

/** What the dialer itself can filter by, besides dates. */
const DIALER_FILTERS = [
  'user_id',
  'campaign_id',
  'customer_id',
  'phone',
  'external_id_1',
  'external_id_2',
  'external_id_3',
  'cancelled',
] as const;

/** No dialer has more; an answer without end must end. */
const MAX_ORDERS = 2_000_000;

/** Which days, and of what: an order is made on one and confirmed on another. */
export interface OrderDays {
  from?: string;
  to?: string;
  by: 'create_time' | 'confirmation_datetime';
  /** The last moment, in UTC, where it comes before the end of the last day. */
  until?: string;
}

/** @throws ToolError invalid_arguments where both kinds of dates are given */
export function orderDays(args: Args): OrderDays {
  const made = ['period', 'exact_date', 'start_date', 'end_date'].filter((name) => args[name] !== undefined);
  const confirmed = ['confirm_start_date', 'confirm_end_date'].filter((name) => args[name] !== undefined);
  if (made.length && confirmed.length)
    throw new ToolError(
      'invalid_arguments',
      `Give either dates of confirmation or dates of the order, not ${[...made, ...confirmed].join(' and ')}.`,
    );
  if (args.exact_date !== undefined && (args.start_date !== undefined || args.end_date !== undefined))
    throw new ToolError('invalid_arguments', 'Give either exact_date or start_date and end_date.');
  const day = (name: string) => args[name] as string | undefined;
  return confirmed.length
    ? { from: day('confirm_start_date'), to: day('confirm_end_date'), by: 'confirmation_datetime' }
    : {
        from: day('exact_date') ?? day('start_date'),
        to: day('exact_date') ?? day('end_date'),
        by: 'create_time',
      };
}

const HOUR_MS = 3_600_000;

/** Orders of an age, as of now. */
export interface OrderAge {
  /** The last day in the zone that they are of. */
  until: string;
  isOld(order: Row): boolean;
}

/** @param hours that an order must be older than; undefined where none are given */
export function orderAge(hours: unknown, zone: string): OrderAge | undefined {
  if (typeof hours !== 'number') return undefined;
  const before = Date.now() - hours * HOUR_MS;
  return {
    until: localTime(new Date(before), zone).slice(0, 10),
    isOld: (order) => momentOf(order.create_time) < before,
  };
}

/**
 * @param days those of the operator's zone: the dialer, whose zone is not told, is asked for a day more on both sides
 * @param take is given each order once; where it says `enough` no more are read
 */
export async function streamOrders(
  args: Args,
  days: OrderDays,
  {
    orderBatches,
    lookup,
    display,
    deadline,
    progress,
  }: Pick<ReadContext, 'orderBatches' | 'lookup' | 'display' | 'deadline' | 'progress'>,
  take: (rows: Row[]) => 'enough' | void | Promise<void>,
): Promise<StreamSummary> {
  const [start, end] =
    days.by === 'create_time' ? ['start_date', 'end_date'] : ['confirm_start_date', 'confirm_end_date'];
  const sent: Args = Object.fromEntries(
    DIALER_FILTERS.filter((name) => args[name] !== undefined).map((name) => [name, args[name]]),
  );
  if (days.from) sent[start!] = addDays(days.from, -1);
  const age = orderAge(args.older_than_hours, display.timezone);
  const ends = [days.to, days.by === 'create_time' && age?.until].filter((day) => typeof day === 'string');
  if (ends.length) sent[end!] = addDays(ends.sort()[0]!, 1);

  const office = args.office_id === undefined ? undefined : await officeOf(args.office_id, lookup, deadline);

  const until = days.until === undefined ? undefined : momentOf(days.until);
  const clock = wallClock(display.timezone);
  /** Databases have impossible times, which are of no day. */
  const day = (iso: unknown) => {
    const at = momentOf(iso);
    return Number.isNaN(at) ? '' : new Date(clock(at)).toJSON().slice(0, 10);
  };
  const wanted = (order: Row): boolean => {
    const { customer_id, product_id, confirmed, cancelled } = args;
    if (customer_id !== undefined && order.customer_id !== customer_id) return false;
    // "Show / hide", the documentation says of it: whether true shows nothing else is not certain.
    if (cancelled !== undefined && Boolean(order.cancelled) !== cancelled) return false;
    if (confirmed !== undefined && orderState(order) !== (confirmed ? 'confirmed' : 'unconfirmed'))
      return false;
    if (office && order.agent_office !== office.name) return false;
    if (product_id !== undefined && !productsOf(order).some((one) => one.product_id === product_id))
      return false;
    if (age && !age.isOld(order)) return false;
    if (until !== undefined && !(momentOf(order[days.by]) <= until)) return false;
    if (!days.from && !days.to) return true;
    const on = day(order[days.by]);
    return on !== '' && on >= (days.from ?? '') && (!days.to || on <= days.to);
  };

  const seen = new Set<unknown>();
  let read = 0;
  for await (const rows of orderBatches(sent)) {
    // A batch is told when the next has come: how many there are in all only the last one says.
    if (read) progress(read, undefined, 'orders read');
    read += rows.length;
    if (seen.size > MAX_ORDERS)
      throw new ToolError('too_large', `There are more than ${MAX_ORDERS} orders. Ask for a shorter time.`);
    const fresh = rows.filter((order) => {
      if (seen.has(order.id) || !wanted(order)) return false;
      seen.add(order.id);
      return true;
    });
    if ((await take(fresh)) === 'enough') break;
  }
  progress(read, read, 'orders read');
  return { rowsRead: seen.size };
}

async function officeOf(id: unknown, directory: NameLookup, deadline: Deadline): Promise<NameEntry> {
  const offices = await withinDeadline(deadline, directory.entries('office'));
  const office = offices.find((one) => one.id === id);
  if (!office) throw new ToolError('not_found', `There is no office ${id} that this token may see.`);
  return office;
}
