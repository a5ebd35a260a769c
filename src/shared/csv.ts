/** Lines of a file: CSV as spreadsheets in Sweden read it, or one JSON object a line. */

/** A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection). */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u;
const QUOTED = /[";\r\n]/;

export type Cell = string | number | boolean | null | undefined;

/** Semicolons between cells and a decimal comma: with points, `12.5` becomes a date in a Swedish spreadsheet. */
function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  if (typeof cell === 'boolean') return String(cell);
  const safe = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With the line's end as RFC 4180 has it. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(';')}\r\n`;

/** Tells spreadsheets that it is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** Without what is empty. */
export const jsonLine = (names: readonly string[], cells: readonly Cell[]): string =>
  `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? undefined])))}\n`;
