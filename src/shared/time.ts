/** Local times of the operator's zone. */

/** By Date's getDay. */
export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    // The Swedish locale writes `YYYY-MM-DD HH:mm:ss`.
    found = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, found);
  }
  return found;
}

/** `YYYY-MM-DD HH:mm:ss` in the zone. */
export const localTime = (at: Date, zone: string): string => format(zone).format(at);

/** `YYYY-MM-DD HH:mm` in the zone: what an answer that depends on now is as of. */
export const localMinute = (zone: string, now = new Date()): string => localTime(now, zone).slice(0, 16);

/** Today's date in the zone, or that of so many days later. */
export const today = (zone: string, days = 0): string =>
  addDays(localTime(new Date(), zone).slice(0, 10), days);

/** By the calendar, so that a day of 23 or 25 hours does no harm. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toJSON().slice(0, 10);

/** How far the zone is ahead of UTC at that moment, in minutes. */
const minutesAhead = (at: Date, zone: string): number =>
  Math.round((Date.parse(`${localTime(at, zone).replace(' ', 'T')}Z`) - at.getTime()) / 60_000);

/** `+01:00` */
function zoneOffset(at: Date, zone: string): string {
  const minutes = minutesAhead(at, zone);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** Zones change their clocks at full quarters of an hour. */
const QUARTER_MS = 900_000;

/**
 * What a clock on the wall shows, as milliseconds that read so in UTC. For many moments: the formatter is asked once a
 * quarter of an hour.
 */
export function wallClock(zone: string): (ms: number) => number {
  const ahead = new Map<number, number>();
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    let found = ahead.get(quarter);
    if (found === undefined) {
      found = minutesAhead(new Date(quarter * QUARTER_MS), zone) * 60_000;
      ahead.set(quarter, found);
    }
    return ms + found;
  };
}

/** The first moment of a day in the zone, in milliseconds: not every day has a midnight. */
export function startOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const moments = [-DAY_MS, DAY_MS].map(
    (around) => midnight - minutesAhead(new Date(midnight + around), zone) * 60_000,
  );
  const first = moments
    .sort((a, b) => a - b)
    .find((moment) => localTime(new Date(moment), zone).startsWith(day));
  // A day that a zone left out, such as when it changed sides of the date line, begins where the next one does.
  return first ?? moments[0]!;
}

/** ISO 8601 with the zone's offset, to the second. */
export const isoLocal = (at: Date, zone: string): string =>
  `${localTime(at, zone).replace(' ', 'T')}${zoneOffset(at, zone)}`;

/**
 * A time as the dialer writes it (UTC, ISO 8601). A time without a zone is meant in the operator's; a mere date is
 * left to the dialer, which reads it as a day. Undefined where it is no time.
 */
export function instantToUtc(written: string, zone: string): string | undefined {
  const text = written.trim();
  const time = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (!time) return undefined;
  const [, date, clock, offset] = time;
  if (offset) return validIso(new Date(`${date}T${clock}${offset}`));
  const naive = new Date(`${date}T${clock}Z`);
  if (Number.isNaN(naive.getTime())) return undefined;
  // The offset that holds at the guess may differ from the one that holds at the moment itself, so look twice.
  const guess = new Date(`${date}T${clock}${zoneOffset(naive, zone)}`);
  return validIso(new Date(`${date}T${clock}${zoneOffset(guess, zone)}`));
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/** Two of them. */
const digits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/**
 * A time as the dialer writes it, in milliseconds; NaN where it is none. Reports ask for millions: the one form that
 * the dialer has, `2026-11-20T10:01:35.000Z`, is read by its digits, in half the time that Date.parse takes.
 */
export function momentOf(iso: unknown): number {
  if (typeof iso !== 'string') return Number.NaN;
  const signed =
    iso.length === 24 &&
    iso[4] === '-' &&
    iso[7] === '-' &&
    iso[10] === 'T' &&
    iso[13] === ':' &&
    iso[16] === ':' &&
    iso[19] === '.' &&
    iso[23] === 'Z';
  if (!signed) return Date.parse(iso);
  const year = digits(iso, 0) * 100 + digits(iso, 2);
  const month = digits(iso, 5);
  const day = digits(iso, 8);
  const hour = digits(iso, 11);
  const minute = digits(iso, 14);
  const second = digits(iso, 17);
  const ms = digit(iso, 20) * 100 + digits(iso, 21);
  const plain =
    year >= 1970 &&
    year < 2100 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60 &&
    ms >= 0 &&
    ms < 1000;
  // The end of a month, and what is no time, is left to the engine.
  if (!plain) return Date.parse(iso);
  const leap = year % 4 === 0 && month > 2 ? 1 : 0;
  const days =
    (year - 1970) * 365 + Math.floor((year - 1969) / 4) + DAYS_BEFORE_MONTH[month - 1]! + leap + day - 1;
  return days * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms;
}

const validIso = (date: Date): string | undefined =>
  Number.isNaN(date.getTime()) ? undefined : date.toJSON();
