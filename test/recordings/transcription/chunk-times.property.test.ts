/** Times in a part that an engine heard: each is put back to its place in the recording. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, placeIn, type SpeechChunk } from '../../../src/recordings/transcription/speech-chunks.ts';
import { RATE, sound, talk, VOICE } from '../../support/audio.ts';
import { runs } from '../../support/runs.ts';

describe('a time in a part', () => {
  /** The part's samples one after the other, as they lie in the recording. */
  const samplesIn = ({ stretches }: SpeechChunk) =>
    stretches.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));

  it('maps a time within a stretch to that time of the recording', () => {
    const rates = fc.constantFrom(RATE, 1_105);
    fc.assert(
      fc.property(
        talk,
        rates,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(500),
        (turns, rate, share, lasts) => {
          for (const part of chunksOf(sound(rate, turns), 0)) {
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
      runs(60),
    );
  });

  it('maps whatever times an engine gives into the recording, with no end before its start', () => {
    const second = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(talk, second, second, (turns, one, other) => {
        const pcm = sound(RATE, turns);
        for (const part of chunksOf(pcm, 0)) {
          const [start_s, end_s] = [Math.min(one, other), Math.max(one, other)];
          const { from, to } = placeIn(part, RATE, { start_s, end_s });
          expect(from).toBeGreaterThanOrEqual(part.stretches[0]!.from);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(part.stretches.at(-1)!.to);
        }
      }),
      runs(60),
    );
  });

  it('shortens a line that lasts until the next line to its own voice, however short the voice is', () => {
    const [part] = chunksOf(
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

  it('maps the border of two stretches to the end of one or the start of the other', () => {
    fc.assert(
      fc.property(talk, fc.constantFrom(RATE, 1_105), (turns, rate) => {
        for (const part of chunksOf(sound(rate, turns), 0)) {
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
      runs(60),
    );
  });
});
