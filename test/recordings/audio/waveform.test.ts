/** The waveform of a recording, held against peaks computed from all samples at once. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Pcm, samplesOf } from '../../../src/recordings/audio/pcm.ts';
import { createWaveformReader, type Waveform } from '../../../src/recordings/audio/waveform.ts';
import {
  bytesOf,
  chunk,
  fmtOf,
  mp3s,
  PIECES,
  packed,
  pcmOf,
  riff,
  sampled,
  wavOf,
} from '../../support/audio.ts';
import { samples, wavFile } from '../../support/recordings.ts';

function waveformOf(bytes: Buffer, buckets: number, piece = 65_536): Waveform | undefined {
  const reader = createWaveformReader(buckets);
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  return reader.end();
}

/** Returns the peaks of equal parts, from all samples of all channels. */
function plainPeaks({ format, data, samples: count }: Pcm, parts: number): number[][] {
  const begin = (part: number) => Math.floor((part * count) / parts);
  return Array.from({ length: format.channels }, (_, channel) => {
    const decoded = [...samplesOf({ format, data, samples: count }, channel, 0, count)];
    return Array.from({ length: parts }, (_, part) => {
      const levels = decoded.slice(begin(part), begin(part + 1)).map(Math.abs);
      return Math.round((Math.max(...levels) / 32_768) * 1000) / 1000;
    });
  });
}

describe.each(sampled)('the waveform of $file', ({ bytes, channels, rate }) => {
  it.each([201, 600])('has the peaks of %i equal parts, for each channel', (parts) => {
    const waveform = waveformOf(bytes, parts)!;
    expect(waveform.channels).toBe(channels);
    expect(waveform.duration_s).toBe(Math.round((3201 / rate) * 1000) / 1000);
    expect(waveform.peaks).toEqual(plainPeaks(pcmOf(bytes), parts));
    expect(Math.max(...waveform.peaks.flat())).toBeGreaterThan(0.03);
  });

  it.each(PIECES)('is the same when the file comes in pieces of %i bytes', (piece) => {
    expect(waveformOf(bytes, 72, piece)).toEqual(waveformOf(bytes, 72, bytes.length));
  });
});

it('the waveform of a recording of unknown length is that of all its sound', () => {
  const { bytes, data } = wavOf('pcm16-stereo-8k.wav');
  const open = Buffer.concat([
    riff([fmtOf(wavOf('pcm16-stereo-8k.wav'))]),
    Buffer.from('data\0\0\0\0'),
    data,
  ]);
  expect(waveformOf(open, 600)).toEqual(waveformOf(bytes, 600));
  const broken = bytes.subarray(0, bytes.length - 1601 * 4 - 1);
  const { format, data: heard } = pcmOf(broken);
  expect(waveformOf(broken, 201)!.peaks).toEqual(plainPeaks({ format, data: heard, samples: 1599 }, 201));
});

it('sound of fewer samples than values asked for has a value for each sample', () => {
  const data = Buffer.alloc(12);
  [0, 1000, -32_768, 32_767, -1, 16_384].forEach((sample, i) => {
    data.writeInt16LE(sample, i * 2);
  });
  expect(waveformOf(wavFile(data, 8000, 2), 600)).toEqual({
    channels: 2,
    duration_s: 0,
    peaks: [
      [0, 1, 0],
      [0.031, 1, 0.5],
    ],
  });
});

it.each([...packed, ...mp3s])('$file can not be decoded, so it has no waveform', ({ bytes }) => {
  expect(waveformOf(bytes, 72)).toBeUndefined();
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a header without sound', bytesOf('pcm16-stereo-8k.wav').subarray(0, 44)],
  ['sound without a format', riff([chunk('data', Buffer.alloc(400, 7))])],
  ['text', Buffer.from('<html>no recording</html>'.repeat(40))],
])('there is no waveform of %s', (_, bytes) => {
  expect(waveformOf(bytes, 72)).toBeUndefined();
});

it('the waveform of each spoken sample is loud on both sides and as long as the sample', () => {
  for (const { name, seconds, wav } of samples) {
    const { duration_s, peaks } = waveformOf(wav, 72)!;
    expect(duration_s, name).toBeCloseTo(seconds, 1);
    expect(peaks.map(({ length }) => length)).toEqual([72, 72]);
    for (const side of peaks) expect(Math.max(...side), name).toBeGreaterThan(0.1);
  }
});

it('the waveform of 45 minutes shows a second of sound where it is, and keeps no samples', () => {
  const RATE = 8000;
  const MINUTES = 45;
  const reader = createWaveformReader(600);
  const second = (left: number, right: number) => {
    const data = Buffer.alloc(RATE * 4);
    for (let at = 0; at < data.length; at += 4) {
      data.writeInt16LE(at % 8 ? left : -left, at);
      data.writeInt16LE(right, at + 2);
    }
    return data;
  };
  const [quiet, loud] = [second(0, 0), second(16_384, 0)];
  setFlagsFromString('--expose-gc');
  const collectGarbage = (): void => runInNewContext('gc(); gc()');
  const header = wavFile(Buffer.alloc(0), RATE, 2);
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  reader.push(header);
  for (let at = 0; at < MINUTES * 60; at++) reader.push(at === 1352 ? loud : quiet);
  collectGarbage();
  // All samples would be 86 MB.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  const { duration_s, peaks } = reader.end()!;
  expect(duration_s).toBe(MINUTES * 60);
  expect(peaks[1]).toEqual(new Array(600).fill(0));
  // A part is 4.5 s: second 1352 is in part 300.
  expect(peaks[0]!.flatMap((peak, i) => (peak ? [[i, peak]] : []))).toEqual([[300, 0.5]]);
});
