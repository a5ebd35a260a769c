/** Answers of tools as tables: columns and rows. */
import type { Row } from '../define/row.ts';
import { stripHidden } from '../shared/text.ts';

/** Returns the rows as objects; what is no table has none. */
export function rowsOf({ columns, rows }: Row): Row[] {
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  return rows.map((cells: unknown[]) =>
    Object.fromEntries(columns.map((name: string, index) => [name, cells[index]])),
  );
}

export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

export const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Returns a text of others without what hides or reorders the text around it. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? stripHidden(value) : '');
