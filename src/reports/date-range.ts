/** Which dates an answer covers: arguments become a range here, once. */

import type { Period } from '../shared/period.ts';
import { localTime } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { CallSelection, OrderSelection } from './inputs.ts';

/** Days in the operator's zone. */
export interface DateRange {
  /** `YYYY-MM-DD`, both included; absent where the range is open. */
  from?: string;
  to?: string;
  /** The name that the caller gave the days, if any. */
  period?: Period;
  /** The last moment, in UTC, where the range ends before its last day does. */
  until?: string;
}

/** An order is made on one day and confirmed on another. */
export interface OrderDateRange extends DateRange {
  field: 'create_time' | 'confirmation_datetime';
}

/** @throws ToolError invalid_arguments for both an exact date and others */
export function callDateRange({ period, exact_date, start_date, end_date }: CallSelection): DateRange {
  if (exact_date !== undefined && (start_date !== undefined || end_date !== undefined))
    throw new ToolError('invalid_arguments', 'Give either exact_date or start_date and end_date.');
  return { from: exact_date ?? start_date, to: exact_date ?? end_date, period };
}

const ORDER_DATES = ['period', 'exact_date', 'start_date', 'end_date'] as const;
const CONFIRMATION_DATES = ['confirm_start_date', 'confirm_end_date'] as const;

/** @throws ToolError invalid_arguments for dates of both kinds, or both an exact date and others */
export function orderDateRange(args: OrderSelection): OrderDateRange {
  const orderDates = ORDER_DATES.filter((name) => args[name] !== undefined);
  const confirmationDates = CONFIRMATION_DATES.filter((name) => args[name] !== undefined);
  if (orderDates.length && confirmationDates.length)
    throw new ToolError(
      'invalid_arguments',
      `Give either dates of confirmation or dates of the order, not ${[...orderDates, ...confirmationDates].join(' and ')}.`,
    );
  return confirmationDates.length
    ? { from: args.confirm_start_date, to: args.confirm_end_date, field: 'confirmation_datetime' }
    : { ...callDateRange(args), field: 'create_time' };
}

/** A moment on the operator's clock. */
export interface LocalMoment {
  day: string;
  /** `HH:mm:ss` */
  time: string;
}

export const nowIn = (timezone: string): LocalMoment => {
  const text = localTime(new Date(), timezone);
  return { day: text.slice(0, 10), time: text.slice(11) };
};

/** `2026-11-25 10:41` */
export const minuteText = ({ day, time }: LocalMoment): string => `${day} ${time.slice(0, 5)}`;

/** `2026-11-02 to 2026-11-08` */
export function daysText({ from, to }: DateRange): string {
  if (from && to) return from === to ? from : `${from} to ${to}`;
  if (from) return `from ${from} on`;
  return to ? `all until ${to}` : 'all dates';
}

export const coversText = (range: DateRange, timezone: string): string => `${daysText(range)} (${timezone})`;

/** Whether the range goes on today or later, so that its figures are not final. */
export const isRunning = ({ to }: DateRange, { day }: LocalMoment): boolean => to === undefined || to >= day;
