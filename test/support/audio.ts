/** Sound as sox and lame wrote it (scripts/speech/codecs.ts), files made by hand, and their way through take(). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { AudioInfo, ClipRange, FetchedRecording } from '../../src/define/recording.ts';
import type { Download } from '../../src/dialer/download.ts';
import type { Pcm } from '../../src/recordings/audio/pcm.ts';
import { createWavReader, sampledFormat } from '../../src/recordings/audio/wav.ts';
import { createMemorySink, fetchRecording } from '../../src/recordings/fetch-recording.ts';
import { ToolError } from '../../src/shared/tool-error.ts';

interface Sounding {
  file: string;
  /** As sox tells it. */
  seconds: number;
  channels: number;
  rate: number;
  bytes: Buffer;
}

/** In which each sample has bytes of its own. */
interface Sampled extends Sounding {
  /** What lies between the header and the end: of all these files the data come last. */
  data: Buffer;
  /** Bytes of a sample of each channel. */
  frameBytes: number;
  /** The first samples as sox decodes them to 16 bits. */
  decoded: Int16Array;
}

const folder = new URL('../recordings/audio/files/', import.meta.url);
export const bytesOf = (file: string): Buffer => readFileSync(new URL(file, folder));
export function decodedOf(file: string): Int16Array {
  const bytes = bytesOf(file);
  return Int16Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2));
}

const index = JSON.parse(bytesOf('index.json').toString('utf8'));
const loaded = <T extends { file: string }>(list: T[]) =>
  list.map((one) => ({ ...one, bytes: bytesOf(one.file) }));
const wavs: (Sounding & { sampled: boolean })[] = loaded(index.wav);

export const mp3s: Sounding[] = loaded(index.mp3);
export const packed: Sounding[] = wavs.filter(({ sampled }) => !sampled);
export const sampled: Sampled[] = wavs
  .filter((wav) => wav.sampled)
  .map((wav) => {
    const from = wav.bytes.indexOf('data') + 8;
    const data = wav.bytes.subarray(from, from + wav.bytes.readUInt32LE(from - 4));
    const frameBytes = data.length / Math.round(wav.seconds * wav.rate);
    return { ...wav, data, frameBytes, decoded: decodedOf(wav.file.replace('.wav', '.s16')) };
  });
export const trim: Required<ClipRange> & { file: string; trimmed: string } = index.trim;
export const proofs: { file: string; wish: ClipRange; frames: number; sha256: string }[] = index.proofs;

export const wavOf = (file: string): Sampled => sampled.find((one) => one.file === file)!;
export const mp3Of = (file: string): Buffer => mp3s.find((one) => one.file === file)!.bytes;

/** What the dialer sends, in pieces of a size. */
function download(bytes: Buffer, piece: number): Download {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const head = bytes.subarray(0, 4096);
  return { bytes: bytes.length, head, chunks: chunks(), peek: async () => head, cancel: () => {} };
}

export interface Got extends FetchedRecording {
  out: Buffer;
}

/** @throws ToolError */
export async function got(bytes: Buffer, clip: ClipRange = {}, piece = 65_536): Promise<Got> {
  const into = createMemorySink();
  const taken = await fetchRecording(download(bytes, piece), { clip, ...into });
  return { ...taken, out: into.bytes() };
}

export const soundOf = async (bytes: Buffer, wish?: ClipRange): Promise<AudioInfo> =>
  (await got(bytes, wish)).sound;

/** @throws all that is no ToolError */
const orError = <T>(work: Promise<T>): Promise<T | ToolError> =>
  work.catch((error) => {
    if (error instanceof ToolError) return error;
    throw error;
  });

export const gotOrError = (...args: Parameters<typeof got>) => orError(got(...args));

/** What is told where the time is up after the first bytes. */
export const estimated = (bytes: Buffer) =>
  orError(fetchRecording(download(bytes, 4096), { shouldStop: () => true }));

