import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantToUtc, localTime, momentOf } from '../../src/shared/time.ts';
import { runs } from '../support/runs.ts';

const ZONE = 'Europe/Stockholm';
const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2039-12-31'), noInvalidDate: true });
const zone = fc.constantFrom(ZONE, 'UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland');

describe('a time without a zone', () => {
  it('reads a time without a zone in the operator’s zone, and back to the same moment but for the hour that comes twice', () => {
    fc.assert(
      fc.property(moment, zone, (at, inZone) => {
        const seconds = new Date(Math.floor(at.getTime() / 1000) * 1000);
        const written = localTime(seconds, inZone).replace(' ', 'T');
        const back = new Date(instantToUtc(written, inZone)!);
        expect(localTime(back, inZone).replace(' ', 'T')).toBe(written);
        expect(Math.abs(back.getTime() - seconds.getTime())).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});

describe('a time as the dialer writes it', () => {
  it('parses the dialer’s times to the moment that JavaScript takes them for', () => {
    fc.assert(
      fc.property(moment, (at) => {
        expect(momentOf(at.toJSON())).toBe(at.getTime());
      }),
      runs(2000),
    );
  });

  it('parses times that JavaScript refuses to none, and other forms as JavaScript does', () => {
    const odd = fc.oneof(
      fc.string(),
      fc
        .tuple(moment, fc.nat(23), fc.constantFrom('/', ':', '-', 'x', ' ', '9', '３'))
        .map(([at, place, sign]) => at.toJSON().slice(0, place) + sign + at.toJSON().slice(place + 1)),
      fc.constantFrom(
        '2026-02-30T10:00:00.000Z',
        '0000-00-00T00:00:00.000Z',
        '2026-11-20',
        '2100-02-29T00:00:00.000Z',
      ),
    );
    fc.assert(
      fc.property(odd, (text) => {
        expect(momentOf(text)).toBe(Date.parse(text));
      }),
      runs(3000),
    );
    for (const value of [null, undefined, 5, {}]) expect(momentOf(value)).toBeNaN();
  });
});
