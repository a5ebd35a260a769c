/** The overview's own words, and its numbers and times, in the language that was chosen. */
import { language } from '../../../pages/browser/elements.ts';
import { TARGET_WORDS, TOOL_WORDS } from '../tool-words.ts';
import type { Words } from '../words.ts';
import { WORDS } from '../words-by-language.ts';

export const words = (): Words => WORDS[language()];

export const numberText = (value: number): string => value.toLocaleString(language());

export const moneyText = (value: number, currency: string): string =>
  value.toLocaleString(language(), { style: 'currency', currency, maximumFractionDigits: 0 });

export const percentText = (percent: number): string =>
  (percent / 100).toLocaleString(language(), { style: 'percent', maximumFractionDigits: 1 });

/** A clock's time as a date that reads so in UTC: the zone is that of the dialer, wherever the browser is. */
const instantOf = (clock: string): Date => new Date(`${clock.replace(' ', 'T')}Z`);

/** Returns `kl. 10.41` or `10:41`. */
export function timeText(clock: string): string {
  const time = clock.slice(11, 16);
  return language() === 'sv' ? `kl. ${time.replace(':', '.')}` : time;
}

/** Returns `tisdag 30 november`. @param day as in `2026-11-30`, with or without a time */
export const dayText = (day: string): string =>
  instantOf(`${day.slice(0, 10)} 00:00`).toLocaleDateString(language() === 'sv' ? 'sv' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });

/** Returns `förra måndagen till samma tid`. @param day whose week before is meant */
export const weekBeforeText = (day: string): string =>
  words().weekBefore(
    instantOf(`${day.slice(0, 10)} 00:00`).toLocaleDateString(language() === 'sv' ? 'sv' : 'en-GB', {
      weekday: 'long',
      timeZone: 'UTC',
    }),
  );

/** Returns day and time, or the time alone where it is of that day. */
export const momentText = (clock: string, now: string): string =>
  clock.slice(0, 10) === now.slice(0, 10) ? timeText(clock) : `${dayText(clock)} ${timeText(clock)}`;

/** Returns the day a week before, as in `2026-11-23`. */
export const weekBefore = (day: string): string =>
  new Date(instantOf(`${day.slice(0, 10)} 00:00`).getTime() - 7 * 86_400_000).toJSON().slice(0, 10);

/** Returns how long ago that was, in its largest unit. */
export function ageText(since: string, now: string): string {
  const minutes = Math.max(0, Math.floor((instantOf(now).getTime() - instantOf(since).getTime()) / 60_000));
  if (Number.isNaN(minutes)) return '–';
  if (minutes < 60) return words().minutes(numberText(minutes));
  if (minutes < 24 * 60) return words().hours(numberText(Math.floor(minutes / 60)));
  return words().days(numberText(Math.floor(minutes / 60 / 24)));
}

/** Returns what a tool does; its name where that is not known here. */
export const toolText = (tool: string): string => TOOL_WORDS[tool]?.[language()] ?? tool;

const MAX_TARGETS = 3;

/** Returns `order 39, order 40 and 3 more`. */
export function targetsText(targets: readonly string[]): string {
  const shown = targets.slice(0, MAX_TARGETS).map(targetText);
  const left = targets.length - shown.length;
  return [shown.join(', '), ...(left > 0 ? [words().andMore(numberText(left))] : [])].join(' ');
}

function targetText(target: string): string {
  const [kind = '', id = ''] = target.split(/:(.*)/s);
  const name = TARGET_WORDS[language()][kind] ?? kind.replaceAll('_', ' ');
  // Of an id that could be about a person the log has only a hash.
  return `${name} ${id.startsWith('~') ? words().hiddenId : id}`;
}
