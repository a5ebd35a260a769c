/** Calls by contact list: a call does not tell its list, so that each list is a search of its own. */

import type { NameEntry } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { streamCalls } from './stream-calls.ts';

/** Beyond that many searches nobody waits. */
const MAX_LISTS = 100;
const CONCURRENCY = 4;
/** Kept for the search of all calls, which comes after. */
const SHARE_OF_TIME = 0.6;

export interface ListReading {
  /** Of all calls that are on one of the lists. */
  ids: ReadonlySet<unknown>;
  /** How many calls are on more than one of them. */
  several: number;
  /** How many lists were not looked at. */
  unread: number;
  partial?: string;
}

/**
 * Those that are asked for, else the living ones, the newest first.
 * @param take is given the calls of a list, each once
 */
export async function readCallsByList(
  args: Args,
  known: readonly NameEntry[],
  context: Pick<ReadContext, 'callPages' | 'deadline' | 'display'>,
  take: (calls: readonly Row[], list: number) => void,
): Promise<ListReading> {
  const asked = args.contactlist_ids as number[] | undefined;
  const wanted = asked ? [...new Set(asked)] : newestFirst(known);
  const ids = new Set<unknown>();
  const several = new Set<unknown>();
  const until = context.deadline.leftMs() * (1 - SHARE_OF_TIME);
  let next = 0;
  let partial: string | undefined;
  const worker = async () => {
    while (next < Math.min(wanted.length, MAX_LISTS) && context.deadline.leftMs() > until) {
      const list = wanted[next++]!;
      const told = await streamCalls(
        { ...args, contactlist_ids: [list] },
        { ...context, progress: () => {} },
        (calls) => {
          for (const { id } of calls) (ids.has(id) ? several : ids).add(id);
          take(calls, list);
        },
      );
      partial ??= told.partial;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { ids, several: several.size, unread: wanted.length - next, partial };
}

/** Deleted ones have calls too, of earlier days. */
const newestFirst = (lists: readonly NameEntry[]): number[] =>
  [...lists]
    .sort((a, b) => Number(Boolean(a.note)) - Number(Boolean(b.note)) || b.id - a.id)
    .map(({ id }) => id);
