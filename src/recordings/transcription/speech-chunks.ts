/**
 * Where somebody speaks on a channel, and the parts in which that goes to an engine. Long silences stay away: they cost
 * time, and speech models hear things in them that nobody said.
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

/** What is kept, with a little silence around the voice. */
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
/** A longer silence parts two stretches; so much of it stays with each of them. */
const SILENCE_S = 2;
/** People breathe, and let the other speak, in a pause of that length. */
const PAUSE_S = 0.6;
const KEPT_S = 0.5;
/** Engines place a line that exactly; nobody says a word in less. */
const SLACK_S = 0.25;
/** OpenAI takes files of up to 25 MB. */
const MAX_CHUNK_BYTES = 24_000_000;
/** Progress is told, and a stop heeded, as often as a part ends. */
const MAX_CHUNK_S = 600;
/** How far before its limit a part may end for a better place. */
const SEARCH_S = 30;

/** Root mean square per frame of 20 ms, in 16-bit steps. */
function levels(pcm: Pcm, channel: number): Float32Array {
  const size = frameOf(pcm);
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

const frameOf = ({ format }: Pcm): number => Math.max(1, Math.round(format.rate * FRAME_S));

/**
 * What counts as silence: well above the noise of the line, well below the voice. The noise is what the quietest tenth
 * stays under; where somebody speaks all the time that is voice too, so a tenth of the loud (-20 dB) is the most.
 */
function threshold(found: Float32Array): number {
  const sorted = found.slice().sort();
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const [noise, loud] = [at(0.1), at(0.98)];
  // A-law has no zero: its silence is 8.
  return Math.max(16, Math.min(Math.max(noise * 3, loud * 0.02), loud * 0.1));
}

/** What stands no further apart than that, together. */
function joinRanges(ranges: readonly Range[], gap: number): Range[][] {
  const groups: Range[][] = [];
  for (const range of ranges) {
    const last = groups.at(-1);
    if (last && range.from - last.at(-1)!.to <= gap) last.push(range);
    else groups.push([range]);
  }
  return groups;
}

const spanOf = (ranges: readonly Range[]): Range => ({ from: ranges[0]!.from, to: ranges.at(-1)!.to });

function speechRangesOf(pcm: Pcm, found: Float32Array): SpeechRange[] {
  const size = frameOf(pcm);
  const limit = threshold(found);
  const samplesIn = (time: number) => Math.round(time * pcm.format.rate);
  const utterances: Range[] = [];
  for (let frame = 0; frame < found.length; frame++) {
    if (found[frame]! <= limit) continue;
    const [from, to] = [frame * size, Math.min((frame + 1) * size, pcm.samples)];
    const last = utterances.at(-1);
    if (last && from - last.to <= samplesIn(PAUSE_S)) last.to = to;
    else utterances.push({ from, to });
  }
  return joinRanges(utterances, samplesIn(SILENCE_S)).map((said) => padRange(pcm, said, samplesIn(KEPT_S)));
}

/** With so much silence before and after. */
function padRange(pcm: Pcm, utterances: Range[], kept: number): SpeechRange {
  const voice = spanOf(utterances);
  return {
    from: Math.max(0, voice.from - kept),
    to: Math.min(pcm.samples, voice.to + kept),
    voice,
    utterances,
  };
}

/** A stretch in which nobody pauses is cut where it is quietest. */
function* isShort(stretch: SpeechRange, most: number, pcm: Pcm, found: Float32Array): Generator<SpeechRange> {
  const size = frameOf(pcm);
  let { from } = stretch;
  const until = (to: number): SpeechRange => {
    const within = (range: Range): Range => ({
      from: Math.max(from, range.from),
      to: Math.min(to, range.to),
    });
    const utterances = stretch.utterances.map(within).filter((one) => one.to > one.from);
    return { from, to, voice: within(stretch.voice), utterances };
  };
  while (stretch.voice.to - from > most) {
    const last = Math.floor((from + most) / size);
    let quietest = last;
    for (let frame = last; frame > last - SEARCH_S / FRAME_S && frame * size > from; frame--)
      if (found[frame]! < found[quietest]!) quietest = frame;
    yield until(quietest * size);
    from = quietest * size;
  }
  yield until(Math.min(stretch.to, from + most));
}

/** None where nobody speaks. */
export function chunksOf(pcm: Pcm, channel: number): SpeechChunk[] {
  const most = Math.floor(Math.min(MAX_CHUNK_S * pcm.format.rate, MAX_CHUNK_BYTES / 2));
  const found = levels(pcm, channel);
  const parts: SpeechChunk[] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const stretch of speechRangesOf(pcm, found))
    for (const piece of isShort(stretch, most, pcm, found)) {
      if (piece.utterances.length === 0) continue;
      const size = piece.to - piece.from;
      if (length + size > most) {
        parts.push({ channel, stretches: [] });
        length = 0;
      }
      parts.at(-1)!.stretches.push(piece);
      length += size;
    }
  return parts;
}

export const lengthOf = ({ stretches }: SpeechChunk): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);

/** As 16-bit WAV, which every engine reads. */
export function speechOf(pcm: Pcm, part: SpeechChunk): SpeechFile {
  const samples = lengthOf(part);
  const header = wavHeader({ ...pcm.format, tag: 1, sampleBytes: 2 }, 1, samples * 2);
  const pieces = part.stretches.map(({ from, to }) => littleEndian(samplesOf(pcm, part.channel, from, to)));
  return { bytes: Buffer.concat([header, ...pieces]), type: 'audio/wav', seconds: samples / pcm.format.rate };
}

function littleEndian(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer);
  return endianness() === 'LE' ? bytes : bytes.swap16();
}

/** Each utterance of the part as a part of its own; what lies beyond the part is another's. */
export function utterancesOf(pcm: Pcm, { channel, stretches }: SpeechChunk): SpeechChunk[] {
  const kept = Math.round((PAUSE_S / 2) * pcm.format.rate);
  return stretches.flatMap(({ from, to, utterances }) =>
    utterances.map((said) => {
      const one = padRange(pcm, [said], kept);
      return { channel, stretches: [{ ...one, from: Math.max(from, one.from), to: Math.min(to, one.to) }] };
    }),
  );
}

/**
 * Where in the recording a segment of the part was said. Engines know nothing of the silence that was taken out, and many
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

/** The stretch that holds a sample of the part, and the recording's sample that it is. */
function sampleIn(stretches: readonly SpeechRange[], sample: number): [stretch: number, sample: number] {
  let left = sample;
  for (const [i, { from, to }] of stretches.entries()) {
    if (left < to - from) return [i, from + left];
    left -= to - from;
  }
  return [stretches.length - 1, stretches.at(-1)!.to];
}
