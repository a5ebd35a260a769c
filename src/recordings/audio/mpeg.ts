/**
 * MPEG audio layer III (ISO/IEC 11172-3 and 13818-3; MPEG-2.5 for 8 kHz), followed frame by frame as it is loaded:
 * libraries count frames, a cut needs the frames themselves.
 */
import type { AudioInfo } from '../../define/recording.ts';
import { roundSeconds } from './clip.ts';

const BITRATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES = [44_100, 48_000, 32_000];
/** A frame's header. */
const HEADER = 4;

export interface FrameHeader {
  version: 1 | 2 | 2.5;
  kbps: number;
  rate: number;
  channels: 1 | 2;
  /** Of the frame, header included. */
  bytes: number;
  /** Samples that it holds, per channel. */
  samples: number;
  /** Where its side information starts. */
  sideAt: number;
  sideBytes: number;
}

/** undefined where no frame of layer III starts there; free-format bitrates, which nobody writes, count as none. */
function frameHeader(bytes: Buffer, at = 0): FrameHeader | undefined {
  if (bytes.length < at + HEADER || bytes[at] !== 0xff || (bytes[at + 1]! & 0xe6) !== 0xe2) return undefined;
  const [second, third, fourth] = [bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  const version = ([2.5, undefined, 2, 1] as const)[(second >> 3) & 3];
  const kbps = BITRATES[version === 1 ? 1 : 2][third >> 4];
  const baseRate = RATES[(third >> 2) & 3];
  if (version === undefined || !kbps || !baseRate) return undefined;
  const rate = version === 1 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
  const channels = fourth >> 6 === 3 ? 1 : 2;
  const samples = version === 1 ? 1152 : 576;
  const padding = (third >> 1) & 1;
  const crc = (second & 1) === 0 ? 2 : 0;
  const sideBytes = version === 1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return {
    version,
    kbps,
    rate,
    channels,
    bytes: Math.floor((samples / 8) * ((kbps * 1000) / rate)) + padding,
    samples,
    sideAt: HEADER + crc,
    sideBytes,
  };
}

/** How far back, in bytes of the frames before, a frame's sound begins (main_data_begin, ISO/IEC 11172-3, 2.4.1.7). */
export function reservoir(frame: Buffer, { version, sideAt }: FrameHeader): number {
  const first = frame[sideAt] ?? 0;
  return version === 1 ? (first << 1) | ((frame[sideAt + 1] ?? 0) >> 7) : first;
}

/**
 * The first frame of many files holds no sound but tells of the others: Xing's, LAME's or Fraunhofer's. Where files were
 * joined it is not only the first.
 */
function isInfo(frame: Buffer, { sideBytes }: FrameHeader): boolean {
  const tag = frame.toString('latin1', HEADER + sideBytes, HEADER + sideBytes + 4);
  return tag === 'Xing' || tag === 'Info' || frame.toString('latin1', 36, 40) === 'VBRI';
}

const sameStream = (one: FrameHeader, other: FrameHeader): boolean =>
  one.version === other.version && one.rate === other.rate;

/** Tags at the end of a file: what follows them is no sound. The longest name has so many bytes. */
const TAG_NAME = 8;
const isTag = (bytes: Buffer): boolean =>
  /^(TAG|APETAGEX|LYRICS)/.test(bytes.toString('latin1', 0, TAG_NAME));

interface MpegReader {
  push(chunk: Buffer): void;
  end(): void;
  sound(): AudioInfo;
}

/** @param onFrame gets each frame of sound with the second at which it starts. */
export function createMpegReader(
  onFrame: (frame: Buffer, header: FrameHeader, at_s: number) => void,
): MpegReader {
  let waiting = Buffer.alloc(0);
  /** Bytes of a tag at the start that are yet to be skipped; undefined before it is known whether there is one. */
  let tag: number | undefined;
  let first: FrameHeader | undefined;
  let inStep = false;
  let atTags = false;
  let at_s = 0;
  let skipped = 0;
  let broken: string | undefined;

  /** Takes what it can. @returns how many bytes; 0: more must come. */
  function step(bytes: Buffer, last: boolean): number {
    if (tag === undefined) {
      if (bytes.length < 10 && !last) return 0;
      tag = id3Bytes(bytes);
    }
    if (tag > 0) {
      const size = Math.min(tag, bytes.length);
      tag -= size;
      return size;
    }
    if (atTags) return bytes.length;
    if (bytes.length < HEADER && !last) return 0;
    const header = frameHeader(bytes);
    if (!header || (first && !sameStream(first, header))) return astray(bytes, last);
    if (bytes.length < header.bytes) return !last ? 0 : inStep ? brokenOff(bytes) : astray(bytes, last);
    // Two bytes alone can look like a frame anywhere: out of step, the next must follow where this one ends.
    if (!inStep) {
      if (bytes.length < header.bytes + TAG_NAME && !last) return 0;
      const next = frameHeader(bytes, header.bytes);
      const follows = next ? sameStream(header, next) : bytes.length - header.bytes < HEADER;
      if (!follows && !isTag(bytes.subarray(header.bytes))) return astray(bytes, last);
    }
    take(bytes.subarray(0, header.bytes), header);
    return header.bytes;
  }

  function take(frame: Buffer, header: FrameHeader): void {
    inStep = true;
    first ??= header;
    if (isInfo(frame, header)) return;
    onFrame(frame, header, at_s);
    at_s += header.samples / header.rate;
  }

  function astray(bytes: Buffer, last: boolean): number {
    if (inStep && bytes.length < TAG_NAME && !last) return 0;
    if (inStep && isTag(bytes)) {
      atTags = true;
      return bytes.length;
    }
    inStep = false;
    const next = bytes.indexOf(0xff, 1);
    const size = next === -1 ? bytes.length : next;
    skipped += size;
    return size;
  }

  function brokenOff(bytes: Buffer): number {
    broken = 'it breaks off in the middle of a frame';
    return bytes.length;
  }

  function consume(chunk: Buffer, last: boolean): void {
    let bytes = waiting.length ? Buffer.concat([waiting, chunk]) : chunk;
    while (bytes.length) {
      const taken = step(bytes, last);
      if (taken === 0) break;
      bytes = bytes.subarray(taken);
    }
    waiting = Buffer.from(bytes);
  }

  return {
    push: (chunk) => consume(chunk, false),
    end() {
      consume(Buffer.alloc(0), true);
      if (at_s === 0) broken = 'it holds no frame of sound';
      else if (skipped > 0) broken ??= `${skipped} bytes between its frames are no sound`;
    },
    sound: () => ({
      ...(first && {
        codec: `MPEG-${first.version} layer III`,
        channels: first.channels,
        sample_rate_hz: first.rate,
        duration_s: roundSeconds(at_s),
      }),
      ...(broken && { broken }),
    }),
  };
}

/** Length of an ID3v2 tag, whose size has seven bits to a byte (id3.org, ID3v2.4.0, 3.1). */
function id3Bytes(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 3) !== 'ID3' || bytes.length < 10) return 0;
  const size = [6, 7, 8, 9].reduce((sum, i) => (sum << 7) | (bytes[i]! & 0x7f), 0);
  return 10 + size + (bytes[5]! & 0x10 ? 10 : 0);
}
