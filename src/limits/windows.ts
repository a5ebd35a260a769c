/**
 * Sliding windows: an act counts against a limit until its window is over. Acts are counted in steps (a second of a
 * minute, a minute of an hour, five minutes of a day), each as long as the last act of its step, so that the counts stay
 * small and the time at which there is room again is known to the second and never moves.
 */
import { LIMITS, type LimitName, type LimitsConfig } from '../config/trust.ts';
import type { ActSize, LimitsLeft } from '../define/acts/limits.ts';
import { isObject } from '../shared/json.ts';

/** What counted until a moment, in milliseconds. */
type Step = readonly [until: number, count: number];

export interface Counts {
  /** The latest time that was ever seen: a clock that is set back opens nothing. */
  readonly seen: number;
  /** By limit, the one that ends first in front. */
  readonly steps: { readonly [name in LimitName]?: readonly Step[] };
}

export const NO_COUNTS: Counts = { seen: 0, steps: {} };

interface Window {
  ms: number;
  step: number;
  counts: Exclude<keyof ActSize, 'contacts'>;
}

const MINUTE = { ms: 60_000, step: 1_000 };
const HOUR = { ms: 3_600_000, step: 60_000 };
const DAY = { ms: 86_400_000, step: 300_000 };

const WINDOWS: Record<LimitName, Window> = {
  writes_per_minute: { ...MINUTE, counts: 'writes' },
  writes_per_hour: { ...HOUR, counts: 'writes' },
  records_per_day: { ...DAY, counts: 'records' },
  erasures_per_day: { ...DAY, counts: 'erasures' },
  people_rung_per_hour: { ...HOUR, counts: 'rung' },
};

/** Little is left where it is no more than this share of the limit, and less than one act may change. */
const LITTLE_SHARE = 0.2;
const MAX_LITTLE = 200;

export interface LimitUse {
  name: LimitName;
  max: number;
  used: number;
}

/** A limit that has no room for an act. */
export interface Excess extends LimitUse {
  size: number;
  /** When it has; undefined where the act alone is more than the limit. */
  until?: number;
}

export const limitUse = (counts: Counts, limits: LimitsConfig, now: number): LimitUse[] =>
  LIMITS.flatMap((name) => {
    const max = limits[name];
    return max === undefined ? [] : [{ name, max, used: sum(running(counts, name, now)) }];
  });

/** Returns the limit that an act does not fit into for the longest time. */
export function findExcess(
  counts: Counts,
  size: ActSize,
  limits: LimitsConfig,
  now: number,
): Excess | undefined {
  const found = limitUse(counts, limits, now).flatMap(({ name, max, used }): Excess[] => {
    const wanted = size[WINDOWS[name].counts];
    if (wanted === 0 || used + wanted <= max) return [];
    const until = roomFrom(running(counts, name, now), max - wanted);
    return [{ name, max, used, size: wanted, until }];
  });
  return found.sort((a, b) => (b.until ?? Infinity) - (a.until ?? Infinity))[0];
}

/** Returns when no more than so much is counted; undefined where that never is. */
function roomFrom(steps: readonly Step[], max: number): number | undefined {
  let left = sum(steps);
  return steps.find(([, count]) => {
    left -= count;
    return left <= max;
  })?.[0];
}

/** Returns the counts with an act. */
export function addAct(counts: Counts, size: ActSize, now: number): Counts {
  const steps = LIMITS.map((name) => {
    const before = running(counts, name, now);
    const count = size[WINDOWS[name].counts];
    return [name, count === 0 ? before : addStep(before, stepEnd(name, present(counts, now)), count)];
  });
  return { seen: present(counts, now), steps: Object.fromEntries(steps) };
}

/** Time never goes back, so the step is the last one or a new one. */
function addStep(steps: readonly Step[], until: number, count: number): Step[] {
  const last = steps.at(-1);
  return last?.[0] === until ? [...steps.slice(0, -1), [until, last[1] + count]] : [...steps, [until, count]];
}

function stepEnd(name: LimitName, now: number): number {
  const { ms, step } = WINDOWS[name];
  return (Math.floor(now / step) + 1) * step + ms;
}

/** Returns what is left of the limits that an act counts against, where it is little. */
export function littleLeft(counts: Counts, size: ActSize, limits: LimitsConfig, now: number): LimitsLeft {
  const left: LimitsLeft = {};
  for (const { name, max, used } of limitUse(counts, limits, now)) {
    if (size[WINDOWS[name].counts] === 0) continue;
    const little = Math.min(MAX_LITTLE, Math.max(1, Math.floor(max * LITTLE_SHARE)));
    if (max - used <= little) left[name] = Math.max(0, max - used);
  }
  return left;
}

const present = (counts: Counts, now: number): number => Math.max(now, counts.seen);

const running = (counts: Counts, name: LimitName, now: number): readonly Step[] =>
  (counts.steps[name] ?? []).filter(([until]) => until > present(counts, now));

const sum = (steps: readonly Step[]): number => steps.reduce((total, [, count]) => total + count, 0);

export function isCounts(value: unknown): value is Counts {
  if (!isObject(value)) return false;
  const { seen, steps } = value as Partial<Counts>;
  if (!isCount(seen) || !isObject(steps)) return false;
  return LIMITS.every((name) => steps[name] === undefined || isSteps(steps[name]));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isSteps = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((step) => Array.isArray(step) && step.length === 2 && step.every(isCount));
