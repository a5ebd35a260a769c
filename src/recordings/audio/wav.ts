/**
 * WAV (RIFF WAVE and WAVEFORMATEXTENSIBLE), read as it is loaded. Libraries read what a file says of itself; a clip needs
 * to know where the samples lie, and recorders that were interrupted write wrong sizes.
 */

import type { AudioInfo } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type AudioReader, roundSeconds } from './clip.ts';
import { type ChunkPlan, createRiffReader } from './riff.ts';

/** The format tags whose samples have bytes of their own (so many), so that sound can be cut at any sample. */
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
export const MIN_FMT_BYTES = 16;
const MAX_FMT_BYTES = 4096;
/** Outside of these a header is damaged: fewer samples carry no voice, and the size of a frame is written in two bytes. */
const MIN_RATE = 1_000;
const MAX_CHANNELS = 32;
const MAX_RATE = 1_000_000;
const MAX_FRAME_BYTES = 0xffff;
/** The largest size that a header can hold. */
export const MAX_SIZE = 0xffff_ffff;
/** Chunks behind the sound are small. Half the codes of A-law are letters: a name alone tells no chunk from sound. */
const MAX_TRAILER_BYTES = 0x100_0000;

export interface WavFormat {
  tag: number;
  codec: string;
  channels: number;
  rate: number;
  /** Bits per sample. */
  bits: number;
  sampleBytes: number;
  /** Of a frame: one sample of each channel. */
  frameBytes: number;
  bytesPerSecond: number;
  /** Whether samples have bytes of their own. */
  sampled: boolean;
}

interface WavReader extends AudioReader {
  format(): WavFormat | undefined;
  /** Bytes of sound as the header announces them; undefined where it leaves that open. */
  announcedBytes(): number | undefined;
}

/** Whether a streaming recorder wrote the size before it knew the length. */
const isUnknownSize = (size: number): boolean => size === 0 || size >= 0x7fff_0000;

function readFormat(fmt: Buffer): WavFormat | undefined {
  if (fmt.length < MIN_FMT_BYTES) return undefined;
  const outerTag = fmt.readUInt16LE(0);
  // The tag of an extensible format is the start of its subformat GUID.
  const tag = outerTag === EXTENSIBLE && fmt.length >= 26 ? fmt.readUInt16LE(24) : outerTag;
  const channels = fmt.readUInt16LE(2);
  const rate = fmt.readUInt32LE(4);
  const block = fmt.readUInt16LE(12);
  const bits = fmt.readUInt16LE(14);
  if (channels === 0 || channels > MAX_CHANNELS || rate < MIN_RATE || rate > MAX_RATE) return undefined;
  const minBytes = Math.ceil(bits / 8);
  const sampleBytes = block % channels === 0 && block / channels >= minBytes ? block / channels : minBytes;
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

/** @param onSound gets the bytes of sound as they come, in pieces of any length */
export function createWavReader(onSound: (bytes: Buffer) => void): WavReader {
  let format: WavFormat | undefined;
  let announcedBytes: number | undefined;
  let dataFound = false;
  let soundBytes = 0;
  let broken: string | undefined;

  const riff = createRiffReader((header) => {
    const id = header.toString('latin1', 0, 4);
    const size = header.readUInt32LE(4);
    if (dataFound) return chunkAfterData(id, size, header);
    if (id === 'fmt ') return { size, head: { bytes: Math.min(size, MAX_FMT_BYTES), read: readFmt } };
    if (id !== 'data') return { size };
    dataFound = true;
    if (isUnknownSize(size)) return { size: Number.POSITIVE_INFINITY, onBytes: readSound };
    announcedBytes = size;
    return { size, onBytes: readSound };
  });

  function readFmt(fmt: Buffer): void {
    format = readFormat(fmt);
    if (!format) broken ??= 'its format chunk makes no sense';
  }

  function readSound(bytes: Buffer): void {
    soundBytes += bytes.length;
    if (bytes.length) onSound(bytes);
  }

  /** What is no chunk is sound too: the announced size was written before the recording ended. */
  function chunkAfterData(id: string, size: number, header: Buffer): ChunkPlan {
    if (/^[\w ]{4}$/.test(id) && size < MAX_TRAILER_BYTES) return { size };
    broken ??= 'the header promises less sound than there is';
    announcedBytes = undefined;
    readSound(header);
    return { size: Number.POSITIVE_INFINITY, onBytes: readSound };
  }

  return {
    push: riff.push,
    end() {
      if (!dataFound) broken = 'it breaks off before its sound begins';
      else if (announcedBytes !== undefined && soundBytes < announcedBytes)
        broken = `it breaks off: the header promises ${announcedBytes} bytes of sound, ${soundBytes} came`;
      // Perhaps the end of sound that looked like the start of a chunk.
      else if (riff.isWithinChunk()) broken ??= 'it ends in the middle of a chunk';
      if (!format && dataFound) broken ??= 'it has no format chunk before its sound';
    },
    format: () => format,
    announcedBytes: () => announcedBytes,
    sound: () => ({ ...(format && audioInfo(format, soundBytes)), ...(broken && { broken }) }),
  };
}

const audioInfo = ({ codec, channels, rate, bytesPerSecond }: WavFormat, soundBytes: number): AudioInfo => ({
  codec,
  channels,
  sample_rate_hz: rate,
  ...(bytesPerSecond > 0 && { duration_s: roundSeconds(soundBytes / bytesPerSecond) }),
});

/** Returns the format of sound that can be cut and decoded. @throws ToolError for any other */
export function sampledFormat(format: WavFormat | undefined): WavFormat {
  if (format?.sampled) return format;
  throw new ToolError(
    'rejected',
    format
      ? `The recording is ${format.codec} in WAV, which can't be taken apart: take it whole, without start_s, end_s and channel.`
      : "The recording's WAV header is broken, so it can't be taken apart.",
  );
}

/** Returns the header of a WAV file: 44 bytes for PCM, 58 for all else (with a fact chunk, as the specification wants). */
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
  const body = Buffer.concat([Buffer.from('WAVE', 'latin1'), ...chunks, chunkHeader('data', dataBytes)]);
  return Buffer.concat([chunkHeader('RIFF', body.length + dataBytes + (dataBytes % 2)), body]);
}

/** Writes the largest size for one that four bytes can't hold: to readers, an unknown size. */
function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Math.min(value, MAX_SIZE));
  return bytes;
}

const chunkHeader = (id: string, size: number): Buffer =>
  Buffer.concat([Buffer.from(id, 'latin1'), uint32(size)]);
const chunk = (id: string, body: Buffer): Buffer => Buffer.concat([chunkHeader(id, body.length), body]);
