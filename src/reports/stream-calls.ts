/** All calls that match, page by page: rows are handed on and forgotten. */

import type { Formatter } from '../define/answer.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { createFormatter } from '../response/format.ts';
import { moments } from '../shared/period.ts';
import { createChangeDetector } from './change-detector.ts';
import type { DateRange } from './date-range.ts';
import { CALL_FILTERS, type CallFilters } from './inputs.ts';
import { type PageSummary, readPageWithRetry, SEARCH_ROW_LIMIT } from './read-call-page.ts';
import { createSearchWindow, type SearchWindow } from './search-window.ts';

const PAGE_SIZE = 5_000;
/** Time that is kept for the answer itself. */
const RESERVE_MS = 1_500;

export interface StreamSummary {
  /** How many rows were handed on. */
  rowsRead: number;
  /** Why they are not all. */
  partial?: string;
}

/** @param take is given each call once, also where pages shift while they are read */
export async function streamCalls(
  filters: CallFilters,
  dates: DateRange,
  {
    callPages,
    deadline,
    display,
    progress,
  }: Pick<ReadContext, 'callPages' | 'deadline' | 'display' | 'progress'>,
  take: (rows: Row[]) => void | Promise<void>,
): Promise<StreamSummary> {
  const { start_date, end_date } = moments(dates, display.timezone);
  const search: Args = { ...callFiltersOf(filters), end_date };
  const window = createSearchWindow(start_date);
  const changes = createChangeDetector();
  const sink = {
    get rowsRead() {
      return window.rowsRead;
    },
    take: (rows: Row[]) => take(rows.filter(window.add)),
  };
  let slowestMs = 0;
  const readPage = async (page: number): Promise<PageSummary> => {
    const open = () => callPages({ ...search, start_date: window.start, limit: PAGE_SIZE, page });
    const started = performance.now();
    const summary = await readPageWithRetry(open, sink, changes.total);
    slowestMs = Math.max(slowestMs, performance.now() - started);
    changes.pageRead(summary.count);
    progress(window.rowsRead, Math.max(changes.total ?? 0, window.rowsRead), 'calls read');
    return summary;
  };
  const partial = (reason: string): StreamSummary => ({ rowsRead: window.rowsRead, partial: reason });

  for (;;) {
    let goesOn = false;
    for (let page = 0, isLast = false; !isLast; page++) {
      const summary = await readPage(page);
      isLast = isLastPage(summary, page);
      goesOn = summary.count >= SEARCH_ROW_LIMIT;
      const isTimeShort = deadline.leftMs() < slowestMs + RESERVE_MS;
      if (isTimeShort && (!isLast || goesOn))
        return partial(timeWasShort(window, changes.total, createFormatter(display).time));
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
