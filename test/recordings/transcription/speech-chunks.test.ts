import { describe, expect, it } from 'vitest';
import { samplesOf } from '../../../src/recordings/audio/pcm.ts';
import {
  chunksOf,
  lengthOf,
  type SpeechChunk,
  speechOf,
} from '../../../src/recordings/transcription/speech-chunks.ts';
import {
  chunk,
  fmtOf,
  pcmOf,
  RATE,
  riff,
  type Stretch,
  sampled,
  sound,
  VOICE,
  wavOf,
} from '../../support/audio.ts';

const spans = (parts: SpeechChunk[]): [number, number][] =>
  parts.flatMap(({ stretches }) => stretches.map(({ from, to }): [number, number] => [from, to]));

describe('silence', () => {
  it('leaves long silences out, but for half a second around each voice', () => {
    const parts = chunksOf(
      sound(RATE, [
        [3, 0],
        [1, VOICE],
        [2.5, 0],
        [1, VOICE],
        [9, 0],
      ]),
      0,
    );
    expect(parts).toHaveLength(1);
    expect(spans(parts)).toEqual([
      [2.5 * RATE, 4.5 * RATE],
      [6 * RATE, 8 * RATE],
    ]);
  });

  it('keeps silences of up to two seconds as pauses', () => {
    const parts = chunksOf(
      sound(RATE, [
        [1, 0],
        [1, VOICE],
        [2, 0],
        [1, VOICE],
        [1, 0],
      ]),
      0,
    );
    expect(spans(parts)).toEqual([[0.5 * RATE, 5.5 * RATE]]);
  });

  it.each([
    ['alaw-mono-8k.wav', 0xd5],
    ['alaw-mono-8k.wav', 0x55],
    ['mulaw-mono-8k.wav', 0xff],
    ['pcm8-mono-8k.wav', 0x80],
    ['pcm16-stereo-8k.wav', 0],
    ['pcm24-stereo-8k.wav', 0],
    ['float32-stereo-8k.wav', 0],
  ])('makes no chunk of silence alone: %s of %i', (file, code) => {
    const none = riff([fmtOf(wavOf(file)), chunk('data', Buffer.alloc(80_000, code))]);
    expect(chunksOf(pcmOf(none), 0)).toEqual([]);
  });

  it('treats line noise and empty sound as silence', () => {
    expect(chunksOf(sound(RATE, [[60, 15]]), 0)).toEqual([]);
    expect(chunksOf(sound(RATE, [[0, 0]]), 0)).toEqual([]);
  });

  it('finds silence in each channel by itself', () => {
    const both = sound(
      RATE,
      [
        [1, VOICE],
        [19, 0],
      ],
      [
        [10, 0],
        [1, VOICE],
        [9, 0],
      ],
    );
    expect(spans(chunksOf(both, 0))).toEqual([[0, 1.5 * RATE]]);
    expect(spans(chunksOf(both, 1))).toEqual([[9.5 * RATE, 11.5 * RATE]]);
  });
});

describe('speech', () => {
  it('treats soft voices beside loud ones as speech where nobody pauses', () => {
    const all = sound(RATE, [
      [20, 4000],
      [10, 30_000],
      [20, 4000],
    ]);
    expect(spans(chunksOf(all, 0))).toEqual([[0, 50 * RATE]]);
  });

  it.each(sampled)('finds speech in a real file: $file', ({ bytes }) => {
    const pcm = pcmOf(bytes);
    const parts = chunksOf(pcm, 0);
    expect(lengthOf(parts[0]!)).toBe(pcm.samples);
  });

  it('hands speech on as 16-bit mono WAV, sample by sample', () => {
    for (const { bytes, rate } of sampled) {
      const pcm = pcmOf(bytes);
      const channel = pcm.format.channels - 1;
      const part: SpeechChunk = {
        channel,
        stretches: [10, 500, 3000].map((from) => stretch(from, from + 100)),
      };
      const speech = speechOf(pcm, part);
      expect(speech).toMatchObject({ type: 'audio/wav', seconds: 300 / rate });
      const heard = pcmOf(speech.bytes);
      expect(heard.format).toMatchObject({ tag: 1, channels: 1, rate, sampleBytes: 2 });
      const wanted = [10, 500, 3000].flatMap((from) => [...samplesOf(pcm, channel, from, from + 100)]);
      expect([...samplesOf(heard, 0, 0, heard.samples)]).toEqual(wanted);
      expect(speech.bytes.readUInt32LE(4)).toBe(speech.bytes.length - 8);
    }
  });
});

const stretch = (from: number, to: number) => ({
  from,
  to,
  voice: { from, to },
  utterances: [{ from, to }],
});

describe('a monologue', () => {
  it('cuts a monologue into chunks of at most ten minutes and loses nothing of it', () => {
    const pcm = sound(RATE, [[2000, VOICE]]);
    const parts = chunksOf(pcm, 0);
    expect(parts).toHaveLength(4);
    for (const part of parts) expect(lengthOf(part)).toBeLessThanOrEqual(600 * RATE);
    const kept = spans(parts);
    expect(kept[0]![0]).toBe(0);
    expect(kept.at(-1)![1]).toBe(pcm.samples);
    for (const [i, [from]] of kept.slice(1).entries()) expect(from).toBe(kept[i]![1]);
  });

  it('cuts a monologue where it is quietest in the last half minute of a chunk', () => {
    const breath: Stretch[] = [[0.1, VOICE / 2]];
    const pcm = sound(RATE, [
      [500, VOICE],
      ...breath,
      [80, VOICE],
      [0.1, VOICE / 1.5],
      [9.9, VOICE],
      [200, VOICE],
    ]);
    const [one] = spans(chunksOf(pcm, 0));
    // Not the breath that comes earlier: a part should not be short for it.
    expect(one![1]).toBeGreaterThanOrEqual(580.1 * RATE);
    expect(one![1]).toBeLessThan(580.2 * RATE);
  });

  it('cuts a monologue of many samples into chunks of at most 24 MB', () => {
    const fmt = Buffer.from(fmtOf(wavOf('alaw-mono-8k.wav')).subarray(8));
    fmt.writeUInt32LE(96_000, 4);
    // A-law alternates between two loud codes.
    const data = Buffer.alloc(13_000_000, Buffer.from([0x2a, 0xaa]));
    const pcm = pcmOf(riff([chunk('fmt ', fmt), chunk('data', data)]));
    const parts = chunksOf(pcm, 0);
    expect(parts).toHaveLength(2);
    expect(parts.reduce((sum, part) => sum + lengthOf(part), 0)).toBe(13_000_000);
    for (const part of parts) expect(speechOf(pcm, part).bytes.length).toBeLessThanOrEqual(24_000_044);
  });
});

describe('many voices with long silences between them', () => {
  it('puts many short stretches into one chunk while they fit, and splits none of them', () => {
    const pcm = sound(
      RATE,
      Array.from({ length: 20 }, (): Stretch[] => [
        [100, VOICE],
        [5, 0],
      ]).flat(),
    );
    const parts = chunksOf(pcm, 0);
    expect(spans(parts)).toHaveLength(20);
    expect(parts.map(({ stretches }) => stretches.length)).toEqual([5, 5, 5, 5]);
  });
});
