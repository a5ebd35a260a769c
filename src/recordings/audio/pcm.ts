/** Decodes WAV sound to 16-bit samples, whatever it was coded in. */
import { decodeALaw, decodeMuLaw } from './g711.ts';
import type { WavFormat } from './wav.ts';

/** The sound of a recording, without its header and whatever follows. */
export interface Pcm {
  format: WavFormat;
  data: Buffer;
  /** Per channel. */
  samples: number;
}

const clamp = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

const decodingTable = (decode: (code: number) => number): Int16Array =>
  Int16Array.from({ length: 256 }, (_, code) => decode(code));
const A_LAW = decodingTable(decodeALaw);
const MU_LAW = decodingTable(decodeMuLaw);
/** PCM of eight bits is unsigned. */
const UNSIGNED_8 = decodingTable((code) => (code - 128) << 8);

/** The format tags of WAV. */
const FLOAT_TAG = 3;
const A_LAW_TAG = 6;
const MU_LAW_TAG = 7;

/**
 * Decodes a channel between two samples. Three loops instead of one with a choice in it: an hour has sixty million
 * samples.
 */
export function samplesOf({ format, data }: Pcm, channel: number, from: number, to: number): Int16Array {
  const { tag, sampleBytes, frameBytes } = format;
  const out = new Int16Array(to - from);
  let at = from * frameBytes + channel * sampleBytes;
  if (sampleBytes === 1) {
    const decoded = tag === A_LAW_TAG ? A_LAW : tag === MU_LAW_TAG ? MU_LAW : UNSIGNED_8;
    for (let i = 0; i < out.length; i++, at += frameBytes) out[i] = decoded[data[at]!]!;
  } else if (tag === FLOAT_TAG) {
    const read = sampleBytes === 8 ? data.readDoubleLE : data.readFloatLE;
    for (let i = 0; i < out.length; i++, at += frameBytes) out[i] = clamp(read.call(data, at) * 32_768 || 0);
  } else {
    // Of more than 16 bits, the upper 16 count.
    at += sampleBytes - 2;
    for (let i = 0; i < out.length; i++, at += frameBytes) out[i] = data[at]! | (data[at + 1]! << 8);
  }
  return out;
}

/** Whether both channels of stereo sound are the same, so that it is mono. */
export function sameChannels({ format, data, samples }: Pcm): boolean {
  const { frameBytes, sampleBytes, channels } = format;
  if (channels !== 2) return false;
  for (let at = 0, end = samples * frameBytes; at < end; at += frameBytes)
    for (let i = 0; i < sampleBytes; i++) if (data[at + i] !== data[at + sampleBytes + i]) return false;
  return true;
}
