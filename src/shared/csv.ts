/** Lines of an export: CSV as spreadsheets in Sweden read it, or JSON Lines. */

/** How a cell begins that spreadsheets run as a formula (OWASP, CSV injection). */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u;
const QUOTED = /[";\r\n]/;

export type Cell = string | number | boolean | null | undefined;

/** Writes numbers with a decimal comma: with a point, `12.5` becomes a date in a Swedish spreadsheet. */
function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  if (typeof cell === 'boolean') return String(cell);
  const safe = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns a line of cells between semicolons, with the line end of RFC 4180. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(';')}\r\n`;

/** Tells spreadsheets that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** Returns a JSON object on a line of its own, without empty cells. */
export const jsonLine = (names: readonly string[], cells: readonly Cell[]): string =>
  `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? undefined])))}\n`;
