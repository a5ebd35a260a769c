/** What is told of a whole file, held against two other readers: sox, when the files were made, and music-metadata. */
import { createHash } from 'node:crypto';
import { parseBuffer } from 'music-metadata';
import { describe, expect, it } from 'vitest';
import { roundSeconds } from '../../../src/recordings/audio/clip.ts';
import {
  bytesOf,
  chunk,
  fmtOf,
  got,
  mp3Of,
  mp3s,
  PIECES,
  packed,
  refused,
  riff,
  sampled,
  soundOf,
  wavOf,
} from '../../support/audio.ts';

const all = [...sampled, ...packed, ...mp3s];

describe.each(all)('$file', ({ bytes, channels, rate }) => {
  it('passes the whole file on unchanged, counted and hashed, whatever the pieces', async () => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { sound } = await got(bytes);
    for (const piece of PIECES) {
      const { out, ...told } = await got(bytes, {}, piece);
      expect(out.equals(bytes)).toBe(true);
      expect(told).toMatchObject({ bytes: bytes.length, sha256, sound });
    }
  });

  it('finds the channels and the sample rate that sox and music-metadata find, and reports no fault', async () => {
    const { format } = await parseBuffer(bytes);
    expect(format).toMatchObject({ numberOfChannels: channels, sampleRate: rate });
    const sound = await soundOf(bytes);
    expect(sound).toMatchObject({ channels, sample_rate_hz: rate });
    expect(sound).not.toHaveProperty('broken');
  });
});

it.each([
  ['PCM', /^pcm/],
  ['IEEE float', /^float/],
  ['G.711 A-law', /^alaw/],
  ['G.711 µ-law', /^mulaw/],
  ['GSM 6.10', /^gsm/],
  ['IMA ADPCM', /^ima/],
  ['MS ADPCM', /^ms/],
  ['MPEG-1 layer III', /(44k1|48k).mp3$/],
  ['MPEG-2 layer III', /(16k|22k05|24k).mp3$/],
  ['MPEG-2.5 layer III', /stereo-8k.mp3$/],
])('names the codec %s', async (codec, files) => {
  const named = all.filter(({ file }) => files.test(file));
  expect(named).not.toHaveLength(0);
  for (const { bytes } of named) expect(await soundOf(bytes)).toMatchObject({ codec });
});

describe('WAV lasts', () => {
  it.each(sampled)(
    'measures WAV to the sample as sox and music-metadata do: $file',
    async ({ bytes, seconds: sox }) => {
      const { duration_s } = await soundOf(bytes);
      expect(duration_s).toBe(roundSeconds(sox));
      expect(duration_s).toBe(roundSeconds((await parseBuffer(bytes)).format.duration!));
    },
  );

  it.each(packed)('measures WAV of packed samples to a block: $file', async (wav) => {
    const { duration_s } = await soundOf(wav.bytes);
    expect(Math.abs(duration_s! - wav.seconds)).toBeLessThan(0.005);
    // By the count of samples, without what fills the last block.
    const { duration } = (await parseBuffer(wav.bytes)).format;
    expect(duration_s! - duration!).toBeGreaterThanOrEqual(0);
    expect(duration_s! - duration!).toBeLessThan(0.065);
  });
});

describe('MP3 lasts', () => {
  /** ID3v2 of 100 kB, with what looks like frames in it; its size has seven bits to a byte. */
  const bigTag = Buffer.concat([
    Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 6, 13, 32]),
    Buffer.alloc(100_000, Buffer.from([0xff, 0xe3, 0x18, 0x00])),
  ]);
  /** Its size leaves out the footer, which begins as a frame does. */
  const footed = Buffer.concat([
    Buffer.from([0x49, 0x44, 0x33, 4, 0, 0x10, 0, 0, 0, 20]),
    Buffer.alloc(20, 1),
    Buffer.from([0xff, 0xe3, 0x18, 0, 0, 0x10, 0, 0, 0, 20]),
  ]);
  const withoutFirst = (mp3: Buffer) => mp3.subarray(mp3.indexOf(mp3.subarray(0, 2), 4));
  const id3v1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 0xff)]);
  const ape = Buffer.concat([Buffer.from('APETAGEX'), Buffer.alloc(500, 0xff), id3v1]);

  it.each(mp3s)('measures MP3 as music-metadata does, and within three frames of sox: $file', async (mp3) => {
    const { duration_s } = await soundOf(mp3.bytes);
    expect(duration_s).toBe(
      roundSeconds((await parseBuffer(mp3.bytes, {}, { duration: true })).format.duration!),
    );
    const frame_s = mp3.rate > 24_000 ? 1152 / mp3.rate : 576 / mp3.rate;
    // Of a file with tags sox takes the length by its size, and of a small one that is not much.
    expect(Math.abs(duration_s! - mp3.seconds)).toBeLessThan(3 * frame_s);
  });

  it.each([
    ['with a big ID3v2', (mp3: Buffer) => Buffer.concat([bigTag, mp3])],
    ['with a tag that ends in a footer', (mp3: Buffer) => Buffer.concat([footed, mp3])],
    ['with ID3v1', (mp3: Buffer) => Buffer.concat([mp3, id3v1])],
    ['with APE and ID3v1', (mp3: Buffer) => Buffer.concat([mp3, ape])],
    ['without the frame that counts the others', withoutFirst],
  ])('measures the same length of an MP3 %s', async (_, changed) => {
    for (const file of ['vbr-joint-44k1.mp3', 'cbr24-stereo-8k.mp3']) {
      const { duration_s } = await soundOf(mp3Of(file));
      const bytes = changed(mp3Of(file));
      for (const piece of [7, 4096]) {
        const { sound } = await got(bytes, {}, piece);
        expect(sound).toMatchObject({ duration_s });
        expect(sound).not.toHaveProperty('broken');
      }
    }
  });

  it.each([
    ['ID3v1', id3v1],
    ['APE', ape],
    ['the lyrics', Buffer.from('LYRICSBEGININD00002110')],
  ])('measures MP3 of a single frame with %s behind it', async (_, tag) => {
    const mp3 = mp3Of('cbr24-stereo-8k.mp3').subarray(216, 432);
    for (const piece of PIECES) {
      const { sound } = await got(Buffer.concat([mp3, tag]), {}, piece);
      expect(sound).toMatchObject({ duration_s: 0.072 });
      expect(sound).not.toHaveProperty('broken');
    }
  });
});

