/** One channel of WAV sound as 16-bit samples, whatever it was coded in. */
import type { WavFormat } from '../wav.ts';

/** Sound of a recording: the bytes between its header and its end. */
export interface Pcm {
  format: WavFormat;
  data: Buffer;
  /** Per channel. */
  samples: number;
}

type Read = (data: Buffer, at: number) => number;

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

function reader({ tag, sampleBytes }: WavFormat): Read {
  if (tag === 6) return (data, at) => A_LAW[data[at]!]!;
  if (tag === 7) return (data, at) => MU_LAW[data[at]!]!;
  if (tag === 3)
    return sampleBytes === 8
      ? (data, at) => clipped(data.readDoubleLE(at) * 32_768 || 0)
      : (data, at) => clipped(data.readFloatLE(at) * 32_768 || 0);
  // Eight bits are unsigned, more are signed; of those the upper sixteen count.
  if (sampleBytes === 1) return (data, at) => (data[at]! - 128) << 8;
  return (data, at) => data.readInt16LE(at + sampleBytes - 2);
}

/** Calls back with each sample of a stretch. */
export function eachSample(
  { format, data }: Pcm,
  channel: number,
  from: number,
  to: number,
  use: (sample: number, index: number) => void,
): void {
  const read = reader(format);
  let at = from * format.frameBytes + channel * format.sampleBytes;
  for (let i = from; i < to; i++, at += format.frameBytes) use(read(data, at), i - from);
}

/** What is called stereo but holds the same on both sides is mono. */
export function sameChannels({ format, data, samples }: Pcm): boolean {
  const { frameBytes, sampleBytes, channels } = format;
  if (channels !== 2) return false;
  for (let at = 0, end = samples * frameBytes; at < end; at += frameBytes)
    for (let i = 0; i < sampleBytes; i++) if (data[at + i] !== data[at + sampleBytes + i]) return false;
  return true;
}
