/** When people may be rung. */
import type { CallingHours } from '../config/calling-hours.ts';
import { addDays, startOfDay, wallClock } from '../shared/time.ts';
import { loadHolidays } from './holidays.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** By then every weekday has come that is no holiday. */
const MAX_DAYS = 366;

export type CallingTime =
  | { open: true }
  | {
      open: false;
      /** The Swedish name of today's holiday. */
      holiday?: string;
      /** The first moment at which people may be rung; undefined where there is none within a year. */
      opens?: Date;
    };

/** Returns whether people may be rung at that moment, and if not, when. */
export async function callingTime(hours: CallingHours, zone: string, at: number): Promise<CallingTime> {
  const clock = wallClock(hours.timezone ?? zone);
  const holidayName = await loadHolidays();
  const dayOf = (ms: number) => new Date(clock(ms)).toJSON().slice(0, 10);
  const isWithin = (ms: number) => {
    const range = hours.days[weekday(dayOf(ms))];
    const minutes = Math.floor((clock(ms) % DAY_MS) / MINUTE_MS);
    return range !== undefined && minutes >= range[0] && minutes < range[1];
  };
  const today = dayOf(at);
  const holiday = holidayName(today);
  if (isWithin(at) && holiday === undefined) return { open: true };
  // Minute by minute: a day on which the clocks change may lack the one at which it would open.
  const firstMinute = Math.ceil(at / MINUTE_MS) * MINUTE_MS;
  for (let day = today, days = 0; days < MAX_DAYS; days++, day = addDays(day, 1)) {
    if (!hours.days[weekday(day)] || holidayName(day) !== undefined) continue;
    let ms = Math.max(firstMinute, startOfDay(day, hours.timezone ?? zone));
    for (; dayOf(ms) === day; ms += MINUTE_MS)
      if (isWithin(ms)) return { open: false, holiday, opens: new Date(ms) };
  }
  return { open: false, holiday };
}

/** From Sunday as 0. */
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Days in a row with the same hours, in minutes after midnight. */
export interface HoursRange {
  /** From Sunday as 0. */
  first: number;
  last: number;
  from: number;
  to: number;
}

const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];

/** Returns the hours as people write them: days in a row with the same hours are one. */
export function hoursRanges({ days }: CallingHours): HoursRange[] {
  const ranges: HoursRange[] = [];
  for (const [index, day] of FROM_MONDAY.entries()) {
    const [from, to] = days[day] ?? [];
    if (from === undefined || to === undefined) continue;
    const before = ranges.at(-1);
    const follows = before && before.last === FROM_MONDAY[index - 1];
    if (follows && before.from === from && before.to === to) before.last = day;
    else ranges.push({ first: day, last: day, from, to });
  }
  return ranges;
}

/** Returns `9-20`, or `9:30-20`. */
export const hoursText = ({ from, to }: HoursRange): string => [from, to].map(timeText).join('-');

function timeText(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  return minute === 0 ? String(hour) : `${hour}:${String(minute).padStart(2, '0')}`;
}
