/** Why nothing matches: whether there is nothing at all on those days, or only other calls or orders. */

import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { moments } from '../shared/period.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { DateRange, OrderDateRange } from './date-range.ts';
import { filterEntries } from './filters.ts';
import { streamOrders } from './stream-orders.ts';

const WRONG_ID = 'An id that does not exist matches nothing either: find tells which there are.';

export async function noCallsNote(args: object, dates: DateRange, context: ReadContext): Promise<string> {
  const nothingAtAll = `There are no calls at all${onTheseDays(dates)}.`;
  if (!filterEntries(args).length) return nothingAtAll;
  const count = await countCalls(dates, context);
  if (count === undefined) return `No call matches. ${WRONG_ID}`;
  return count ? `No call matches, of ${count} in all${onTheseDays(dates)}. ${WRONG_ID}` : nothingAtAll;
}

/** @param cancelled how many orders were left out because they are cancelled */
export async function noOrdersNote(
  args: object,
  dates: OrderDateRange,
  cancelled: number,
  context: ReadContext,
): Promise<string> {
  const isFiltered = filterEntries(args).some(
    ([name, value]) => !name.startsWith('confirm_') && !(name === 'cancelled' && value === false),
  );
  const days = onTheseDays(dates);
  if (cancelled) return `Each order${isFiltered ? ' that matches' : days} is cancelled (${cancelled}).`;
  const hasOthers = isFiltered ? await hasOrders(dates, context) : false;
  if (hasOthers !== false)
    return `No order matches${hasOthers ? `, but there are others${days}` : ''}. ${WRONG_ID}`;
  // Days of a confirmation are not those of the calls.
  const calls = dates.field === 'create_time' ? await countCalls(dates, context) : undefined;
  const beside = calls === undefined ? '' : calls ? `; calls: ${calls}` : ', and no calls either';
  return `There are no orders at all${days}${beside}.`;
}

const onTheseDays = ({ from, to }: DateRange): string => (from || to ? ' on these days' : '');

/** Best effort: the note does without what can't be read. */
const unlessFailed = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error) => {
    if (error instanceof ToolError) return undefined;
    throw error;
  });

/** The number of all calls on those days; undefined if it can't be read. */
async function countCalls(dates: DateRange, { read, display }: ReadContext): Promise<number | undefined> {
  const answer: Row | undefined = await unlessFailed(
    read('search_calls', { ...moments(dates, display.timezone), limit: 1 }),
  );
  return Number.isInteger(answer?.count) ? answer!.count : undefined;
}

/** Whether there is any order on those days; undefined if it can't be read. */
async function hasOrders(dates: OrderDateRange, context: ReadContext): Promise<boolean | undefined> {
  let hasAny = false;
  const reading = streamOrders({}, dates, { ...context, progress: () => {} }, (rows) => {
    hasAny ||= rows.length > 0;
    return hasAny ? 'enough' : undefined;
  });
  return unlessFailed(reading.then(() => hasAny));
}
