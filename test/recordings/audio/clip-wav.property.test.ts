/** A clip of WAV: the very samples of the whole, under a header of its own. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClipRange } from '../../../src/define/recording.ts';
import { roundSeconds } from '../../../src/recordings/audio/clip.ts';
import { createWavReader, type WavFormat } from '../../../src/recordings/audio/wav.ts';
import { got, PIECES, sampled } from '../../support/audio.ts';
import { runs } from '../../support/runs.ts';

type Wav = (typeof sampled)[number];

const samplesIn = ({ data, frameBytes }: Wav): number => data.length / frameBytes;

/** Sample by sample, as slowly as one would say it. */
function stretch({ data, frameBytes, channels }: Wav, from: number, to: number, channel?: string): Buffer {
  const size = frameBytes / channels;
  const wanted: number[] = [];
  for (let sample = from; sample < to; sample++)
    for (let side = 0; side < channels; side++)
      if (!channel || channel === 'both' || side === (channel === 'left' ? 0 : 1))
        for (let i = 0; i < size; i++) wanted.push(data[sample * frameBytes + side * size + i]!);
  return Buffer.from(wanted);
}

/** What a reader finds in a clip; the data chunk, its padding and nothing else come last. */
function opened(clip: Buffer): { format: WavFormat; data: Buffer } {
  const pieces: Buffer[] = [];
  const walk = createWavReader((piece) => void pieces.push(piece));
  walk.push(clip);
  walk.end();
  const data = Buffer.concat(pieces);
  expect(walk.sound()).not.toHaveProperty('broken');
  expect(walk.announcedBytes()).toBe(data.length);
  expect(clip.readUInt32LE(4)).toBe(clip.length - 8);
  expect(clip.length % 2).toBe(0);
  return { format: walk.format()!, data };
}

/** Two samples of a file, one before the other, and perhaps a channel. */
const anyStretch = (wav: Wav) =>
  fc
    .record({
      ends: fc.uniqueArray(fc.nat(samplesIn(wav)), { minLength: 2, maxLength: 2 }),
      open: fc.constantFrom('start', 'end', 'neither'),
      channel:
        wav.channels > 1 ? fc.constantFrom(undefined, 'both', 'left', 'right') : fc.constant(undefined),
      piece: fc.constantFrom(...PIECES, 61, 1000),
    })
    .map(({ ends, open, channel, piece }) => {
      const [low, high] = ends.sort((one, other) => one - other) as [number, number];
      const [from, to] = [open === 'start' ? 0 : low, open === 'end' ? samplesIn(wav) : high];
      const wish = {
        ...(open !== 'start' && { start_s: from / wav.rate }),
        ...(open !== 'end' && { end_s: to / wav.rate }),
        channel,
      } as ClipRange;
      return { wish, from, to, piece };
    });

describe.each(sampled)('a clip of $file', (wav) => {
  it('a clip of WAV holds the samples of its range and channel byte for byte, whatever the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(anyStretch(wav), async ({ wish, from, to, piece }) => {
        const { out, sound, bytes, sha256 } = await got(wav.bytes, wish, piece);
        const { format, data } = opened(out);
        expect(data.equals(stretch(wav, from, to, wish.channel))).toBe(true);
        expect(format).toMatchObject({ rate: wav.rate, channels: sound.channels });
        expect(bytes).toBe(out.length);
        expect(sha256).toBe(createHash('sha256').update(out).digest('hex'));
        expect(sound).toEqual({
          codec: format.codec,
          channels: wish.channel === 'left' || wish.channel === 'right' ? 1 : wav.channels,
          sample_rate_hz: wav.rate,
          start_s: roundSeconds(from / wav.rate),
          end_s: roundSeconds(to / wav.rate),
          duration_s: roundSeconds((to - from) / wav.rate),
          recording_s: roundSeconds(wav.seconds),
        });
      }),
      runs(25),
    );
  });
});
