/** The stop: a file in the state folder. While it lies there no server of this user changes anything. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, replaceFile } from '../shared/installation/files.ts';
import { ensureStateDir } from '../shared/installation/keys.ts';
import { isObject, parseJson } from '../shared/json.ts';

/** What is known of a stop: a damaged file stops as well. */
export interface Stop {
  since?: Date;
  reason?: string;
}

const pathIn = (stateDir: string): string => join(stateDir, 'stopped.json');

/** Returns undefined where changes are not stopped. @throws Error of the system, where that can't be known */
export async function readStop(stateDir: string): Promise<Stop | undefined> {
  const text = await readIfThere(pathIn(stateDir));
  return text && parseStop(text.toString());
}

export function parseStop(text: string): Stop {
  const stop = parseJson(text);
  if (!isObject(stop)) return {};
  const { since, reason } = stop as { since?: unknown; reason?: unknown };
  const date = new Date(String(since));
  return {
    ...(!Number.isNaN(date.getTime()) && { since: date }),
    ...(typeof reason === 'string' && reason && { reason }),
  };
}

/** Stops all changes, or gives a stop another reason; it goes on since when it began. */
export async function stopChanges(stateDir: string, reason: string | undefined, now: Date): Promise<Stop> {
  const stop = combineStops(await readStop(stateDir), reason, now);
  await ensureStateDir(stateDir);
  await replaceFile(pathIn(stateDir), stop);
  return stop;
}

/** Returns a stop that goes on since the one before it began. */
export const combineStops = (before: Stop | undefined, reason: string | undefined, now: Date): Stop => ({
  since: before?.since ?? now,
  ...((reason ?? before?.reason) && { reason: reason ?? before?.reason }),
});

/** Lifts the stop. Returns what it was; undefined where there was none. */
export async function liftStop(stateDir: string): Promise<Stop | undefined> {
  const before = await readStop(stateDir);
  if (before) await rm(pathIn(stateDir), { force: true });
  return before;
}
