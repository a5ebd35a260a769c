/** All calls that match, page by page: rows are handed on and forgotten. */
import { ToolError } from '../errors.ts';
import type { Args, Hands, Row } from '../tool.ts';

const PAGE = 5_000;
/** The dialer sends no more of one search (API 1.4.4, Search calls); what lies beyond is a search of its own. */
const REACH = 50_000;
/** So much of the time is kept for the answer itself. */
const RESERVE_MS = 1_500;

export interface Told {
  /** Rows that were handed on. */
  seen: number;
  /** Why they are not all. */
  partial?: string;
}

interface Page {
  rows: Row[];
  count: number;
  current_page: number;
  last_page: number;
}

/** @param take is given each call once, also where pages shift while they are read */
export async function eachCall(
  args: Args,
  { ask, deadline, progress }: Pick<Hands, 'ask' | 'deadline' | 'progress'>,
  take: (rows: Row[]) => void | Promise<void>,
): Promise<Told> {
  const seen = new Set<number>();
  let total: number | undefined;
  let slowest = 0;
  let last: string | undefined;
  let from = args.start_date as string | undefined;

  const load = async (page: number): Promise<Page> => {
    const started = performance.now();
    const answer = await ask('search_calls', { ...args, start_date: from, limit: PAGE, page }).catch(
      (error) => {
        throw error instanceof ToolError && total !== undefined
          ? inTheMiddle(error, seen.size, total)
          : error;
      },
    );
    slowest = Math.max(slowest, performance.now() - started);
    if (!Array.isArray(answer?.rows) || !Number.isInteger(answer.count))
      throw new ToolError('bad_answer', "The dialer's answer has not the form that API 1.4.4 documents.");
    return answer;
  };
  const stopped = (): Told => ({
    seen: seen.size,
    partial: `Time was short: ${seen.size} of ${total} calls were read, the oldest first, up to ${last}. Ask for a shorter time.`,
  });

  for (;;) {
    let page: Page | undefined = await load(0);
    const found = page.count;
    total ??= found;
    let inOrder = true;
    while (page) {
      const now: Page = page;
      const isLast = !(now.current_page < now.last_page) || now.rows.length === 0;
      const short = deadline.leftMs() < slowest + RESERVE_MS;
      // The next page is on its way while this one is read.
      const next = isLast || short ? undefined : load(now.current_page + 1);
      next?.catch(() => {});
      const fresh = now.rows.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      inOrder &&= isInOrder(now.rows);
      last = now.rows.at(-1)?.init_time ?? last;
      await take(fresh);
      progress(seen.size, Math.max(total, seen.size));
      if (!isLast && short) return stopped();
      page = await next;
    }
    if (found < REACH) break;
    // Beyond its reach the dialer is asked for what is later than the last call; the same moment comes again.
    if (!inOrder || last === undefined || last === from)
      return {
        seen: seen.size,
        partial: `The dialer tells no more than ${REACH} calls of one search. Ask for a shorter time.`,
      };
    from = last;
  }
  if (seen.size < total)
    return {
      seen: seen.size,
      partial: `Calls changed while they were read: ${seen.size} of ${total} were seen. Ask again for exact figures.`,
    };
  return { seen: seen.size };
}

const inTheMiddle = (error: ToolError, seen: number, total: number): ToolError =>
  new ToolError(
    error.kind,
    `${error.message} ${seen} of ${total} calls had been read by then; of a part nothing is told. Try again, or ask for a shorter time.`,
    error.status,
  );

const isInOrder = (rows: readonly Row[]): boolean => {
  const first = rows[0]?.init_time;
  const last = rows.at(-1)?.init_time;
  return first === undefined || String(first) <= String(last);
};
