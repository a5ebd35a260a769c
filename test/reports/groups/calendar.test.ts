import { describe, expect, it } from 'vitest';
import { coversText, type DateRange, isRunning, nowIn } from '../../../src/reports/date-range.ts';
import { calendar } from '../../../src/reports/groups/calendar.ts';
import { type ComparisonArgs, comparisonFor } from '../../../src/reports/report/comparison.ts';
import { moments } from '../../../src/shared/period.ts';
import { today } from '../../../src/shared/time.ts';
import { weekOf } from '../../support/plain-reports.ts';

const NAMES = ['day', 'week', 'month', 'weekday', 'hour'] as const;

const toldOf = (name: (typeof NAMES)[number], iso: unknown, inZone = 'Europe/Stockholm') => {
  const { key, label } = calendar<unknown>(inZone, (moment) => moment)[name];
  return label(key(iso));
};

describe('the moment of a row', () => {
  it('skips the missing hour on the day of 23 hours', () => {
    expect(toldOf('hour', '2026-03-29T00:59:59.999Z')).toBe('01-02');
    expect(toldOf('hour', '2026-03-29T01:00:00.000Z')).toBe('03-04');
    expect(toldOf('day', '2026-03-28T22:59:59Z')).toBe('2026-03-28');
    expect(toldOf('day', '2026-03-28T23:00:00Z')).toBe('2026-03-29');
    expect(toldOf('day', '2026-03-29T21:59:59Z')).toBe('2026-03-29');
    expect(toldOf('day', '2026-03-29T22:00:00Z')).toBe('2026-03-30');
  });

  it('counts the repeated hour as one on the day of 25 hours', () => {
    expect(toldOf('hour', '2026-10-25T00:30:00Z')).toBe('02-03');
    expect(toldOf('hour', '2026-10-25T01:30:00Z')).toBe('02-03');
    expect(toldOf('day', '2026-10-24T22:00:00Z')).toBe('2026-10-25');
    expect(toldOf('day', '2026-10-25T22:59:59Z')).toBe('2026-10-25');
    expect(toldOf('week', '2026-10-25T22:59:59Z')).toBe('2026-W43');
    expect(toldOf('week', '2026-10-25T23:00:00Z')).toBe('2026-W44');
  });

  it.each([
    ['2025-12-28T12:00:00Z', '2025-W52'],
    ['2025-12-29T12:00:00Z', '2026-W01'],
    ['2026-12-31T12:00:00Z', '2026-W53'],
    ['2027-01-03T12:00:00Z', '2026-W53'],
    ['2027-01-04T12:00:00Z', '2027-W01'],
  ])('puts %s into week %s', (iso, week) => {
    expect(toldOf('week', iso)).toBe(week);
    expect(weekOf(iso.slice(0, 10))).toBe(week);
  });

  it('reports "no time" for a row without a valid moment', () => {
    for (const none of [null, undefined, '', '0000-00-00T00:00:00.000Z', 'soon'])
      for (const name of NAMES) expect(toldOf(name, none)).toBe('no time');
  });
});

describe('the moments of a stretch of days', () => {
  it.each([
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z', 23],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', 23],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z', 23],
    ['Europe/Stockholm', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Stockholm', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
  ])('gives %s on %s its beginning at %s and %i hours', (inZone, on, begins, hours) => {
    const { start_date, end_date } = moments({ from: on, to: on }, inZone);
    expect(start_date).toBe(begins);
    expect(Date.parse(String(end_date)) + 1 - Date.parse(begins)).toBe(hours * 3_600_000);
  });

  it('leaves out the end that is not given', () => {
    expect(moments({}, 'UTC')).toEqual({});
    expect(moments({ from: '2026-11-01' }, 'UTC')).toEqual({ start_date: '2026-11-01T00:00:00.000Z' });
    expect(moments({ to: '2026-11-01' }, 'UTC')).toEqual({ end_date: '2026-11-01T23:59:59.999Z' });
  });
});

it('tells which days are covered', () => {
  const told = (days: object) => coversText(days, 'UTC');
  expect(told({ from: '2026-11-01', to: '2026-11-01' })).toBe('2026-11-01 (UTC)');
  expect(told({ from: '2026-11-01', to: '2026-11-02' })).toBe('2026-11-01 to 2026-11-02 (UTC)');
  expect(told({ from: '2026-11-01' })).toBe('from 2026-11-01 on (UTC)');
  expect(told({ to: '2026-11-01' })).toBe('all until 2026-11-01 (UTC)');
  expect(told({})).toBe('all dates (UTC)');
});

it('knows which days are not over', () => {
  const now = nowIn('UTC');
  expect(isRunning({ to: today('UTC') }, now)).toBe(true);
  expect(isRunning({ to: today('UTC', -1) }, now)).toBe(false);
  expect(isRunning({ from: '2026-01-01' }, now)).toBe(true);
});

describe('a comparison', () => {
  const NOW = { day: '2026-11-25', time: '10:41:30' };
  const TODAY: DateRange = { from: '2026-11-25', to: '2026-11-25' };
  const with_ = (
    { period, ...args }: ComparisonArgs & Pick<DateRange, 'period'>,
    days: DateRange = TODAY,
    now = NOW,
  ) => comparisonFor({ ...days, period }, args, 'Europe/Stockholm', now);

  it('compares only periods that have a first and a last day', () => {
    for (const days of [{}, { from: '2026-11-01' }, { to: '2026-11-01' }])
      expect(() => with_({ compare: true }, days)).toThrow(
        'compare needs a period, or a first and a last date.',
      );
  });

  it('ends a comparison with an unfinished day at the same time of day, on both sides of a clock change', () => {
    expect(with_({ compare: true, period: 'today' })).toEqual({
      from: '2026-11-18',
      to: '2026-11-18',
      covers: 'Wednesday 2026-11-18 until 10:41, the same weekday a week before',
      until: '2026-11-18T09:41:30.000Z',
    });
    // Clocks went back on October 25: 10:41 was an hour earlier in UTC.
    const after = { day: '2026-10-28', time: '10:41:30' };
    expect(
      with_({ compare: true, period: 'today' }, { from: after.day, to: after.day }, after),
    ).toMatchObject({
      until: '2026-10-21T08:41:30.000Z',
    });
  });

  it('compares with the whole period or dates that are named', () => {
    const days = { from: '2026-11-23', to: '2026-11-25' };
    expect(with_({ compare_with: 'Whole', period: 'this_week' }, days)).toEqual({
      from: '2026-11-16',
      to: '2026-11-22',
      covers: '2026-11-16 to 2026-11-22, the week before',
    });
    for (const dates of ['2026-11-02..2026-11-08', '2026-11-02 to 2026-11-08', '2026-11-02/2026-11-08'])
      expect(with_({ compare_with: dates })).toEqual({
        from: '2026-11-02',
        to: '2026-11-08',
        covers: '2026-11-02 to 2026-11-08',
      });
    expect(with_({ compare_with: '2026-11-24' })).toMatchObject({ covers: 'Tuesday 2026-11-24' });
    expect(with_({ compare_with: 'yesterday' })).toMatchObject({ from: '2026-11-24', to: '2026-11-24' });
  });

  it.each(['last christmas', '2026-02-30', '2026-11-08..2026-11-02', ''])(
    'refuses a comparison with %j and says what is right',
    (given) => {
      expect(() => with_({ compare_with: given })).toThrow('compare_with must be whole, or dates such as');
    },
  );

  it('makes no comparison when none is asked for', () => {
    expect(with_({})).toBeUndefined();
    expect(with_({ compare: false })).toBeUndefined();
  });
});
