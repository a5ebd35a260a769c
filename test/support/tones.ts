/** Made-up calls: stretches of tone and silence, for the tests of the parts that go to an engine. */
import fc from 'fast-check';
import type { Pcm } from '../../src/recordings/audio/pcm.ts';
import { chunk, fmtOf, pcmOf, riff, wavOf } from './audio.ts';

/** So many seconds of one loudness. */
export type Stretch = readonly [seconds: number, level: number];

/** Tones in 16 bits; a square wave is as loud as it is high. Few samples make long calls small. */
export function sound(rate: number, ...channels: Stretch[][]): Pcm {
  const sides = channels.map((stretches) =>
    stretches.flatMap(([seconds, level]) =>
      Array.from({ length: Math.round(seconds * rate) }, (_, i) => (i % 2 ? level : -level)),
    ),
  );
  const data = Buffer.from(
    Int16Array.from(sides[0]!.flatMap((_, i) => sides.map((side) => side[i] ?? 0))).buffer,
  );
  const fmt = Buffer.from(fmtOf(wavOf('pcm16-stereo-8k.wav')).subarray(8));
  fmt.writeUInt16LE(sides.length, 2);
  fmt.writeUInt32LE(rate, 4);
  fmt.writeUInt16LE(sides.length * 2, 12);
  return pcmOf(riff([chunk('fmt ', fmt), chunk('data', data)]));
}

export const RATE = 1_000;
export const VOICE = 4000;
const quiet = fc.constantFrom(0, 3, 15);
const voice = fc.constantFrom(2000, 4000, 30_000);
const long = (level: fc.Arbitrary<number>, seconds: number) =>
  fc.tuple(
    fc.integer({ min: 1, max: seconds * RATE }).map((samples) => samples / RATE),
    level,
  );
/** Somebody speaks, is silent, speaks. */
export const talk = fc
  .array(fc.tuple(long(quiet, 8), long(voice, 3)), { maxLength: 8 })
  .chain((turns) => long(quiet, 8).map((last) => [...turns.flat(), last]));
