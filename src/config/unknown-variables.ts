/** Variables with a slip in their name. */
import { editDistance } from '../shared/similar-text.ts';
import { oneLine } from '../shared/text.ts';
import type { Env } from './parse.ts';
import { SETTINGS } from './settings.ts';

const PREFIX = 'HITRATE_';
const MAX_NAME_LENGTH = 32;
/** In letters, from a setting's name. */
const MAX_DISTANCE = 3;

/** Returns a line for each variable that looks like a setting and is none: a misspelt setting is silently not set. */
export function unknownVariables(env: Env): string[] {
  const known: string[] = Object.values(SETTINGS).map((setting) => setting.env);
  // On Windows variables are the same in any case.
  const isKnown = (name: string) => known.includes(process.platform === 'win32' ? name.toUpperCase() : name);
  return Object.keys(env)
    .filter((name) => name.toUpperCase().startsWith(PREFIX) && !isKnown(name))
    .map((name) => `${oneLine(name, MAX_NAME_LENGTH)} is no setting and is ignored${hintFor(name, known)}`);
}

function hintFor(name: string, known: readonly string[]): string {
  const text = name.slice(0, MAX_NAME_LENGTH).toUpperCase();
  const [nearest] = known
    .map((setting) => ({ setting, distance: editDistance(text, setting) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest!.distance <= MAX_DISTANCE ? `: did you mean ${nearest!.setting}?` : ' (--help lists them).';
}
