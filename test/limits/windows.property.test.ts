import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitName } from '../../src/config/trust.ts';
import { addAct, findExcess, isCounts, NO_COUNTS } from '../../src/limits/windows.ts';
import { act, only } from './act.ts';

const WINDOWS = [
  ['writes_per_minute', 'writes', 60_000],
  ['writes_per_hour', 'writes', 3_600_000],
  ['records_per_day', 'records', 86_400_000],
  ['people_rung_per_hour', 'rung', 3_600_000],
] as const satisfies [LimitName, string, number][];

const START = Date.parse('2026-11-30T11:59:00Z');

/** Acts at times of which some lie before earlier ones, as after a clock that is set back. */
const steps = (ms: number) =>
  fc.array(fc.tuple(fc.integer({ min: -ms, max: ms }), fc.integer({ min: 1, max: 12 })), {
    minLength: 1,
    maxLength: 60,
  });

const story = fc
  .constantFrom(...WINDOWS)
  .chain(([name, what, ms]) =>
    fc.tuple(fc.constant([name, what, ms] as const), steps(ms / 3), fc.integer({ min: 1, max: 20 })),
  );

describe('limits, whatever happens', () => {
  it('never let more through in a window than they allow, and end when they say', () => {
    fc.assert(
      fc.property(story, ([[name, what, ms], acts, max]) => {
        const limits = only({ [name]: max });
        let counts = NO_COUNTS;
        let now = START;
        /** Of the acts that passed: one that was refused leaves nothing. */
        let latest = 0;
        const passed: [time: number, count: number][] = [];
        for (const [later, count] of acts) {
          now += later;
          const size = act({ [what]: count });
          const excess = findExcess(counts, size, limits, now);
          if (!excess) {
            counts = addAct(counts, size, now);
            latest = Math.max(latest, now);
            passed.push([latest, count]);
          } else if (excess.until !== undefined) {
            expect(findExcess(counts, size, limits, excess.until)).toBeUndefined();
            expect(findExcess(counts, size, limits, excess.until - 1)?.until).toBe(excess.until);
          } else expect(count).toBeGreaterThan(max);
          const within = passed.filter(([time]) => time > latest - ms);
          expect(within.reduce((sum, [, one]) => sum + one, 0)).toBeLessThanOrEqual(max);
        }
        expect(isCounts(JSON.parse(JSON.stringify(counts)))).toBe(true);
      }),
    );
  });
});
