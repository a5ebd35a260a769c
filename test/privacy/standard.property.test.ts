import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactValue } from '../../src/privacy/standard.ts';
import { formatValue } from '../../src/response/format.ts';
import { stripHidden } from '../../src/shared/text.ts';

const view = { timezone: 'Europe/Stockholm', identityNumbers: 'masked' as const };
/** As an answer is formatted and, at its end, redacted. */
const clean = (
  value: unknown,
  display: typeof view | (Omit<typeof view, 'identityNumbers'> & { identityNumbers: 'full' }),
  key = '',
) => redactValue(formatValue(value, display, key), display, key);
const two = (n: number) => String(n).padStart(2, '0');
const identity = fc
  .record({
    century: fc.constantFrom('', '19', '20'),
    year: fc.integer({ min: 0, max: 99 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    coordination: fc.boolean(),
    last: fc.integer({ min: 0, max: 9999 }),
  })
  .map(({ century, year, month, day, coordination, last }) => ({
    birth: `${century}${two(year)}${two(month)}${two(coordination ? day + 60 : day)}`,
    last: String(last).padStart(4, '0'),
  }));

describe('personal identity numbers', () => {
  it('masks the last four digits of identity numbers wherever they stand in a text', () => {
    fc.assert(
      fc.property(identity, ({ birth, last }) => {
        const text = clean(`pnr ${birth}-${last}.`, view);
        expect(text).toBe(`pnr ${birth}-****.`);
      }),
    );
  });

  it('masks identity numbers under their own key in any form', () => {
    fc.assert(
      fc.property(identity, fc.constantFrom('-', '+', '', ' '), ({ birth, last }, gap) => {
        expect(clean({ identity_number: `${birth}${gap}${last}` }, view)).toEqual({
          identity_number: `${birth}-****`,
        });
      }),
    );
  });
});

const hidden = fc.constantFrom(
  ...'\u0000\u0007\u001b\u00ad\u061c\u200b\u200d\u200e\u202e\u2028\u2066\ufe0f\ufeff\u{e0041}',
);

it('stripHidden removes every character that hides or reorders text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(hidden, fc.string({ unit: 'binary', maxLength: 1 })) }),
      (text) => {
        expect(stripHidden(text)).not.toMatch(/\p{Cf}|\p{Zl}|\p{Zp}|(?![\t\n])\p{Cc}/u);
      },
    ),
  );
});
