import { describe, expect, it } from 'vitest';
import { maskIdentity, maskPhone } from '../../src/privacy/masks.ts';
import { redactValue } from '../../src/privacy/standard.ts';
import { formatValue } from '../../src/response/format.ts';

const view = { timezone: 'Europe/Stockholm', identityNumbers: 'masked' as const };
/** As an answer is formatted and, at its end, redacted. */
const clean = (
  value: unknown,
  display: typeof view | (Omit<typeof view, 'identityNumbers'> & { identityNumbers: 'full' }),
  key = '',
) => redactValue(formatValue(value, display, key), display, key);

describe('personal identity numbers', () => {
  it('does not take organisation numbers, phone numbers and ids for identity numbers', () => {
    for (const text of ['556677-8899', '+46701740605', '0701740605', 'order 1970031112345678', '2026-11-20'])
      expect(clean(text, view)).toBe(text);
    expect(maskIdentity('556677-8899')).toBe('556677-8899');
  });
});

it('masks a phone number except for its prefix and its last two digits', () => {
  expect(maskPhone('+46701740605')).toBe('070-*** ** 05');
  expect(maskPhone(null)).toBe('***');
});

it('drops empty members from objects, but never false or zero', () => {
  expect(clean({ a: null, b: '', c: [], d: {}, e: 0, f: false, g: 'x' }, view)).toEqual({
    e: 0,
    f: false,
    g: 'x',
  });
});

it('drops secrets at every depth', () => {
  expect(clean({ user: { password: 'x', Password_hash: 'y', name: 'z' } }, view)).toEqual({
    user: { name: 'z' },
  });
});
