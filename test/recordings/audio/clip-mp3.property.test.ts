/** A clip of MP3: frames of the whole, as they are, from where a decoder needs them on. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundSeconds } from '../../../src/recordings/audio/clip.ts';
import { mainDataBegin } from '../../../src/recordings/audio/mpeg-frame.ts';
import { anyWish, got, mp3s, PIECES, soundOf } from '../../support/audio.ts';
import { type Frame, framesOf, joined } from '../../support/clips.ts';
import { runs } from '../../support/runs.ts';

const main = ({ header }: Frame): number => header.bytes - header.sideAt - header.sideBytes;

/** Where a decoder has heard 1152 samples before the one at `wanted`, and has what each of them draws on. */
function leadTo(frames: Frame[], wanted: number): number {
  const warm = Math.max(0, wanted - 1152 / frames[0]!.header.samples);
  const reaches = (first: number) =>
    frames.slice(warm, wanted + 1).every((frame, i) => {
      const before = frames.slice(first, warm + i).reduce((sum, one) => sum + main(one), 0);
      return before >= mainDataBegin(frame.bytes, frame.header);
    });
  let first = warm;
  while (first > 0 && !reaches(first)) first--;
  return first;
}

describe.each(mp3s)('a clip of $file', ({ bytes, rate, channels }) => {
  const frames = framesOf(bytes);
  const frame_s = frames[0]!.header.samples / rate;

  it('a clip of MP3 is the frames of the requested range and the lead to them, whatever the pieces', async () => {
    const { duration_s: whole } = await soundOf(bytes);
    const anyTimes = anyWish.filter(({ start_s = 0 }) => start_s < whole!);
    await fc.assert(
      fc.asyncProperty(anyTimes, fc.constantFrom(...PIECES, 100), async ({ start_s = 0, end_s }, piece) => {
        fc.pre(end_s !== 0);
        const { out, sound, ...told } = await got(bytes, { start_s, end_s }, piece);
        const wanted = Math.floor(start_s / frame_s + 1e-4);
        const first = leadTo(frames, wanted);
        const end = Math.min(frames.length, Math.ceil((end_s ?? 99) / frame_s - 1e-4));
        expect(out.equals(joined(frames.slice(first, end)))).toBe(true);
        expect(told).toEqual({
          type: 'audio/mpeg',
          bytes: out.length,
          sha256: createHash('sha256').update(out).digest('hex'),
        });
        expect(sound).toMatchObject({ channels, sample_rate_hz: rate });
        expect(sound.start_s).toBe(roundSeconds(first * frame_s));
        expect(sound.end_s).toBe(roundSeconds(end * frame_s));
        expect(sound.duration_s).toBe(roundSeconds((end - first) * frame_s));
        expect(sound.recording_s).toBe(end === frames.length ? whole : undefined);
        expect(sound).not.toHaveProperty('broken');
      }),
      runs(40),
    );
  });
});
