/** Which earlier days an answer is compared with, and by how much figures changed. */

import type { Row } from '../../define/row.ts';
import { day as daySchema } from '../../define/schema.ts';
import { percentOf } from '../../shared/numbers.ts';
import { type Days, daysBefore, daysOf, PERIODS } from '../../shared/period.ts';
import { instantToUtc, WEEKDAYS } from '../../shared/time.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type DateRange, daysText, type LocalMoment } from '../date-range.ts';
import type { Figures } from '../groups/aggregate.ts';

/** Earlier days, up to a moment of the last one where only a part of it is compared. */
export interface Comparison extends Days {
  /** The days in words, and how they relate to the later ones. */
  covers: string;
  /** The last moment, in UTC. */
  until?: string;
}

export interface ComparisonArgs {
  compare?: boolean;
  compare_with?: string;
}

const DATES = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|\/|,|–|to|till)\s*(\d{4}-\d{2}-\d{2}))?$/;

/**
 * @returns undefined if no comparison is asked for
 * @throws ToolError if the range is open, or `compare_with` is neither `whole` nor dates
 */
export function comparisonFor(
  { from, to, period }: DateRange,
  { compare, compare_with }: ComparisonArgs,
  timezone: string,
  now: LocalMoment,
): Comparison | undefined {
  const wanted = compare_with?.trim().toLowerCase();
  if (!compare && wanted === undefined) return undefined;
  if (!from || !to)
    throw new ToolError('invalid_arguments', 'compare needs a period, or a first and a last date.');
  if (wanted !== undefined && wanted !== 'whole') {
    const days = parseDays(wanted, now.day);
    return { ...days, covers: daysWithWeekday(days) };
  }
  const { as, part, ...days } = daysBefore({ from, to }, period, now.day, wanted === 'whole');
  const until = part ? instantToUtc(`${days.to}T${now.time}`, timezone) : undefined;
  const clock = until ? ` until ${now.time.slice(0, 5)}` : '';
  return { ...days, covers: `${daysWithWeekday(days)}${clock}, ${as}`, ...(until && { until }) };
}

/** A single day with its weekday. */
const daysWithWeekday = (days: Days): string =>
  days.from === days.to
    ? `${WEEKDAYS[new Date(`${days.from}T00:00:00Z`).getUTCDay()]} ${days.from}`
    : daysText(days);

function parseDays(text: string, today: string): Days {
  const period = PERIODS.find((name) => name === text);
  if (period) return daysOf(period, today);
  const [, from, to = from] = DATES.exec(text) ?? [];
  if (from && to && [from, to].every((day) => daySchema.safeParse(day).success) && from <= to)
    return { from, to };
  throw new ToolError(
    'invalid_arguments',
    'compare_with must be whole, or dates such as 2026-11-14..2026-11-15.',
  );
}

/** Changes in percent of the earlier figure; for shares, the difference in percentage points. */
export const changesBetween = (current: Figures, earlier: Figures, names: readonly string[]): Row =>
  Object.fromEntries(
    names.map((name) => {
      const after = current[name] ?? null;
      const before = earlier[name] ?? null;
      if (name.endsWith('_pct')) return [name.replace(/_pct$/, '_points'), pointsBetween(after, before)];
      return [`${name}_pct`, before ? percentOf((after ?? 0) - before, before) : null];
    }),
  );

const pointsBetween = (after: number | null, before: number | null): number | null =>
  after === null || before === null ? null : Math.round((after - before) * 10) / 10;
