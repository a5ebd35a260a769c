/** A clip of WAV: the very samples of the whole, under a header of its own. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  chunk,
  fmtOf,
  got,
  PIECES,
  refused,
  riff,
  sampled,
  trim,
  wavOf,
} from '../../support/audio.ts';
import { opened, stretch } from '../../support/clips.ts';

it('a clip of WAV is identical to the clip that sox trims', async () => {
  const { file, start_s, end_s, trimmed } = trim;
  const { out } = await got(wavOf(file).bytes, { start_s, end_s });
  expect(out.equals(bytesOf(trimmed))).toBe(true);
});

it('refuses a single channel of a mono WAV file', async () => {
  for (const { bytes } of sampled.filter(({ channels }) => channels === 1))
    for (const channel of ['left', 'right'] as const)
      for (const wish of [{ channel }, { channel, start_s: 0.1 }])
        expect(await refused(bytes, wish)).toBe(
          'invalid_arguments: The recording is mono: leave channel out.',
        );
});

it('a clip shorter than a sample is refused', async () => {
  for (const wish of [{ end_s: 0 }, { end_s: 0.00001 }, { start_s: 0.1, end_s: 0.10001 }])
    expect(await refused(wavOf('alaw-stereo-8k.wav').bytes, wish)).toBe(
      'invalid_arguments: end_s must be after start_s by a sample at least.',
    );
});

it('a clip of an odd number of bytes is padded with a zero', async () => {
  const mono = wavOf('pcm8-mono-8k.wav');
  const { out } = await got(mono.bytes, { end_s: 5 / 8000 });
  expect(out.subarray(36).equals(Buffer.concat([chunk('data', mono.data.subarray(0, 5))]))).toBe(true);
});

it('a clip of PCM has the plain header of 44 bytes, and a clip of any other codec has a header with a count of samples', async () => {
  const wish = { start_s: 0.01, end_s: 0.02 };
  for (const wav of sampled) {
    const { out } = await got(wav.bytes, wish);
    const data = out.subarray(out.indexOf('data'));
    const samples = Buffer.alloc(4);
    samples.writeUInt32LE(wav.rate / 100);
    const size = wav.file.startsWith('pcm') ? 16 : 18;
    const fmt = chunk('fmt ', out.subarray(20, 20 + size));
    expect(out.equals(riff([fmt, ...(size === 16 ? [] : [chunk('fact', samples)]), data]))).toBe(true);
    expect(fmt.readUInt16LE(8)).not.toBe(0xfffe);
  }
});

it('a clip of sound that ends within a sample has only whole samples and the right hash', async () => {
  const { bytes, data } = wavOf('pcm16-stereo-8k.wav');
  for (const missing of [1, 2, 3]) {
    const odd = riff([bytes.subarray(12, 36), chunk('data', data.subarray(0, -missing))]);
    for (const channel of ['both', 'left'] as const) {
      const { out, sha256 } = await got(odd, { start_s: 0.1, channel });
      expect(opened(out).data.equals(stretch(wavOf('pcm16-stereo-8k.wav'), 800, 3200, channel))).toBe(true);
      expect(sha256).toBe(createHash('sha256').update(out).digest('hex'));
    }
  }
});

describe('a clip of sound whose length the header does not tell', () => {
  const wav = wavOf('pcm16-stereo-8k.wav');
  const streamed = (size: number) => riff([fmtOf(wav), chunk('data', wav.data, { size })], size);

  it.each([0, 0xffff_ffff, 0x7fff_ffff, 0xffff_f000])(
    'a clip of sound whose header gives the length as %i reaches the real end of the sound',
    async (size) => {
      for (const piece of PIECES)
        for (const wish of [
          { start_s: 0.1 },
          { start_s: 0.1, end_s: 86_400 },
          { start_s: 0.1, end_s: 1e9 },
          { start_s: 0.1, channel: 'left' as const },
        ]) {
          const { out, sound, sha256 } = await got(streamed(size), wish, piece);
          expect(opened(out).data.equals(stretch(wav, 800, 3201, wish.channel))).toBe(true);
          expect(sound).toMatchObject({ start_s: 0.1, end_s: 0.4, recording_s: 0.4 });
          // The header was written before the length was known: what was hashed is not what came out.
          expect(sha256).toBeUndefined();
        }
    },
  );

  it('a clip that ends before the sound does needs no length in the header', async () => {
    const { out, sound, sha256 } = await got(streamed(0xffff_ffff), { end_s: 0.1 }, 4096);
    expect(opened(out).data.equals(wav.data.subarray(0, 3200))).toBe(true);
    expect(sound).not.toHaveProperty('recording_s');
    expect(sha256).toBe(createHash('sha256').update(out).digest('hex'));
  });
});
