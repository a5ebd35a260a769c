/**
 * The length of a recording of which only the start was loaded: of WAV by the sizes in its header, of MP3 by the count
 * of its frames, else by its size at a constant bit rate.
 */
import type { AudioInfo } from '../../define/recording.ts';
import { roundSeconds } from './clip.ts';
import { announcedFrames, type FrameHeader, id3Bytes, readFrameHeader } from './mpeg-frame.ts';
import { CHUNK_HEADER_BYTES, FILE_HEADER_BYTES } from './riff.ts';
import { MAX_SIZE, MIN_FMT_BYTES } from './wav.ts';

type Estimate = (head: Buffer, bytes: number | undefined) => number | undefined;

const ESTIMATES: Record<string, Estimate | undefined> = {
  'audio/wav': estimateWav,
  'audio/mpeg': estimateMpeg,
};

/** Returns the length where the start tells it. @param bytes of the whole file; undefined where they are not known */
export function estimateDuration(head: Buffer, type: string, bytes: number | undefined): AudioInfo {
  const seconds = ESTIMATES[type]?.(head, bytes);
  return seconds && Number.isFinite(seconds) ? { duration_s: roundSeconds(seconds) } : {};
}

/** By the samples that the fact chunk counts (for compressed sound the only exact way), else by the size of the data. */
function estimateWav(head: Buffer, bytes: number | undefined): number | undefined {
  if (head.length < FILE_HEADER_BYTES) return undefined;
  // What stands behind the size that RIFF announces is not of the file.
  const end = Math.min(head.length, CHUNK_HEADER_BYTES + head.readUInt32LE(4));
  let fmt: Buffer | undefined;
  let samples: number | undefined;
  for (let at = FILE_HEADER_BYTES; at + CHUNK_HEADER_BYTES <= end; ) {
    const id = head.toString('latin1', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    const start = at + CHUNK_HEADER_BYTES;
    const body = head.subarray(start, start + size);
    if (id === 'fmt ' && body.length >= MIN_FMT_BYTES) fmt = body;
    if (id === 'fact' && body.length >= 4) samples = body.readUInt32LE(0);
    if (id === 'data')
      return fmt && (samples ?? dataSize(size, start, bytes) / blockAlign(fmt)) / sampleRate(fmt);
    at = start + size + (size % 2);
  }
  return undefined;
}

const sampleRate = (fmt: Buffer): number => fmt.readUInt32LE(4);
const blockAlign = (fmt: Buffer): number => fmt.readUInt16LE(12);

/** No more than the file has; infinite where nobody knows. */
function dataSize(size: number, start: number, bytes: number | undefined): number {
  if (bytes !== undefined) return Math.min(size, bytes - start);
  return size === MAX_SIZE ? Number.POSITIVE_INFINITY : size;
}

/** So many frames of the same bit rate are taken for a constant one. */
const CONSTANT_FRAMES = 4;

function estimateMpeg(head: Buffer, bytes: number | undefined): number | undefined {
  const [first, ...others] = firstFrames(head);
  if (!first) return undefined;
  const { frame, header } = first;
  const frames = announcedFrames(frame, header);
  if (frames) return (frames * header.samples) / header.rate;
  const constant =
    others.length === CONSTANT_FRAMES - 1 && others.every((other) => other.header.kbps === header.kbps);
  return constant && bytes !== undefined ? (bytes * 8) / (header.kbps * 1000) : undefined;
}

/** Returns the first frames behind the tags, as many as tell whether the bit rate is constant. */
function firstFrames(head: Buffer): { frame: Buffer; header: FrameHeader }[] {
  const frames = [];
  let at = 0;
  for (let tag = id3Bytes(head); tag > 0; tag = id3Bytes(head.subarray(at))) at += tag;
  while (at !== -1 && frames.length < CONSTANT_FRAMES) {
    const header = readFrameHeader(head, at);
    if (header) {
      frames.push({ frame: head.subarray(at, at + header.bytes), header });
      at += header.bytes;
    } else at = head.indexOf(0xff, at + 1);
  }
  return frames;
}
