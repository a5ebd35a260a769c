/** Which dates an answer covers, and which it is compared with. */

import type { Args } from '../define/row.ts';
import { day as daySchema } from '../define/schema.ts';
import { type Days, daysBefore, daysOf, PERIODS, type Period } from '../shared/period.ts';
import { instantToUtc, localTime, WEEKDAYS } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';

/** When an answer was made, in the operator's zone. */
export interface Now {
  day: string;
  /** `HH:mm:ss` */
  time: string;
}

export const nowIn = (timezone: string): Now => {
  const text = localTime(new Date(), timezone);
  return { day: text.slice(0, 10), time: text.slice(11) };
};

/** `2026-11-25 10:41` */
export const asOf = ({ day, time }: Now): string => `${day} ${time.slice(0, 5)}`;

const inWords = ({ from, to }: Partial<Days>): string =>
  from && to
    ? from === to
      ? from
      : `${from} to ${to}`
    : from
      ? `from ${from} on`
      : to
        ? `all until ${to}`
        : 'all dates';

export const coversText = (days: Partial<Days>, timezone: string): string => `${inWords(days)} (${timezone})`;

/** Earlier days, up to a moment of the last one where they are a part. */
export interface ComparedDays extends Days {
  /** Which days they are. */
  covers: string;
  /** In UTC. */
  until?: string;
}

const DATES = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|\/|,|–|to|till)\s*(\d{4}-\d{2}-\d{2}))?$/;

/**
 * @returns undefined where no comparison is wanted
 * @throws ToolError where no stretch of days is given, or nothing that it could be compared with
 */
export function comparisonFor(
  { from, to }: Partial<Days>,
  { compare, compare_with: given, period }: Args,
  timezone: string,
  now: Now,
): ComparedDays | undefined {
  const wanted = given === undefined ? undefined : String(given).trim().toLowerCase();
  if (!compare && wanted === undefined) return undefined;
  if (!from || !to)
    throw new ToolError('invalid_arguments', 'compare needs a period, or a first and a last date.');
  if (wanted !== undefined && wanted !== 'whole') {
    const days = datesIn(wanted, now.day);
    return { ...days, covers: describeDays(days) };
  }
  const { as, part, ...days } = daysBefore(
    { from, to },
    period as Period | undefined,
    now.day,
    wanted === 'whole',
  );
  const until = part ? instantToUtc(`${days.to}T${now.time}`, timezone) : undefined;
  const clock = until ? ` until ${now.time.slice(0, 5)}` : '';
  return { ...days, covers: `${describeDays(days)}${clock}, ${as}`, ...(until && { until }) };
}

/** A single day by its weekday too. */
const describeDays = (days: Days): string =>
  days.from === days.to
    ? `${WEEKDAYS[new Date(`${days.from}T00:00:00Z`).getUTCDay()]} ${days.from}`
    : inWords(days);

function datesIn(text: string, today: string): Days {
  const period = PERIODS.find((one) => one === text);
  if (period) return daysOf(period, today);
  const [, from, to = from] = DATES.exec(text) ?? [];
  if (from && to && [from, to].every((day) => daySchema.safeParse(day).success) && from <= to)
    return { from, to };
  throw new ToolError(
    'invalid_arguments',
    'compare_with must be whole, or dates such as 2026-11-14..2026-11-15.',
  );
}

/** Whether it goes on: what is told of it is a part. */
export const isRunning = ({ to }: Partial<Days>, { day }: Now): boolean => to === undefined || to >= day;
