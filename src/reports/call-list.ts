/**
 * A list of calls, the newest first or the oldest. The dialer pages from the oldest on and says how many there are, so
 * that one more request brings the end of the list. A list goes on from a moment, since pages shift.
 */

import type { Args, Row } from '../define/row.ts';
import type { ListArgs } from '../define/tool.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { inOrder, type ListOrder, orderOf } from '../response/chronology.ts';
import { DEFAULT_LIMIT } from '../response/limit.ts';
import { momentOf } from '../shared/time.ts';
import { ToolError, undocumented } from '../shared/tool-error.ts';
import { SEARCH_ROW_LIMIT } from './paging/read-call-page.ts';

/** Rows beyond the limit, which show whether the last one shares its moment with others. */
const MARGIN = 8;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const DEFAULT_LATEST = 400;

export interface CallPage {
  /** Of the whole search, wherever the list goes on. */
  count: number;
  /** In the order that was asked for, one more than the limit where there are more. */
  rows: Row[];
}

type Search = (args: Args) => Promise<CallPage>;

/** Lists the calls of a search by `sort` and `cursor`. @throws ToolError */
export async function listCalls(
  args: Args & Pick<ListArgs, 'limit' | 'sort' | 'cursor'>,
  { read }: Pick<ReadContext, 'read'>,
): Promise<CallPage> {
  const search: Search = async (searchArgs) => documented(await read('search_calls', searchArgs));
  const order = orderOf(args);
  const { limit = DEFAULT_LIMIT } = args;
  const rest = order.after ? { ...args, ...boundOf(order.after.at, order) } : args;
  const [whole, first] = await Promise.all([
    order.after && search({ ...args, limit: 1 }),
    // What the caller asked for, as it stands.
    search(rest),
  ]);
  const rows =
    first.count <= first.rows.length ? first.rows : await readLeadingRows(rest, first, limit, order, search);
  const listed = inOrder(rows, 'init_time', order).map(({ row }) => row);
  return { count: (whole ?? first).count, rows: listed.slice(0, limit + 1) };
}

/** Reads more and more rows of the end that the list begins at, until they surely hold the first `limit`. */
async function readLeadingRows(
  args: Args,
  first: CallPage,
  limit: number,
  order: ListOrder,
  search: Search,
): Promise<Row[]> {
  const isBeyondLimit = order.sort === 'newest' && first.count >= SEARCH_ROW_LIMIT;
  let { count } = first;
  for (let wanted = limit + MARGIN; ; wanted *= 2) {
    const part = isBeyondLimit ? await endOf(args, first, wanted, search) : { args, count };
    const page = pageWith(wanted, part.count, order);
    const answer = await search({ ...part.args, ...page });
    count = answer.count;
    const isAll = !isBeyondLimit && page.page === 0 && count <= page.limit;
    if (isAll || holdsFirst(answer.rows, limit, order)) return answer.rows;
  }
}

/** The latest calls, the last one first, and how many there are. @throws ToolError */
export async function latestCalls(
  args: Args,
  context: Pick<ReadContext, 'read'>,
  limit = DEFAULT_LATEST,
): Promise<CallPage> {
  const { count, rows } = await listCalls({ ...args, limit }, context);
  return { count, rows: rows.slice(0, limit) };
}

function documented({ count, rows }: Row): CallPage {
  if (!Number.isInteger(count) || !Array.isArray(rows)) throw undocumented();
  return { count, rows };
}

/** The dialer may or may not include the bound itself, so it gets a second more; what is too much is left out here. */
const boundOf = (at: number, { sort }: ListOrder): Args =>
  sort === 'newest'
    ? { end_date: new Date(at + SECOND_MS).toJSON() }
    : { start_date: new Date(at - SECOND_MS).toJSON() };

/** Whether the rows hold the first `limit` of the list: those of the last moment may go on where they were cut off. */
function holdsFirst(rows: readonly Row[], limit: number, order: ListOrder): boolean {
  const listed = inOrder(rows, 'init_time', order);
  return listed.length > limit && listed.at(-1)!.at !== listed[limit - 1]!.at;
}

/** A single page with the wanted rows of that end of a search, so that no row can move between two. */
function pageWith(wanted: number, count: number, { sort }: ListOrder): { limit: number; page: number } {
  if (sort === 'oldest' || wanted >= count) return { limit: wanted, page: 0 };
  let limit = wanted;
  while (((count - 1) % limit) + 1 < wanted) limit++;
  return { limit, page: Math.ceil(count / limit) - 1 };
}

/**
 * The end of a search with more calls than the dialer sends of one: it begins at a moment after which there are at least
 * as many as wanted, and few enough to be sent. How far back that lies is found by bisecting its order of magnitude.
 */
async function endOf(
  within: Args,
  { rows: [oldest] }: CallPage,
  wanted: number,
  search: Search,
): Promise<{ args: Args; count: number }> {
  const end = endMoment(within.end_date);
  const begin = momentOf(oldest!.init_time);
  if (Number.isNaN(begin)) throw undocumented();
  let near = SECOND_MS;
  let far = end - begin;
  while (far - near > SECOND_MS && wanted < SEARCH_ROW_LIMIT) {
    const back = Math.sqrt(near * far);
    const args = { ...within, start_date: new Date(end - back).toJSON() };
    const { count } = await search({ ...args, limit: 1 });
    if (count >= SEARCH_ROW_LIMIT) far = back;
    else if (count < wanted) near = back;
    else return { args, count };
  }
  throw new ToolError(
    'too_large',
    `The dialer tells no more than the first ${SEARCH_ROW_LIMIT} calls of one search, and which are the latest could not be found. Ask for a shorter time.`,
  );
}

/** No call of the search is later. */
function endMoment(end_date: unknown): number {
  const latest = Date.now() + DAY_MS;
  if (typeof end_date !== 'string') return latest;
  // A mere date is a day of the dialer's zone.
  const end = Date.parse(end_date) + (end_date.length === 10 ? 1.5 * DAY_MS : 0);
  return Math.min(end, latest);
}
