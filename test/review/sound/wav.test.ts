/** WAV as the page decodes it, compared with what the server makes of the same bytes. */
import { describe, expect, it } from 'vitest';
import { samplesOf } from '../../../src/recordings/audio/pcm.ts';
import { type WavFormat, wavHeader } from '../../../src/recordings/audio/wav.ts';
import { decodeWav } from '../../../src/review/page/sound/wav.ts';

const CODECS: [name: string, tag: number, sampleBytes: number][] = [
  ['PCM of 8 bits', 1, 1],
  ['PCM of 16 bits', 1, 2],
  ['PCM of 24 bits', 1, 3],
  ['PCM of 32 bits', 1, 4],
  ['float of 32 bits', 3, 4],
  ['float of 64 bits', 3, 8],
  ['A-law', 6, 1],
  ['µ-law', 7, 1],
];

const formatOf = (tag: number, sampleBytes: number, channels: number): WavFormat => ({
  tag,
  codec: '',
  channels,
  rate: 8000,
  bits: sampleBytes * 8,
  sampleBytes,
  frameBytes: sampleBytes * channels,
  bytesPerSecond: 8000 * sampleBytes * channels,
  sampled: true,
});

/** All codes of a byte, or numbers from -1 to 1. */
function soundOf(tag: number, sampleBytes: number): Buffer {
  if (tag !== 3) return Buffer.from(Array.from({ length: 1024 * sampleBytes }, (_, i) => (i * 37) % 256));
  const sound = Buffer.alloc(1024 * sampleBytes);
  for (let i = 0; i < 1024; i++) {
    const value = Math.sin(i / 10);
    if (sampleBytes === 4) sound.writeFloatLE(value, i * 4);
    else sound.writeDoubleLE(value, i * 8);
  }
  return sound;
}

describe.each(CODECS)('%s', (_name, tag, sampleBytes) => {
  it.each([1, 2])('is decoded to the samples that it holds, in %d channels', (channels) => {
    const format = formatOf(tag, sampleBytes, channels);
    const data = soundOf(tag, sampleBytes);
    const samples = Math.floor(data.length / format.frameBytes);
    const sound = decodeWav(Buffer.concat([wavHeader(format, channels, data.length), data]))!;
    expect(sound.rate).toBe(8000);
    expect(sound.channels).toHaveLength(channels);
    for (const [channel, decoded] of sound.channels.entries()) {
      const truth = samplesOf({ format, data, samples }, channel, 0, samples);
      expect(decoded).toHaveLength(samples);
      // The server keeps 16 bits of each.
      for (const [i, sample] of decoded.entries())
        expect(Math.abs(sample * 32_768 - truth[i]!)).toBeLessThanOrEqual(sampleBytes > 2 ? 1 : 0);
    }
  });
});

describe('what is no such WAV', () => {
  const pcm = formatOf(1, 2, 1);
  const whole = Buffer.concat([wavHeader(pcm, 1, 4), Buffer.from([1, 0, 2, 0])]);

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a header that breaks off', whole.subarray(0, 30)],
    ['MP3', Buffer.from('fffb9064', 'hex')],
    ['ADPCM', Buffer.concat([whole.subarray(0, 20), Buffer.from([2, 0]), whole.subarray(22)])],
  ])('is left to the browser: %s', (_name, bytes) => {
    expect(decodeWav(bytes)).toBeUndefined();
  });

  it('is read as far as it goes where its size promises more', () => {
    const longer = Buffer.concat([wavHeader(pcm, 1, 0xffff_ffff), Buffer.from([0, 0x40, 0, 0xc0])]);
    expect(decodeWav(longer)!.channels).toEqual([Float32Array.of(0.5, -0.5)]);
  });
});
