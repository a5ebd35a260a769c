/** Reads the two forms of a recording, without the sandbox's own code. */
import { expect } from 'vitest';

/** A-law's zero. */
export const SILENCE = 0xd5;

export function waveOf(file: Buffer) {
  expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at < file.length; ) {
    const size = file.readUInt32LE(at + 4);
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + size));
    at += 8 + size;
  }
  const format = chunks.get('fmt ')!;
  return {
    fileSize: file.readUInt32LE(4) + 8,
    coding: format.readUInt16LE(0),
    channels: format.readUInt16LE(2),
    rate: format.readUInt32LE(4),
    samples: chunks.get('fact')!.readUInt32LE(0),
    data: chunks.get('data')!,
  };
}

/** The agent is left, the customer right. */
export const channelOf = (data: Buffer, speaker: 'agent' | 'customer'): Buffer =>
  Buffer.from(data.filter((_, at) => at % 2 === (speaker === 'agent' ? 0 : 1)));

/** A file of frames and nothing else: MPEG-2.5 layer III, 24 kbps, 8 kHz, stereo, and so 216 bytes each. */
export function framesOf(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < file.length; at += 216) frames.push(file.subarray(at, at + 216));
  expect(frames.filter((frame) => frame.length !== 216 || frame.readUInt32BE(0) !== 0xffe33804)).toEqual([]);
  return frames;
}
