/** Which dates an answer covers, and which it is compared with. */
import { ToolError } from '../errors.ts';
import { type Days, daysBefore, type Period } from '../period.ts';
import { today } from '../time.ts';
import type { Args } from '../tool.ts';

export const covers = ({ from, to }: Partial<Days>, timezone: string): string => {
  const days =
    from && to
      ? from === to
        ? from
        : `${from} to ${to}`
      : from
        ? `from ${from} on`
        : to
          ? `all until ${to}`
          : 'all dates';
  return `${days} (${timezone})`;
};

/** @throws ToolError where no stretch of days is given */
export function comparedWith({ from, to }: Partial<Days>, args: Args): Days {
  if (!from || !to)
    throw new ToolError('invalid_arguments', 'compare needs a period, or a first and a last date.');
  return daysBefore({ from, to }, args.period as Period | undefined);
}

/** A day that is not over is compared with a whole one: that must be known. */
export const unfinished = ({ to }: Partial<Days>, timezone: string): boolean =>
  to === undefined || to >= today(timezone);
