/**
 * The part of a search that is being read. The dialer sends at most 50,000 calls of one search, the oldest first; what
 * lies beyond is read as a further search, which begins at the moment of the last call. The calls of that moment come
 * again, and so do others where pages shift while they are read.
 */

import type { Row } from '../../define/row.ts';

export interface SearchWindow {
  /** Where the search begins, in UTC. */
  readonly start: string | undefined;
  /** How many calls were added, in all windows. */
  readonly rowsRead: number;
  /** How many calls this window had, those of the window before included. */
  readonly rowsInWindow: number;
  /** Of the last call. */
  readonly lastMoment: string | undefined;
  /** Whether all calls came in order of time. */
  readonly inOrder: boolean;
  /** @returns false for a call that was added before */
  add(call: Row): boolean;
  /** Begins the next window. @returns false if there is no later moment to begin at */
  advance(): boolean;
}

export function createSearchWindow(firstStart?: string): SearchWindow {
  const ids = new Set<number>();
  let start = firstStart;
  let lastMoment: string | undefined;
  let inOrder = true;
  const idsOfLastMoment: number[] = [];
  let rowsBefore = 0;
  let overlap = new Set<number>();
  let repeated = 0;
  return {
    get start() {
      return start;
    },
    get rowsRead() {
      return ids.size;
    },
    get rowsInWindow() {
      return ids.size - rowsBefore + repeated;
    },
    get lastMoment() {
      return lastMoment;
    },
    get inOrder() {
      return inOrder;
    },
    add({ id, init_time }) {
      if (ids.has(id)) {
        if (overlap.delete(id)) repeated++;
        return false;
      }
      ids.add(id);
      if (init_time !== lastMoment) {
        inOrder &&= lastMoment === undefined || lastMoment < init_time;
        idsOfLastMoment.length = 0;
      }
      idsOfLastMoment.push(id);
      lastMoment = init_time ?? lastMoment;
      return true;
    },
    advance() {
      if (!inOrder || lastMoment === undefined || lastMoment === start) return false;
      start = lastMoment;
      rowsBefore = ids.size;
      overlap = new Set(idsOfLastMoment);
      repeated = 0;
      return true;
    },
  };
}
