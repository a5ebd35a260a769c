/** Files whose headers lie, that break off or hold rubbish: what can be told is told, and what is wrong is said. */
import { describe, expect, it } from 'vitest';
import type { ClipRange } from '../../../src/define/recording.ts';
import { ToolError } from '../../../src/shared/tool-error.ts';
import {
  chunk,
  fmtOf,
  got,
  gotOrError,
  mp3Of,
  PIECES,
  refused,
  riff,
  sampled,
  soundOf,
  wavOf,
} from '../../support/audio.ts';

const ALAW = wavOf('alaw-stereo-8k.wav');
const PCM = wavOf('pcm16-stereo-8k.wav');
const MP3 = mp3Of('cbr24-stereo-8k.mp3');
/** Of that MP3. */
const FRAME = { bytes: 216, seconds: 0.072 };

describe('WAV', () => {
  /** With another size of its data than there is. */
  const sized = (wav: typeof ALAW, size: number, ...after: Buffer[]) =>
    riff([fmtOf(wav), chunk('data', wav.data, { size, padded: after.length > 0 }), ...after]);

  it.each(sampled)(
    'a WAV file that promises more sound than there is lasts as long as its sound and is reported as broken: $file',
    async (wav) => {
      const { data } = wav;
      const whole = await soundOf(wav.bytes);
      expect(await soundOf(sized(wav, data.length + 2))).toEqual({
        ...whole,
        broken: `it breaks off: the header promises ${data.length + 2} bytes of sound, ${data.length} came`,
      });
      const half = wav.bytes.subarray(0, -data.length / 2);
      const { duration_s, broken } = await soundOf(half);
      expect(Math.abs(duration_s! - wav.seconds / 2)).toBeLessThan(0.001);
      expect(broken).toMatch(/^it breaks off: the header promises \d+ bytes of sound, \d+ came$/);
    },
  );

  it.each(sampled)(
    'a WAV file with more sound than its header promises is read to its end: $file',
    async (wav) => {
      const whole = await soundOf(wav.bytes);
      for (const size of [2, 1000, wav.data.length - 100])
        for (const piece of [7, 4096])
          expect((await got(sized(wav, size), {}, piece)).sound).toEqual({
            ...whole,
            broken: 'the header promises less sound than there is',
          });
    },
  );

  it('a WAV file whose unpromised sound looks like chunks is read to its end too', async () => {
    const letters = Buffer.from('data\xff\xff\xff\x7fUUUULIST', 'latin1');
    const data = Buffer.concat([ALAW.data.subarray(0, 1000), ...Array(100).fill(letters)]);
    expect(await soundOf(riff([fmtOf(ALAW), chunk('data', data, { size: 1000 })]))).toMatchObject({
      duration_s: 0.163,
      broken: 'the header promises less sound than there is',
    });
  });

  it.each([0, 0x7fff_0000, 0x7fff_ffff, 0xffff_ffff])(
    'a WAV file with a placeholder for its length counts as whole: size %i',
    async (size) => {
      for (const wav of [ALAW, PCM]) {
        expect(await soundOf(sized(wav, size))).toEqual(await soundOf(wav.bytes));
        expect(await soundOf(riff([fmtOf(wav), chunk('data', wav.data, { size })], size))).toEqual(
          await soundOf(wav.bytes),
        );
      }
    },
  );

  it.each([0, 4, 36, 1_000_000, 0xffff_ffff])(
    'a WAV file is read alike with any RIFF size: %i',
    async (size) => {
      expect(await soundOf(riff([fmtOf(PCM), chunk('data', PCM.data)], size))).toEqual(
        await soundOf(PCM.bytes),
      );
    },
  );

  it('a WAV file without a sample lasts 0 s, and a clip of the file is refused', async () => {
    for (const none of [riff([fmtOf(PCM), chunk('data', Buffer.alloc(0))]), PCM.bytes.subarray(0, 44)]) {
      expect(await soundOf(none)).toMatchObject({ channels: 2, sample_rate_hz: 8000, duration_s: 0 });
      for (const wish of [{ start_s: 0 }, { end_s: 2 }, { channel: 'left' as const }])
        expect(await refused(none, wish)).toBe(
          'invalid_arguments: start_s 0 is past the end: the recording lasts 0 s.',
        );
    }
  });

  /** A format chunk with a number changed. */
  const fmt = (at: number, value: number, bytes: 2 | 4 = 2) => {
    const body = Buffer.from(fmtOf(PCM).subarray(8));
    body.writeUIntLE(value, at, bytes);
    return chunk('fmt ', body);
  };
  const data = chunk('data', PCM.data);

  it.each([
    ['has no format', riff([data]), 'it has no format chunk before its sound'],
    ['has its format too late', riff([data, fmtOf(PCM)]), 'it has no format chunk before its sound'],
    ['has an empty format', riff([chunk('fmt ', Buffer.alloc(0)), data]), 'its format chunk makes no sense'],
    [
      'has half a format',
      riff([chunk('fmt ', Buffer.alloc(14, 1)), data]),
      'its format chunk makes no sense',
    ],
    ['has no channels', riff([fmt(2, 0), data]), 'its format chunk makes no sense'],
    ['has 40000 channels', riff([fmt(2, 40_000), data]), 'its format chunk makes no sense'],
    ['has no rate', riff([fmt(4, 0, 4), data]), 'its format chunk makes no sense'],
    ['has a rate of 4 GHz', riff([fmt(4, 4e9, 4), data]), 'its format chunk makes no sense'],
    ['has no data', riff([fmtOf(PCM)]), 'it breaks off before its sound begins'],
    [
      'has a list instead of data',
      riff([fmtOf(PCM), chunk('LIST', PCM.data)]),
      'it breaks off before its sound begins',
    ],
    ['is a header alone', riff([]), 'it breaks off before its sound begins'],
  ])(
    'a WAV file that %s is reported as broken, and a clip of the file is refused',
    async (_, bytes, broken) => {
      for (const piece of [7, 4096]) {
        const { sound, out } = await got(bytes, {}, piece);
        expect(sound.broken).toBe(broken);
        expect(out.equals(bytes)).toBe(true);
      }
      expect(await refused(bytes, { start_s: 0.1 })).toMatch(/^(rejected|invalid_arguments): /);
    },
  );

  it('a WAV file whose samples have a size that their codec can not have is not cut', async () => {
    const tagged = (tag: number, bits: number, block: number) => {
      const body = Buffer.from(fmtOf(PCM).subarray(8));
      for (const [value, at] of [
        [tag, 0],
        [block, 12],
        [bits, 14],
      ] as const)
        body.writeUInt16LE(value, at);
      return riff([chunk('fmt ', body), data]);
    };
    for (const [tag, bits] of [
      [3, 16],
      [3, 24],
      [6, 16],
      [7, 16],
      [1, 0],
      [1, 56],
    ] as const)
      for (const block of [0, (bits / 8) * 2])
        expect(await refused(tagged(tag, bits, block), { start_s: 0.1 })).toMatch(
          /^rejected: The recording is/,
        );
  });

  it('a WAV file that ends in the middle of a chunk after its sound is reported as broken', async () => {
    const cut = riff([fmtOf(PCM), data, chunk('LIST', Buffer.alloc(100))]).subarray(0, -1);
    for (const end of [0, 50, 97]) {
      const bytes = cut.subarray(0, cut.length - end);
      expect(await soundOf(bytes)).toEqual({
        ...(await soundOf(PCM.bytes)),
        broken: 'it ends in the middle of a chunk',
      });
    }
  });

  it('a WAV file that breaks off gives the clips before the break, and a clip that reaches the break is reported as broken', async () => {
    const half = PCM.bytes.subarray(0, 44 + 1600 * 4 + 3);
    const broken = 'it breaks off: the header promises 12804 bytes of sound, 6403 came';
    const before = await got(half, { start_s: 0.05, end_s: 0.1 });
    expect(before.out.subarray(44).equals(PCM.data.subarray(1600, 3200))).toBe(true);
    expect(before.sound).not.toHaveProperty('broken');
    const across = await got(half, { start_s: 0.1, end_s: 0.3 });
    expect(across.out.subarray(44).equals(PCM.data.subarray(3200, 6400))).toBe(true);
    expect(across.sound).toMatchObject({
      start_s: 0.1,
      end_s: 0.2,
      duration_s: 0.1,
      recording_s: 0.2,
      broken,
    });
    expect(await refused(half, { start_s: 0.3 })).toMatch(/past the end: the recording lasts 0\.2 s\.$/);
  });
});

