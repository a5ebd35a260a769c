import { describe, expect, it } from 'vitest';
import { instantToUtc, isoLocal } from '../../src/shared/time.ts';

const ZONE = 'Europe/Stockholm';

describe('a time without a zone', () => {
  it('reads a time without a zone by summer and winter time', () => {
    expect(instantToUtc('2026-07-01T08:00', ZONE)).toBe('2026-07-01T06:00:00.000Z');
    expect(instantToUtc('2026-01-01 08:00:30', ZONE)).toBe('2026-01-01T07:00:30.000Z');
  });

  it('reads a time without a zone on both nights when the clock changes', () => {
    expect(instantToUtc('2026-03-29T01:30', ZONE)).toBe('2026-03-29T00:30:00.000Z');
    expect(instantToUtc('2026-03-29T03:30', ZONE)).toBe('2026-03-29T01:30:00.000Z');
    expect(instantToUtc('2026-10-25T01:30', ZONE)).toBe('2026-10-24T23:30:00.000Z');
    expect(instantToUtc('2026-10-25T03:30', ZONE)).toBe('2026-10-25T02:30:00.000Z');
  });
});

it('keeps times that name their zone, and leaves mere dates and rubbish alone', () => {
  expect(instantToUtc('2026-07-01T08:00:00Z', ZONE)).toBe('2026-07-01T08:00:00.000Z');
  expect(instantToUtc('2026-07-01T08:00+02:00', ZONE)).toBe('2026-07-01T06:00:00.000Z');
  for (const text of ['2026-07-01', 'today', '2026-13-01T08:00', '2026-07-01T25:00'])
    expect(instantToUtc(text, ZONE)).toBeUndefined();
});

it('writes ISO 8601 with the zone’s offset', () => {
  expect(isoLocal(new Date('2026-11-23T11:10:00Z'), ZONE)).toBe('2026-11-23T12:10:00+01:00');
  expect(isoLocal(new Date('2026-11-23T11:10:00Z'), 'America/New_York')).toBe('2026-11-23T06:10:00-05:00');
});
