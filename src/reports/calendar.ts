/** When a row was, as a property to count it by: in the operator's zone, weeks from Monday (ISO 8601). */
import { momentOf, WEEKDAYS, wallClock } from '../shared/time.ts';
import type { Dimension, Key } from './aggregate.ts';

export const CALENDAR = ['day', 'week', 'month', 'weekday', 'hour'] as const;
type CalendarName = (typeof CALENDAR)[number];

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday. */
const THURSDAY = 3;

const two = (n: number): string => String(n).padStart(2, '0');

const dayText = (day: number): string => new Date(day * DAY_MS).toJSON().slice(0, 10);

/** @param moment the row's time as the dialer writes it */
export function calendar<Piece>(
  timezone: string,
  moment: (piece: Piece) => unknown,
): Record<CalendarName, Dimension<Piece>> {
  const clock = wallClock(timezone);
  const wall = (piece: Piece): number | null => {
    const at = momentOf(moment(piece));
    return Number.isNaN(at) ? null : clock(at);
  };
  const of =
    (key: (wall: number) => number) =>
    (piece: Piece): Key => {
      const at = wall(piece);
      return at === null ? null : key(at);
    };
  const told = (label: (key: number) => string) => (key: Key) =>
    key === null ? 'no time' : label(Number(key));
  const day = (at: number) => Math.floor(at / DAY_MS);
  return {
    day: { key: of(day), label: told(dayText), time: 'calendar' },
    // By its Monday.
    week: { key: of((at) => day(at) - weekday(day(at))), label: told(isoWeek), time: 'calendar' },
    month: {
      key: of((at) => {
        const date = new Date(at);
        return date.getUTCFullYear() * 12 + date.getUTCMonth();
      }),
      label: told((month) => `${Math.floor(month / 12)}-${two((month % 12) + 1)}`),
      time: 'calendar',
    },
    weekday: {
      key: of((at) => weekday(day(at))),
      label: told((n) => WEEKDAYS[(n + 1) % 7]!),
      time: 'clock',
    },
    hour: {
      key: of((at) => Math.floor((at % DAY_MS) / 3_600_000)),
      label: told((hour) => `${two(hour)}-${two(hour + 1)}`),
      time: 'clock',
    },
  };
}

/** 0 is Monday. */
const weekday = (day: number): number => (day + THURSDAY) % 7;

/** `2026-W48`: the week belongs to the year that its Thursday is in. */
function isoWeek(monday: number): string {
  const thursday = monday + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const first = Date.UTC(year, 0, 1) / DAY_MS;
  return `${year}-W${two(Math.floor((thursday - first) / 7) + 1)}`;
}
