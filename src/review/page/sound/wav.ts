/**
 * WAV in the page. Browsers decode it too, but resample it to the rate of the output and some take no G.711; here each
 * sample stays what it was.
 */
import { decodeALaw, decodeMuLaw } from '../../../recordings/audio/g711.ts';

export interface Sound {
  /** Samples a second. */
  rate: number;
  /** Samples of each channel, -1 to 1. */
  channels: Float32Array<ArrayBuffer>[];
}

const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;

/** Returns undefined for what is no WAV, or holds sound that is not made of samples. */
export function decodeWav(bytes: Uint8Array): Sound | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = chunksOf(view);
  const [fmt, data] = [chunks.get('fmt '), chunks.get('data')];
  if (!fmt || !data || fmt.byteLength < 16) return undefined;
  const outer = fmt.getUint16(0, true);
  const tag = outer === EXTENSIBLE && fmt.byteLength >= 26 ? fmt.getUint16(24, true) : outer;
  const channels = fmt.getUint16(2, true);
  const sampleBytes = Math.ceil(fmt.getUint16(14, true) / 8);
  const read = readerOf(tag, sampleBytes);
  if (!read || channels === 0) return undefined;
  const frameBytes = sampleBytes * channels;
  const frames = Math.floor(data.byteLength / frameBytes);
  return {
    rate: fmt.getUint32(4, true),
    channels: Array.from({ length: channels }, (_, channel) => {
      const samples = new Float32Array(frames);
      for (let i = 0, at = channel * sampleBytes; i < frames; i++, at += frameBytes)
        samples[i] = read(data, at);
      return samples;
    }),
  };
}

/** By name. The last one may promise more than there is. */
function chunksOf(view: DataView): Map<string, DataView> {
  const chunks = new Map<string, DataView>();
  const name = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
  if (view.byteLength < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') return chunks;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const size = Math.min(view.getUint32(at + 4, true), view.byteLength - at - 8);
    chunks.set(name(at), new DataView(view.buffer, view.byteOffset + at + 8, size));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

type ReadSample = (data: DataView, at: number) => number;

function readerOf(tag: number, sampleBytes: number): ReadSample | undefined {
  if (tag === A_LAW && sampleBytes === 1) return (data, at) => A_LAW_TABLE[data.getUint8(at)]!;
  if (tag === MU_LAW && sampleBytes === 1) return (data, at) => MU_LAW_TABLE[data.getUint8(at)]!;
  if (tag === FLOAT && sampleBytes === 4) return (data, at) => data.getFloat32(at, true);
  if (tag === FLOAT && sampleBytes === 8) return (data, at) => data.getFloat64(at, true);
  return tag === PCM ? PCM_READERS[sampleBytes] : undefined;
}

const PCM_READERS: Record<number, ReadSample> = {
  // Of eight bits it is unsigned.
  1: (data, at) => (data.getUint8(at) - 128) / 0x80,
  2: (data, at) => data.getInt16(at, true) / 0x8000,
  3: (data, at) => ((data.getInt8(at + 2) << 16) | data.getUint16(at, true)) / 0x80_0000,
  4: (data, at) => data.getInt32(at, true) / 0x8000_0000,
};

const tableOf = (decode: (code: number) => number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, code) => decode(code) / 0x8000);

const A_LAW_TABLE = tableOf(decodeALaw);
const MU_LAW_TABLE = tableOf(decodeMuLaw);