export async function refused(bytes: Buffer, wish?: ClipRange): Promise<string> {
  const error = await gotOrError(bytes, wish);
  if (!(error instanceof ToolError)) throw new Error(`It was taken: ${JSON.stringify(error.sound)}`);
  return `${error.kind}: ${error.message}`;
}

/** Pieces in which bytes come from a network, and worse. */
export const PIECES = [1, 7, 4096, Number.MAX_SAFE_INTEGER];

const time = fc.integer({ min: 0, max: 2500 }).map((ms) => ms / 1000);
/** What the tools let through: an end after the start. */
export const anyWish: fc.Arbitrary<ClipRange> = fc
  .record(
    { start_s: time, end_s: time, channel: fc.constantFrom('both', 'left', 'right') },
    { requiredKeys: [] },
  )
  .filter(({ start_s, end_s }) => !(Number(start_s) >= Number(end_s))) as fc.Arbitrary<ClipRange>;

/** A chunk of RIFF, padded where its size is odd. */
export function chunk(id: string, body: Buffer, { size = body.length, padded = true } = {}): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, body, Buffer.alloc(padded ? body.length % 2 : 0)]);
}

export function riff(chunks: Buffer[], size = chunks.reduce((sum, { length }) => sum + length, 4)): Buffer {
  const head = Buffer.from('RIFF....WAVE', 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, ...chunks]);
}

/** The format chunk of a file. */
export function fmtOf({ bytes }: Sounding): Buffer {
  const at = bytes.indexOf('fmt ');
  return bytes.subarray(at, at + 8 + bytes.readUInt32LE(at + 4));
}

/** The sound of a file in memory, as transcripts are made of it. */
export function pcmOf(bytes: Buffer): Pcm {
  const pieces: Buffer[] = [];
  const walk = createWavReader((piece) => void pieces.push(piece));
  walk.push(bytes);
  walk.end();
  const format = sampledFormat(walk.format());
  const data = Buffer.concat(pieces);
  return { format, data, samples: Math.floor(data.length / format.frameBytes) };
}

/** So many seconds of one loudness. */
export type Stretch = readonly [seconds: number, level: number];

/** Tones in 16 bits; a square wave is as loud as it is high. Few samples make long calls small. */
export function sound(rate: number, ...channels: Stretch[][]): Pcm {
  const lengths = channels.map((stretches) =>
    stretches.reduce((sum, [seconds]) => sum + Math.round(seconds * rate), 0),
  );
  const samples = new Int16Array(lengths[0]! * channels.length);
  for (const [side, stretches] of channels.entries()) {
    let at = side;
    for (const [seconds, level] of stretches)
      for (let i = 0; i < Math.round(seconds * rate) && at < samples.length; i++) {
        samples[at] = i % 2 ? level : -level;
        at += channels.length;
      }
  }
  const data = Buffer.from(samples.buffer);
  const fmt = Buffer.from(fmtOf(wavOf('pcm16-stereo-8k.wav')).subarray(8));
  fmt.writeUInt16LE(channels.length, 2);
  fmt.writeUInt32LE(rate, 4);
  fmt.writeUInt16LE(channels.length * 2, 12);
  return pcmOf(riff([chunk('fmt ', fmt), chunk('data', data)]));
}

export const RATE = 1_000;
export const VOICE = 4000;
const quiet = fc.constantFrom(0, 3, 15);
const voice = fc.constantFrom(2000, 4000, 30_000);
const long = (level: fc.Arbitrary<number>, seconds: number) =>
  fc.tuple(
    fc.integer({ min: 1, max: seconds * RATE }).map((samples) => samples / RATE),
    level,
  );
/** Somebody speaks, is silent, speaks. */
export const talk = fc
  .array(fc.tuple(long(quiet, 8), long(voice, 3)), { maxLength: 8 })
  .chain((turns) => long(quiet, 8).map((last) => [...turns.flat(), last]));
