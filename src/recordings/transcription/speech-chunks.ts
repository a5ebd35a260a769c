/**
 * Where somebody speaks on a channel, and the chunks in which that goes to an engine. Long silences are left out: they
 * cost time, and speech models hear things in them that nobody said.
 */
import { endianness } from 'node:os';
import { type Pcm, samplesOf } from '../audio/pcm.ts';
import { wavHeader } from '../audio/wav.ts';
import type { Segment, SpeechFile } from './engines/engine.ts';

/** From one sample to another, the last not included. */
interface Range {
  from: number;
  to: number;
}

/** A stretch that is kept: a voice with a little silence around it. */
export interface SpeechRange extends Range {
  voice: Range;
  /** The voice without its pauses. */
  utterances: Range[];
}

/** One file for the engine: stretches of a channel, one after the other. */
export interface SpeechChunk {
  channel: number;
  stretches: SpeechRange[];
}

const FRAME_S = 0.02;
/** Decoded at a time: ten seconds. */
const BLOCK_FRAMES = 500;
/** A longer silence separates two stretches. */
const SILENCE_S = 2;
/** Of the silence around a stretch, what stays with it. */
const PADDING_S = 0.5;
/** A longer pause separates two utterances: people breathe, and let the other speak, in one of that length. */
const PAUSE_S = 0.6;
/** How exactly engines place a line; nobody says a word in less. */
const SLACK_S = 0.25;
/** OpenAI takes files of up to 25 MB. */
const MAX_CHUNK_BYTES = 24_000_000;
/** Progress is told, and a job can be ended, once per chunk. */
const MAX_CHUNK_S = 600;
/** How far before its limit a chunk may end for a better place. */
const SEARCH_S = 30;

/** None where nobody speaks. */
export function chunksOf(pcm: Pcm, channel: number): SpeechChunk[] {
  const maxLength = Math.floor(Math.min(MAX_CHUNK_S * pcm.format.rate, MAX_CHUNK_BYTES / 2));
  const levels = frameLevels(pcm, channel);
  const chunks: SpeechChunk[] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const range of speechRanges(pcm, levels))
    for (const piece of splitLongRange(range, maxLength, pcm, levels)) {
      if (piece.utterances.length === 0) continue;
      const size = piece.to - piece.from;
      if (length + size > maxLength) {
        chunks.push({ channel, stretches: [] });
        length = 0;
      }
      chunks.at(-1)!.stretches.push(piece);
      length += size;
    }
  return chunks;
}

/** Returns the root mean square of each frame, in 16-bit steps. */
function frameLevels(pcm: Pcm, channel: number): Float32Array {
  const size = frameSize(pcm);
  const sums = new Float32Array(Math.ceil(pcm.samples / size));
  const block = size * BLOCK_FRAMES;
  for (let from = 0; from < pcm.samples; from += block) {
    const samples = samplesOf(pcm, channel, from, Math.min(from + block, pcm.samples));
    for (let i = 0, frame = from / size; i < samples.length; frame++) {
      const end = Math.min(i + size, samples.length);
      let sum = 0;
      for (; i < end; i++) sum += samples[i]! * samples[i]!;
      sums[frame] = sum;
    }
  }
  return sums.map((sum) => Math.sqrt(sum / size));
}

/** In samples. */
const frameSize = ({ format }: Pcm): number => Math.max(1, Math.round(format.rate * FRAME_S));

/**
 * Returns the level up to which a frame is silence: well above the noise of the line, well below the voice. The noise is
 * what the quietest tenth stays under; where somebody speaks all the time that is voice too, so a tenth of the loud
 * (-20 dB) is the most.
 */
function silenceThreshold(levels: Float32Array): number {
  const sorted = levels.slice().sort();
  const levelAt = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const [noise, loud] = [levelAt(0.1), levelAt(0.98)];
  // A-law has no zero: its silence is 8.
  return Math.max(16, Math.min(Math.max(noise * 3, loud * 0.02), loud * 0.1));
}

/** Returns the stretches of speech between long silences. */
function speechRanges(pcm: Pcm, levels: Float32Array): SpeechRange[] {
  const samplesIn = (time: number) => Math.round(time * pcm.format.rate);
  const utterances = findUtterances(pcm, levels, samplesIn(PAUSE_S));
  return groupByGap(utterances, samplesIn(SILENCE_S)).map((group) =>
    padRange(pcm, group, samplesIn(PADDING_S)),
  );
}

function findUtterances(pcm: Pcm, levels: Float32Array, maxPause: number): Range[] {
  const size = frameSize(pcm);
  const threshold = silenceThreshold(levels);
  const utterances: Range[] = [];
  for (let frame = 0; frame < levels.length; frame++) {
    if (levels[frame]! <= threshold) continue;
    const [from, to] = [frame * size, Math.min((frame + 1) * size, pcm.samples)];
    const last = utterances.at(-1);
    if (last && from - last.to <= maxPause) last.to = to;
    else utterances.push({ from, to });
  }
  return utterances;
}

