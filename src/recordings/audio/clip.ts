/** What the readers and clip writers of WAV and MP3 have in common. */

import type { AudioInfo, ClipRange } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';

/** Reads an audio file as it is loaded. */
export interface AudioReader {
  push(chunk: Buffer): void;
  /** At the end of the file. */
  end(): void;
  /** Describes what was read so far; what is wrong with the file as a whole is known after its end. */
  sound(): AudioInfo;
}

/** Cuts a clip out of a file as it is loaded. */
export interface ClipWriter {
  /** Returns what these bytes add to the clip. @throws ToolError where the range is not in the recording */
  push(chunk: Buffer): Buffer[];
  /** Whether the clip has all its bytes: the rest of the file need not be loaded. */
  complete(): boolean;
  /**
   * At the end of the file, or once the clip is complete.
   * @returns tail: the last bytes; header: the right one, where the one that was written first is wrong
   * @throws ToolError where the range is not in the recording
   */
  finish(): { sound: AudioInfo; tail?: Buffer; header?: Buffer };
  /** Describes what was read so far, for whoever does not wait for the end. */
  soFar(): AudioInfo;
}

/** To milliseconds: finer than anybody needs, and without the dust of floats. */
export const roundSeconds = (value: number): number => Math.round(value * 1000) / 1000;

export const isWholeRecording = ({ start_s, end_s, channel }: ClipRange): boolean =>
  start_s === undefined && end_s === undefined && (channel === undefined || channel === 'both');

export const pastTheEndError = (start_s: number, duration_s: number): ToolError =>
  new ToolError(
    'invalid_arguments',
    `start_s ${start_s} is past the end: the recording lasts ${roundSeconds(duration_s)} s.`,
  );
