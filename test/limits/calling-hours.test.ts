import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { callingTime, hoursRanges, hoursText } from '../../src/limits/calling-hours.ts';
import { localTime } from '../../src/shared/time.ts';

const hoursOf = (text?: string) =>
  readConfig([], { ...(text && { HITRATE_CALLING_HOURS: text }) }).trust.callingHours!;

const SWEDEN = 'Europe/Stockholm';

/** `open`, or when it is next, in the zone. */
async function told(at: string, text?: string, zone = SWEDEN): Promise<string> {
  const time = await callingTime(hoursOf(text), zone, Date.parse(at));
  if (time.open) return 'open';
  return time.opens ? localTime(time.opens, hoursOf(text).timezone ?? zone).slice(0, 16) : 'never';
}

describe('calling hours of working days', () => {
  it.each([
    ['2026-11-30T08:59:59.999+01:00', '2026-11-30 09:00'],
    ['2026-11-30T09:00:00.000+01:00', 'open'],
    ['2026-11-30T19:59:59.999+01:00', 'open'],
    ['2026-11-30T20:00:00.000+01:00', '2026-12-01 09:00'],
    ['2026-12-04T20:00:00.000+01:00', '2026-12-05 10:00'],
    ['2026-12-05T09:30:00.000+01:00', '2026-12-05 10:00'],
    ['2026-12-05T15:59:59.000+01:00', 'open'],
    ['2026-12-05T16:00:00.000+01:00', '2026-12-07 09:00'],
    ['2026-12-06T12:00:00.000+01:00', '2026-12-07 09:00'],
    ['2026-11-29T23:59:59.000Z', '2026-11-30 09:00'],
  ])('at %s people may be rung: %s', async (at, right) => {
    expect(await told(at)).toBe(right);
  });

  it.each([
    ['mon 9:30-9:31', '2026-11-30T09:30:59+01:00', 'open'],
    ['mon 9:30-9:31', '2026-11-30T09:31:00+01:00', '2026-12-07 09:30'],
    ['sun-sat 0-24', '2026-11-30T00:00:00+01:00', 'open'],
    ['sun-sat 0-24', '2026-11-30T23:59:59.999+01:00', 'open'],
    ['tue 13-14', '2026-11-30T13:30:00+01:00', '2026-12-01 13:00'],
  ])('%s at %s: %s', async (hours, at, right) => {
    expect(await told(at, hours)).toBe(right);
  });
});

/** Of law 1989:253, as the almanac of each year has them. Easter Sunday: 2026-04-05, 2027-03-28, 2028-04-16. */
const HOLIDAYS: Record<string, string[]> = {
  2026: [
    '01-01',
    '01-06',
    '04-03',
    '04-05',
    '04-06',
    '05-01',
    '05-14',
    '05-24',
    '06-06',
    '06-20',
    '10-31',
    '12-25',
    '12-26',
  ],
  2027: [
    '01-01',
    '01-06',
    '03-26',
    '03-28',
    '03-29',
    '05-01',
    '05-06',
    '05-16',
    '06-06',
    '06-26',
    '11-06',
    '12-25',
    '12-26',
  ],
  2028: [
    '01-01',
    '01-06',
    '04-14',
    '04-16',
    '04-17',
    '05-01',
    '05-25',
    '06-04',
    '06-06',
    '06-24',
    '11-04',
    '12-25',
    '12-26',
  ],
};

