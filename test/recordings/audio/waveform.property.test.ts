/** The waveform of a recording, whatever the pieces and however many parts. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { samplesOf } from '../../../src/recordings/audio/pcm.ts';
import { createWaveformReader } from '../../../src/recordings/audio/waveform.ts';
import { pcmOf, sampled } from '../../support/audio.ts';
import { runs } from '../../support/runs.ts';

/** How far the begin of a part may be off, as a share of its length. */
const SLACK = 1 / 8;

it.each(sampled)('each peak of $file is that of its part, whatever the pieces', (wav) => {
  const { bytes, channels } = wav;
  const pcm = pcmOf(bytes);
  const count = pcm.samples;
  const decoded = Array.from({ length: channels }, (_, channel) => samplesOf(pcm, channel, 0, count));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 700 }),
      fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 60 }),
      (buckets, pieces) => {
        const reader = createWaveformReader(buckets);
        let at = 0;
        for (const size of pieces) {
          reader.push(bytes.subarray(at, at + size));
          at += size;
        }
        reader.push(bytes.subarray(at));
        const { peaks } = reader.end()!;
        expect(peaks.map(({ length }) => length)).toEqual(new Array(channels).fill(buckets));

        const part = count / buckets;
        const slack = part * SLACK + 1;
        const wrong = peaks.flatMap((values, channel) => {
          const highest = (from: number, to: number) =>
            decoded[channel]!.subarray(Math.max(0, from), Math.max(0, from, to)).reduce(
              (level, sample) => Math.max(level, Math.abs(sample)),
              0,
            ) / 32_768;
          return values.filter((peak, i) => {
            const inner = highest(Math.ceil(i * part + slack), Math.floor((i + 1) * part - slack));
            const outer = highest(Math.floor(i * part - slack), Math.ceil((i + 1) * part + slack));
            return peak < inner - 0.0006 || peak > outer + 0.0006;
          });
        });
        expect(wrong).toEqual([]);
      },
    ),
    runs(200),
  );
});