describe('MP3', () => {
  const { bytes: size, seconds } = FRAME;
  /** Without the frame that counts: thirty of sound. */
  const frames = MP3.subarray(size);

  it.each([1, 4, 100, 215])(
    'an MP3 file cut %i bytes into a frame is reported as broken and lasts as long as its whole frames',
    async (more) => {
      expect(await soundOf(frames.subarray(0, 10 * size + more))).toMatchObject({
        duration_s: 10 * seconds,
        broken:
          more < 4
            ? `${more} bytes between its frames are no sound`
            : 'it breaks off in the middle of a frame',
      });
    },
  );

  it.each([
    ['text', Buffer.from('<html>502 Bad Gateway</html>')],
    ['words that name tags', Buffer.from('no frame TAG APETAGEX. no frame.TAG APETAGEX')],
    ['zeros', Buffer.alloc(5000)],
    ['bytes that start like frames', Buffer.alloc(1000, Buffer.from([0x11, 0xff, 0xe3, 0x38, 0xc4]))],
    ['another MP3', mp3Of('cbr64-joint-44k1.mp3').subarray(0, 3000)],
  ])(
    'an MP3 file with %s between its frames reports the number of bytes, and all the frames are sound',
    async (_, rubbish) => {
      const whole = Buffer.concat([frames.subarray(0, 10 * size), rubbish, frames.subarray(10 * size)]);
      for (const piece of PIECES)
        expect((await got(whole, {}, piece)).sound).toMatchObject({
          duration_s: 2.16,
          broken: `${rubbish.length} bytes between its frames are no sound`,
        });
      const { out, sound } = await got(whole, { start_s: 8 * seconds, end_s: 12 * seconds });
      expect(frames.includes(out)).toBe(true);
      expect(sound.end_s).toBe(0.864);
    },
  );

  it('an MP3 file keeps its last frame after bytes that start like a longer frame', async () => {
    const rubbish = Buffer.from([0, 0xff, 0xe3, 0x88, 0xc4]);
    const whole = Buffer.concat([frames.subarray(0, 10 * size), rubbish, frames.subarray(-size)]);
    expect(await soundOf(whole)).toMatchObject({
      duration_s: 0.792,
      broken: '5 bytes between its frames are no sound',
    });
  });

  it.each([
    ['two bytes', Buffer.from([0xff, 0xfb, 0x90])],
    ['a tag', Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5])],
    [
      'a tag that would be longer than the file',
      Buffer.concat([Buffer.from('ID3\x03\0\0\x7f\x7f\x7f\x7f', 'latin1'), MP3]),
    ],
    ['the start of a tag', Buffer.from('ID3')],
    ['bytes that only start like a frame', Buffer.alloc(4996, Buffer.from([0xff, 0xfb, 0x90, 0x00, 0x11]))],
    ['half a frame', frames.subarray(0, 100)],
  ])('an MP3 file of %s holds no sound, and a clip of the file is refused', async (_, bytes) => {
    for (const piece of PIECES) {
      const { sound } = await got(bytes, {}, piece);
      expect(sound).toEqual({ broken: 'it holds no frame of sound' });
    }
    expect(await refused(bytes, { start_s: 0 })).toBe(
      "bad_answer: The recording can't be cut: it holds no frame of sound.",
    );
  });
});