describe('Swedish public holidays', () => {
  it.each(Object.keys(HOLIDAYS))('of %s are all closed, and no other day is', async (year) => {
    const hours = hoursOf('sun-sat 9-20');
    const closed: string[] = [];
    for (
      let ms = Date.parse(`${year}-01-01T11:00:00Z`);
      new Date(ms).getUTCFullYear() === Number(year);
      ms += 86_400_000
    ) {
      const time = await callingTime(hours, SWEDEN, ms);
      if (!time.open) {
        expect(time.holiday).toMatch(/\p{L}/u);
        closed.push(new Date(ms).toJSON().slice(5, 10));
      }
    }
    expect(closed).toEqual(HOLIDAYS[year]);
  });

  it('are told by their name, with the next day that is none', async () => {
    const time = await callingTime(hoursOf(), SWEDEN, Date.parse('2026-12-25T10:00:00+01:00'));
    expect(time).toEqual({
      open: false,
      holiday: 'juldagen',
      opens: new Date('2026-12-28T09:00:00+01:00'),
    });
    expect(await told('2026-04-02T20:00:00+02:00')).toBe('2026-04-04 10:00');
    expect(await told('2027-12-31T20:00:00+01:00')).toBe('2028-01-03 09:00');
  });

  it('do not take in the eves, which the law does not name', async () => {
    for (const eve of ['2026-06-19', '2026-12-24', '2026-12-31'])
      expect(await told(`${eve}T12:00:00+01:00`)).toBe('open');
  });

  it('begin and end at midnight of the zone of the hours', async () => {
    expect(await told('2026-05-31T23:59:00+02:00', 'sun-sat 0-24')).toBe('open');
    expect(await told('2026-06-05T23:59:59+02:00', 'sun-sat 0-24')).toBe('open');
    expect(await told('2026-06-06T00:00:00+02:00', 'sun-sat 0-24')).toBe('2026-06-07 00:00');
    expect(await told('2026-06-05T20:00:00-04:00', 'sun-sat 0-24 America/New_York')).toBe('open');
  });
});

describe('days on which the clocks change', () => {
  it.each([
    // Forward: 02:00 to 03:00.
    ['2027-03-28', 'sun 2-5', '2027-03-20T12:00:00+01:00', '2027-03-21 02:00'],
    ['2029-03-25', 'sun 2-5', '2029-03-25T01:59:00+01:00', '2029-03-25 03:00'],
    ['2029-03-25', 'sun 2:30-5', '2029-03-25T01:59:00+01:00', '2029-03-25 03:00'],
    ['2029-03-25', 'sun 2-3', '2029-03-25T01:59:00+01:00', '2029-04-08 02:00'],
    ['2029-03-25', 'sun 9-20', '2029-03-25T06:59:59Z', '2029-03-25 09:00'],
    ['2029-03-25', 'sun 9-20', '2029-03-25T07:00:00Z', 'open'],
    ['2029-03-25', 'sun 9-20', '2029-03-25T18:00:00Z', '2029-04-08 09:00'],
    // Back: 03:00 to 02:00, so that the hour comes twice.
    ['2026-10-25', 'sun 2-3', '2026-10-25T00:00:00Z', 'open'],
    ['2026-10-25', 'sun 2-3', '2026-10-25T01:59:59Z', 'open'],
    ['2026-10-25', 'sun 2-3', '2026-10-25T02:00:00Z', '2026-11-01 02:00'],
    ['2026-10-25', 'sun 9-20', '2026-10-25T07:59:59Z', '2026-10-25 09:00'],
    ['2026-10-25', 'sun 9-20', '2026-10-25T08:00:00Z', 'open'],
  ])('%s: %s at %s is %s', async (_, hours, at, right) => {
    expect(await told(at, hours)).toBe(right);
  });
});

describe('other zones', () => {
  it('the zone of the hours goes before that of the server', async () => {
    const monday = '2026-11-30T07:30:00Z';
    expect(await told(monday)).toBe('2026-11-30 09:00');
    expect(await told(monday, 'mon-fri 9-20 Europe/Helsinki')).toBe('open');
    expect(await told(monday, 'mon-fri 9-20', 'Europe/Helsinki')).toBe('open');
    expect(await told(monday, 'mon-fri 9-20 America/New_York')).toBe('2026-11-30 09:00');
    expect(await told(monday, 'mon-fri 9-20 Asia/Kathmandu')).toBe('open');
    expect(await told('2026-11-30T11:00:00Z', 'mon 9-23 Pacific/Kiritimati')).toBe('2026-12-07 09:00');
  });
});

describe('hours as people write them', () => {
  it.each([
    ['mon-fri 9-20, sat 10-16', '1-5 9-20, 6-6 10-16'],
    ['sat 9-20, mon-fri 9-20', '1-6 9-20'],
    ['mon 9-20, wed 9-20', '1-1 9-20, 3-3 9-20'],
    ['sun-sat 0:30-24', '1-0 0:30-24'],
    ['sun 10-12, mon 10-12', '1-1 10-12, 0-0 10-12'],
  ])('%s is %s', (hours, right) => {
    const text = hoursRanges(hoursOf(hours)).map(
      (range) => `${range.first}-${range.last} ${hoursText(range)}`,
    );
    expect(text.join(', ')).toBe(right);
  });
});
