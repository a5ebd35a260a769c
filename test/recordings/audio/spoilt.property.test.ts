/** Files spoilt at random: whatever comes is taken as it is or refused, and its clips are in order. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClipRange } from '../../../src/define/recording.ts';
import { ToolError } from '../../../src/shared/tool-error.ts';
import {
  anyWish,
  chunk,
  estimated,
  fmtOf,
  type Got,
  gotOrError,
  mp3s,
  packed,
  riff,
  sampled,
  soundOf,
  wavOf,
} from '../../support/audio.ts';
import { runs } from '../../support/runs.ts';

const PCM = wavOf('pcm16-stereo-8k.wav');

describe('whatever comes', () => {
  const file = fc.constantFrom(...[...sampled, ...packed, ...mp3s].map(({ bytes }) => bytes));
  /** More often in the header, where it does the most. */
  const place = (bytes: Buffer) => fc.oneof(fc.nat(bytes.length), fc.nat(100));
  const rubbish = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .constantFrom(
        'data',
        'LIST\x02\0\0\0',
        'fmt \x10\0\0\0',
        'ID3',
        'TAG',
        'APETAGEX',
        'Xing',
        '\xff\xfb\x90\x00',
        '\xff\xe3\x38\xc4',
      )
      .map((text) => Buffer.from(text, 'latin1')),
  );
  const spoilt = file.chain((bytes) =>
    fc
      .record({
        flips: fc.array(fc.tuple(place(bytes), fc.nat(255)), { maxLength: 4 }),
        spliced: fc.array(fc.record({ at: place(bytes), cut: fc.nat(500), put: rubbish }), { maxLength: 2 }),
        end: fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length)),
      })
      .map(({ flips, spliced, end }) => {
        let spoilt = Buffer.from(bytes);
        for (const [at, bits] of flips) if (at < spoilt.length) spoilt[at]! ^= bits;
        for (const { at, cut, put } of spliced)
          spoilt = Buffer.concat([spoilt.subarray(0, at), put, spoilt.subarray(at + cut)]);
        return spoilt.subarray(0, end);
      }),
  );
  const piece = fc.constantFrom(1, 7, 100, 4096, Number.MAX_SAFE_INTEGER);

  /** @throws where a promise is broken */
  async function holds(bytes: Buffer, wish: ClipRange, answer: Got | ToolError): Promise<void> {
    if (answer instanceof ToolError) {
      expect(['bad_answer', 'rejected', 'invalid_arguments']).toContain(answer.kind);
      return;
    }
    const { out, sound, sha256, type } = answer;
    const cut =
      wish.start_s !== undefined || wish.end_s !== undefined || /left|right/.test(wish.channel ?? '');
    expect(answer.bytes).toBe(out.length);
    if (!cut) expect(out.equals(bytes)).toBe(true);
    if (!cut || type === 'audio/mpeg') expect(sha256).toBeDefined();
    if (sha256) expect(sha256).toBe(createHash('sha256').update(out).digest('hex'));
    for (const value of Object.values(sound))
      if (typeof value === 'number') expect(value >= 0 && value < 1e9).toBe(true);
    if (!cut) return;
    const { start_s = 0, end_s = 0, duration_s = 0 } = sound;
    expect(Math.abs(end_s - start_s - duration_s)).toBeLessThan(0.002);
    expect(start_s).toBeLessThan((wish.start_s ?? 0) + 0.001);
    const again = await soundOf(out);
    expect(again).toMatchObject({ codec: sound.codec, sample_rate_hz: sound.sample_rate_hz });
    expect(again.duration_s).toBeCloseTo(duration_s, 2);
    expect(again).not.toHaveProperty('broken');
  }

  /** All of it, but for the bytes, whose hash is as good and sooner compared. */
  const told = (answer: Got | ToolError): Record<string, unknown> =>
    answer instanceof ToolError
      ? { kind: answer.kind, message: answer.message }
      : { ...answer, out: createHash('sha256').update(answer.out).digest('hex') };

  it('a spoilt file is passed on unchanged or refused', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt, piece, async (bytes, piece) => {
        const answer = await gotOrError(bytes);
        await holds(bytes, {}, answer);
        expect(told(await gotOrError(bytes, {}, piece))).toEqual(told(answer));
      }),
      runs(400),
    );
  });

  it('a clip of a spoilt file is a valid file or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt, anyWish, piece, async (bytes, wish, piece) => {
        const answer = await gotOrError(bytes, wish, piece);
        await holds(bytes, wish, answer);
        // What is told of the file as a whole depends on how much of it was read for the clip.
        const { sound, ...other } = told(await gotOrError(bytes, wish));
        expect(told(answer)).toMatchObject(other);
      }),
      runs(800),
    );
  });

  it('estimates no duration where the header would make the sound endless', async () => {
    const fmt = Buffer.from(fmtOf(PCM).subarray(8));
    fmt.writeUInt16LE(0, 12);
    const answer = await estimated(riff([chunk('fmt ', fmt), chunk('data', PCM.data)]));
    expect((answer as Got).sound).not.toHaveProperty('duration_s');
  });

  it('estimates a plausible duration or none from the start of a spoilt file', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt, async (bytes) => {
        const answer = await estimated(bytes);
        if (answer instanceof ToolError) return;
        expect(answer).not.toHaveProperty('sha256');
        for (const value of Object.values(answer.sound))
          if (typeof value === 'number') expect(value >= 0 && value < Infinity).toBe(true);
      }),
      runs(200),
    );
  });
});
