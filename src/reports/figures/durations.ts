/** Durations summed up: mean, median and outlier. */

export interface Durations {
  /** In milliseconds, unsorted, one list for each that was merged; the first one grows. */
  parts: number[][];
  count: number;
  total: number;
  longest: number;
  /** Of the longest one. */
  id: unknown;
  /** Of the first `count` durations. */
  cachedMedian?: { count: number; ms: number };
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

/** Shares the lists of what is merged, which must not grow any more. */
export function mergeDurations(into: Durations, { parts, count, total, longest, id }: Durations): void {
  into.parts.push(...parts);
  into.count += count;
  into.total += total;
  if (longest > into.longest) Object.assign(into, { longest, id });
}

const seconds = (ms: number): number => Math.round(ms / 1000);

/** In seconds; null if there are none. */
export const mean = ({ count, total }: Durations): number | null => (count ? seconds(total / count) : null);

/** In seconds; null if there are none. */
export function median(durations: Durations): number | null {
  const { parts, count } = durations;
  if (!count) return null;
  if (durations.cachedMedian?.count !== count) durations.cachedMedian = { count, ms: medianOf(parts, count) };
  return seconds(durations.cachedMedian.ms);
}

function medianOf(parts: readonly number[][], count: number): number {
  const values = new Float64Array(count);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  const half = values.length >> 1;
  const upper = selectNth(values, half);
  if (values.length % 2) return upper;
  // Selection leaves no larger value before its place.
  let lower = values[0]!;
  for (let i = 1; i < half; i++) lower = Math.max(lower, values[i]!);
  return (lower + upper) / 2;
}

/** Returns the value that would be at that place if they were sorted (Hoare's selection), in a tenth of the time of sorting. */
function selectNth(values: Float64Array, place: number): number {
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
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place]!;
}

/** Among fewer, none can be called an outlier. */
const MIN_DURATIONS = 4;
/** An outlier is so many times the median… */
const MIN_TIMES_MEDIAN = 5;
/** … and alone makes the mean so many times larger. */
const MIN_EFFECT_ON_MEAN = 1.1;

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
  // The cheap test first: for most groups it is the only one.
  if (total / count < without * MIN_EFFECT_ON_MEAN) return undefined;
  if (longest < (median(durations) ?? 0) * 1000 * MIN_TIMES_MEDIAN) return undefined;
  return { id, longest_s: seconds(longest), without_s: seconds(without) };
}
