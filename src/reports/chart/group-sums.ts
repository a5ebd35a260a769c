/** The sums of groups by their keys, and the figure of a sum that a picture shows. */
import { type Groups, type Key, mergeSums } from '../groups/aggregate.ts';
import type { Report } from '../report/report.ts';
import { FIGURES } from './words.ts';

type Sums<Sum> = (keys: readonly (Key | undefined)[]) => Sum | undefined;

/** Returns what adds up the groups of some keys; undefined where there are none. */
export function sumsOf<Item, Sum>({ measures }: Report<Item, Sum>, groups: Groups<Sum>): Sums<Sum> {
  return (keys) => {
    const found = keys.flatMap((key) => (key === undefined ? [] : (groups.get(key)?.sum ?? [])));
    return found.length ? mergeSums(measures, found) : undefined;
  };
}

/** Where nothing was, there were none of what is counted; a rate is none. */
export function figureOf<Item, Sum>({ measures }: Report<Item, Sum>, figure: string) {
  const nothing = FIGURES[figure]!.adds ? 0 : null;
  return (sum: Sum | undefined): number | null =>
    sum === undefined ? nothing : (measures.figures(sum)[figure] ?? null);
}
