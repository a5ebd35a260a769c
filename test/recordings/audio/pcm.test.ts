/** Sound of any codec as 16-bit samples, held against what sox makes of it. */
import { describe, expect, it } from 'vitest';
import { type Pcm, sameChannels, samplesOf } from '../../../src/recordings/audio/pcm.ts';
import { chunk, decodedOf, fmtOf, pcmOf, riff, sampled, wavOf } from '../../support/audio.ts';

/** Other sound in the form of a file. */
const like = (file: string, data: Buffer): Pcm => pcmOf(riff([fmtOf(wavOf(file)), chunk('data', data)]));

it.each([
  ['a-law', 'alaw-mono-8k.wav'],
  ['mu-law', 'mulaw-mono-8k.wav'],
])('each code of %s decodes to the same sample as with sox', (law, file) => {
  const codes = like(file, Buffer.from(Uint8Array.from({ length: 256 }, (_, code) => code)));
  expect(samplesOf(codes, 0, 0, 256)).toEqual(decodedOf(`${law}.s16`));
});

describe.each(sampled)('$file', ({ bytes, channels, decoded }) => {
  const pcm = pcmOf(bytes);
  const sides = Array.from({ length: channels }, (_, side) => side);

  it('samplesOf decodes a file to 16 bits as sox does, give or take a step, channel by channel', () => {
    const count = decoded.length / channels;
    const found = sides.map((side) => samplesOf(pcm, side, 0, count));
    const off = decoded.map((sample, i) =>
      Math.abs(sample - found[i % channels]![Math.floor(i / channels)]!),
    );
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
    expect(Math.max(...decoded)).toBeGreaterThan(1000);
  });

  it('samplesOf decodes any range of samples like the same range of the whole file', () => {
    for (const side of sides) {
      const all = samplesOf(pcm, side, 0, pcm.samples);
      expect(all).toHaveLength(3201);
      for (const [from, to] of [
        [0, 1],
        [17, 390],
        [3200, 3201],
        [5, 5],
      ] as const)
        expect(samplesOf(pcm, side, from, to)).toEqual(all.slice(from, to));
    }
  });
});

it('samplesOf clips samples beyond full scale and decodes NaN to 0', () => {
  const values = [1.5, 1, -1, -40, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 0.5];
  const heard = [32_767, 32_767, -32_768, -32_768, 32_767, -32_768, 0, 16_384];
  const wide = Buffer.from(Float64Array.from(values).buffer);
  expect([...samplesOf(like('float64-mono-8k.wav', wide), 0, 0, 8)]).toEqual(heard);
  const both = Buffer.from(Float32Array.from(values.flatMap((value) => [0, value])).buffer);
  expect([...samplesOf(like('float32-stereo-8k.wav', both), 1, 0, 8)]).toEqual(heard);
});

describe('two channels', () => {
  const stereo = sampled.filter(({ channels }) => channels === 2);

  it.each(stereo)(
    'sameChannels treats two equal channels as one, to the last sample: $file',
    ({ file, data, frameBytes }) => {
      const size = frameBytes / 2;
      const left = (at: number) => data.subarray(at * frameBytes, at * frameBytes + size);
      const twice = Buffer.concat(Array.from({ length: 1000 }, (_, at) => [left(at), left(at)]).flat());
      expect(sameChannels(like(file, twice))).toBe(true);
      for (const at of [0, size, twice.length / 2, twice.length - 1]) {
        const other = Buffer.from(twice);
        other[at]! ^= 1;
        expect(sameChannels(like(file, other))).toBe(false);
      }
    },
  );

  it('sameChannels is false for channels that differ, for a single channel and for four channels', () => {
    for (const { bytes } of sampled) expect(sameChannels(pcmOf(bytes))).toBe(false);
    expect(sameChannels(like('pcm16-four-8k.wav', Buffer.alloc(800)))).toBe(false);
    expect(sameChannels(like('alaw-mono-8k.wav', Buffer.alloc(800)))).toBe(false);
  });
});
