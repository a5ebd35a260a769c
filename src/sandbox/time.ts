// Europe/Stockholm without Intl: a formatter costs more time than the whole seed may.

const HOUR = 3600;
const DAY = 24 * HOUR;

function lastSunday(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month + 1, 0, 1));
  return Math.floor(end.getTime() / 1000) - end.getUTCDay() * DAY;
}

const summerTimes = new Map<number, [number, number]>();

/**
 * Returns the seconds to add to UTC. The European Union changes on the last Sundays of March and October at 01:00 UTC.
 */
export function offset(utc: number): number {
  const year = new Date(utc * 1000).getUTCFullYear();
  let summer = summerTimes.get(year);
  if (!summer) {
    summer = [lastSunday(year, 2), lastSunday(year, 9)];
    summerTimes.set(year, summer);
  }
  return utc >= summer[0] && utc < summer[1] ? 2 * HOUR : HOUR;
}

/** Converts a local wall-clock time, given as if it were UTC, to seconds since 1970. */
export function fromLocal(wall: number): number {
  const guess = wall - HOUR;
  return wall - offset(guess - HOUR) === guess ? guess : wall - offset(wall - 2 * HOUR);
}

export const startOfDay = (utc: number): number => {
  const wall = utc + offset(utc);
  return fromLocal(wall - (wall % DAY));
};

/**
 * Returns the midnight some days before or after. Counts from noon, so that a day of 23 or 25 hours makes no
 * difference.
 */
export const addDays = (midnight: number, days: number): number =>
  startOfDay(midnight + 12 * HOUR + days * DAY);

export const weekday = (utc: number): number => new Date((utc + offset(utc)) * 1000).getUTCDay();

export const localDate = (utc: number): string =>
  new Date((utc + offset(utc)) * 1000).toISOString().slice(0, 10);

export const iso = (utc: number): string => new Date(utc * 1000).toISOString();
export const isoOrNull = (utc: number | null): string | null => (utc === null ? null : iso(utc));

const DATE_OR_TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d/.test(text) || !DATE_OR_TIME.test(text)) return false;
  const date = text.slice(0, 10);
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

/** Returns the first and last second of a date or datetime; without a zone it is local. */
export function span(text: unknown): [number, number] | null {
  if (!isDate(text)) return null;
  const [, date, time, second, zone] = DATE_OR_TIME.exec(text)!;
  if (!time) {
    const from = fromLocal(Date.parse(`${date}T00:00:00Z`) / 1000);
    return [from, addDays(from, 1) - 1];
  }
  const wall = Date.parse(`${date}T${time}:${second ?? '00'}${zone ?? 'Z'}`) / 1000;
  if (Number.isNaN(wall)) return null;
  const at = zone ? wall : fromLocal(wall);
  return [at, at];
}
