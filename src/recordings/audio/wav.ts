/**
 * WAV (RIFF WAVE, Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" and WAVEFORMATEXTENSIBLE),
 * followed chunk by chunk as it is loaded. Libraries read what a file says of itself; a cut needs to know where its
 * samples lie, and recorders that were interrupted say wrong things.
 */

import type { AudioInfo } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { roundSeconds } from './clip.ts';

/** The format tags that hold each sample in bytes of its own (so many), so that sound can be cut at any sample. */
const CODECS: Record<number, { name: string; sampleBytes: number[] }> = {
  1: { name: 'PCM', sampleBytes: [1, 2, 3, 4, 8] },
  3: { name: 'IEEE float', sampleBytes: [4, 8] },
  6: { name: 'G.711 A-law', sampleBytes: [1] },
  7: { name: 'G.711 µ-law', sampleBytes: [1] },
};
const OTHER_CODECS: Record<number, string> = {
  2: 'MS ADPCM',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG audio',
  85: 'MPEG layer III',
};
const EXTENSIBLE = 0xfffe;
const MAX_FMT_BYTES = 4096;
/** Outside of these a header is damaged: no voice is left in fewer samples, and a frame's size has two bytes. */
const MIN_RATE = 1_000;
const MAX_CHANNELS = 32;
const MAX_RATE = 1_000_000;
const MAX_FRAME_BYTES = 0xffff;
const MAX_SIZE = 0xffff_ffff;
/** What comes after the sound is small. Half the codes of A-law are letters: a name alone tells no chunk from sound. */
const MAX_TRAILER_BYTES = 0x100_0000;

export interface WavFormat {
  tag: number;
  codec: string;
  channels: number;
  rate: number;
  /** Of a sample. */
  bits: number;
  sampleBytes: number;
  /** One sample of each channel. */
  frameBytes: number;
  bytesPerSecond: number;
  /** Whether samples have bytes of their own. */
  sampled: boolean;
}

interface WavReader {
  push(chunk: Buffer): void;
  end(): void;
  format(): WavFormat | undefined;
  /** Bytes of sound so far. */
  soundBytes(): number;
  /** As the header promises; undefined where it leaves that open. */
  promised(): number | undefined;
  sound(): AudioInfo;
}

/** Before a streaming recorder knows the length, it writes one of these. */
const unknownSize = (size: number): boolean => size === 0 || size >= 0x7fff_0000;

function readFormat(fmt: Buffer): WavFormat | undefined {
  if (fmt.length < 16) return undefined;
  const plain = fmt.readUInt16LE(0);
  // An extensible format's own tag is the start of its subformat GUID.
  const tag = plain === EXTENSIBLE && fmt.length >= 26 ? fmt.readUInt16LE(24) : plain;
  const channels = fmt.readUInt16LE(2);
  const rate = fmt.readUInt32LE(4);
  const block = fmt.readUInt16LE(12);
  const bits = fmt.readUInt16LE(14);
  if (channels === 0 || channels > MAX_CHANNELS || rate < MIN_RATE || rate > MAX_RATE) return undefined;
  const least = Math.ceil(bits / 8);
  const sampleBytes = block % channels === 0 && block / channels >= least ? block / channels : least;
  const sampled = CODECS[tag]?.sampleBytes.includes(sampleBytes) ?? false;
  const frameBytes = sampleBytes * channels;
  if (frameBytes > MAX_FRAME_BYTES) return undefined;
  return {
    tag,
    codec: CODECS[tag]?.name ?? OTHER_CODECS[tag] ?? `format 0x${tag.toString(16).padStart(4, '0')}`,
    channels,
    rate,
    bits,
    sampleBytes,
    frameBytes,
    bytesPerSecond: sampled ? frameBytes * rate : fmt.readUInt32LE(8),
    sampled,
  };
}

