/** Rows of many kinds, counted and summed by one or two of their properties in one pass. */

import type { Row } from '../define/row.ts';
import { fitRows, LARGE_BUDGET } from '../response/limit.ts';
import { percentOf } from '../shared/numbers.ts';
import { oneLine } from '../shared/text.ts';

const MAX_LABEL_LENGTH = 120;

/** What a row is counted under; null where it has no such property. */
export type Key = string | number | null;

export interface Dimension<Piece> {
  key: (piece: Piece) => Key;
  label: (key: Key) => string;
  /** In the order of time, which is that of the keys. */
  time?: 'calendar' | 'clock';
  /** Pieces without such a property are no group among the others: they stand in one row after all of them. */
  apart?: true;
}

/** How pieces are summed up, and the figures that are told of a sum. */
export interface Measures<Piece, S> {
  /** A sum of nothing. */
  zero(): S;
  add(sum: S, piece: Piece): void;
  /** Adds one sum to another. */
  merge(into: S, sum: S): void;
  /** In the order in which they are told; null where there is nothing to divide by. */
  figures(sum: S): Record<string, number | null>;
}

interface Group<S> {
  keys: Key[];
  sum: S;
}

export type Groups<S> = Map<Key, Group<S>>;

export function addToGroups<Piece, S>(
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
export function mergeSums<Piece, S>(
  measures: Pick<Measures<Piece, S>, 'zero' | 'merge'>,
  sums: Iterable<S>,
): S {
  const all = measures.zero();
  for (const sum of sums) measures.merge(all, sum);
  return all;
}

/** Of sums that are numbers alone. */
export function addSums<S extends { [name in keyof S]: number }>(into: S, sum: S): void {
  for (const name of Object.keys(into) as (keyof S)[]) (into[name] as number) += sum[name];
}

export interface TableOptions<S> {
  /** The figure to sort by; without it the first one, or time where the first property is one. */
  sort?: string;
  top: number;
  /** Figures that are not told of a group. */
  hidden?: readonly string[];
  /** Whether a group is too small to be ranked: such groups come after the others. */
  few?: (sum: S) => boolean;
}

export interface Table<S> {
  row: Row;
  /** The groups that have rows, but for those that stand apart. */
  kept: { label: string; sum: S }[];
  /** Those that were too small to be ranked. */
  few: string[];
}

interface GroupLine<S> {
  keys: Key[];
  now: S;
  before: S;
  figures: Record<string, number | null>;
  few: boolean;
}

/** The table of the groups: sorted, the first so many, the rest in one row. @param before of the time before */
export function groupTable<Piece, S>(
  groups: Groups<S>,
  by: readonly string[],
  dimensions: readonly Dimension<Piece>[],
  measures: Measures<Piece, S>,
  { sort, top, hidden = [], few }: TableOptions<S>,
  before?: { groups: Groups<S>; names: readonly string[] },
): Table<S> {
  // A group of the time before may have nothing in this one.
  const names = new Map([...groups, ...(before?.groups ?? [])].map(([name, { keys }]) => [name, keys]));
  const lines = [...names].map(([name, keys]): GroupLine<S> => {
    const now = groups.get(name)?.sum ?? measures.zero();
    return {
      keys,
      now,
      before: before?.groups.get(name)?.sum ?? measures.zero(),
      figures: measures.figures(now),
      few: few?.(now) ?? false,
    };
  });
  /** By which property it stands apart, if it does. */
  const apartBy = ({ keys }: GroupLine<S>) =>
    keys.findIndex((key, i) => key === null && dimensions[i]!.apart);
  const all = lines.filter((line) => apartBy(line) === -1);
  const figures = Object.keys(measures.figures(measures.zero())).filter((name) => !hidden.includes(name));
  const byTime = dimensions[0]!.time !== undefined && sort === undefined;
  const figure = sort ?? figures[0]!;
  all.sort((a, b) =>
    byTime
      ? inOrder(a.keys, b.keys)
      : Number(a.few) - Number(b.few) ||
        descending(a.figures[figure], b.figures[figure]) ||
        inOrder(a.keys, b.keys),
  );
  // Of a calendar the latest are wanted, of all else the first.
  const latest = byTime && dimensions[0]!.time === 'calendar';
  const cut = all.length > top;
  const kept = !cut ? all : latest ? all.slice(-top) : all.slice(0, top);
  const left = !cut ? [] : latest ? all.slice(0, -top) : all.slice(top);

  const told = (sum: S, earlier: S, one = measures.figures(sum)) => {
    const other = before && measures.figures(earlier);
    return [
      ...figures.map((name) => one[name]!),
      ...(before?.names ?? []).map((name) => other![name] ?? null),
    ];
  };
  const labels = (keys: readonly Key[]) =>
    keys.map((key, i) => oneLine(dimensions[i]!.label(key), MAX_LABEL_LENGTH));
  const rows = kept.map(({ keys, now, before: earlier, figures: one }) => [
    ...labels(keys),
    ...told(now, earlier, one),
  ]);
  const together = (some: readonly GroupLine<S>[]) => [
    mergeSums(
      measures,
      some.map(({ now }) => now),
    ),
    mergeSums(
      measures,
      some.map(({ before: earlier }) => earlier),
    ),
  ];
  if (left.length) {
    const [rest, restBefore] = together(left);
    rows.push([
      `${left.length} ${latest ? 'earlier' : 'others'}`,
      ...by.slice(1).map(() => null),
      ...told(rest!, restBefore!),
    ]);
  }
  for (const [at, { apart, label }] of dimensions.entries()) {
    const some = apart ? lines.filter((line) => apartBy(line) === at) : [];
    if (!some.length) continue;
    const [rest, restBefore] = together(some);
    rows.push([...dimensions.map((_, i) => (i === at ? label(null) : null)), ...told(rest!, restBefore!)]);
  }
  // Long names leave room for fewer; the last rows are all the others.
  const fitting = fitRows(rows, LARGE_BUDGET).length;
  if (fitting < rows.length && kept.length > 1) {
    const fewer = Math.max(1, fitting - (rows.length - kept.length));
    return groupTable(groups, by, dimensions, measures, { sort, top: fewer, hidden, few }, before);
  }
  return {
    row: {
      total: all.length,
      returned: kept.length,
      columns: [...by, ...figures, ...(before?.names.map((name) => `${name}_before`) ?? [])],
      rows,
    },
    kept: kept.map(({ keys, now }) => ({ label: labels(keys).join(' / '), sum: now })),
    few: all.filter((line) => line.few).map(({ keys }) => labels(keys).join(' / ')),
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

/** How much more, in percent of what was before; of shares the difference in percentage points. */
export function changesBetween(
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
      return [`${name}_pct`, other ? percentOf((one ?? 0) - other, other) : null];
    }),
  );
}