describe('WAV has its sound in the data chunk, wherever that is', () => {
  const fixtures = ['alaw-mono-8k.wav', 'pcm16-stereo-8k.wav', 'pcm8-mono-8k.wav', 'pcm24-stereo-8k.wav'];
  const list = chunk('LIST', Buffer.from('INFOICMT\u0006\0\0\0a cue!', 'latin1'));
  const odd = Buffer.from('odd');
  // Its name can be taken for sound, its end for the start of a chunk.
  const junk = chunk('junk', Buffer.from('data\u0010\0\0\0RIFFdata', 'latin1'));

  it.each([
    ['first of all', [], []],
    ['after a list', [list], []],
    ['after a chunk of odd size, padded', [chunk('bext', odd)], []],
    ['after a chunk of odd size that nobody padded', [chunk('bext', odd, { padded: false })], []],
    ['after an empty chunk', [chunk('PAD ', Buffer.alloc(0))], []],
    ['after a chunk that holds another', [junk], []],
    ['before a list', [], [list]],
    ['before lists and cues', [list], [chunk('cue ', Buffer.alloc(28)), list, chunk('id3 ', odd)]],
    ['before an empty chunk', [], [chunk('PAD ', Buffer.alloc(0))]],
    ['before other data', [], [chunk('data', Buffer.alloc(1000))]],
  ])('finds the sound of a WAV file whose data chunk comes %s', async (_, before, after) => {
    for (const file of fixtures) {
      const wav = wavOf(file);
      for (const padded of [true, false]) {
        const bytes = riff([...before, fmtOf(wav), ...before, chunk('data', wav.data, { padded }), ...after]);
        for (const piece of [7, 4096]) {
          const { sound, out } = await got(bytes, { start_s: 0 }, piece);
          expect(sound).toMatchObject(await soundOf(wav.bytes));
          expect(sound).not.toHaveProperty('broken');
          expect(out.includes(wav.data)).toBe(true);
          expect((await got(bytes, {}, piece)).sound).toEqual(await soundOf(wav.bytes));
        }
      }
    }
  });
});

describe('sound of which samples can not be told apart', () => {
  it.each(packed)('refuses a clip of packed samples in WAV: $file', async ({ bytes }) => {
    const { codec } = await soundOf(bytes);
    for (const wish of [{ start_s: 0.1 }, { end_s: 0.1 }, { channel: 'left' as const }])
      expect(await refused(bytes, wish)).toBe(
        `rejected: The recording is ${codec} in WAV, which can't be taken apart: take it whole, without start_s, end_s and channel.`,
      );
  });

  it('names MP3 in WAV and unknown codecs, and refuses a clip of an unknown codec', async () => {
    const fmt = (tag: number) => {
      const body = Buffer.from(fmtOf(wavOf('alaw-mono-8k.wav')).subarray(8));
      body.writeUInt16LE(tag, 0);
      return chunk('fmt ', body);
    };
    const of = (tag: number) => riff([fmt(tag), chunk('data', bytesOf('cbr24-stereo-8k.mp3'))]);
    expect(await soundOf(of(0x55))).toMatchObject({ codec: 'MPEG layer III', sample_rate_hz: 8000 });
    expect(await soundOf(of(0xabc))).toMatchObject({ codec: 'format 0x0abc' });
    expect(await refused(of(0xabc), { start_s: 1 })).toMatch(
      /^rejected: The recording is format 0x0abc in WAV/,
    );
  });
});
