/** The length by the start of a file alone, held against music-metadata, which was given the same start. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parseStream } from 'music-metadata';
import { describe, expect, it } from 'vitest';
import { roundSeconds } from '../../../src/recordings/audio/clip.ts';
import { estimateDuration } from '../../../src/recordings/audio/estimate-duration.ts';
import { fileOf, samples } from '../../../src/sandbox/samples.ts';
import { bytesOf, chunk, fmtOf, mp3Of, mp3s, packed, riff, sampled, wavOf } from '../../support/audio.ts';

const HEAD_BYTES = 4096;

/** As music-metadata tells it; not by parseBuffer, which takes the start for the whole file. */
async function oracle(head: Buffer, type: string, bytes: number | undefined): Promise<number | undefined> {
  const stream = Readable.from([head], { objectMode: false });
  const { format } = await parseStream(stream, { mimeType: type, size: bytes }, { skipCovers: true });
  const { bitrate = 0, codecProfile } = format;
  // An MP3 without a count of frames has no length of its own: its bytes at their constant rate are it.
  const constant = codecProfile === 'CBR' && bytes !== undefined ? (bytes * 8) / bitrate : undefined;
  const duration = format.duration ?? constant;
  return duration && Number.isFinite(duration) ? roundSeconds(duration) : undefined;
}

const typeOf = (file: string): string => (file.endsWith('.wav') ? 'audio/wav' : 'audio/mpeg');
const estimate = (head: Buffer, type: string, bytes: number | undefined) =>
  estimateDuration(head, type, bytes).duration_s;

const files = [
  ...[...sampled, ...packed, ...mp3s].map(({ file, bytes }) => ({ file, bytes })),
  { file: 'pcm16-stereo-8k.trim.wav', bytes: bytesOf('pcm16-stereo-8k.trim.wav') },
  ...samples().flatMap((sample) =>
    (['wav', 'mp3'] as const).map((format) => ({
      file: `${sample.name}.${format}`,
      bytes: readFileSync(fileOf(sample, format)),
    })),
  ),
];

describe.each(files)('the start of $file', ({ file, bytes }) => {
  const head = bytes.subarray(0, HEAD_BYTES);
  const type = typeOf(file);

  it.each([
    ['its size', bytes.length],
    ['the size of a longer file', bytes.length * 50],
    ['no size', undefined],
  ])(
    'the duration estimated from the start of a file with %s equals that of music-metadata',
    async (_, size) => {
      expect(estimate(head, type, size)).toBe(await oracle(head, type, size));
    },
  );

  it('the duration estimated from a very short start of a file equals that of music-metadata', async () => {
    for (const length of [12, 20, 300, 1000, 2500]) {
      const start = bytes.subarray(0, length);
      expect(estimate(start, type, bytes.length)).toBe(await oracle(start, type, bytes.length));
    }
  });
});

/** Without the frame that counts the others. */
const uncounted = (mp3: Buffer) => mp3.subarray(mp3.indexOf(mp3.subarray(0, 2), 4));
const MP3 = mp3Of('cbr24-stereo-8k.mp3');
const VBR = mp3Of('vbr-joint-44k1.mp3');
const mpeg = (bytes: Buffer, size: number | undefined = bytes.length) =>
  estimate(bytes.subarray(0, HEAD_BYTES), 'audio/mpeg', size);

describe('an MP3 without a count of its frames', () => {
  it('an MP3 without a frame count has the duration of its bytes at a constant bit rate', async () => {
    const bytes = uncounted(MP3);
    expect(mpeg(bytes)).toBe(roundSeconds((bytes.length * 8) / 24_000));
    expect(mpeg(bytes)).toBe(await oracle(bytes.subarray(0, HEAD_BYTES), 'audio/mpeg', bytes.length));
  });

  it('an MP3 without a frame count has no duration where its size is unknown or its bit rate changes', () => {
    expect(estimate(uncounted(MP3).subarray(0, HEAD_BYTES), 'audio/mpeg', undefined)).toBeUndefined();
    expect(mpeg(uncounted(VBR))).toBeUndefined();
  });

  it('an MP3 without a frame count has no duration where fewer than four frames are present', () => {
    expect(estimate(uncounted(MP3).subarray(0, 3 * 216), 'audio/mpeg', 100_000)).toBeUndefined();
  });
});

describe('an MP3 with a count of its frames', () => {
  /** ID3v2 of so many bytes; its size has seven bits to a byte. */
  const id3 = (bytes: number) =>
    Buffer.concat([
      Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, bytes >> 7, bytes & 0x7f]),
      Buffer.alloc(bytes),
    ]);

  it('the frame count of an MP3 is found behind tags, unless the tags are longer than the start of the file', async () => {
    for (const bytes of [Buffer.concat([id3(500), MP3]), Buffer.concat([id3(500), id3(100), MP3])]) {
      expect(mpeg(bytes)).toBe(2.16);
      expect(mpeg(bytes)).toBe(await oracle(bytes.subarray(0, HEAD_BYTES), 'audio/mpeg', bytes.length));
    }
    expect(mpeg(Buffer.concat([id3(5000), MP3]))).toBeUndefined();
  });

  it('the frame count of an MP3 is read from the tag that Fraunhofer writes', () => {
    const frame = Buffer.from(VBR.subarray(0, 417)).fill(0, 4);
    frame.write('VBRI', 36, 'latin1');
    frame.writeUInt32BE(1000, 36 + 14);
    expect(mpeg(Buffer.concat([frame, uncounted(VBR)]))).toBe(roundSeconds((1000 * 1152) / 44_100));
  });
});

describe('a WAV whose header', () => {
  const { bytes, data } = wavOf('pcm16-stereo-8k.wav');
  const fmt = fmtOf(wavOf('pcm16-stereo-8k.wav'));
  const announcing = (size: number) => riff([fmt, chunk('data', data, { size })], 0xffff_ffff);

  it.each([0, 1000, 0x7fff_f000, 0xffff_ffff])(
    'a WAV whose header announces %i bytes of sound is as long as music-metadata says',
    async (size) => {
      for (const known of [bytes.length, undefined]) {
        const head = announcing(size).subarray(0, HEAD_BYTES);
        expect(estimate(head, 'audio/wav', known)).toBe(await oracle(head, 'audio/wav', known));
      }
    },
  );

  it('a WAV with other chunks before its sound is as long as without them', async () => {
    const list = chunk('LIST', Buffer.from('INFOICMT\u0006\0\0\0a cue!', 'latin1'));
    const file = riff([list, fmt, chunk('junk', Buffer.from('odd')), chunk('data', data)]);
    const head = file.subarray(0, HEAD_BYTES);
    expect(estimate(head, 'audio/wav', file.length)).toBe(0.4);
    expect(await oracle(head, 'audio/wav', file.length)).toBe(0.4);
  });

  it('a WAV without a format, or with samples without a size, has no duration', () => {
    const sizeless = Buffer.from(fmt);
    sizeless.writeUInt16LE(0, 8 + 12);
    for (const chunks of [[], [sizeless], [chunk('fmt ', fmt.subarray(8, 20))]])
      expect(estimate(riff([...chunks, chunk('data', data)]), 'audio/wav', bytes.length)).toBeUndefined();
  });
});

it('a PDF has no length', () => {
  expect(estimateDuration(Buffer.from('%PDF-1.4'), 'application/pdf', 8)).toEqual({});
});
