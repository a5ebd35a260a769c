/** A clip of WAV: the very samples of the whole, under a header of its own. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClipRange } from '../../../src/define/recording.ts';
import { roundSeconds } from '../../../src/recordings/audio/clip.ts';
import { got, PIECES, sampled } from '../../support/audio.ts';
import { opened, stretch, type Wav } from '../../support/clips.ts';
import { runs } from '../../support/runs.ts';

const samplesIn = ({ data, frameBytes }: Wav): number => data.length / frameBytes;

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
