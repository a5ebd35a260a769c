/** All calls that match, page by page: rows are handed on and forgotten. */

import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { createFormatter } from '../response/format.ts';
import type { Days } from '../shared/period.ts';
import { ToolError, undocumented } from '../shared/tool-error.ts';

const PAGE_SIZE = 5_000;
/** The dialer sends no more of one search (API 1.4.4, Search calls); what lies beyond is a search of its own. */
export const SEARCH_ROW_LIMIT = 50_000;
/** So much of the time is kept for the answer itself. */
const RESERVE_MS = 1_500;

export interface StreamSummary {
  /** Rows that were handed on. */
  rowsRead: number;
  /** Why they are not all. */
  partial?: string;
}

/** What the dialer says of the whole, at the end of a page; of an empty search only the count. */
interface PageInfo {
  count: number;
  current_page?: number;
  last_page?: number;
}

/** A page that breaks in its middle is asked for anew: no call is handed on twice. */
const MAX_TRIES = 3;

/** Which days of the operator's zone. @throws ToolError invalid_arguments where they are told in two ways */
export function callDays({ exact_date, start_date, end_date }: Args): Partial<Days> {
  if (exact_date !== undefined && (start_date !== undefined || end_date !== undefined))
    throw new ToolError('invalid_arguments', 'Give either exact_date or start_date and end_date.');
  const [from, to] = [exact_date ?? start_date, exact_date ?? end_date] as (string | undefined)[];
  return { from, to };
}

/** @param take is given each call once, also where pages shift while they are read */
export async function streamCalls(
  args: Args,
  {
    callPages,
    deadline,
    display,
    progress,
  }: Pick<ReadContext, 'callPages' | 'deadline' | 'display' | 'progress'>,
  take: (rows: Row[]) => void | Promise<void>,
): Promise<StreamSummary> {
  const seen = new Set<number>();
  let total: number | undefined;
  let slowest = 0;
  let last: string | undefined;
  let from = args.start_date as string | undefined;
  let inOrder = true;
  let changed = false;
  /** The calls of the last moment that was seen: a search that goes on from it shows them again. */
  const latest: number[] = [];
  let border = new Set<number>();
  let again = new Set<number>();

  /** @returns how many calls the page had, and what it said of the whole */
  async function readPage(page: number): Promise<{ rows: number; whole: PageInfo }> {
    const batches = callPages({ ...args, start_date: from, limit: PAGE_SIZE, page });
    let rows = 0;
    for (;;) {
      const { value, done } = await batches.next();
      if (done) return { rows, whole: documented(value) };
      rows += value.length;
      if (rows > SEARCH_ROW_LIMIT) throw undocumented();
      const fresh: Row[] = [];
      for (const row of value) {
        const { id, init_time } = row;
        if (seen.has(id)) {
          if (border.has(id)) again.add(id);
          continue;
        }
        seen.add(id);
        fresh.push(row);
        if (init_time !== last) {
          inOrder &&= last === undefined || last < init_time;
          latest.length = 0;
        }
        latest.push(id);
        last = init_time ?? last;
      }
      await take(fresh);
    }
  }

  async function insist(page: number): Promise<{ rows: number; whole: PageInfo }> {
    for (let tried = 1; ; tried++) {
      const before = seen.size;
      try {
        return await readPage(page);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        // Only what broke after its beginning: until then the request itself is tried again.
        if (error.kind === 'unavailable' && seen.size > before && tried < MAX_TRIES) continue;
        throw seen.size ? brokenMidway(error, seen.size, total) : error;
      }
    }
  }

  const told = (partial?: string): StreamSummary => ({ rowsRead: seen.size, ...(partial && { partial }) });
  const stopped = () => {
    const upTo = inOrder && last ? `, the oldest first, up to ${createFormatter(display).time(last)}` : '';
    return told(`Time was short: ${seen.size} of ${total} calls were read${upTo}. Ask for a shorter time.`);
  };

  for (;;) {
    const before = seen.size;
    border = new Set(latest);
    again = new Set();
    let count = 0;
    for (let page = 0, isLast = false; !isLast; page++) {
      const started = performance.now();
      const { rows, whole } = await insist(page);
      slowest = Math.max(slowest, performance.now() - started);
      total ??= whole.count;
      // Where a call is gone, one that was not read yet moved to a page that was.
      changed ||= whole.count < count;
      count = whole.count;
      progress(seen.size, Math.max(total ?? 0, seen.size), 'calls read');
      isLast = rows === 0 || !((whole.current_page ?? page) < (whole.last_page ?? 0));
      if (deadline.leftMs() < slowest + RESERVE_MS && (!isLast || count >= SEARCH_ROW_LIMIT))
        return stopped();
    }
    changed ||= seen.size - before + again.size < Math.min(count, SEARCH_ROW_LIMIT);
    if (count < SEARCH_ROW_LIMIT) break;
    // Beyond its reach the dialer is asked for what is later than the last call; the same moment comes again.
    if (!inOrder || last === undefined || last === from)
      return told(
        `The dialer tells no more than ${SEARCH_ROW_LIMIT} calls of one search. Ask for a shorter time.`,
      );
    from = last;
  }
  if (!changed) return told();
  const missed =
    seen.size < (total ?? 0) ? `: ${seen.size} of ${total} were seen` : ', and some may be missing';
  return told(`Calls changed while they were read${missed}. Ask again for exact figures.`);
}

function documented(whole: Row): PageInfo {
  if (Number.isInteger(whole.count)) return whole as PageInfo;
  throw undocumented();
}

const brokenMidway = (error: ToolError, seen: number, total: number | undefined): ToolError =>
  new ToolError(
    error.kind,
    `${error.message} ${seen}${total === undefined ? '' : ` of ${total}`} calls had been read by then; of a part nothing is told. Try again, or ask for a shorter time.`,
    error.status,
  );
