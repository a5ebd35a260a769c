/** Periods as people name them, in the calendar; weeks from Monday. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBefore, daysOf, PERIODS } from '../../src/shared/period.ts';
import { type Before, beforeOf, periodOf, step } from '../support/plain-reports.ts';
import { runs } from '../support/runs.ts';

const day = fc.integer({ min: 0, max: 8_000 }).map((days) => step('2020-01-01', days));
const period = fc.constantFrom(...PERIODS);

describe('a period', () => {
  it('resolves a named period as a plain computation does, on any day', () => {
    fc.assert(
      fc.property(period, day, (name, today) => {
        const { from, to } = daysOf(name, today);
        expect([from, to]).toEqual(periodOf(name, today));
        for (const whole of [false, true])
          expect(daysBefore({ from, to }, name, today, whole)).toMatchObject(
            asEarlier(beforeOf([from, to], today, name, whole)),
          );
      }),
      runs(1_000),
    );
  });
});

const asEarlier = ({ days: [from, to], part }: Before) => ({ from, to, part });

describe('what a time is compared with', () => {
  it('finds the days to compare with as a plain computation does, for any dates', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: -3, max: 510 }),
        fc.boolean(),
        (from, more, on, whole) => {
          const [to, today] = [step(from, more), step(from, on)];
          expect(daysBefore({ from, to }, undefined, today, whole)).toMatchObject(
            asEarlier(beforeOf([from, to], today, undefined, whole)),
          );
        },
      ),
      runs(2_000),
    );
  });

  it('never compares with days that overlap, nor with any before the year before', () => {
    fc.assert(
      fc.property(period, day, fc.boolean(), (name, today, whole) => {
        const { from, to } = daysOf(name, today);
        const before = daysBefore({ from, to }, name, today, whole);
        expect(before.to < from).toBe(true);
        expect(before.from <= before.to).toBe(true);
        expect(before.from >= step(from, -366)).toBe(true);
      }),
    );
  });
});
