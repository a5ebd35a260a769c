import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncate } from '../../src/shared/text.ts';

describe('a text that is cut', () => {
  it.each([
    ['Anna Ek', 4, 'Anna'],
    ['Anna', 4, 'Anna'],
    ['pnr 19720311-1234', 12, 'pnr '],
    ['pnr 19720311-1234', 16, 'pnr '],
    ['pnr 19720311-1234, Lund', 17, 'pnr 19720311-1234'],
    ['197203111234', 5, ''],
    ['pnr 19720311\u200b-1234', 13, 'pnr '],
    ['a 1 b', 3, 'a 1'],
    ['😀😀😀', 3, '😀'],
    ['😀😀😀', 4, '😀😀'],
    [`${'1'.repeat(40)}2`, 40, '1'.repeat(27)],
  ])('ends before a number and a character that would be halved: %s at %i', (text, length, cut) => {
    expect(truncate(text, length)).toBe(cut);
  });

  it('keeps no part of an identity number that it does not keep whole', () => {
    const number = fc.constantFrom('19720311-1234', '720311-1234', '197203111234', '720311+1234');
    const words = fc.string({ unit: fc.constantFrom('a', ' ', 'é', ',', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(words, number, words, fc.nat(40), (before, middle, after, length) => {
        const cut = truncate(`${before}${middle}${after}`, length);
        expect(cut.length).toBeLessThanOrEqual(length);
        expect(cut.includes(middle) || !/\d/.test(cut)).toBe(true);
      }),
    );
  });
});
