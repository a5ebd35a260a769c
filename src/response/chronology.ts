/** Rows in the order of time, and a place among them that stays where it is while rows come in. */

import type { Args, Row } from '../define/row.ts';
import { localMinute, momentOf } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';

/** When a row was, in ms, and what tells it from others of the same moment. */
interface Place {
  at: number;
  nr: number;
}

export interface ListOrder {
  sort: 'newest' | 'oldest';
  /** The row that the answer before ended with. */
  after?: Place;
}

/** A row and where it stands. */
export interface PlacedRow extends Place {
  row: Row;
}

/** When an answer to arguments was given that mean something else an hour later. */
export const asOf = (args: Args, zone: string): { as_of?: string } =>
  args.period === undefined && args.older_than_hours === undefined ? {} : { as_of: localMinute(zone) };

/** @throws ToolError where the cursor is of a list the other way round */
export function orderOf(args: Args): ListOrder {
  const sort = args.sort as ListOrder['sort'] | undefined;
  if (args.cursor === undefined) return { sort: sort ?? 'newest' };
  const [way, at, nr] = (args.cursor as string).split('.') as [ListOrder['sort'], string, string];
  if (sort !== undefined && sort !== way)
    throw new ToolError(
      'invalid_arguments',
      `This cursor goes on in a list of the ${way} first: give it without sort, or sort without it.`,
    );
  return { sort: way, after: { at: Number(at), nr: Number(nr) } };
}

export const cursorOf = ({ at, nr }: Place, { sort }: ListOrder): string => `${sort}.${at}.${nr}`;

/**
 * Rows from the place that the order goes on from. Those of one moment stand in the order of their ids, or, without
 * ids, in the one that the dialer has them in; impossible times are the oldest.
 * @param time the key of a row's moment
 */
export function inOrder(rows: readonly Row[], time: string, { sort, after }: ListOrder): PlacedRow[] {
  const seen = new Map<number, number>();
  const sign = sort === 'oldest' ? 1 : -1;
  const compare = (one: Place, other: Place) => sign * (one.at - other.at || one.nr - other.nr);
  return rows
    .map((row) => {
      const at = momentOf(row[time]) || 0;
      const before = seen.get(at) ?? 0;
      seen.set(at, before + 1);
      return { row, at, nr: Number.isInteger(row.id) ? (row.id as number) : before };
    })
    .filter((placed) => !after || compare(placed, after) > 0)
    .sort(compare);
}