describe('a file of which only the start came', () => {
  const wishes: ClipRange[] = [{}, { start_s: 0.01 }, { end_s: 0.2 }, { start_s: 0.05, end_s: 0.06 }];

  it('a WAV file cut off anywhere is accepted or refused, and never lasts longer than its bytes', async () => {
    const { bytes, data, frameBytes, rate } = ALAW;
    const header = bytes.length - data.length;
    for (let length = 0; length < bytes.length; length += length < 200 ? 1 : 13)
      for (const wish of wishes) {
        const answer = await gotOrError(bytes.subarray(0, length), wish);
        if (answer instanceof ToolError) continue;
        const { sound } = answer;
        const sent = Math.max(0, length - header) / frameBytes / rate;
        expect(sound.recording_s ?? sound.duration_s ?? 0).toBeLessThanOrEqual(
          (wish.end_s ? 0.4 : sent) + 0.000501,
        );
        expect(sound.duration_s ?? 0).toBeLessThanOrEqual(sent + 0.000501);
        if (wish.end_s === undefined) expect(sound.broken).toMatch(/^it breaks off/);
      }
  });

  it('an MP3 file cut off anywhere is accepted or refused, and never lasts longer than its bytes', async () => {
    for (let length = 0; length < MP3.length; length += length < 500 ? 1 : 13)
      for (const wish of wishes) {
        const answer = await gotOrError(MP3.subarray(0, length), wish);
        if (answer instanceof ToolError) continue;
        const frames = Math.max(0, Math.floor(length / FRAME.bytes) - 1);
        expect(answer.sound.duration_s ?? 0).toBeLessThanOrEqual(frames * FRAME.seconds + 1e-9);
        const whole = length % FRAME.bytes === 0 && frames > 0;
        if (wish.end_s === undefined) expect(typeof answer.sound.broken).toBe(whole ? 'undefined' : 'string');
      }
  });
});
