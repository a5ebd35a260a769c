/** Rows of many kinds, counted and summed by one or two of their properties in one pass. */
import { ASKED_BUDGET, fitRows } from '../answer/fit.ts';
import { oneLine } from '../text.ts';
import type { Row } from '../tool.ts';

const LONGEST_LABEL = 120;

/** What a row is counted under; null where it has no such property. */
export type Key = string | number | null;

export interface Dimension<Piece> {
  key: (piece: Piece) => Key;
  label: (key: Key) => string;
  /** In the order of time, which is that of the keys. */
  time?: 'calendar' | 'clock';
}

/** How pieces are summed up, and the figures that are told of a sum. */
export interface Measures<Piece, S> {
  /** A sum of nothing. */
  zero(): S;
  add(sum: S, piece: Piece): void;
  /** In the order in which they are told; null where there is nothing to divide by. */
  tell(sum: S): Record<string, number | null>;
}

interface Group<S> {
  keys: Key[];
  sum: S;
}

export type Groups<S> = Map<Key, Group<S>>;

export function addTo<Piece, S>(
  groups: Groups<S>,
  piece: Piece,
  dimensions: readonly Dimension<Piece>[],
  measures: Measures<Piece, S>,
): void {
  const [one, other] = dimensions;
  const first = one!.key(piece);
  const second = other?.key(piece);
  const name = second === undefined ? first : `${first}\u0000${second}`;
  let group = groups.get(name);
  if (!group) {
    group = { keys: second === undefined ? [first] : [first, second], sum: measures.zero() };
    groups.set(name, group);
  }
  measures.add(group.sum, piece);
}

/** All in one. */
export function merged<S extends { [name in keyof S]: number }>(zero: S, sums: Iterable<S>): S {
  for (const sum of sums)
    for (const name of Object.keys(zero) as (keyof S)[]) (zero[name] as number) += sum[name];
  return zero;
}

export interface Wish {
  /** The figure to sort by; without it the first one, or time where the first property is one. */
  sort?: string;
  top: number;
}

/** The table of the groups: sorted, the first so many, the rest in one row. @param before of the period before */
export function table<Piece, S extends { [name in keyof S]: number }>(
  groups: Groups<S>,
  by: readonly string[],
  dimensions: readonly Dimension<Piece>[],
  measures: Measures<Piece, S>,
  { sort, top }: Wish,
  before?: { groups: Groups<S>; names: readonly string[] },
): Row {
  // A group of the period before may have nothing in this one.
  for (const [name, { keys }] of before?.groups ?? [])
    if (!groups.has(name)) groups.set(name, { keys, sum: measures.zero() });
  const all = [...groups].map(([name, { keys, sum }]) => ({
    name,
    keys,
    sum,
    figures: measures.tell(sum),
  }));
  const figures = Object.keys(measures.tell(measures.zero()));
  const byTime = dimensions[0]!.time !== undefined && sort === undefined;
  const figure = sort ?? figures[0]!;
  all.sort((a, b) =>
    byTime
      ? inOrder(a.keys, b.keys)
      : descending(a.figures[figure], b.figures[figure]) || inOrder(a.keys, b.keys),
  );
  // Of a calendar the latest are wanted, of all else the first.
  const latest = byTime && dimensions[0]!.time === 'calendar';
  const cut = all.length > top;
  const kept = !cut ? all : latest ? all.slice(-top) : all.slice(0, top);
  const left = !cut ? [] : latest ? all.slice(0, -top) : all.slice(top);

  const earlier = (sum = measures.zero()) => {
    const told = measures.tell(sum);
    return (before?.names ?? []).map((name) => told[name] ?? null);
  };
  const rows = kept.map(({ name, keys, figures: told }) => [
    ...keys.map((key, i) => oneLine(dimensions[i]!.label(key), LONGEST_LABEL)),
    ...Object.values(told),
    ...earlier(before?.groups.get(name)?.sum),
  ]);
  if (left.length) {
    const rest = merged(
      measures.zero(),
      left.map(({ sum }) => sum),
    );
    const restBefore = merged(
      measures.zero(),
      left.flatMap(({ name }) => before?.groups.get(name)?.sum ?? []),
    );
    rows.push([
      `${left.length} ${latest ? 'earlier' : 'others'}`,
      ...by.slice(1).map(() => null),
      ...Object.values(measures.tell(rest)),
      ...earlier(restBefore),
    ]);
  }
  // Long names leave room for fewer; the last row is all the others.
  const fitting = fitRows(rows, ASKED_BUDGET).length;
  if (fitting < rows.length && top > 1)
    return table(groups, by, dimensions, measures, { sort, top: Math.max(1, fitting - 1) }, before);
  return {
    total: all.length,
    returned: kept.length,
    columns: [...by, ...figures, ...(before?.names.map((name) => `${name}_before`) ?? [])],
    rows,
  };
}

/** What has no such figure comes last, after what is below zero too. */
function descending(a: number | null | undefined, b: number | null | undefined): number {
  const [one, other] = [a ?? Number.NEGATIVE_INFINITY, b ?? Number.NEGATIVE_INFINITY];
  return one === other ? 0 : other - one;
}

function inOrder(a: readonly Key[], b: readonly Key[]): number {
  for (const [i, one] of a.entries()) {
    const other = b[i]!;
    if (one === other) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return String(one) < String(other) ? -1 : 1;
  }
  return 0;
}

/** In percent, to a tenth; null where there is nothing to have a share of. */
export const share = (part: number, whole: number): number | null =>
  whole ? Math.round((part / whole) * 1000) / 10 : null;

/** To two decimals: sums of floats carry dust. */
export const rounded = (amount: number): number => Math.round(amount * 100) / 100;

/** How much more, in percent of what was before; of shares the difference in percentage points. */
export function changes(
  now: Record<string, number | null>,
  before: Record<string, number | null>,
  names: readonly string[],
): Row {
  return Object.fromEntries(
    names.map((name) => {
      const [one, other] = [now[name] ?? null, before[name] ?? null];
      if (name.endsWith('_pct'))
        return [
          name.replace(/_pct$/, '_points'),
          one === null || other === null ? null : Math.round((one - other) * 10) / 10,
        ];
      return [`${name}_pct`, other ? share((one ?? 0) - other, other) : null];
    }),
  );
}
