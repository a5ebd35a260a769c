/** Figures as people write them in Swedish and in English. */
import { expect, it } from 'vitest';
import type { Unit } from '../../src/charts/chart.ts';
import { figureText, figureWithUnit, numberText, unitSign } from '../../src/charts/number-text.ts';

/** So that a reader of a table sees which spaces do not break. */
const seen = (text: string) => text.replaceAll('\u00a0', '_');

it.each([
  [0, 0, '0', '0'],
  [7, 0, '7', '7'],
  [999, 0, '999', '999'],
  [1_000, 0, '1_000', '1,000'],
  [12_345, 0, '12_345', '12,345'],
  [1_234_567, 0, '1_234_567', '1,234,567'],
  [12_345.5, 1, '12_345,5', '12,345.5'],
  [0.25, 2, '0,25', '0.25'],
  [0.5, 2, '0,5', '0.5'],
  [31, 1, '31', '31'],
  [999.96, 1, '1_000', '1,000'],
  [-3_000, 0, '−3_000', '−3,000'],
  [-0.5, 1, '−0,5', '−0.5'],
  [-0.04, 1, '0', '0'],
  [-0, 0, '0', '0'],
])(
  'writes %d with %d decimals as %s in Swedish and as %s in English',
  (value, decimals, swedish, english) => {
    expect(seen(numberText(value, decimals, 'sv'))).toBe(swedish);
    expect(seen(numberText(value, decimals, 'en'))).toBe(english);
  },
);

it.each<[Unit, string, string]>([
  ['count', '1_235', '1,235'],
  ['money', '1_235', '1,235'],
  ['percent', '1_234,6', '1,234.6'],
  ['seconds', '1_234,6', '1,234.6'],
  ['rate', '1_234,57', '1,234.57'],
])('rounds a figure of the unit %s to %s and %s', (unit, swedish, english) => {
  expect(seen(figureText(1_234.567, { unit, language: 'sv' }))).toBe(swedish);
  expect(seen(figureText(1_234.567, { unit, language: 'en' }))).toBe(english);
});

it.each<[Unit, string, string, string]>([
  ['count', 'SEK', '48', '48'],
  ['rate', 'SEK', '48', '48'],
  ['percent', 'SEK', '48_%', '48%'],
  ['seconds', 'SEK', '48_s', '48_s'],
  ['money', 'SEK', '48_kr', '48_SEK'],
  ['money', 'NOK', '48_kr', '48_NOK'],
  ['money', 'DKK', '48_kr', '48_DKK'],
  ['money', 'EUR', '48_€', '48_€'],
  ['money', 'GBP', '48_£', '48_£'],
  ['money', 'CHF', '48_CHF', '48_CHF'],
])('puts the unit %s of %s as %s and as %s', (unit, currency, swedish, english) => {
  expect(seen(figureWithUnit(48, { unit, currency, language: 'sv' }))).toBe(swedish);
  expect(seen(figureWithUnit(48, { unit, currency, language: 'en' }))).toBe(english);
});

it('has no sign for what is counted', () => {
  expect(unitSign('count', 'SEK', 'sv')).toBe('');
  expect(unitSign('rate', 'EUR', 'en')).toBe('');
});
