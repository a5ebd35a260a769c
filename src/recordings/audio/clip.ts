/** What is known of a file of sound, and the one way in which WAV and MP3 are followed as they come. */

import type { Sound, Wish } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';

/** A file goes in piece by piece, what is wanted of it comes out. */
export interface Cut {
  /** @returns what these bytes add to the result. @throws ToolError where the wish can't be met. */
  push(chunk: Buffer): Buffer[];
  /** All that is wanted has come out: the rest need not be loaded. */
  complete(): boolean;
  /** At the end of the file, or once it is complete. @throws ToolError where the wish can't be met. */
  finish(): { sound: Sound; tail?: Buffer; head?: Buffer };
  /** What is known so far, for who does not wait for the end. */
  soFar(): Sound;
}

/** Milliseconds are finer than anybody asks, and hide how floats end. */
export const seconds = (value: number): number => Math.round(value * 1000) / 1000;

export const isWhole = ({ start_s, end_s, channel }: Wish): boolean =>
  start_s === undefined && end_s === undefined && (channel === undefined || channel === 'both');

export const pastTheEnd = (start_s: number, duration_s: number): ToolError =>
  new ToolError(
    'invalid_arguments',
    `start_s ${start_s} is past the end: the recording lasts ${seconds(duration_s)} s.`,
  );
