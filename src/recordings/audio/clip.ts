/** What is known of a file of sound, and the one way in which WAV and MP3 are followed as they come. */

import type { AudioInfo, ClipRange } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';

/** A file goes in piece by piece, what is wanted of it comes out. */
export interface ClipWriter {
  /** @returns what these bytes add to the result. @throws ToolError where the range is not in the recording. */
  push(chunk: Buffer): Buffer[];
  /** All that is wanted has come out: the rest need not be loaded. */
  complete(): boolean;
  /** At the end of the file, or once it is complete. @throws ToolError where the range is not in the recording. */
  finish(): { sound: AudioInfo; tail?: Buffer; head?: Buffer };
  /** What is known so far, for who does not wait for the end. */
  soFar(): AudioInfo;
}

/** Milliseconds are finer than anybody asks, and hide how floats end. */
export const roundSeconds = (value: number): number => Math.round(value * 1000) / 1000;

export const isWholeRecording = ({ start_s, end_s, channel }: ClipRange): boolean =>
  start_s === undefined && end_s === undefined && (channel === undefined || channel === 'both');

export const pastTheEndError = (start_s: number, duration_s: number): ToolError =>
  new ToolError(
    'invalid_arguments',
    `start_s ${start_s} is past the end: the recording lasts ${roundSeconds(duration_s)} s.`,
  );
