/** One channel of WAV sound as 16-bit samples, whatever it was coded in. */
import type { WavFormat } from './wav.ts';

/** Sound of a recording: the bytes between its header and its end. */
export interface Pcm {
  format: WavFormat;
  data: Buffer;
  /** Per channel. */
  samples: number;
}

const clipped = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

/** ITU-T G.711: every other bit inverted, sign, three bits of segment, four of step; the middle of the step. */
function aLaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  const size = segment > 1 ? step << (segment - 1) : step;
  return bits & 0x80 ? size : -size;
}

/** ITU-T G.711: all bits inverted, and a bias of 33 steps (132 in 16 bits). */
function muLaw(code: number): number {
  const bits = ~code & 0xff;
  const size = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -size : size;
}

const table = (decode: (code: number) => number): Int16Array =>
  Int16Array.from({ length: 256 }, (_, code) => decode(code));
const A_LAW = table(aLaw);
const MU_LAW = table(muLaw);

/** Eight bits are unsigned. */
const BYTES = table((code) => (code - 128) << 8);

/** The samples of a stretch. Three loops instead of one with a choice in it: an hour has sixty million samples. */
export function samplesOf({ format, data }: Pcm, channel: number, from: number, to: number): Int16Array {
  const { tag, sampleBytes, frameBytes } = format;
  const out = new Int16Array(to - from);
  let at = from * frameBytes + channel * sampleBytes;
  if (sampleBytes === 1) {
    const values = tag === 6 ? A_LAW : tag === 7 ? MU_LAW : BYTES;
    for (let i = 0; i < out.length; i++, at += frameBytes) out[i] = values[data[at]!]!;
  } else if (tag === 3) {
    const read = sampleBytes === 8 ? data.readDoubleLE : data.readFloatLE;
    for (let i = 0; i < out.length; i++, at += frameBytes)
      out[i] = clipped(read.call(data, at) * 32_768 || 0);
  } else {
    // Of more than sixteen bits the upper ones count.
    at += sampleBytes - 2;
    for (let i = 0; i < out.length; i++, at += frameBytes) out[i] = data[at]! | (data[at + 1]! << 8);
  }
  return out;
}

/** What is called stereo but holds the same on both sides is mono. */
export function sameChannels({ format, data, samples }: Pcm): boolean {
  const { frameBytes, sampleBytes, channels } = format;
  if (channels !== 2) return false;
  for (let at = 0, end = samples * frameBytes; at < end; at += frameBytes)
    for (let i = 0; i < sampleBytes; i++) if (data[at + i] !== data[at + sampleBytes + i]) return false;
  return true;
}
