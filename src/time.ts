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

/** Today's date in the zone, or that of so many days later. */
export const today = (zone: string, days = 0): string =>
  localTime(new Date(Date.now() + days * 86_400_000), zone).slice(0, 10);

/** `+01:00`: how far the zone is from UTC at that moment. */
function zoneOffset(at: Date, zone: string): string {
  const minutes = Math.round(
    (Date.parse(`${localTime(at, zone).replace(' ', 'T')}Z`) - at.getTime()) / 60_000,
  );
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
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
  if (offset) return valid(new Date(`${date}T${clock}${offset}`));
  const naive = new Date(`${date}T${clock}Z`);
  if (Number.isNaN(naive.getTime())) return undefined;
  // The offset that holds at the guess may differ from the one that holds at the moment itself, so look twice.
  const guess = new Date(`${date}T${clock}${zoneOffset(naive, zone)}`);
  return valid(new Date(`${date}T${clock}${zoneOffset(guess, zone)}`));
}

const valid = (date: Date): string | undefined => (Number.isNaN(date.getTime()) ? undefined : date.toJSON());
