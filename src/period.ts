/** Stretches of days as people name them, in the calendar of the operator's zone; weeks begin on Monday (ISO 8601). */
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

/** `YYYY-MM-DD`, both included. */
export interface Days {
  from: string;
  to: string;
}

/** What is under way ends today; the last so many days do too. */
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

/**
 * What a period is compared with: the same part of the week, month or year before, else as many days right before it.
 * @param period where the days were named
 */
export function daysBefore({ from, to }: Days, period: Period | undefined): Days {
  switch (period) {
    case 'this_week':
      return { from: addDays(from, -7), to: addDays(to, -7) };
    case 'this_month':
      return { from: monthsEarlier(from, 1), to: monthsEarlier(to, 1) };
    case 'last_month':
      return { from: monthsEarlier(from, 1), to: addDays(from, -1) };
    case 'this_year':
      return { from: monthsEarlier(from, 12), to: monthsEarlier(to, 12) };
    default: {
      const days = dayNumber(to) - dayNumber(from) + 1;
      return { from: addDays(from, -days), to: addDays(from, -1) };
    }
  }
}

/** The first and the last moment of the days in the zone, as UTC: no other zone can shift them. */
export const moments = (
  { from, to }: Partial<Days>,
  zone: string,
): { start_date?: string; end_date?: string } => ({
  ...(from && { start_date: new Date(startOfDay(from, zone)).toJSON() }),
  ...(to && { end_date: new Date(startOfDay(addDays(to, 1), zone) - 1).toJSON() }),
});

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** 0 to 6. */
const daysSinceMonday = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The same day of an earlier month, or that month's last one. */
function monthsEarlier(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toJSON().slice(0, 10);
}
