/** What of a channel goes to an engine, and back to its place in the recording. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthOf, type Part, partsOf, placeIn, speechOf } from '../../../src/recordings/transcript/parts.ts';
import { type Pcm, samplesOf } from '../../../src/recordings/transcript/pcm.ts';
import { chunk, fmtOf, pcmOf, riff, sampled, wavOf } from './support.ts';

/** So many seconds of one loudness. */
type Stretch = readonly [seconds: number, level: number];

/** Tones in 16 bits; a square wave is as loud as it is high. Few samples make long calls small. */
function sound(rate: number, ...channels: Stretch[][]): Pcm {
  const sides = channels.map((stretches) =>
    stretches.flatMap(([seconds, level]) =>
      Array.from({ length: Math.round(seconds * rate) }, (_, i) => (i % 2 ? level : -level)),
    ),
  );
  const data = Buffer.from(
    Int16Array.from(sides[0]!.flatMap((_, i) => sides.map((side) => side[i] ?? 0))).buffer,
  );
  const fmt = Buffer.from(fmtOf(wavOf('pcm16-stereo-8k.wav')).subarray(8));
  fmt.writeUInt16LE(sides.length, 2);
  fmt.writeUInt32LE(rate, 4);
  fmt.writeUInt16LE(sides.length * 2, 12);
  return pcmOf(riff([chunk('fmt ', fmt), chunk('data', data)]));
}

const spans = (parts: Part[]): [number, number][] =>
  parts.flatMap(({ stretches }) => stretches.map(({ from, to }): [number, number] => [from, to]));
const RATE = 1_000;
const FRAME = RATE / 50;
const VOICE = 4000;
const quiet = fc.constantFrom(0, 3, 15);
const voice = fc.constantFrom(2000, 4000, 30_000);
const long = (level: fc.Arbitrary<number>, seconds: number) =>
  fc.tuple(
    fc.integer({ min: 1, max: seconds * RATE }).map((samples) => samples / RATE),
    level,
  );
/** Somebody speaks, is silent, speaks. */
const talk = fc
  .array(fc.tuple(long(quiet, 8), long(voice, 3)), { maxLength: 8 })
  .chain((turns) => long(quiet, 8).map((last) => [...turns.flat(), last]));