/** @param onSound gets the bytes of sound as they come, in pieces of any length. */
export function createWavReader(onSound: (bytes: Buffer) => void): WavReader {
  /** A header of which not all has come yet. */
  let waiting = Buffer.alloc(0);
  let at: 'riff' | 'chunk' | 'fmt' | 'data' | 'skip' | 'pad' = 'riff';
  /** Bytes that remain of the chunk. */
  let left = 0;
  let odd = false;
  let format: WavFormat | undefined;
  let promised: number | undefined;
  let dataSeen = false;
  let soundBytes = 0;
  let broken: string | undefined;

  const afterChunk = () => {
    at = odd ? 'pad' : 'chunk';
  };
  const sound = (bytes: Buffer) => {
    soundBytes += bytes.length;
    if (bytes.length) onSound(bytes);
  };

  function startChunk(header: Buffer): void {
    const id = header.toString('latin1', 0, 4);
    const size = header.readUInt32LE(4);
    // What follows the promised sound and is no chunk is sound too: the size was written before the recording ended.
    if (dataSeen && !(/^[\w ]{4}$/.test(id) && size < MAX_TRAILER_BYTES)) {
      broken ??= 'the header promises less sound than there is';
      at = 'data';
      left = Number.POSITIVE_INFINITY;
      promised = undefined;
      sound(header);
      return;
    }
    odd = size % 2 === 1;
    left = size;
    if (id === 'fmt ' && !dataSeen) at = 'fmt';
    else if (id === 'data' && !dataSeen) {
      dataSeen = true;
      at = 'data';
      if (unknownSize(size)) left = Number.POSITIVE_INFINITY;
      else promised = size;
    } else at = 'skip';
  }

  /** Takes what it can of the bytes. @returns how many; 0: more must come. */
  function step(bytes: Buffer): number {
    switch (at) {
      case 'riff':
        if (bytes.length < 12) return 0;
        at = 'chunk';
        return 12;
      case 'chunk':
        if (bytes.length < 8) return 0;
        startChunk(bytes.subarray(0, 8));
        return 8;
      case 'pad':
        at = 'chunk';
        // Some writers leave the padding out; no chunk's name starts with a zero.
        return bytes[0] === 0 ? 1 : step(bytes);
      case 'fmt': {
        const size = Math.min(left, MAX_FMT_BYTES);
        if (bytes.length < size) return 0;
        format = readFormat(bytes.subarray(0, size));
        if (!format) broken ??= 'its format chunk makes no sense';
        left -= size;
        at = 'skip';
        return size;
      }
      default: {
        const size = Math.min(left, bytes.length);
        if (at === 'data') sound(bytes.subarray(0, size));
        left -= size;
        if (left === 0) afterChunk();
        return size;
      }
    }
  }

  return {
    push(chunk) {
      let bytes = waiting.length ? Buffer.concat([waiting, chunk]) : chunk;
      while (bytes.length) {
        const before = at;
        const taken = step(bytes);
        if (taken === 0 && at === before) break;
        bytes = bytes.subarray(taken);
      }
      // A copy: the chunk's memory may be used again.
      waiting = Buffer.from(bytes);
    },
    end() {
      if (at === 'data' && promised !== undefined)
        broken = `it breaks off: the header promises ${promised} bytes of sound, ${soundBytes} came`;
      else if (!dataSeen) broken = 'it breaks off before its sound begins';
      // Perhaps the end of sound that looked like the start of a chunk.
      else if (at === 'chunk' ? waiting.length > 0 : at === 'skip' && left > 0)
        broken ??= 'it ends in the middle of a chunk';
      if (!format && dataSeen) broken ??= 'it has no format chunk before its sound';
    },
    format: () => format,
    soundBytes: () => soundBytes,
    promised: () => promised,
    sound: () => ({
      ...(format && {
        codec: format.codec,
        channels: format.channels,
        sample_rate_hz: format.rate,
        ...(format.bytesPerSecond > 0 && { duration_s: roundSeconds(soundBytes / format.bytesPerSecond) }),
      }),
      ...(broken && { broken }),
    }),
  };
}

/** @throws ToolError where sound of that kind can't be cut or decoded. */
export function sampledFormat(format: WavFormat | undefined): WavFormat {
  if (format?.sampled) return format;
  throw new ToolError(
    'rejected',
    format
      ? `The recording is ${format.codec} in WAV, which can't be taken apart: take it whole, without start_s, end_s and channel.`
      : "The recording's WAV header is broken, so it can't be taken apart.",
  );
}

/** The plain header of such sound: 44 bytes for PCM, 58 for all else (with a fact chunk, as the specification wants). */
export function wavHeader(format: WavFormat, channels: number, dataBytes: number): Buffer {
  const frameBytes = format.sampleBytes * channels;
  const fmt = Buffer.alloc(format.tag === 1 ? 16 : 18);
  fmt.writeUInt16LE(format.tag, 0);
  fmt.writeUInt16LE(channels, 2);
  uint32(format.rate).copy(fmt, 4);
  uint32(format.rate * frameBytes).copy(fmt, 8);
  fmt.writeUInt16LE(frameBytes, 12);
  fmt.writeUInt16LE(format.sampleBytes * 8, 14);
  const fact = chunk('fact', uint32(Math.floor(dataBytes / frameBytes)));
  const chunks = [chunk('fmt ', fmt), ...(format.tag === 1 ? [] : [fact])];
  const body = Buffer.concat([Buffer.from('WAVE', 'latin1'), ...chunks, chunkHead('data', dataBytes)]);
  return Buffer.concat([chunkHead('RIFF', body.length + dataBytes + (dataBytes % 2)), body]);
}

/** What four bytes can't say becomes the most that they can: to readers, an unknown size. */
function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Math.min(value, MAX_SIZE));
  return bytes;
}

const chunkHead = (id: string, size: number): Buffer =>
  Buffer.concat([Buffer.from(id, 'latin1'), uint32(size)]);
const chunk = (id: string, body: Buffer): Buffer => Buffer.concat([chunkHead(id, body.length), body]);
