/** The cells of a list: each row of the dialer under the columns that were asked for. */

import type { DisplaySettings } from '../config/config.ts';
import type { Column, Formatter } from '../define/answer.ts';
import type { Row } from '../define/row.ts';
import { truncate } from '../shared/text.ts';
import { formatValue } from './format.ts';
import { BUDGET } from './limit.ts';

const MAX_CELL_LENGTH = 2_000;
const MIN_CELL_LENGTH = 10;

export function createCells(
  rows: readonly Row[],
  columns: Record<string, Column>,
  format: Formatter,
  display: DisplaySettings,
): unknown[][] {
  const named = Object.entries(columns);
  return rows.map((row) =>
    fitRow(named.map(([name, column]) => createCell(row, name, column, format, display))),
  );
}

function createCell(
  row: Row,
  name: string,
  column: Column,
  format: Formatter,
  display: DisplaySettings,
): unknown {
  const isKey = typeof column === 'string';
  const value = isKey ? row[column] : column(row, format);
  return shortenCell(formatValue(value ?? null, display, isKey ? column : name), MAX_CELL_LENGTH);
}

/** Cuts the cells of a row that would be longer than a whole answer may be. */
function fitRow(row: unknown[]): unknown[] {
  let fitting = row;
  for (
    let cap = MAX_CELL_LENGTH / 2;
    cap > MIN_CELL_LENGTH && JSON.stringify(fitting).length > BUDGET;
    cap /= 2
  )
    fitting = fitting.map((cell) => shortenCell(cell, Math.floor(cap)));
  return fitting;
}

function shortenCell(cell: unknown, cap: number): unknown {
  if (typeof cell !== 'string' && typeof cell !== 'object') return cell;
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  return text.length <= cap ? cell : `${truncate(text, cap)}… (${cap} of ${text.length} characters)`;
}
