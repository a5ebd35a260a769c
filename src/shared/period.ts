/** Periods as people name them, in the calendar of the operator's zone; weeks begin on Monday (ISO 8601). */
import { addDays, startOfDay } from './time.ts';

export const PERIODS = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'last_7_days',
  'last_30_days',
  'this_year',
] as const;
export type Period = (typeof PERIODS)[number];

/** A range of days as `YYYY-MM-DD`, both included. */
export interface Days {
  from: string;
  to: string;
}

/** Returns the days of a period; one that is under way ends today. */
export function daysOf(period: Period, today: string): Days {
  const monday = addDays(today, -daysSinceMonday(today));
  const first = `${today.slice(0, 7)}-01`;
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'this_week':
      return { from: monday, to: today };
    case 'last_week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'this_month':
      return { from: first, to: today };
    case 'last_month':
      return { from: monthsEarlier(first, 1), to: addDays(first, -1) };
    case 'last_7_days':
      return { from: addDays(today, -6), to: today };
    case 'last_30_days':
      return { from: addDays(today, -29), to: today };
    case 'this_year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
  }
}

/** The earlier days that others are compared with. */
export interface EarlierDays extends Days {
  /** What they are called. */
  as: string;
  /** They end on the last day at the present time of day, since the days that are compared are under way. */
  part: boolean;
}

/**
 * Returns what a person means by the time before:
 * - a day: the same weekday a week before; a weekend: the one before; up to a week: the same weekdays a week before;
 * - whole calendar months (a year is twelve): as many months before; a week from Monday: the week before;
 * - what is under way (today, this week, this month, this year, dates that end today or later): the same part of the
 *   earlier one, up to the same time of day. A day that the earlier month has not is cut to that month's last one.
 * - last_30_days: the 30 days before, whose weekdays differ;
 * - any other days: the nearest earlier ones of the same length and weekdays.
 *
 * @param period by which the days were named, if they were
 * @param whole returns all of the earlier day, week, month or year, even where this one is under way
 */
export function daysBefore(
  days: Days,
  period: Period | undefined,
  today: string,
  whole = false,
): EarlierDays {
  const { from, to } = days;
  const running = from <= today && to >= today;
  const months = monthsOf(days, period, today);
  if (months) {
    const name = months === 12 ? 'year' : months === 1 ? 'month' : `${months} months`;
    const earlier = monthsEarlier(from, months);
    if (!running || whole)
      return { from: earlier, to: addDays(from, -1), as: `the ${name} before`, part: false };
    const last = monthsEarlier(today, months);
    const part = last.slice(8) === today.slice(8);
    return { from: earlier, to: last, as: `the same part of the ${name} before`, part };
  }
  const { back, as, last: lastOfAll = to } = weeksOf(days, period);
  const last = running && !whole ? today : lastOfAll;
  const part = running && !whole;
  return {
    from: addDays(from, -back),
    to: addDays(last, -back),
    as: part && period === 'this_week' ? 'the same part of the week before' : as,
    part,
  };
}

/** The periods that are calendar months. */
const CALENDAR_MONTHS: Partial<Record<Period, number>> = { this_month: 1, last_month: 1, this_year: 12 };

/** Returns how many calendar months the days are, or are the first part of; undefined where they are none. */
function monthsOf({ from, to }: Days, period: Period | undefined, today: string): number | undefined {
  if (period) return CALENDAR_MONTHS[period];
  if (!from.endsWith('-01')) return undefined;
  const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const months = monthNumber(to) - monthNumber(from) + 1;
  if (addDays(to, 1).endsWith('-01')) return months;
  // From the first day of the month, or of the year, until today.
  if (to !== today) return undefined;
  return months === 1 ? 1 : from.endsWith('-01-01') && months <= 12 ? 12 : undefined;
}

/** Returns how many days back the earlier ones are, what they are called, and their last day before it is moved back. */
function weeksOf(
  { from, to }: Days,
  period: Period | undefined,
): { back: number; as: string; last?: string } {
  const length = dayNumber(to) - dayNumber(from) + 1;
  if (period === 'last_30_days') return { back: length, as: 'the 30 days before' };
  const weeks = Math.ceil(length / 7);
  const firstWeekday = daysSinceMonday(from);
  const back = weeks * 7;
  if (period === 'this_week') return { back, as: 'the week before', last: addDays(from, 6) };
  if (length === 1) return { back, as: 'the same weekday a week before' };
  if (length === 2 && firstWeekday === SATURDAY) return { back, as: 'the weekend before' };
  if (length === back && firstWeekday === MONDAY)
    return { back, as: weeks === 1 ? 'the week before' : `the ${weeks} weeks before` };
  return { back, as: `the same weekdays ${weeks === 1 ? 'a week' : `${weeks} weeks`} before` };
}

/**
 * Returns the first and the last moment of the days in the zone, as UTC: no other zone can shift them.
 * @param until the last moment, where it is before the end of the last day
 */
export const moments = (
  { from, to, until }: Partial<Days> & { until?: string },
  zone: string,
): { start_date?: string; end_date?: string } => ({
  ...(from && { start_date: new Date(startOfDay(from, zone)).toJSON() }),
  ...(to && { end_date: until ?? new Date(startOfDay(addDays(to, 1), zone) - 1).toJSON() }),
});

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

const MONDAY = 0;
const SATURDAY = 5;

const daysSinceMonday = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Returns the same day of an earlier month, or the last day of that month. */
function monthsEarlier(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const lastDate = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, lastDate))).toJSON().slice(0, 10);
}
