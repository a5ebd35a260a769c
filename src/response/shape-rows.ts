/** An answer that is a list: few columns, as many rows as there is room for, and where it goes on. */

import type { Column, RowsAnswer } from '../define/answer.ts';
import type { Args, Row } from '../define/row.ts';
import type { ListArgs } from '../define/tool.ts';
import type { AnswerSource } from './answer-source.ts';
import { createCells } from './cells.ts';
import { asOf } from './chronology.ts';
import { formatRow } from './format.ts';
import { BUDGET, FILTER_BUDGET, fitRecord, fitRows, LARGE_BUDGET } from './limit.ts';
import { pageOf } from './page.ts';
import { buildTable } from './table.ts';
import { quotedNote } from './wording.ts';

/** @throws TypeError where the dialer's answer is not the documented one. @throws ToolError */
export function shapeRows(answer: RowsAnswer, source: AnswerSource): Row {
  const { tool, body, args, display, format } = source;
  const all = answer.rows(body, args);
  if (!Array.isArray(all)) throw new TypeError('the answer has no rows');
  const page = pageOf(answer, body, all, args);
  const columns = { ...answer.columns, ...pickedColumns(answer, args) };
  const cells = createCells(page.rows, columns, format, display);
  const head = membersBefore(answer, source);
  if (cells.length === 0) return { ...head, total: page.total, note: emptyNote(answer, page.total, args) };

  const fitting = fitRows(cells, args.limit === undefined ? BUDGET : LARGE_BUDGET);
  const { shown, next = {} } = page.cutAt(fitting.length);
  const nextArguments = Object.fromEntries(
    Object.entries(next).map(([name, value]) => [`next_${name}`, value]),
  );
  const unpicked = Object.keys(answer.more ?? {}).filter((name) => !(name in columns));
  return {
    ...head,
    ...buildTable({
      total: page.total,
      between: nextArguments,
      columns: Object.keys(columns),
      rows: fitting.slice(0, shown),
    }),
    ...(shown < cells.length && {
      note: `Only ${shown} of ${cells.length} rows fit: go on with ${Object.keys(nextArguments).join(' and ')}, or ask for fewer fields.`,
    }),
    ...(unpicked.length && { more: `fields: ${unpicked.join(', ')}` }),
    ...(tool.quotes && { quoted: quotedNote(tool.quotes) }),
  };
}

/** Returns the members that stand before the list: as of when it is, by which filter, and the tool's own. */
function membersBefore(answer: RowsAnswer, { body, args, display }: AnswerSource): Row {
  const filter = filterOf(answer, args);
  return {
    ...asOf(args, display.timezone),
    ...(filter && { filter: fitRecord(formatRow(filter, display), FILTER_BUDGET) }),
    ...formatRow(answer.beside?.(body, args) ?? {}, display),
  };
}

const pickedColumns = ({ more }: RowsAnswer, { fields = [] }: ListArgs): Record<string, Column> =>
  Object.fromEntries(fields.map((name) => [name, more![name]!]));

/** Returns the arguments that choose rows; undefined where there are none. */
function filterOf(answer: RowsAnswer, args: Args): Row | undefined {
  const { limit, offset, fields, sort, cursor, confirm, ...filter } = args;
  if (answer.paged) delete filter.page;
  return Object.keys(filter).length ? filter : undefined;
}

function emptyNote({ empty }: RowsAnswer, total: number, args: Args & ListArgs): string {
  const { cursor, offset = 0, page = 0 } = args;
  if (total > 0 && cursor !== undefined) return `There are ${total}; none is beyond this cursor.`;
  if (total > 0)
    return `There are ${total}; ${offset ? `offset ${offset}` : `page ${page}`} is past the end.`;
  return typeof empty === 'string' ? empty : empty(args);
}
