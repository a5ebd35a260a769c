import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPrivacy } from '../../src/privacy/create-privacy.ts';
import type { Privacy } from '../../src/privacy/privacy.ts';
import { newFolder } from '../support/files.ts';

const settings = (privacy: 'strict' | 'pseudonyms') => ({
  privacy,
  identityNumbers: 'full' as const,
  region: 'SE',
  trust: { stateDir: newFolder() },
});

let strict: Privacy;
let pseudonyms: Privacy;
beforeAll(async () => {
  strict = createPrivacy(settings('strict'));
  pseudonyms = createPrivacy(settings('pseudonyms'));
  await pseudonyms.open();
});

const two = (n: number) => String(n).padStart(2, '0');
/** Numbers that nobody has, in all ways of writing. */
const phone = fc
  .tuple(fc.integer({ min: 605, max: 699 }), fc.nat({ max: 10 }))
  .map(([end, form]): [e164: string, written: string] => {
    const [x, yz] = [String(end)[0]!, String(end).slice(1)];
    return [
      `+4670174 0${end}`.replace(' ', ''),
      [
        `+46701740${end}`,
        `46701740${end}`,
        `0046701740${end}`,
        `0701740${end}`,
        `070-1740${end}`,
        `070-174 0${x} ${yz}`,
        `070 174 0${x} ${yz}`,
        `070/174.0${x}.${yz}`,
        `+46 (0)70-174 0${x} ${yz}`,
        `070\u2013174 0${x} ${yz}`,
        `%2B46701740${end}`,
      ][form]!,
    ];
  });
const identity = fc
  .tuple(
    fc.integer({ min: 1930, max: 2020 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1000, max: 9999 }),
    fc.nat({ max: 5 }),
  )
  .map(([year, month, day, last, form]): [whole: string, written: string] => {
    const birth = `${year}${two(month)}${two(day)}`;
    return [
      `${birth}-${last}`,
      [
        `${birth}-${last}`,
        `${birth}${last}`,
        `${birth.slice(2)}-${last}`,
        `${birth.slice(2)} ${last}`,
        `${birth} ${last}`,
        `${year}-${two(month)}-${two(day)}-${last}`,
      ][form]!,
    ];
  });
/** What stands around it in a text. */
const around = fc.constantFrom<[string, string]>(
  ['', ''],
  ['ring ', ' nu'],
  ['nr:', '.'],
  ['(', ')'],
  ['order 39, ', ', 399 kr'],
  ['phone-0460, ', ' den 2026-11-20'],
  ['', ' eller 070-*** ** 07'],
);

const tokenIn = (text: string) =>
  pseudonyms.redactText(text).match(/(phone|identity|email|person)-[0-9a-f]{4,}/g);

describe('values in texts', () => {
  it('a phone number has one token and one mask, however and wherever it is written', () => {
    fc.assert(
      fc.property(phone, around, ([e164, written], [before, after]) => {
        const [token] = tokenIn(e164)!;
        expect(pseudonyms.redactText(before + written + after)).toBe(before + token + after);
        expect(strict.redactText(before + written + after)).toBe(
          `${before}070-*** ** ${e164.slice(-2)}${after}`,
        );
        expect(pseudonyms.resolveArguments({ phone: token, text: [`till ${token}`] })).toEqual({
          phone: e164,
          text: [`till ${e164}`],
        });
      }),
    );
  });

  it('an identity number has one token, however it is written', () => {
    fc.assert(
      fc.property(identity, ([whole, written]) => {
        const [token] = tokenIn(`pnr ${whole}.`)!;
        expect(pseudonyms.redactText(`pnr ${written}.`)).toBe(`pnr ${token}.`);
        expect(strict.redactText(`pnr ${written}.`)).toMatch(/^pnr \d{6,8}-\*{4}\.$/);
        expect(pseudonyms.resolveArguments(token)).toBe(whole);
      }),
    );
  });

  it('leaves ids, dates, amounts and codes as they are', () => {
    const texts = [
      '2026-11-20 09:45',
      '2026-08-12, 2026-08-13',
      '2026-11-20 - 2026-11-27',
      '2026-11-20\u20132026-11-27',
      '2026-11-02..2026-11-08',
      'orders 31, 39, 40, 46, 701, 740',
      '399 kr, 1 290,00 SEK',
      'order 10000057454',
      '556677-8899',
      'newest.1795982076000.4403',
      'call 4371, line_s 35',
      '08:00-16:30',
    ];
    for (const text of texts) {
      expect(pseudonyms.redactText(text)).toBe(text);
      expect(strict.redactText(text)).toBe(text);
    }
  });
});

const word = fc.constantFrom(
  'Åsa',
  'Göran',
  'Zofia',
  'Anna-Karin',
  'Törnqvist',
  'Älgmark',
  'Rahimi',
  'O’Brien',
);

describe('names', () => {
  it('have one token in any case, order and genitive, and come back as they were written first', async () => {
    await fc.assert(
      fc.asyncProperty(word, word, async (first, last) => {
        fc.pre(first !== last);
        const privacy = createPrivacy(settings('pseudonyms'));
        await privacy.open();
        privacy.learn([{ customer_id: 1, customer_firstname: first, customer_lastname: last }]);
        const name = `${first} ${last}`;
        const token = privacy.redactText(name);
        expect(token).toMatch(/^person-[0-9a-f]{4}$/);
        for (const written of [
          name.toUpperCase(),
          name.toLowerCase(),
          `${last}, ${first}`,
          name.normalize('NFD'),
        ])
          expect(privacy.redactText(`hos ${written} i dag`)).toBe(`hos ${token} i dag`);
        expect(privacy.redactText(`${name}s order`)).toBe(`${token}:s order`);
        expect(privacy.redactText(encodeURIComponent(name))).toBe(token);
        expect(privacy.redactRow({ customer: `${name} (922)` })).toEqual({ customer: `${token} (922)` });
        expect(privacy.resolveArguments({ comment: `talade med ${token}` })).toEqual({
          comment: `talade med ${name}`,
        });
        expect(privacy.resolveArguments(`["${token}"]`)).toEqual([name]);
      }),
    );
  });
});
