/** One page of a search for calls, row by row as it comes. */

import type { Row } from '../../define/row.ts';
import { ToolError, undocumented } from '../../shared/tool-error.ts';

/** The dialer sends no more of one search (API 1.4.4, Search calls). */
export const SEARCH_ROW_LIMIT = 50_000;

/** @returns what the dialer says of the whole */
export type PageBatches = AsyncGenerator<Row[], Row>;

export interface PageSummary {
  rows: number;
  /** Of the whole search. */
  count: number;
  /** Absent for an empty search. */
  current_page?: number;
  last_page?: number;
}

/** What the calls of a page are given to. */
export interface RowSink {
  /** How many calls were taken, of this and earlier pages. */
  readonly rowsRead: number;
  take(rows: Row[]): void | Promise<void>;
}

/** @throws ToolError bad_answer for an undocumented page, or one without end */
async function readPage(batches: PageBatches, sink: RowSink): Promise<PageSummary> {
  let rows = 0;
  for (;;) {
    const { value, done } = await batches.next();
    if (done) return { ...documented(value), rows };
    rows += value.length;
    if (rows > SEARCH_ROW_LIMIT) throw undocumented();
    await sink.take(value);
  }
}

const MAX_ATTEMPTS = 3;

/**
 * Reads a page, anew if it breaks midway: the sink gets some of its calls again. What fails before its first call was
 * tried again by the request itself.
 * @param total how many calls there are, for the error
 * @throws ToolError that tells how many calls had been read
 */
export async function readPageWithRetry(
  open: () => PageBatches,
  sink: RowSink,
  total: number | undefined,
): Promise<PageSummary> {
  for (let attempt = 1; ; attempt++) {
    const rowsBefore = sink.rowsRead;
    try {
      return await readPage(open(), sink);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      const brokeMidway = error.kind === 'unavailable' && sink.rowsRead > rowsBefore;
      if (brokeMidway && attempt < MAX_ATTEMPTS) continue;
      throw sink.rowsRead ? brokenOff(error, sink.rowsRead, total) : error;
    }
  }
}

function documented(summary: Row): Omit<PageSummary, 'rows'> {
  const { count, current_page, last_page } = summary;
  if (!Number.isInteger(count)) throw undocumented();
  return { count, current_page, last_page };
}

const brokenOff = (error: ToolError, rowsRead: number, total: number | undefined): ToolError =>
  new ToolError(
    error.kind,
    `${error.message} ${rowsRead}${total === undefined ? '' : ` of ${total}`} calls had been read by then; of a part nothing is told. Try again, or ask for a shorter time.`,
    error.status,
  );
