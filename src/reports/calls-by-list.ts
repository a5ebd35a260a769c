/** Calls by contact list: a call does not tell its list, so that each list is a search of its own. */

import type { Entry } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { Hands } from '../define/tool.ts';
import { eachCall } from './stream-calls.ts';

/** Beyond that many searches nobody waits. */
const MOST_LISTS = 100;
const AT_ONCE = 4;
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
export async function eachList(
  args: Args,
  known: readonly Entry[],
  hands: Pick<Hands, 'calls' | 'deadline' | 'view'>,
  take: (calls: readonly Row[], list: number) => void,
): Promise<ListReading> {
  const asked = args.contactlist_ids as number[] | undefined;
  const wanted = asked ? [...new Set(asked)] : newest(known);
  const ids = new Set<unknown>();
  const several = new Set<unknown>();
  const until = hands.deadline.leftMs() * (1 - SHARE_OF_TIME);
  let next = 0;
  let partial: string | undefined;
  const worker = async () => {
    while (next < Math.min(wanted.length, MOST_LISTS) && hands.deadline.leftMs() > until) {
      const list = wanted[next++]!;
      const told = await eachCall(
        { ...args, contactlist_ids: [list] },
        { ...hands, progress: () => {} },
        (calls) => {
          for (const { id } of calls) (ids.has(id) ? several : ids).add(id);
          take(calls, list);
        },
      );
      partial ??= told.partial;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { ids, several: several.size, unread: wanted.length - next, partial };
}

/** Deleted ones have calls too, of earlier days. */
const newest = (lists: readonly Entry[]): number[] =>
  [...lists]
    .sort((a, b) => Number(Boolean(a.note)) - Number(Boolean(b.note)) || b.id - a.id)
    .map(({ id }) => id);
