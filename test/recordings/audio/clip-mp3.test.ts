import { parseBuffer } from 'music-metadata';
import { describe, expect, it } from 'vitest';
import { roundSeconds } from '../../../src/recordings/audio/clip.ts';
import { got, mp3s, proofs, refused, soundOf } from '../../support/audio.ts';
import { framesOf, joined } from '../../support/clips.ts';

describe.each(mp3s)('a clip of $file', ({ file, bytes, rate }) => {
  const frames = framesOf(bytes);
  const frame_s = frames[0]!.header.samples / rate;

  it('the MPEG reader finds frames that make up the whole file except for the frame that counts them', () => {
    expect(bytes.includes(joined(frames))).toBe(true);
    expect(['Info', 'Xing'].some((name) => joined(frames).includes(name))).toBe(false);
  });

  it('a clip of MP3 has the frames that were proven with a decoder to sound like the whole file', async () => {
    const proven = proofs.filter((one) => one.file === file);
    expect(proven).not.toHaveLength(0);
    for (const { wish, sha256 } of proven) expect(await got(bytes, wish)).toMatchObject({ sha256 });
  });

  it('refuses a clip of MP3 that starts past the end, and names the length', async () => {
    const { duration_s } = await soundOf(bytes);
    for (const start_s of [frames.length * frame_s, 60, 86_400])
      for (const end_s of [undefined, 1e9])
        expect(await refused(bytes, { start_s, end_s })).toBe(
          `invalid_arguments: start_s ${start_s} is past the end: the recording lasts ${duration_s} s.`,
        );
  });

  it('refuses a clip of MP3 that ends at its start', async () => {
    expect(await refused(bytes, { end_s: 0 })).toBe('invalid_arguments: end_s must be after start_s.');
  });

  it('refuses a single channel of MP3', async () => {
    for (const channel of ['left', 'right'] as const)
      for (const wish of [{ channel }, { channel, start_s: 0.1 }])
        expect(await refused(bytes, wish)).toMatch(
          /^invalid_arguments: One channel can be had from WAV only/,
        );
    expect((await got(bytes, { channel: 'both' })).out.equals(bytes)).toBe(true);
  });
});

// Of a changing bitrate it makes a mean, and that of the first frames.
it.each(mp3s.filter(({ file }) => file.startsWith('cbr')))(
  'a clip of $file is reported with the properties that music-metadata reads',
  async ({ bytes, rate, channels }) => {
    const { out, sound } = await got(bytes, { start_s: 0.7, end_s: 1.5 });
    const { format } = await parseBuffer(out, {}, { duration: true });
    expect(format).toMatchObject({ container: 'MPEG', numberOfChannels: channels, sampleRate: rate });
    expect(roundSeconds(format.duration!)).toBe(sound.duration_s);
  },
);

it('a clip of two joined MP3 files has no frame that counts other frames', async () => {
  for (const { bytes, rate } of mp3s.filter(({ file }) => !file.includes('tags'))) {
    const { duration_s } = await soundOf(bytes);
    const both = Buffer.concat([bytes, bytes]);
    const { out, sound } = await got(both, { start_s: 1, end_s: 3 });
    expect(['Info', 'Xing'].some((name) => out.includes(name))).toBe(false);
    expect(sound).not.toHaveProperty('broken');
    expect(Math.abs((await soundOf(both)).duration_s! - 2 * duration_s!)).toBeLessThan(1 / rate + 0.001);
  }
});
