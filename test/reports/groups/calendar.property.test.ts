/** Rows by their local day, week, month, weekday and hour, also where the clock changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendar } from '../../../src/reports/groups/calendar.ts';
import { moments } from '../../../src/shared/period.ts';
import { local, step, timePlace } from '../../support/plain-reports.ts';
import { runs } from '../../support/runs.ts';

const ZONES = [
  'Europe/Stockholm',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Honolulu',
];
const zone = fc.constantFrom(...ZONES);
const day = fc.integer({ min: 0, max: 1_500 }).map((days) => step('2025-01-01', days));
const NAMES = ['day', 'week', 'month', 'weekday', 'hour'] as const;

const toldOf = (name: (typeof NAMES)[number], iso: unknown, inZone = 'Europe/Stockholm') => {
  const { key, label } = calendar<unknown>(inZone, (moment) => moment)[name];
  return label(key(iso));
};

describe('the moment of a row', () => {
  it('tells the moment of a row as calendars and wall clocks show it', () => {
    const moment = fc.integer({ min: Date.UTC(2025, 0) / 1000, max: Date.UTC(2029, 0) / 1000 });
    fc.assert(
      fc.property(moment, zone, (seconds, inZone) => {
        const iso = new Date(seconds * 1000).toISOString();
        for (const name of NAMES)
          expect(toldOf(name, iso, inZone)).toBe(timePlace(name, seconds, inZone)!.told);
      }),
      runs(1_000),
    );
  });
});

describe('the moments of a stretch of days', () => {
  it('finds the first and the last moment that the zone’s calendar shows in a stretch of days', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), zone, (from, more, inZone) => {
        const to = step(from, more);
        const { start_date, end_date } = moments({ from, to }, inZone);
        const first = Date.parse(String(start_date));
        const last = Date.parse(String(end_date));
        expect(local(first / 1000, inZone).day).toBe(from);
        expect(local((first - 1) / 1000, inZone).day).toBe(step(from, -1));
        expect(local(last / 1000, inZone).day).toBe(to);
        expect(local((last + 1) / 1000, inZone).day).toBe(step(to, 1));
      }),
      runs(2_000),
    );
  });
});
