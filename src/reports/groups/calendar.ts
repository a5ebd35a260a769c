/** Dimensions of time: days, weeks from Monday (ISO 8601) and so on, in the operator's zone. */
import { momentOf, WEEKDAYS, wallClock } from '../../shared/time.ts';
import type { Dimension } from './aggregate.ts';

export const CALENDAR = ['day', 'week', 'month', 'weekday', 'hour'] as const;
type CalendarName = (typeof CALENDAR)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 1970-01-01 was a Thursday. */
const THURSDAY = 3;

const twoDigits = (n: number): string => String(n).padStart(2, '0');

const dayOf = (wall: number): number => Math.floor(wall / DAY_MS);

const dayText = (day: number): string => new Date(day * DAY_MS).toJSON().slice(0, 10);

/** @param moment the time of an item, as the dialer writes it */
export function calendar<Item>(
  timezone: string,
  moment: (item: Item) => unknown,
): Record<CalendarName, Dimension<Item>> {
  const clock = wallClock(timezone);
  /** @param part a number made of what the clock on the wall shows, in ms */
  const dimension = (
    time: 'calendar' | 'clock',
    part: (wall: number) => number,
    label: (part: number) => string,
  ): Dimension<Item> => ({
    key(item) {
      const at = momentOf(moment(item));
      return Number.isNaN(at) ? null : part(clock(at));
    },
    label: (key) => (key === null ? 'no time' : label(Number(key))),
    time,
  });
  return {
    day: dimension('calendar', dayOf, dayText),
    // By its Monday.
    week: dimension('calendar', (wall) => dayOf(wall) - weekday(dayOf(wall)), isoWeek),
    month: dimension('calendar', monthOf, monthText),
    weekday: dimension(
      'clock',
      (wall) => weekday(dayOf(wall)),
      (n) => WEEKDAYS[(n + 1) % 7]!,
    ),
    hour: dimension(
      'clock',
      (wall) => Math.floor((wall % DAY_MS) / HOUR_MS),
      (hour) => `${twoDigits(hour)}-${twoDigits(hour + 1)}`,
    ),
  };
}

/** Months are counted from the year 0. */
function monthOf(wall: number): number {
  const date = new Date(wall);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const monthText = (month: number): string => `${Math.floor(month / 12)}-${twoDigits((month % 12) + 1)}`;

/** Returns the key of the day, week or month that a day is in. */
export function calendarKey(name: 'day' | 'week' | 'month', day: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`);
  if (name === 'month') return monthOf(wall);
  const number = dayOf(wall);
  return name === 'day' ? number : number - weekday(number);
}

/** 0 is Monday. */
const weekday = (day: number): number => (day + THURSDAY) % 7;

/** `2026-W48`: the week belongs to the year that its Thursday is in. */
export function isoWeek(monday: number): string {
  const thursday = monday + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const first = Date.UTC(year, 0, 1) / DAY_MS;
  return `${year}-W${twoDigits(Math.floor((thursday - first) / 7) + 1)}`;
}