/** Groups ranges that are no further apart than that. */
function groupByGap(ranges: readonly Range[], maxGap: number): Range[][] {
  const groups: Range[][] = [];
  for (const range of ranges) {
    const last = groups.at(-1);
    if (last && range.from - last.at(-1)!.to <= maxGap) last.push(range);
    else groups.push([range]);
  }
  return groups;
}

/** @param padding samples of silence before and after */
function padRange(pcm: Pcm, utterances: Range[], padding: number): SpeechRange {
  const voice = { from: utterances[0]!.from, to: utterances.at(-1)!.to };
  return {
    from: Math.max(0, voice.from - padding),
    to: Math.min(pcm.samples, voice.to + padding),
    voice,
    utterances,
  };
}

/** Cuts a stretch in which nobody pauses where it is quietest. */
function* splitLongRange(
  range: SpeechRange,
  maxLength: number,
  pcm: Pcm,
  levels: Float32Array,
): Generator<SpeechRange> {
  const size = frameSize(pcm);
  let { from } = range;
  while (range.voice.to - from > maxLength) {
    const to = quietestFrame(levels, from, Math.floor((from + maxLength) / size), size) * size;
    yield partOf(range, from, to);
    from = to;
  }
  yield partOf(range, from, Math.min(range.to, from + maxLength));
}

/** Looks back from the last frame, but not to where the piece begins. */
function quietestFrame(levels: Float32Array, from: number, last: number, size: number): number {
  let quietest = last;
  for (let frame = last; frame > last - SEARCH_S / FRAME_S && frame * size > from; frame--)
    if (levels[frame]! < levels[quietest]!) quietest = frame;
  return quietest;
}

function partOf(range: SpeechRange, from: number, to: number): SpeechRange {
  const within = (inner: Range): Range => ({
    from: Math.max(from, inner.from),
    to: Math.min(to, inner.to),
  });
  const utterances = range.utterances.map(within).filter((utterance) => utterance.to > utterance.from);
  return { from, to, voice: within(range.voice), utterances };
}

/** In samples. */
export const lengthOf = ({ stretches }: SpeechChunk): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);

/** Returns a chunk as 16-bit WAV, which every engine reads. */
export function speechOf(pcm: Pcm, chunk: SpeechChunk): SpeechFile {
  const samples = lengthOf(chunk);
  const header = wavHeader({ ...pcm.format, tag: 1, sampleBytes: 2 }, 1, samples * 2);
  const pieces = chunk.stretches.map(({ from, to }) => littleEndian(samplesOf(pcm, chunk.channel, from, to)));
  return { bytes: Buffer.concat([header, ...pieces]), type: 'audio/wav', seconds: samples / pcm.format.rate };
}

function littleEndian(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer);
  return endianness() === 'LE' ? bytes : bytes.swap16();
}

/** Returns each utterance of the chunk as a chunk of its own, which does not reach beyond it. */
export function utterancesOf(pcm: Pcm, { channel, stretches }: SpeechChunk): SpeechChunk[] {
  const padding = Math.round((PAUSE_S / 2) * pcm.format.rate);
  return stretches.flatMap(({ from, to, utterances }) =>
    utterances.map((utterance) => {
      const padded = padRange(pcm, [utterance], padding);
      const [start, end] = [Math.max(from, padded.from), Math.min(to, padded.to)];
      return { channel, stretches: [{ ...padded, from: start, to: end }] };
    }),
  );
}

/**
 * Returns where in the recording a segment of the chunk was said. Engines know nothing of the silence that was taken out, and many
 * let a line last until the next one begins: next to it, the voice tells where a line begins and ends.
 */
export function placeIn(
  { stretches }: SpeechChunk,
  rate: number,
  { start_s, end_s }: Omit<Segment, 'text'>,
): Range {
  // Of a voice that is shorter, half.
  const slack = ({ voice }: SpeechRange) => Math.min(SLACK_S * rate, (voice.to - voice.from) / 2);
  let [first, from] = sampleIn(stretches, start_s * rate);
  let [last, to] = sampleIn(stretches, end_s * rate);
  const [head, tail] = [stretches[first]!, stretches[last]!];
  if (last > first && from > head.voice.to - slack(head)) from = stretches[++first]!.voice.from;
  if (last > first && to < tail.voice.from + slack(tail)) to = stretches[--last]!.voice.to;
  return { from, to: Math.max(from, to) };
}

/** Returns the stretch that holds a sample of the chunk, and that sample's number in the recording. */
function sampleIn(stretches: readonly SpeechRange[], sample: number): [stretch: number, sample: number] {
  let offset = sample;
  for (const [i, { from, to }] of stretches.entries()) {
    if (offset < to - from) return [i, from + offset];
    offset -= to - from;
  }
  return [stretches.length - 1, stretches.at(-1)!.to];
}
