/** What is known of a file of sound, and the one way in which WAV and MP3 are followed as they come. */
import { ToolError } from '../errors.ts';

export interface Sound {
  codec?: string;
  channels?: number;
  sample_rate_hz?: number;
  /** Of what was read; of the clip, where one was cut. */
  duration_s?: number;
  /** Where a clip really starts and ends in the recording. */
  start_s?: number;
  end_s?: number;
  /** Length of the whole recording, where a clip was cut and the file tells. */
  recording_s?: number;
  /** What is wrong with the file, in words. */
  broken?: string;
}

/** What is wanted of a recording. Times in seconds from its start. */
export interface Wish {
  start_s?: number;
  end_s?: number;
  channel?: 'both' | 'left' | 'right';
}

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