describe('silence', () => {
  it('stays away where it lasts, but for half a second around each voice', () => {
    const parts = partsOf(
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

  it('of up to two seconds is a pause and stays', () => {
    const parts = partsOf(
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
  ])('alone is no part: %s of %i', (file, code) => {
    const none = riff([fmtOf(wavOf(file)), chunk('data', Buffer.alloc(80_000, code))]);
    expect(partsOf(pcmOf(none), 0)).toEqual([]);
  });

  it('is also the hiss of a line, and nothing at all', () => {
    expect(partsOf(sound(RATE, [[60, 15]]), 0)).toEqual([]);
    expect(partsOf(sound(RATE, [[0, 0]]), 0)).toEqual([]);
  });

  it('of the one is not that of the other', () => {
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
    expect(spans(partsOf(both, 0))).toEqual([[0, 1.5 * RATE]]);
    expect(spans(partsOf(both, 1))).toEqual([[9.5 * RATE, 11.5 * RATE]]);
  });
});

describe('speech', () => {
  it('is in exactly one part, in order, whatever the pauses', () => {
    fc.assert(
      fc.property(talk, (stretches) => {
        const pcm = sound(RATE, stretches);
        const kept = spans(partsOf(pcm, 0));
        const samples = samplesOf(pcm, 0, 0, pcm.samples);
        const times = new Uint8Array(pcm.samples);
        for (const [from, to] of kept) for (let i = from; i < to; i++) times[i]!++;
        expect(Math.max(0, ...times)).toBeLessThanOrEqual(1);
        expect(kept.flat()).toEqual(kept.flat().sort((one, other) => one - other));
        // In frames of 20 ms, of which a tenth of the loudest is voice in any case; the last may be too short to be heard.
        const loud = Array.from({ length: Math.floor(pcm.samples / FRAME) }, (_, i) => {
          const frame = samples.subarray(i * FRAME, (i + 1) * FRAME);
          return Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / FRAME);
        });
        const limit = Math.max(16, ...loud.map((level) => level / 10)) + 1;
        for (const [i, level] of loud.entries())
          if (level > limit)
            expect([...times.subarray(i * FRAME, (i + 1) * FRAME)]).toEqual(Array(FRAME).fill(1));
        // What was left out lasts more than a second: shorter silences are pauses.
        const gaps = kept.slice(1).map(([from], i) => from - kept[i]![1]);
        for (const gap of gaps) expect(gap).toBeGreaterThan(RATE);
      }),
      { numRuns: 60 },
    );
  });

  it('is also what is soft beside the loud, where nobody pauses', () => {
    const all = sound(RATE, [
      [20, 4000],
      [10, 30_000],
      [20, 4000],
    ]);
    expect(spans(partsOf(all, 0))).toEqual([[0, 50 * RATE]]);
  });

  it.each(sampled)('is heard in real files: $file', ({ bytes }) => {
    const pcm = pcmOf(bytes);
    const parts = partsOf(pcm, 0);
    expect(lengthOf(parts[0]!)).toBe(pcm.samples);
  });

  it('is handed on as 16-bit WAV of one channel, sample by sample', () => {
    for (const { bytes, rate } of sampled) {
      const pcm = pcmOf(bytes);
      const channel = pcm.format.channels - 1;
      const part: Part = { channel, stretches: [10, 500, 3000].map((from) => stretch(from, from + 100)) };
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
  it('is cut into parts of at most ten minutes, of which nothing is lost', () => {
    const pcm = sound(RATE, [[2000, VOICE]]);
    const parts = partsOf(pcm, 0);
    expect(parts).toHaveLength(4);
    for (const part of parts) expect(lengthOf(part)).toBeLessThanOrEqual(600 * RATE);
    const kept = spans(parts);
    expect(kept[0]![0]).toBe(0);
    expect(kept.at(-1)![1]).toBe(pcm.samples);
    for (const [i, [from]] of kept.slice(1).entries()) expect(from).toBe(kept[i]![1]);
  });

  it('is cut where it is quietest in the last half minute', () => {
    const breath: Stretch[] = [[0.1, VOICE / 2]];
    const pcm = sound(RATE, [
      [500, VOICE],
      ...breath,
      [80, VOICE],
      [0.1, VOICE / 1.5],
      [9.9, VOICE],
      [200, VOICE],
    ]);
    const [one] = spans(partsOf(pcm, 0));
    // Not the breath that comes earlier: a part should not be short for it.
    expect(one![1]).toBeGreaterThanOrEqual(580.1 * RATE);
    expect(one![1]).toBeLessThan(580.2 * RATE);
  });

  it('of many samples is cut into parts of at most 24 MB', () => {
    const fmt = Buffer.from(fmtOf(wavOf('alaw-mono-8k.wav')).subarray(8));
    fmt.writeUInt32LE(96_000, 4);
    // A-law alternates between two loud codes.
    const data = Buffer.alloc(13_000_000, Buffer.from([0x2a, 0xaa]));
    const pcm = pcmOf(riff([chunk('fmt ', fmt), chunk('data', data)]));
    const parts = partsOf(pcm, 0);
    expect(parts).toHaveLength(2);
    expect(parts.reduce((sum, part) => sum + lengthOf(part), 0)).toBe(13_000_000);
    for (const part of parts) expect(speechOf(pcm, part).bytes.length).toBeLessThanOrEqual(24_000_044);
  });
});

describe('many voices with long silences between them', () => {
  it('share parts as long as they fit, and no stretch is parted for it', () => {
    const pcm = sound(
      RATE,
      Array.from({ length: 20 }, (): Stretch[] => [
        [100, VOICE],
        [5, 0],
      ]).flat(),
    );
    const parts = partsOf(pcm, 0);
    expect(spans(parts)).toHaveLength(20);
    expect(parts.map(({ stretches }) => stretches.length)).toEqual([5, 5, 5, 5]);
  });
});

describe('a time in a part', () => {
  /** The part's samples one after the other, as they lie in the recording. */
  const samplesIn = ({ stretches }: Part) =>
    stretches.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));

  it('between two samples of a stretch is that time of the recording', () => {
    const rates = fc.constantFrom(RATE, 1_105);
    fc.assert(
      fc.property(
        talk,
        rates,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(500),
        (turns, rate, share, lasts) => {
          for (const part of partsOf(sound(rate, turns), 0)) {
            const samples = samplesIn(part);
            const at = Math.floor(share * (samples.length - 1));
            const stretch = part.stretches.find(({ to }) => samples[at]! < to)!;
            const end = Math.min(samples[at]! + lasts, stretch.to - 1);
            // The middle of a sample: its number as a float can be the one before.
            const [start_s, end_s] = [at + 0.5, at + 0.5 + end - samples[at]!].map((sample) => sample / rate);
            const { from, to } = placeIn(part, rate, { start_s: start_s!, end_s: end_s! });
            expect(from).toBeCloseTo(samples[at]! + 0.5, 4);
            expect(to).toBeCloseTo(end + 0.5, 4);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is in the recording, and its end not before its start, whatever an engine says', () => {
    const second = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(talk, second, second, (turns, one, other) => {
        const pcm = sound(RATE, turns);
        for (const part of partsOf(pcm, 0)) {
          const [start_s, end_s] = [Math.min(one, other), Math.max(one, other)];
          const { from, to } = placeIn(part, RATE, { start_s, end_s });
          expect(from).toBeGreaterThanOrEqual(part.stretches[0]!.from);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(part.stretches.at(-1)!.to);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of a line that lasts until the next one is that of its voice, be it a mere yes', () => {
    const [part] = partsOf(
      sound(RATE, [
        [5, 0],
        [0.2, VOICE],
        [5, 0],
        [2, VOICE],
        [5, 0],
      ]),
      0,
    );
    const next = 0.5 + 0.2 + 0.5 + 0.5;
    const placed = (start_s: number, end_s: number) => {
      const { from, to } = placeIn(part!, RATE, { start_s, end_s });
      return [from / RATE, to / RATE];
    };
    expect(placed(0.5, next)).toEqual([5, 5.2]);
    expect(placed(0, next)).toEqual([4.5, 5.2]);
    expect(placed(next, next + 2)).toEqual([10.2, 12.2]);
    // And of one that begins where the one before ended.
    expect(placed(0.7, next + 2)).toEqual([10.2, 12.2]);
  });

  it('that is the border of two stretches ends the one and starts the other', () => {
    fc.assert(
      fc.property(talk, fc.constantFrom(RATE, 1_105), (turns, rate) => {
        for (const part of partsOf(sound(rate, turns), 0)) {
          let border = 0;
          for (const { from, to, voice } of part.stretches) {
            const start = border;
            border += to - from;
            const place = placeIn(part, rate, { start_s: start / rate, end_s: border / rate });
            // Where the silence around them is another stretch's, voices begin and end themselves.
            expect([from, voice.from]).toContain(Math.round(place.from));
            expect([to, voice.to]).toContain(Math.round(place.to));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
