import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toE164 } from '../../src/shared/phone.ts';

/** The ranges that are reserved for fiction: area code and subscriber number. */
const fiction = fc.oneof(
  fc.integer({ min: 1740605, max: 1740699 }).map((n) => ['70', String(n)]),
  fc.integer({ min: 46500400, max: 46500499 }).map((n) => ['8', String(n)]),
  fc.integer({ min: 3900600, max: 3900699 }).map((n) => ['31', String(n)]),
  fc.integer({ min: 6280400, max: 6280499 }).map((n) => ['40', String(n)]),
);
const separator = fc.constantFrom('', ' ', '-', '  ', '/', '.');

describe('a Swedish number', () => {
  it('reads a Swedish number the same however people write it', () => {
    fc.assert(
      fc.property(fiction, fc.array(separator, { minLength: 8, maxLength: 8 }), ([area, rest], gaps) => {
        const spaced = [...rest!]
          .map((digit, i) => digit + gaps[i % gaps.length])
          .join('')
          .replace(/\D+$/, '');
        const right = `+46${area}${rest}`;
        for (const written of [
          `0${area}-${spaced}`,
          `+46 ${area} ${spaced}`,
          `0046${area}${spaced}`,
          `46${area}${rest}`,
          `+46 (0)${area}-${spaced}`,
          `+460${area}${rest}`,
        ])
          expect(toE164(written, 'SE'), written).toBe(right);
      }),
    );
  });

  it('leaves a number in E.164 as it is', () => {
    fc.assert(
      fc.property(fiction, ([area, rest]) => {
        expect(toE164(`+46${area}${rest}`, 'SE')).toBe(`+46${area}${rest}`);
      }),
    );
  });
});

it('takes nothing else for a phone number', () => {
  for (const text of [
    '',
    'Anna',
    '070',
    '+',
    '070-174 06 05 ankn 3',
    '467643242348083',
    '070174060507017406050701740605',
  ])
    expect(toE164(text, 'SE'), text).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = toE164(text, 'SE');
      if (number !== undefined) expect(number).toMatch(/^\+[1-9]\d{5,14}$/);
    }),
  );
});
