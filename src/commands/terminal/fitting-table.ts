/** A table that fits a width: columns that tell most, numbers to the right, long texts below their row. */
import { padLeft, padRight, textWidth } from './text-width.ts';
import { wrapText } from './wrap-text.ts';

const GAP = 2;
/** What is wider in a column is a text to be read, not a value to be compared. */
const MAX_CELL_WIDTH = 34;

export interface Table {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface FittingTable {
  head: string;
  /** Of each row its line, and the lines of its long texts, indented. */
  rows: { line: string; texts: string[] }[];
  /** Names of the columns for which there was no space. */
  omitted: string[];
}

interface Column {
  name: string;
  cells: string[];
  width: number;
  isNumeric: boolean;
}

/** @param preferred names of the columns that tell most; the others are shown while there is space */
export function fitTable(
  { columns, rows }: Table,
  width: number,
  preferred: readonly string[] = [],
): FittingTable {
  const all = columns.map((name, i) =>
    columnOf(
      name,
      rows.map((row) => row[i] ?? ''),
    ),
  );
  const values = all.filter((column) => column.width <= MAX_CELL_WIDTH);
  const texts = all.filter((column) => column.width > MAX_CELL_WIDTH);
  const shown = chooseColumns(values, width, preferred);
  const indent = shown[0] ? shown[0].width + GAP : 0;
  return {
    head: lineOf(shown, ({ name }) => name),
    rows: rows.map((_, i) => ({
      line: lineOf(shown, ({ cells }) => cells[i]!),
      texts: texts
        .map(({ cells }) => cells[i]!)
        .filter(Boolean)
        .flatMap((text) => wrapText(text, width - indent).map((line) => ' '.repeat(indent) + line)),
    })),
    omitted: values.filter((column) => !shown.includes(column)).map(({ name }) => name),
  };
}

const columnOf = (name: string, cells: string[]): Column => ({
  name,
  cells,
  width: Math.max(...[name, ...cells].map(textWidth)),
  isNumeric: cells.every((cell) => /^-?[\d.,]*$/.test(cell)),
});

/** Returns the columns that fit beside each other, in the order of the table. */
function chooseColumns(columns: readonly Column[], width: number, preferred: readonly string[]): Column[] {
  const rank = ({ name }: Column) => (preferred.includes(name) ? preferred.indexOf(name) : preferred.length);
  let left = width + GAP;
  const chosen = [...columns]
    .sort((a, b) => rank(a) - rank(b))
    .filter((column) => {
      if (column.width + GAP > left) return false;
      left -= column.width + GAP;
      return true;
    });
  return columns.filter((column) => chosen.includes(column));
}

const lineOf = (columns: readonly Column[], cellOf: (column: Column) => string): string =>
  columns
    .map((column) => (column.isNumeric ? padLeft : padRight)(cellOf(column), column.width))
    .join(' '.repeat(GAP))
    .trimEnd();
