/** How long things took: mean, median, and one among them that is far outside. */

export interface Durations {
  /** In milliseconds, in no order, in as many parts as were merged: the first one grows. */
  parts: number[][];
  count: number;
  total: number;
  longest: number;
  /** Of what took longest. */
  id: unknown;
  /** The median of the first so many, once it was looked for. */
  middle?: { of: number; ms: number };
}

export const noDurations = (): Durations => ({ parts: [[]], count: 0, total: 0, longest: 0, id: undefined });

export function addDuration(durations: Durations, ms: number, id: unknown): void {
  durations.parts[0]!.push(ms);
  durations.count++;
  durations.total += ms;
  if (ms > durations.longest) {
    durations.longest = ms;
    durations.id = id;
  }
}

/** What was merged must not grow any more. */
export function mergeDurations(into: Durations, { parts, count, total, longest, id }: Durations): void {
  into.parts.push(...parts);
  into.count += count;
  into.total += total;
  if (longest > into.longest) Object.assign(into, { longest, id });
}

const seconds = (ms: number): number => Math.round(ms / 1000);

/** In seconds; null of none. */
export const mean = ({ count, total }: Durations): number | null => (count ? seconds(total / count) : null);

/** In seconds, of an even count between the two in the middle; null of none. */
export function median(durations: Durations): number | null {
  const { parts, count } = durations;
  if (!count) return null;
  if (durations.middle?.of !== count) durations.middle = { of: count, ms: middleOf(parts, count) };
  return seconds(durations.middle.ms);
}

function middleOf(parts: readonly number[][], count: number): number {
  const values = new Float64Array(count);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  const half = values.length >> 1;
  const upper = nth(values, half);
  if (values.length % 2) return upper;
  // What stands before the place is no larger.
  let lower = values[0]!;
  for (let i = 1; i < half; i++) lower = Math.max(lower, values[i]!);
  return (lower + upper) / 2;
}

/** The value that would stand at that place were they sorted (Hoare's selection): a tenth of the time that sorting takes. */
function nth(values: Float64Array, place: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const one = values[i]!;
      values[i++] = values[j]!;
      values[j--] = one;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place]!;
}

/** Of fewer nothing can be said to be far outside. */
const MIN_DURATIONS = 4;
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
  const { count, total, longest, id } = durations;
  if (count < MIN_DURATIONS) return undefined;
  const without = (total - longest) / (count - 1);
  // The cheap look first: of most groups it is the only one.
  if (total / count < without * MOVES) return undefined;
  if (longest < (median(durations) ?? 0) * 1000 * TIMES_MEDIAN) return undefined;
  return { id, longest_s: seconds(longest), without_s: seconds(without) };
}
