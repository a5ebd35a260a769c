/** How long things took: mean, median, and one among them that is far outside. */

export interface Durations {
  /** In milliseconds, in no order. */
  all: number[];
  total: number;
  longest: number;
  /** Of what took longest. */
  id: unknown;
}

export const noDurations = (): Durations => ({ all: [], total: 0, longest: 0, id: undefined });

export function addDuration(durations: Durations, ms: number, id: unknown): void {
  durations.all.push(ms);
  durations.total += ms;
  if (ms > durations.longest) {
    durations.longest = ms;
    durations.id = id;
  }
}

export function mergeDurations(into: Durations, { all, total, longest, id }: Durations): void {
  for (const ms of all) into.all.push(ms);
  into.total += total;
  if (longest > into.longest) Object.assign(into, { longest, id });
}

const seconds = (ms: number): number => Math.round(ms / 1000);

/** In seconds; null of none. */
export const mean = ({ all, total }: Durations): number | null =>
  all.length ? seconds(total / all.length) : null;

/** In seconds, of an even count between the two in the middle; null of none. */
export function median({ all }: Durations): number | null {
  if (!all.length) return null;
  const sorted = Float64Array.from(all).sort();
  const half = sorted.length >> 1;
  return seconds(sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2);
}

/** Of fewer nothing can be said to be far outside. */
const FEWEST = 4;
const TIMES_MEDIAN = 5;
const MOVES = 1.1;

export interface Outlier {
  id: unknown;
  longest_s: number;
  /** The mean without it, in seconds. */
  without_s: number;
}

/** The longest, where it is five times the median or more and alone makes the mean a tenth larger or more. */
export function outlier(durations: Durations): Outlier | undefined {
  const { all, total, longest, id } = durations;
  if (all.length < FEWEST) return undefined;
  const without = (total - longest) / (all.length - 1);
  // The cheap look first: of most groups it is the only one.
  if (total / all.length < without * MOVES) return undefined;
  if (longest < (median(durations) ?? 0) * 1000 * TIMES_MEDIAN) return undefined;
  return { id, longest_s: seconds(longest), without_s: seconds(without) };
}
