/** Periods as people name them, in the calendar; weeks from Monday. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBefore, daysOf, PERIODS } from '../../src/period.ts';
import { beforeOf, periodOf, step } from './plainly.ts';

const day = fc.integer({ min: 0, max: 8_000 }).map((days) => step('2020-01-01', days));
const period = fc.constantFrom(...PERIODS);

describe('a period', () => {
  it.each([
    ['today', '2026-11-23', '2026-11-23'],
    ['yesterday', '2026-11-22', '2026-11-22'],
    ['this_week', '2026-11-23', '2026-11-23'],
    ['last_week', '2026-11-16', '2026-11-22'],
    ['this_month', '2026-11-01', '2026-11-23'],
    ['last_month', '2026-10-01', '2026-10-31'],
    ['last_7_days', '2026-11-17', '2026-11-23'],
    ['last_30_days', '2026-10-25', '2026-11-23'],
    ['this_year', '2026-01-01', '2026-11-23'],
  ] as const)('%s, asked on Monday 2026-11-23, is %s to %s', (name, from, to) => {
    expect(daysOf(name, '2026-11-23')).toEqual({ from, to });
  });

  it('of a week on a Sunday begins six days before', () => {
    expect(daysOf('this_week', '2026-11-29')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(daysOf('last_week', '2026-11-29')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  });

  it('of a month on the first of January lies in the year before', () => {
    expect(daysOf('last_month', '2027-01-01')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(daysOf('this_year', '2027-01-01')).toEqual({ from: '2027-01-01', to: '2027-01-01' });
  });

  it('is what a plain computation makes of it, on any day', () => {
    fc.assert(
      fc.property(period, day, (name, today) => {
        const { from, to } = daysOf(name, today);
        expect([from, to]).toEqual(periodOf(name, today));
        expect(daysBefore({ from, to }, name)).toEqual(asDays(beforeOf([from, to], name)));
      }),
      { numRuns: 1_000 },
    );
  });
});

const asDays = ([from, to]: [string, string]) => ({ from, to });

describe('what a period is compared with', () => {
  it('is the same part of the week, month or year before', () => {
    expect(daysBefore({ from: '2026-11-23', to: '2026-11-25' }, 'this_week')).toEqual({
      from: '2026-11-16',
      to: '2026-11-18',
    });
    expect(daysBefore({ from: '2026-03-01', to: '2026-03-31' }, 'this_month')).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(daysBefore({ from: '2028-01-01', to: '2028-02-29' }, 'this_year')).toEqual({
      from: '2027-01-01',
      to: '2027-02-28',
    });
  });

  it('is the whole month before, however long the two are', () => {
    expect(daysBefore({ from: '2026-03-01', to: '2026-03-31' }, 'last_month')).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(daysBefore({ from: '2026-01-01', to: '2026-01-31' }, 'last_month')).toEqual({
      from: '2025-12-01',
      to: '2025-12-31',
    });
  });

  it('is as many days right before where dates are given', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 500 }), (from, more) => {
        const before = daysBefore({ from, to: step(from, more) }, undefined);
        expect(before).toEqual({ from: step(from, -more - 1), to: step(from, -1) });
      }),
    );
  });

  it('never overlaps the period itself, and never lies further off than the year before', () => {
    fc.assert(
      fc.property(period, day, (name, today) => {
        const { from, to } = daysOf(name, today);
        const before = daysBefore({ from, to }, name);
        expect(before.to < from).toBe(true);
        expect(before.from <= before.to).toBe(true);
        expect(before.from >= step(from, -366)).toBe(true);
      }),
    );
  });
});
