/** The part of a list that an answer shows, and the arguments that ask for what follows it. */

import type { RowsAnswer } from '../define/answer.ts';
import type { Args, Row } from '../define/row.ts';
import type { ListArgs } from '../define/tool.ts';
import { cursorOf, inOrder, orderOf } from './chronology.ts';
import { DEFAULT_LIMIT } from './limit.ts';

export interface Page {
  /** How many rows the whole list has. */
  total: number;
  rows: readonly Row[];
  /** Where the list continues when the first `fitting` of the rows fit into the answer. */
  cutAt(fitting: number): PageEnd;
}

interface PageEnd {
  /** How many of the rows are shown: of a page of the dialer's own maybe fewer than fit. */
  shown: number;
  /** The arguments that lead on; absent at the end of the list. */
  next?: Args;
}

/** @throws ToolError where the cursor is of a list the other way round */
export function pageOf(answer: RowsAnswer, body: unknown, rows: readonly Row[], args: Args & ListArgs): Page {
  const dialerPage = answer.paged?.(body, args);
  const total = dialerPage?.total ?? rows.length;
  // By page, the dialer's own order stays.
  if (answer.time !== undefined && args.page === undefined) return pageByTime(rows, answer.time, total, args);
  return dialerPage ? pageOfDialer(rows, total, dialerPage.next, args) : pageByOffset(rows, args);
}

function pageByTime(rows: readonly Row[], time: string, total: number, args: Args & ListArgs): Page {
  const { offset = 0, limit = DEFAULT_LIMIT } = args;
  const order = orderOf(args);
  const ordered = inOrder(rows, time, order);
  return {
    total,
    rows: ordered.slice(offset, offset + limit).map(({ row }) => row),
    cutAt: (fitting) => {
      const end = offset + fitting;
      const next = end < ordered.length ? { cursor: cursorOf(ordered[end - 1]!, order) } : undefined;
      return { shown: fitting, next };
    },
  };
}

function pageByOffset(rows: readonly Row[], { offset = 0, limit = DEFAULT_LIMIT }: ListArgs): Page {
  return {
    total: rows.length,
    rows: rows.slice(offset, offset + limit),
    cutAt: (fitting) => {
      const end = offset + fitting;
      return { shown: fitting, next: end < rows.length ? { offset: end } : undefined };
    },
  };
}

const pageOfDialer = (rows: readonly Row[], total: number, next: Args | undefined, args: ListArgs): Page => ({
  total,
  rows,
  cutAt: (fitting) => {
    if (fitting === rows.length) return { shown: fitting, next };
    const smaller = nextSmallerPage(args, fitting);
    return { shown: smaller.limit, next: smaller };
  },
});

/** Returns the next of the largest pages that fit and of which whole ones lie before this page: the dialer knows pages alone. */
function nextSmallerPage(
  { page = 0, limit: pageSize = DEFAULT_LIMIT }: ListArgs,
  fitting: number,
): { limit: number; page: number } {
  const before = page * pageSize;
  let limit = fitting;
  while (before % limit) limit--;
  return { limit, page: before / limit + 1 };
}
