/** Ids in the dialer's answers. */
import type { Row } from '../define/row.ts';
import { ToolError } from '../shared/tool-error.ts';

/** The number that an id is: ids come as text where the dialer echoes a path. */
export const numeric = (id: unknown): unknown =>
  typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id;

export const isId = (id: unknown): id is number => Number.isInteger(id) && Number(id) > 0;

interface IdCheck {
  /** The member of the row that holds the id. */
  key?: string;
  /** An id that comes as text counts too. */
  allowText?: true;
  /** Added to the error: what follows for the caller. */
  consequence?: string;
}

/** Returns the row if it is the one that was requested. @throws ToolError bad_answer */
export function expectSameId(
  what: string,
  row: Row | null | undefined,
  id: unknown,
  { key = 'id', allowText, consequence = '' }: IdCheck = {},
): Row {
  const answered = row?.[key];
  if (row && (allowText ? numeric(answered) : answered) === id) return row;
  throw new ToolError(
    'bad_answer',
    `The dialer was asked for ${what} ${id} and answered with something else.${consequence}`,
  );
}
