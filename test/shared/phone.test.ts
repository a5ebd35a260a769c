import { expect, it } from 'vitest';
import { toE164 } from '../../src/shared/phone.ts';

it('does not take ten digits that may be an identity number for a phone number', () => {
  expect(toE164('7203111234', 'SE')).toBeUndefined();
  expect(toE164('720311-1234', 'SE')).toBeUndefined();
});

it('keeps the country of a foreign number, and reads a local number in the region', () => {
  expect(toE164('+47 22 00 00 00', 'SE')).toBe('+4722000000');
  expect(toE164('22 00 00 00', 'NO')).toBe('+4722000000');
});

it('takes a local number that begins with its country’s digits for local', () => {
  expect(toE164('47 12 34 56', 'NO')).toBe('+4747123456');
  expect(toE164('+47 47 12 34 56', 'NO')).toBe('+4747123456');
});

it('refuses a number that lacks digits: it would be somebody else’s', () => {
  for (const text of ['070-174 06', '0701740', '+46701740']) expect(toE164(text, 'SE'), text).toBeUndefined();
});
