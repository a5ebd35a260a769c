/** The one place that builds the members of a list in an answer. */

import type { Row } from '../define/row.ts';

export interface Table {
  /** How many there are in all; absent where the rows are all. */
  total?: number;
  /** How many of them are shown; absent where each is one row. */
  returned?: number;
  /** Members between the counts and the columns, such as where the list goes on. */
  between?: Row;
  /** Absent where several tables of an answer share their columns. */
  columns?: readonly string[];
  rows: readonly (readonly unknown[])[];
}

/** Returns `total`, `returned`, `columns` and `rows`, always in this order. */
export const buildTable = ({
  rows,
  total = rows.length,
  returned = rows.length,
  between,
  columns,
}: Table): Row => ({ total, returned, ...between, ...(columns && { columns }), rows });
