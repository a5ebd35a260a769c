/** Calls by contact list: a call does not name its list, so that each list is a search of its own. */

import type { NameEntry } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import type { DateRange } from './date-range.ts';
import type { CallFilters } from './inputs.ts';
import { streamCalls } from './stream-calls.ts';

/** Nobody waits for more searches. */
const MAX_LISTS = 100;
const CONCURRENCY = 4;
/** The rest of the time is kept for the search of all calls, which comes after. */
const SHARE_OF_TIME = 0.6;

export interface ListReading {
  /** Of all calls that are on one of the lists. */
  callIds: ReadonlySet<unknown>;
  /** How many calls are on more than one of them. */
  onSeveral: number;
  /** How many lists were not read. */
  unread: number;
  partial?: string;
}

/**
 * Reads the lists that the filters name, or else all that are not deleted, the newest first, and then the deleted ones.
 * @param take is given the calls of a list, each once
 */
export async function readCallsByList(
  filters: CallFilters,
  dates: DateRange,
  lists: readonly NameEntry[],
  context: Pick<ReadContext, 'callPages' | 'deadline' | 'display' | 'progress'>,
  take: (calls: readonly Row[], list: number) => void,
): Promise<ListReading> {
  const wanted = filters.contactlist_ids ? [...new Set(filters.contactlist_ids)] : newestFirst(lists);
  const callIds = new Set<unknown>();
  const repeatedIds = new Set<unknown>();
  const reservedMs = context.deadline.leftMs() * (1 - SHARE_OF_TIME);
  const count = Math.min(wanted.length, MAX_LISTS);
  let next = 0;
  let done = 0;
  let partial: string | undefined;
  const worker = async () => {
    while (next < count && context.deadline.leftMs() > reservedMs) {
      const list = wanted[next++]!;
      const summary = await streamCalls(
        { ...filters, contactlist_ids: [list] },
        dates,
        // Its calls are counted when all calls are read.
        { ...context, progress: () => {} },
        (calls) => {
          for (const { id } of calls) (callIds.has(id) ? repeatedIds : callIds).add(id);
          take(calls, list);
        },
      );
      partial ??= summary.partial;
      context.progress(++done, count, 'contact lists read');
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { callIds, onSeveral: repeatedIds.size, unread: wanted.length - next, partial };
}

/** Deleted lists come last: they have calls too, of earlier days. */
const newestFirst = (lists: readonly NameEntry[]): number[] =>
  [...lists]
    .sort((a, b) => Number(Boolean(a.note)) - Number(Boolean(b.note)) || b.id - a.id)
    .map(({ id }) => id);
