/** What of a channel goes to an engine: all of its speech once, without the long silences, in parts that fit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplesOf } from '../../../src/recordings/audio/pcm.ts';
import { chunksOf, type SpeechChunk } from '../../../src/recordings/transcription/speech-chunks.ts';
import { RATE, sound, talk } from '../../support/audio.ts';
import { runs } from '../../support/runs.ts';

const spans = (parts: SpeechChunk[]): [number, number][] =>
  parts.flatMap(({ stretches }) => stretches.map(({ from, to }): [number, number] => [from, to]));
const FRAME = RATE / 50;

describe('speech', () => {
  it('puts all speech into exactly one chunk, in order, whatever the pauses', () => {
    fc.assert(
      fc.property(talk, (stretches) => {
        const pcm = sound(RATE, stretches);
        const kept = spans(chunksOf(pcm, 0));
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
      runs(60),
    );
  });
});
