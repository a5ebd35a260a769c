/** All calls that match, page by page: rows are handed on and forgotten. */

import type { Formatter } from '../define/answer.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { createFormatter } from '../response/format.ts';
import { moments } from '../shared/period.ts';
import type { DateRange } from './date-range.ts';
import { CALL_FILTERS, type CallFilters } from './inputs.ts';
import { type ChangeDetector, createChangeDetector } from './paging/change-detector.ts';
import { type PageSummary, readPageWithRetry, SEARCH_ROW_LIMIT } from './paging/read-call-page.ts';
import { createSearchWindow, type SearchWindow } from './paging/search-window.ts';

const PAGE_SIZE = 5_000;
/** Time that is kept for the answer itself. */
const RESERVE_MS = 1_500;

export interface StreamSummary {
  /** How many rows were handed on. */
  rowsRead: number;
  /** Why they are not all. */
  partial?: string;
}

type StreamContext = Pick<ReadContext, 'callPages' | 'deadline' | 'display' | 'progress'>;
type TakeRows = (rows: Row[]) => void | Promise<void>;

/** @param take is given each call once, also where pages shift while they are read */
export async function streamCalls(
  filters: CallFilters,
  dates: DateRange,
  context: StreamContext,
  take: TakeRows,
): Promise<StreamSummary> {
  const { start_date, end_date } = moments(dates, context.display.timezone);
  const window = createSearchWindow(start_date);
  const changes = createChangeDetector();
  const reader = createPageReader({ ...callFiltersOf(filters), end_date }, window, changes, context, take);
  const partial = (reason: string): StreamSummary => ({ rowsRead: window.rowsRead, partial: reason });
  for (;;) {
    let goesOn = false;
    for (let page = 0, isLast = false; !isLast; page++) {
      const summary = await reader.readPage(page);
      isLast = isLastPage(summary, page);
      goesOn = summary.count >= SEARCH_ROW_LIMIT;
      if ((!isLast || goesOn) && reader.isTimeShort())
        return partial(timeWasShort(window, changes.total, createFormatter(context.display).time));
    }
    changes.searchRead(window.rowsInWindow, SEARCH_ROW_LIMIT);
    if (!goesOn) break;
    if (!window.advance())
      return partial(
        `The dialer tells no more than ${SEARCH_ROW_LIMIT} calls of one search. Ask for a shorter time.`,
      );
  }
  return changes.hasChanged
    ? partial(callsChanged(window.rowsRead, changes.total ?? 0))
    : { rowsRead: window.rowsRead };
}

interface PageReader {
  readPage(page: number): Promise<PageSummary>;
  /** Whether a page as slow as the slowest one would leave no time for the answer. */
  isTimeShort(): boolean;
}

/** Reads pages of the search that the window is at, and hands on the calls that are new. */
function createPageReader(
  search: Args,
  window: SearchWindow,
  changes: ChangeDetector,
  { callPages, deadline, progress }: StreamContext,
  take: TakeRows,
): PageReader {
  let slowestMs = 0;
  const sink = {
    get rowsRead() {
      return window.rowsRead;
    },
    take: (rows: Row[]) => take(rows.filter(window.add)),
  };
  return {
    async readPage(page) {
      const open = () => callPages({ ...search, start_date: window.start, limit: PAGE_SIZE, page });
      const started = performance.now();
      const summary = await readPageWithRetry(open, sink, changes.total);
      slowestMs = Math.max(slowestMs, performance.now() - started);
      changes.pageRead(summary.count);
      progress(window.rowsRead, Math.max(changes.total ?? 0, window.rowsRead), 'calls read');
      return summary;
    },
    isTimeShort: () => deadline.leftMs() < slowestMs + RESERVE_MS,
  };
}

const callFiltersOf = (filters: CallFilters): Args =>
  Object.fromEntries(CALL_FILTERS.map((name) => [name, filters[name]]));

const isLastPage = ({ rows, current_page, last_page }: PageSummary, page: number): boolean =>
  rows === 0 || (current_page ?? page) >= (last_page ?? 0);

function timeWasShort(
  { rowsRead, inOrder, lastMoment }: SearchWindow,
  total: number | undefined,
  formatTime: Formatter['time'],
): string {
  const upTo = inOrder && lastMoment ? `, the oldest first, up to ${formatTime(lastMoment)}` : '';
  return `Time was short: ${rowsRead} of ${total} calls were read${upTo}. Ask for a shorter time.`;
}

function callsChanged(rowsRead: number, total: number): string {
  const missed = rowsRead < total ? `: ${rowsRead} of ${total} were seen` : ', and some may be missing';
  return `Calls changed while they were read${missed}. Ask again for exact figures.`;
}
