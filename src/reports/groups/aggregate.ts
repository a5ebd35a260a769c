/** Rows grouped by one or two of their properties and summed up, in one pass. */

import { momentOf } from '../../shared/time.ts';

/** The property that a row is grouped by; null if the row has none. */
export type Key = string | number | null;

/** @template Item what is counted: a row, or a part of one */
export interface Dimension<Item> {
  key(item: Item): Key;
  label(key: Key): string;
  /** Keys are times: of a calendar, which goes on, or of a clock, which comes round. */
  time?: 'calendar' | 'clock';
  /** Items without the property form no group: one row after all groups shows them. */
  missingLast?: true;
}

/** Figures by name, in the order in which they are shown; null where there is nothing to divide by. */
export type Figures = Record<string, number | null>;

/** How items are summed up, and which figures are made of a sum. */
export interface Measures<Item, Sum> {
  zero(): Sum;
  add(sum: Sum, item: Item): void;
  /** Adds `other` to `sum`. */
  merge(sum: Sum, other: Sum): void;
  figures(sum: Sum): Figures;
}

interface Group<Sum> {
  keys: Key[];
  sum: Sum;
}

export type Groups<Sum> = Map<Key, Group<Sum>>;

/** Returns the one key of a group of two dimensions. */
export const pairKey = (first: Key, second: Key): string => `${first}\u0000${second}`;

/** @param dimensions one or two */
export function addToGroups<Item, Sum>(
  groups: Groups<Sum>,
  item: Item,
  dimensions: readonly Dimension<Item>[],
  measures: Measures<Item, Sum>,
): void {
  const [outer, inner] = dimensions;
  const first = outer!.key(item);
  const second = inner?.key(item);
  const id = second === undefined ? first : pairKey(first, second);
  let group = groups.get(id);
  if (!group) {
    group = { keys: second === undefined ? [first] : [first, second], sum: measures.zero() };
    groups.set(id, group);
  }
  measures.add(group.sum, item);
}

export function mergeSums<Item, Sum>(
  measures: Pick<Measures<Item, Sum>, 'zero' | 'merge'>,
  sums: Iterable<Sum>,
): Sum {
  const total = measures.zero();
  for (const sum of sums) measures.merge(total, sum);
  return total;
}

/** Adds `other` to `sum`, member by member. */
export function addSums<Sum extends Record<keyof Sum, number>>(sum: Sum, other: Sum): void {
  for (const name of Object.keys(sum) as (keyof Sum)[]) (sum[name] as number) += other[name];
}

/** The earlier of two moments as the dialer writes them; an impossible one is passed over. */
export const earlierMoment = (first: string | undefined, moment: unknown): string | undefined =>
  typeof moment === 'string' && (first === undefined || moment < first) && momentOf(moment) > 0
    ? moment
    : first;
