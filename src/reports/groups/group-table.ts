/** The table of groups in a report: sorted, cut to so many, the rest summed up in rows of their own. */

import type { Row } from '../../define/row.ts';
import { fitRows, LARGE_BUDGET } from '../../response/limit.ts';
import { buildTable } from '../../response/table.ts';
import { oneLine } from '../../shared/text.ts';
import {
  type Dimension,
  type Figures,
  type Groups,
  type Key,
  type Measures,
  mergeSums,
} from './aggregate.ts';

const MAX_LABEL_LENGTH = 120;

/** What the rows were grouped by, and how they were summed up. */
export interface Grouping<Item, Sum> {
  by: readonly string[];
  /** One for each name of `by`. */
  dimensions: readonly Dimension<Item>[];
  measures: Measures<Item, Sum>;
}

export interface Ranking<Sum> {
  /** The figure to sort by; without it time, if the first dimension is one, or else the first figure. */
  sort?: string;
  /** Figures that groups don't show. */
  hidden: readonly string[];
  /** Smaller groups come after the others, since their rates say little. */
  minimum?: { isTooSmall(sum: Sum): boolean; text: string };
}

/** Groups of an earlier time, and the figures of them that stand beside the others. */
export interface EarlierGroups<Sum> {
  groups: Groups<Sum>;
  figures: readonly string[];
}

export interface GroupTable<Sum> {
  row: Row;
  /** The groups that have a row of their own. */
  shown: { label: string; sum: Sum }[];
  /** The labels of groups below the minimum. */
  tooSmall: string[];
}

/** A group with its sums of both times. */
interface GroupLine<Sum> {
  keys: readonly Key[];
  sum: Sum;
  earlier: Sum;
  figures: Figures;
  isTooSmall: boolean;
}

/** @param top how many groups have a row of their own, if so many fit */
export function groupTable<Item, Sum>(
  grouping: Grouping<Item, Sum>,
  groups: Groups<Sum>,
  ranking: Ranking<Sum>,
  top: number,
  earlier?: EarlierGroups<Sum>,
): GroupTable<Sum> {
  const { by, dimensions, measures } = grouping;
  const figures = Object.keys(measures.figures(measures.zero())).filter(
    (name) => !ranking.hidden.includes(name),
  );
  const lines = groupLines(groups, measures, ranking, earlier?.groups);
  const byTime = ranking.sort === undefined ? dimensions[0]!.time : undefined;
  const sorted = lines
    .filter(({ keys }) => missingDimension(keys, dimensions) === -1)
    .sort(byTime ? byKeys : byFigure(ranking.sort ?? figures[0]!));
  const writer = rowWriter(grouping, figures, earlier?.figures ?? []);
  const missing = missingRows(lines, dimensions, writer);
  const { shown, rows } = fittingRows(top, (count) => {
    const cut = cutLines(sorted, count, byTime === 'calendar');
    return { shown: cut.shown, rows: [...cut.shown.map(writer.group), ...restRows(cut, writer), ...missing] };
  });
  const labelOf = ({ keys }: GroupLine<Sum>) => labelsOf(keys, dimensions).join(' / ');
  return {
    row: buildTable({
      total: sorted.length,
      returned: shown.length,
      columns: [...by, ...figures, ...(earlier?.figures.map((name) => `${name}_before`) ?? [])],
      rows,
    }),
    shown: shown.map((line) => ({ label: labelOf(line), sum: line.sum })),
    tooSmall: sorted.filter(({ isTooSmall }) => isTooSmall).map(labelOf),
  };
}

/** The groups of both times: one that was there earlier may have nothing now. */
function groupLines<Item, Sum>(
  groups: Groups<Sum>,
  measures: Measures<Item, Sum>,
  { minimum }: Ranking<Sum>,
  earlier: Groups<Sum> = new Map(),
): GroupLine<Sum>[] {
  const keysById = new Map([...groups, ...earlier].map(([id, { keys }]) => [id, keys]));
  return [...keysById].map(([id, keys]) => {
    const sum = groups.get(id)?.sum ?? measures.zero();
    return {
      keys,
      sum,
      earlier: earlier.get(id)?.sum ?? measures.zero(),
      figures: measures.figures(sum),
      isTooSmall: minimum?.isTooSmall(sum) ?? false,
    };
  });
}

/** The index of the dimension that the group's items lack, if such groups come last; -1 otherwise. */
const missingDimension = <Item>(keys: readonly Key[], dimensions: readonly Dimension<Item>[]): number =>
  keys.findIndex((key, i) => key === null && dimensions[i]!.missingLast);

