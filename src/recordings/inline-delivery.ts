/**
 * What may go out as bytes inside an answer. Few hosts know what to do with them: some hand base64 to the model as text,
 * where 600 kB are 450,000 tokens, and some drop them.
 */
import type { FileArgs } from '../define/recording.ts';
import type { FileTool } from './resource-uri.ts';

/** Of a host that nobody knows: a clip of some seconds, or half a minute as MP3. */
const UNKNOWN_HOST_BYTES = 100_000;
/** Whole results end at 1 MB in the narrowest host, and base64 makes 1 MB of this. */
const KNOWN_HOST_BYTES = 700_000;
/** What hosts do that are known to keep sound away from the model, by the name that they give at their start. */
const KEEPS_SOUND = new Map([['claude-code', 'Claude Code saves it as a file of its own and says where.']]);

export interface InlineSupport {
  /** Before base64 makes a third more of them. */
  maxBytes: number;
  /** What the host does with the bytes, as a sentence; absent where that is not known. */
  handling?: string;
}

/** @param host the name that it gave, if it did */
export function inlineSupportOf(host: string | undefined, { answer }: FileTool): InlineSupport {
  const handling = answer.sound ? KEEPS_SOUND.get(host?.toLowerCase() ?? '') : undefined;
  return handling ? { maxBytes: KNOWN_HOST_BYTES, handling } : { maxBytes: UNKNOWN_HOST_BYTES };
}

/** MP3 where the dialer has it and no format was asked for. Not for one channel, which is cut out of WAV only. */
export const withSmallestFormat = (args: FileArgs, { input }: FileTool): FileArgs =>
  'format' in input.shape &&
  args.format === undefined &&
  (args.channel === undefined || args.channel === 'both')
    ? { ...args, format: 'mp3' }
    : args;

/** Returns what is said of bytes that went out: true whatever the host does with them. */
export function inlineNote({ handling }: InlineSupport, canSave: boolean): string {
  const otherwise = canSave ? ' If the person can not find them, take deliver = file.' : '';
  return `The bytes went out with this answer. ${handling ?? `Whether anything of them is shown is up to the host: some drop them.${otherwise}`}`;
}
