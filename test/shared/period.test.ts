import { describe, expect, it } from 'vitest';
import { daysBefore, daysOf } from '../../src/shared/period.ts';

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

  it('begins a week six days before its Sunday', () => {
    expect(daysOf('this_week', '2026-11-29')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(daysOf('last_week', '2026-11-29')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  });

  it('puts last month into the year before on the first of January', () => {
    expect(daysOf('last_month', '2027-01-01')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(daysOf('this_year', '2027-01-01')).toEqual({ from: '2027-01-01', to: '2027-01-01' });
  });
});

const TODAY = '2026-11-25';

describe('what a time is compared with', () => {
  it.each([
    // Of a day the same weekday, so that no Monday stands beside a Sunday.
    ['today', '2026-11-25', '2026-11-25', '2026-11-18', '2026-11-18', true],
    ['yesterday', '2026-11-24', '2026-11-24', '2026-11-17', '2026-11-17', false],
    [undefined, '2026-11-16', '2026-11-16', '2026-11-09', '2026-11-09', false],
    // A weekend, and the days from Monday to Friday.
    [undefined, '2026-11-21', '2026-11-22', '2026-11-14', '2026-11-15', false],
    [undefined, '2026-11-16', '2026-11-20', '2026-11-09', '2026-11-13', false],
    // Weeks.
    ['this_week', '2026-11-23', '2026-11-25', '2026-11-16', '2026-11-18', true],
    ['last_week', '2026-11-16', '2026-11-22', '2026-11-09', '2026-11-15', false],
    [undefined, '2026-11-09', '2026-11-22', '2026-10-26', '2026-11-08', false],
    [undefined, '2026-11-23', '2026-11-29', '2026-11-16', '2026-11-18', true],
    ['last_7_days', '2026-11-19', '2026-11-25', '2026-11-12', '2026-11-18', true],
    // Months, which are not equally long.
    ['this_month', '2026-11-01', '2026-11-25', '2026-10-01', '2026-10-25', true],
    ['last_month', '2026-10-01', '2026-10-31', '2026-09-01', '2026-09-30', false],
    [undefined, '2026-11-01', '2026-11-25', '2026-10-01', '2026-10-25', true],
    [undefined, '2026-11-01', '2026-11-30', '2026-10-01', '2026-10-25', true],
    [undefined, '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28', false],
    [undefined, '2026-07-01', '2026-09-30', '2026-04-01', '2026-06-30', false],
    // Years.
    ['this_year', '2026-01-01', '2026-11-25', '2025-01-01', '2025-11-25', true],
    [undefined, '2026-01-01', '2026-11-25', '2025-01-01', '2025-11-25', true],
    [undefined, '2025-01-01', '2025-12-31', '2024-01-01', '2024-12-31', false],
    // Thirty days are the thirty before; other stretches keep their weekdays.
    ['last_30_days', '2026-10-27', '2026-11-25', '2026-09-27', '2026-10-26', true],
    [undefined, '2026-11-10', '2026-11-20', '2026-10-27', '2026-11-06', false],
  ] as const)('%s %s to %s: %s to %s', (name, from, to, earlier, last, part) => {
    expect(daysBefore({ from, to }, name, TODAY)).toMatchObject({ from: earlier, to: last, part });
  });

  it.each([
    ['today', '2026-11-18', '2026-11-18'],
    ['this_week', '2026-11-16', '2026-11-22'],
    ['this_month', '2026-10-01', '2026-10-31'],
    ['this_year', '2025-01-01', '2025-12-31'],
    ['last_7_days', '2026-11-12', '2026-11-18'],
  ] as const)('%s, where all of it is wanted: %s to %s', (name, from, to) => {
    expect(daysBefore(daysOf(name, TODAY), name, TODAY, true)).toMatchObject({ from, to, part: false });
  });

  it('compares with all of a month that has no such day', () => {
    const march = daysOf('this_month', '2026-03-31');
    expect(daysBefore(march, 'this_month', '2026-03-31')).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
      part: false,
      as: 'the same part of the month before',
    });
  });
});
