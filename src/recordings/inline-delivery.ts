/**
 * What may go out as bytes inside an answer. Few hosts know what to do with them: some hand base64 to the model as text,
 * where 600 kB are 450,000 tokens, and some drop them.
 */

import type { Args } from '../define/row.ts';
import type { FileTool } from './resource-uri.ts';

/** Of a host that nobody knows, in bytes: a clip of some seconds, or half a minute as MP3. */
const UNKNOWN_HOST_BYTES = 100_000;
/** Whole results end at 1 MB in the narrowest host, which base64 makes of so much. */
const KNOWN_HOST_BYTES = 700_000;
/** By the name that a host gives at its start: those that are known to keep sound away from the model. */
const KEEPS_SOUND: Record<string, string> = {
  'claude-code': 'Claude Code saves it as a file of its own and says where.',
};

export interface InlineSupport {
  /** Bytes, before base64 makes a third more of them. */
  cap: number;
  /** What the host does with them; absent where that is not known. */
  does?: string;
}

/** @param host as it named itself, if it did */
export function inlineSupportOf(host: string | undefined, { answer }: FileTool): InlineSupport {
  const name = host?.toLowerCase() ?? '';
  const does = answer.sound && Object.hasOwn(KEEPS_SOUND, name) ? KEEPS_SOUND[name] : undefined;
  return does ? { cap: KNOWN_HOST_BYTES, does } : { cap: UNKNOWN_HOST_BYTES };
}

/** MP3 where the dialer has it and nothing else was asked for; one side alone can be cut out of WAV only. */
export const smallestFormat = (args: Args, { input }: FileTool): Args =>
  'format' in input.shape &&
  args.format === undefined &&
  (args.channel === undefined || args.channel === 'both')
    ? { ...args, format: 'mp3' }
    : args;

/** Whatever the host does with them, it must be true. @param saves whether files can be saved */
export function inlineNote({ does }: InlineSupport, saves: boolean): string {
  const otherwise = saves ? ' If the person can not find them, take deliver = file.' : '';
  return `The bytes went out with this answer. ${does ?? `Whether anything of them is shown is up to the host: some drop them.${otherwise}`}`;
}
