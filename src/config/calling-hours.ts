/** When people may be rung: `mon-fri 9-20, sat 10-16`, with a time zone behind it if it is not the operator's. */
import { type GivenValues, settingError } from './parse.ts';
import { SETTINGS } from './settings.ts';

export interface CallingHours {
  /** By weekday, from Sunday as 0: minutes after midnight, from and to. Days without hours are absent. */
  readonly days: { readonly [weekday: number]: readonly [from: number, to: number] };
  /** Absent: the operator's time zone. */
  readonly timezone?: string;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const HOURS = /^([a-z]{3})(?:-([a-z]{3}))? (\d{1,2})(?:[:.]([0-5]\d))?-(\d{1,2})(?:[:.]([0-5]\d))?$/;
const RIGHT =
  'must be hours such as "mon-fri 9-20, sat 10-16", each day once, with a time zone behind it if need be ("... Europe/Stockholm"), or always';

/** Returns undefined for any time. @throws SettingError */
export function parseCallingHours(values: GivenValues): CallingHours | undefined {
  const text = values.callingHours?.text ?? SETTINGS.callingHours.default;
  if (text.toLowerCase() === 'always') return undefined;
  const [, hours = text, timezone] = /^(.*\d)\s+([A-Za-z]+(?:\/[\w+-]+)*)$/.exec(text) ?? [];
  const days: Record<number, readonly [number, number]> = {};
  for (const part of hours.toLowerCase().split(',')) {
    const match = HOURS.exec(
      part
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/\s*[-\u2013]\s*/g, '-'),
    );
    const range = match && rangeOf(match);
    if (!range || range.days.some((day) => days[day])) throw settingError(values, 'callingHours', RIGHT);
    for (const day of range.days) days[day] = range.hours;
  }
  if (timezone !== undefined && !isTimezone(timezone)) throw settingError(values, 'callingHours', RIGHT);
  return { days, timezone };
}

function rangeOf([
  ,
  first,
  last = first,
  fromHour,
  fromMinute = '0',
  toHour,
  toMinute = '0',
]: RegExpExecArray): { days: number[]; hours: readonly [number, number] } | undefined {
  const [start, end] = [DAYS.indexOf(first!), DAYS.indexOf(last!)];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  if (start < 0 || end < 0 || from >= to || to > 24 * 60) return undefined;
  const count = ((end - start + 7) % 7) + 1;
  return { days: Array.from({ length: count }, (_, i) => (start + i) % 7), hours: [from, to] };
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
