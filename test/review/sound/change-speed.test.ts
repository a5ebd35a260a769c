import { describe, expect, it } from 'vitest';
import { changeSpeed } from '../../../src/review/page/sound/change-speed.ts';

const tone = (hz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));

/** Hz, by how often the sound goes up through zero. */
function pitchOf(samples: Float32Array, rate: number): number {
  let crossings = 0;
  for (let i = 1; i < samples.length; i++) if (samples[i - 1]! < 0 && samples[i]! >= 0) crossings++;
  return (crossings * rate) / samples.length;
}

const powerOf = (samples: Float32Array): number =>
  samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;

describe('changeSpeed', () => {
  it.each([
    [8000, 1.5],
    [8000, 2],
    [44_100, 1.5],
    [44_100, 2],
  ])(
    'shortens sound of %d Hz to its time at %d times the speed, at the same pitch and loudness',
    (rate, speed) => {
      const sound = { rate, channels: [tone(220, rate, 2), tone(330, rate, 2)] };
      const { channels } = changeSpeed(sound, speed);
      for (const [channel, hz] of [220, 330].entries()) {
        const samples = channels[channel]!;
        expect(samples).toHaveLength(Math.round((rate * 2) / speed));
        expect(Math.abs(pitchOf(samples, rate) - hz)).toBeLessThan(hz * 0.05);
        expect(powerOf(samples.slice(0, -rate / 10))).toBeGreaterThan(0.125 * 0.5);
      }
    },
  );

  it('leaves sound at its own speed as it is, and nothing nothing', () => {
    const sound = { rate: 8000, channels: [tone(220, 8000, 1)] };
    expect(changeSpeed(sound, 1)).toEqual(sound);
    expect(changeSpeed({ rate: 8000, channels: [new Float32Array(0)] }, 2).channels[0]).toHaveLength(0);
  });

  it('keeps silence silent', () => {
    const { channels } = changeSpeed({ rate: 8000, channels: [new Float32Array(8000)] }, 2);
    expect(channels[0]!.every((sample) => sample === 0)).toBe(true);
  });
});
