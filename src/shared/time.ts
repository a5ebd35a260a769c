/** Times in the operator's zone, and as the dialer writes them. */

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
  let cached = formats.get(zone);
  if (!cached) {
    // The Swedish locale writes `YYYY-MM-DD HH:mm:ss`.
    cached = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, cached);
  }
  return cached;
}

/** Returns `YYYY-MM-DD HH:mm:ss` in the zone. */
export const localTime = (at: Date, zone: string): string => format(zone).format(at);

/** Returns `YYYY-MM-DD HH:mm` in the zone: as of when an answer holds that depends on the present time. */
export const localMinute = (zone: string, now = new Date()): string => localTime(now, zone).slice(0, 16);

/** Returns today's date in the zone, or that of so many days later. */
export const today = (zone: string, days = 0): string =>
  addDays(localTime(new Date(), zone).slice(0, 10), days);

/** Adds days of the calendar, so that those of 23 or 25 hours do no harm. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toJSON().slice(0, 10);

/** Returns how far the zone is ahead of UTC at that moment, in minutes. */
const minutesAhead = (at: Date, zone: string): number =>
  Math.round((Date.parse(`${localTime(at, zone).replace(' ', 'T')}Z`) - at.getTime()) / 60_000);

/** Returns the offset as `+01:00`. */
function zoneOffset(at: Date, zone: string): string {
  const minutes = minutesAhead(at, zone);
  const twoDigits = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.abs(minutes) / 60)}:${twoDigits(Math.abs(minutes) % 60)}`;
}

/** Zones change their clocks at full quarters of an hour. */
const QUARTER_MS = 900_000;

/**
 * Returns a function from a moment to what a clock in the zone shows, as milliseconds that read so in UTC. It is for many
 * moments: the slow formatter is used once per quarter of an hour.
 */
export function wallClock(zone: string): (ms: number) => number {
  const offsets = new Map<number, number>();
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = minutesAhead(new Date(quarter * QUARTER_MS), zone) * 60_000;
      offsets.set(quarter, offset);
    }
    return ms + offset;
  };
}

/** Returns the first moment of a day in the zone, in milliseconds: not every day has a midnight. */
export function startOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const candidates = [-DAY_MS, DAY_MS]
    .map((away) => midnight - minutesAhead(new Date(midnight + away), zone) * 60_000)
    .sort((a, b) => a - b);
  const first = candidates.find((moment) => localTime(new Date(moment), zone).startsWith(day));
  // A day that a zone left out, such as when it changed sides of the date line, begins where the next one does.
  return first ?? candidates[0]!;
}

/** Returns ISO 8601 with the zone's offset, to the second. */
export const isoLocal = (at: Date, zone: string): string =>
  `${localTime(at, zone).replace(' ', 'T')}${zoneOffset(at, zone)}`;

/**
 * Returns a time as the dialer writes it (UTC, ISO 8601); undefined where it is none. A time without an offset is one in
 * the zone. A date alone is none: the dialer itself reads it as a day.
 */
export function instantToUtc(written: string, zone: string): string | undefined {
  const text = written.trim();
  const time = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (!time) return undefined;
  const [, date, clock, offset] = time;
  if (offset) return validIso(new Date(`${date}T${clock}${offset}`));
  const asUtc = new Date(`${date}T${clock}Z`);
  if (Number.isNaN(asUtc.getTime())) return undefined;
  // The offset at the guess may differ from the one at the moment itself, so it is looked up twice.
  const guess = new Date(`${date}T${clock}${zoneOffset(asUtc, zone)}`);
  return validIso(new Date(`${date}T${clock}${zoneOffset(guess, zone)}`));
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/**
 * Returns a time as the dialer writes it in milliseconds; NaN where it is none. Reports need millions: the one form that
 * the dialer has, `2026-11-20T10:01:35.000Z`, is read by its digits, in half the time that Date.parse takes.
 */
export function momentOf(iso: unknown): number {
  if (typeof iso !== 'string') return Number.NaN;
  if (!hasDialerForm(iso)) return Date.parse(iso);
  const year = twoDigits(iso, 0) * 100 + twoDigits(iso, 2);
  const month = twoDigits(iso, 5);
  const day = twoDigits(iso, 8);
  const hour = twoDigits(iso, 11);
  const minute = twoDigits(iso, 14);
  const second = twoDigits(iso, 17);
  const ms = digit(iso, 20) * 100 + twoDigits(iso, 21);
  const inRange =
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
  if (!inRange) return Date.parse(iso);
  const leap = year % 4 === 0 && month > 2 ? 1 : 0;
  const days =
    (year - 1970) * 365 + Math.floor((year - 1969) / 4) + DAYS_BEFORE_MONTH[month - 1]! + leap + day - 1;
  return days * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms;
}

const hasDialerForm = (text: string): boolean =>
  text.length === 24 &&
  text[4] === '-' &&
  text[7] === '-' &&
  text[10] === 'T' &&
  text[13] === ':' &&
  text[16] === ':' &&
  text[19] === '.' &&
  text[23] === 'Z';

const validIso = (date: Date): string | undefined =>
  Number.isNaN(date.getTime()) ? undefined : date.toJSON();
