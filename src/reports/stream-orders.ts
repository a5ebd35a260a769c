/** All orders that match, as they come: rows are handed on and forgotten. */

import type { NameLookup } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/network-errors.ts';
import { orderState, productsOf } from '../response/wording.ts';
import type { Deadline } from '../shared/deadline.ts';
import { addDays, localTime, momentOf, wallClock } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { OrderDateRange } from './date-range.ts';
import type { OrderFilters } from './inputs.ts';
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

const HOUR_MS = 3_600_000;

/** A minimum age, as of now. */
export interface OrderAge {
  /** The last day in the zone with orders of that age. */
  until: string;
  isOld(order: Row): boolean;
}

/** @param hours that an order must be older than; undefined where none are given */
export function orderAge(hours: number | undefined, zone: string): OrderAge | undefined {
  if (hours === undefined) return undefined;
  const before = Date.now() - hours * HOUR_MS;
  return {
    until: localTime(new Date(before), zone).slice(0, 10),
    isOld: (order) => momentOf(order.create_time) < before,
  };
}

/** @param take is given each order once; when it returns `enough`, no more are read */
export async function streamOrders(
  filters: OrderFilters,
  dates: OrderDateRange,
  {
    orderBatches,
    lookup,
    display,
    deadline,
    progress,
  }: Pick<ReadContext, 'orderBatches' | 'lookup' | 'display' | 'deadline' | 'progress'>,
  take: (rows: Row[]) => 'enough' | void | Promise<void>,
): Promise<StreamSummary> {
  const age = orderAge(filters.older_than_hours, display.timezone);
  const search = searchArgs(filters, dates, age);
  const office =
    filters.office_id === undefined ? undefined : await officeName(filters.office_id, lookup, deadline);
  const isWanted = orderFilter(filters, age, office);
  const isInRange = dateFilter(dates, display.timezone);
  const ids = new Set<unknown>();
  let rowsReceived = 0;
  for await (const rows of orderBatches(search)) {
    // A batch is reported when the next has come: only the last one says how many there are in all.
    if (rowsReceived) progress(rowsReceived, undefined, 'orders read');
    rowsReceived += rows.length;
    if (ids.size > MAX_ORDERS)
      throw new ToolError('too_large', `There are more than ${MAX_ORDERS} orders. Ask for a shorter time.`);
    const newOrders = rows.filter((order) => {
      if (ids.has(order.id) || !isWanted(order) || !isInRange(order)) return false;
      ids.add(order.id);
      return true;
    });
    if ((await take(newOrders)) === 'enough') break;
  }
  progress(rowsReceived, rowsReceived, 'orders read');
  return { rowsRead: ids.size };
}

/** The dialer's zone is not known, so it is asked for a day more on both sides. */
function searchArgs(
  filters: OrderFilters,
  { from, to, field }: OrderDateRange,
  age: OrderAge | undefined,
): Args {
  const args: Args = Object.fromEntries(
    DIALER_FILTERS.filter((name) => filters[name] !== undefined).map((name) => [name, filters[name]]),
  );
  if (field === 'confirmation_datetime')
    return {
      ...args,
      ...(from && { confirm_start_date: addDays(from, -1) }),
      ...(to && { confirm_end_date: addDays(to, 1) }),
    };
  const [end] = [to, age?.until].filter((day) => day !== undefined).sort();
  return {
    ...args,
    ...(from && { start_date: addDays(from, -1) }),
    ...(end && { end_date: addDays(end, 1) }),
  };
}

type OrderTest = (order: Row) => boolean;

/** @param office the name of the office that is asked for */
function orderFilter(
  { customer_id, product_id, confirmed, cancelled }: OrderFilters,
  age: OrderAge | undefined,
  office: string | undefined,
): OrderTest {
  return (order) => {
    if (customer_id !== undefined && order.customer_id !== customer_id) return false;
    // "Show / hide", the documentation says of it: whether true shows nothing else is not certain.
    if (cancelled !== undefined && Boolean(order.cancelled) !== cancelled) return false;
    if (confirmed !== undefined && orderState(order) !== (confirmed ? 'confirmed' : 'unconfirmed'))
      return false;
    if (office !== undefined && order.agent_office !== office) return false;
    if (product_id !== undefined && !productsOf(order).some((product) => product.product_id === product_id))
      return false;
    return !age || age.isOld(order);
  };
}

function dateFilter({ from, to, until, field }: OrderDateRange, timezone: string): OrderTest {
  if (!from && !to && until === undefined) return () => true;
  const last = until === undefined ? undefined : momentOf(until);
  const clock = wallClock(timezone);
  return (order) => {
    const moment = momentOf(order[field]);
    if (last !== undefined && !(moment <= last)) return false;
    if (!from && !to) return true;
    // Databases have impossible times, which are of no day.
    if (Number.isNaN(moment)) return false;
    const day = new Date(clock(moment)).toJSON().slice(0, 10);
    return day >= (from ?? '') && (!to || day <= to);
  };
}

async function officeName(id: number, lookup: NameLookup, deadline: Deadline): Promise<string> {
  const offices = await withinDeadline(deadline, lookup.entries('office'));
  const office = offices.find((entry) => entry.id === id);
  if (!office) throw new ToolError('not_found', `There is no office ${id} that this token may see.`);
  return office.name;
}
