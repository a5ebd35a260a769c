/** The words in which an act is refused: why, until when, and who can change it. */
import type { CallingHours } from '../config/calling-hours.ts';
import { errorReason } from '../shared/safe-files.ts';
import { localTime, WEEKDAYS } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type CallingTime, hoursRanges, hoursText } from './calling-hours.ts';
import type { Stop } from './stop.ts';
import type { Excess } from './windows.ts';

const changedBy = (setting: string): string =>
  `Nothing was sent. The person who set this server up can change that with ${setting}.`;

/** @param where `hitrate-mcp start` lifts it */
export function stopped({ since, reason }: Stop, zone: string, where = 'on this machine'): ToolError {
  const when = since ? ` since ${localTime(since, zone).slice(0, 16)} (${zone})` : '';
  return new ToolError(
    'permission_denied',
    `All changes are stopped${when}${reason ? ` (${reason})` : ''}: \`hitrate-mcp start\` ${where} lifts it. Nothing was sent.`,
  );
}

/** @param clockBack how much the clock has been set back, in milliseconds */
export function overLimit(
  { name, max, used, size, until }: Excess,
  zone: string,
  now: number,
  clockBack: number,
): ToolError {
  const counted = `${name} is ${max}: ${used} ${used === 1 ? 'is' : 'are'} used, and this takes ${size}`;
  const when =
    until === undefined
      ? 'That is more than is ever allowed at once: take fewer.'
      : `It is refused until ${moment(until, zone, now)} (${zone}).`;
  const clock =
    clockBack > MAX_DRIFT_MS
      ? " This machine's clock was set back: what was counted holds until it has caught up, or until a person removes the counts (the folder limits in HITRATE_STATE_DIR)."
      : '';
  return new ToolError(
    'rate_limited',
    `The limit ${counted}. ${when}${clock} ${changedBy('HITRATE_LIMITS')}`,
  );
}

/** Clocks are put right by so much by themselves. */
const MAX_DRIFT_MS = 60_000;

/** Returns `14:05`, with seconds where it has some and the day where it is another. */
function moment(ms: number, zone: string, now: number): string {
  const [day, time] = localTime(new Date(ms), zone).split(' ') as [string, string];
  const short = time.endsWith(':00') ? time.slice(0, 5) : time;
  return localTime(new Date(now), zone).startsWith(day) ? short : `${day} ${short}`;
}

export function outsideHours(
  hours: CallingHours,
  { holiday, opens }: CallingTime & { open: false },
  zone: string,
  now: number,
): ToolError {
  const hoursZone = hours.timezone ?? zone;
  const ranges = hoursRanges(hours).map((range) => {
    const [first, last] = [range.first, range.last].map((day) => WEEKDAYS[day]!);
    return `${first === last ? first : `${first} to ${last}`} ${hoursText(range)}`;
  });
  const today = `Now it is ${dayAndTime(new Date(now), hoursZone)}${holiday ? `, a holiday (${holiday})` : ''}`;
  const next = opens
    ? `people may be reached from ${dayAndTime(opens, hoursZone)}`
    : 'no day of the next year is in them';
  return new ToolError(
    'permission_denied',
    `Calling hours are ${ranges.join(', ')} (${hoursZone}), not on Swedish public holidays. ${today}: ${next}. ${changedBy('HITRATE_CALLING_HOURS')}`,
  );
}

/** Returns `Monday 2026-11-30 09:00`. */
export function dayAndTime(at: Date, zone: string): string {
  const text = localTime(at, zone).slice(0, 16);
  return `${WEEKDAYS[new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay()]} ${text}`;
}

/** Turns an error of the system into a refusal. @param what can't be done, as the beginning of a sentence */
export function unusableState(what: string, error: unknown, stateDir: string): ToolError {
  return new ToolError(
    'unavailable',
    `${what}: ${reasonOf(error)}. While that is so nothing is changed, and nothing was sent. The person who set this server up can look at ${stateDir} (HITRATE_STATE_DIR).`,
  );
}

/** Returns why, and of which file. */
export function reasonOf(error: unknown): string {
  const { path } = error as NodeJS.ErrnoException;
  return `${errorReason(error)}${path === undefined ? '' : ` (${path})`}`;
}
