/** Clips taken apart: the samples of a WAV, the frames of an MP3. */
import { expect } from 'vitest';
import { createMpegReader } from '../../src/recordings/audio/mpeg.ts';
import type { FrameHeader } from '../../src/recordings/audio/mpeg-frame.ts';
import { createWavReader, type WavFormat } from '../../src/recordings/audio/wav.ts';
import type { sampled } from './audio.ts';

export type Wav = (typeof sampled)[number];

/** Sample by sample, as slowly as one would say it. */
export function stretch(
  { data, frameBytes, channels }: Wav,
  from: number,
  to: number,
  channel?: string,
): Buffer {
  const size = frameBytes / channels;
  const wanted: number[] = [];
  for (let sample = from; sample < to; sample++)
    for (let side = 0; side < channels; side++)
      if (!channel || channel === 'both' || side === (channel === 'left' ? 0 : 1))
        for (let i = 0; i < size; i++) wanted.push(data[sample * frameBytes + side * size + i]!);
  return Buffer.from(wanted);
}

/** What a reader finds in a clip; the data chunk, its padding and nothing else come last. */
export function opened(clip: Buffer): { format: WavFormat; data: Buffer } {
  const pieces: Buffer[] = [];
  const walk = createWavReader((piece) => void pieces.push(piece));
  walk.push(clip);
  walk.end();
  const data = Buffer.concat(pieces);
  expect(walk.sound()).not.toHaveProperty('broken');
  expect(walk.announcedBytes()).toBe(data.length);
  expect(clip.readUInt32LE(4)).toBe(clip.length - 8);
  expect(clip.length % 2).toBe(0);
  return { format: walk.format()!, data };
}

export interface Frame {
  bytes: Buffer;
  header: FrameHeader;
}

export function framesOf(mp3: Buffer): Frame[] {
  const frames: Frame[] = [];
  const walk = createMpegReader((frame, header) => void frames.push({ bytes: Buffer.from(frame), header }));
  walk.push(mp3);
  walk.end();
  return frames;
}

export const joined = (frames: Frame[]): Buffer => Buffer.concat(frames.map(({ bytes }) => bytes));