const byKeys = <Sum>(a: GroupLine<Sum>, b: GroupLine<Sum>): number => compareKeys(a.keys, b.keys);

/** The largest first. Groups without the figure are last, after those below zero. */
const byFigure =
  (figure: string) =>
  <Sum>(a: GroupLine<Sum>, b: GroupLine<Sum>): number =>
    Number(a.isTooSmall) - Number(b.isTooSmall) ||
    compareDescending(a.figures[figure], b.figures[figure]) ||
    byKeys(a, b);

function compareDescending(a: number | null | undefined, b: number | null | undefined): number {
  const left = a ?? Number.NEGATIVE_INFINITY;
  const right = b ?? Number.NEGATIVE_INFINITY;
  return left === right ? 0 : right - left;
}

/** Returns the order of groups that are alike otherwise: by their keys, those without one last. */
export function compareKeys(a: readonly Key[], b: readonly Key[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i]!;
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return 0;
}

interface Cut<Line> {
  shown: readonly Line[];
  rest: readonly Line[];
  restLabel: 'earlier' | 'others';
}

/** The first so many lines, or the last ones, which are those of the latest dates. */
function cutLines<Line>(lines: readonly Line[], count: number, latest: boolean): Cut<Line> {
  const at = latest ? Math.max(0, lines.length - count) : count;
  const [first, last] = [lines.slice(0, at), lines.slice(at)];
  return latest
    ? { shown: last, rest: first, restLabel: 'earlier' }
    : { shown: first, rest: last, restLabel: 'others' };
}

const labelsOf = <Item>(keys: readonly Key[], dimensions: readonly Dimension<Item>[]): string[] =>
  keys.map((key, i) => oneLine(dimensions[i]!.label(key), MAX_LABEL_LENGTH));

type Cells = (string | number | null)[];

interface RowWriter<Sum> {
  group(line: GroupLine<Sum>): Cells;
  /** @param labels cells that stand first; missing ones are null */
  merged(labels: readonly (string | null)[], lines: readonly GroupLine<Sum>[]): Cells;
}

function rowWriter<Item, Sum>(
  { dimensions, measures }: Grouping<Item, Sum>,
  figures: readonly string[],
  earlierFigures: readonly string[],
): RowWriter<Sum> {
  const cells = (current: Figures, earlier: Sum): Cells => {
    const before = earlierFigures.length ? measures.figures(earlier) : {};
    return [...figures.map((name) => current[name]!), ...earlierFigures.map((name) => before[name] ?? null)];
  };
  return {
    group: ({ keys, figures: current, earlier }) => [
      ...labelsOf(keys, dimensions),
      ...cells(current, earlier),
    ],
    merged(labels, lines) {
      const sum = mergeSums(
        measures,
        lines.map((line) => line.sum),
      );
      const earlier = mergeSums(
        measures,
        lines.map((line) => line.earlier),
      );
      return [...dimensions.map((_, i) => labels[i] ?? null), ...cells(measures.figures(sum), earlier)];
    },
  };
}

/** One row for all groups that were cut off. */
const restRows = <Sum>({ rest, restLabel }: Cut<GroupLine<Sum>>, writer: RowWriter<Sum>): Cells[] =>
  rest.length ? [writer.merged([`${rest.length} ${restLabel}`], rest)] : [];

/** One row for each dimension that some groups lack. */
function missingRows<Item, Sum>(
  lines: readonly GroupLine<Sum>[],
  dimensions: readonly Dimension<Item>[],
  writer: RowWriter<Sum>,
): Cells[] {
  return dimensions.flatMap(({ missingLast, label }, at) => {
    const missing = missingLast ? lines.filter(({ keys }) => missingDimension(keys, dimensions) === at) : [];
    return missing.length
      ? [
          writer.merged(
            dimensions.map((_, i) => (i === at ? label(null) : null)),
            missing,
          ),
        ]
      : [];
  });
}

/** Rows of as many groups as the answer has room for: long labels leave room for fewer than `top`. */
function fittingRows<Line>(
  top: number,
  layOut: (count: number) => { shown: readonly Line[]; rows: Cells[] },
): { shown: readonly Line[]; rows: Cells[] } {
  let layout = layOut(top);
  for (;;) {
    const { shown, rows } = layout;
    const fitting = fitRows(rows, LARGE_BUDGET).length;
    if (fitting === rows.length || shown.length <= 1) return layout;
    // The rows after the groups stay.
    layout = layOut(Math.max(1, fitting - (rows.length - shown.length)));
  }
}
