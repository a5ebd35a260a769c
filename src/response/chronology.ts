/** Rows in the order of time, and cursors: positions among them that stay where they are while rows come in. */

import type { Args, Row } from '../define/row.ts';
import type { ListArgs } from '../define/tool.ts';
import { localMinute, momentOf } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';

/** The time of a row in ms, and a number that tells it from others of the same moment. */
interface Position {
  at: number;
  nr: number;
}

export interface ListOrder {
  sort: 'newest' | 'oldest';
  /** The row that the previous answer ended with. */
  after?: Position;
}

export interface PositionedRow extends Position {
  row: Row;
}

/** Returns the time of the answer where the arguments mean something else an hour later. */
export const asOf = (args: Args, zone: string): { as_of?: string } =>
  args.period === undefined && args.older_than_hours === undefined ? {} : { as_of: localMinute(zone) };

/** Reads `sort` and `cursor`. @throws ToolError where the cursor is of a list the other way round */
export function orderOf({ sort, cursor }: Pick<ListArgs, 'sort' | 'cursor'>): ListOrder {
  if (cursor === undefined) return { sort: sort ?? 'newest' };
  const [direction, at, nr] = cursor.split('.') as [ListOrder['sort'], string, string];
  if (sort !== undefined && sort !== direction)
    throw new ToolError(
      'invalid_arguments',
      `This cursor goes on in a list of the ${direction} first: give it without sort, or sort without it.`,
    );
  return { sort: direction, after: { at: Number(at), nr: Number(nr) } };
}

export const cursorOf = ({ at, nr }: Position, { sort }: ListOrder): string => `${sort}.${at}.${nr}`;

/**
 * Returns the rows after the position that the list continues from, sorted by time. Rows of one moment are in the order
 * of their ids, or, without ids, in the order of the dialer; impossible times are the oldest.
 * @param time the key of a row's moment
 */
export function inOrder(rows: readonly Row[], time: string, { sort, after }: ListOrder): PositionedRow[] {
  const sameMoment = new Map<number, number>();
  const sign = sort === 'oldest' ? 1 : -1;
  const compare = (a: Position, b: Position) => sign * (a.at - b.at || a.nr - b.nr);
  return rows
    .map((row) => {
      const at = momentOf(row[time]) || 0;
      const earlier = sameMoment.get(at) ?? 0;
      sameMoment.set(at, earlier + 1);
      return { row, at, nr: Number.isInteger(row.id) ? row.id : earlier };
    })
    .filter((positioned) => !after || compare(positioned, after) > 0)
    .sort(compare);
}
