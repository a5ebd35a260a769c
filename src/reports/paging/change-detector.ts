/**
 * Notices that calls came or went while a search was read page by page: then pages shift, and a call may have been
 * missed. It knows by what the dialer says of the whole with each page.
 */

export interface ChangeDetector {
  /** How many calls the dialer had when the reading began; undefined before the first page. */
  readonly total: number | undefined;
  readonly hasChanged: boolean;
  /** @param count of the whole search, as the page says */
  pageRead(count: number): void;
  /** @param rows that the search had, of those that it may have */
  searchRead(rows: number, limit: number): void;
}

export function createChangeDetector(): ChangeDetector {
  let total: number | undefined;
  let count = 0;
  let hasChanged = false;
  return {
    get total() {
      return total;
    },
    get hasChanged() {
      return hasChanged;
    },
    pageRead(newCount) {
      total ??= newCount;
      // Where a call is gone, one that was not read yet moved to a page that was.
      hasChanged ||= newCount < count;
      count = newCount;
    },
    searchRead(rows, limit) {
      hasChanged ||= rows < Math.min(count, limit);
      // The next search counts less.
      count = 0;
    },
  };
}
