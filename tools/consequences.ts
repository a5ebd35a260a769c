/** What makes an act one of a kind, and what a person must notice first where it is about money. */

import type { Row } from '../src/define/row.ts';

/** More records at once are an act in bulk. */
const MAX_SINGLE_RECORDS = 25;

export const isBulk = (records: number): boolean => records > MAX_SINGLE_RECORDS;

/** So many times as many units look like a slip. */
const MANY = 10;

/** Arguments that are prices. */
const PRICES = ['price', 'unit_price', 'min_price', 'max_price'];

/** Returns whether a price changes by so much that it looks like a slip. */
const isLeap = (before: number, after: number): boolean => Math.abs(after - before) > Math.abs(before) / 2;

/**
 * Returns what stands before all else in a preview: prices of zero or below, prices that change by more than half, and
 * units of zero. Empty where there is nothing of it.
 */
export function moneyWarning(values: Row, before: Row): string {
  const warnings = Object.entries(values).flatMap(([name, value]) => {
    if (name === 'units' && Number(value) === 0) return ['units of zero'];
    if (name === 'units' && Number(value) >= MANY * Number(before[name])) return ['many times the units'];
    if (!PRICES.includes(name) || typeof value !== 'number') return [];
    if (value < 0) return [`${name} below zero`];
    if (value === 0) return [`${name} of zero`];
    const old = Number(before[name] ?? Number.NaN);
    return isLeap(old, value) ? [`${name} changes by more than half`] : [];
  });
  return warnings.length ? `ATTENTION: ${warnings.join(', ')}. ` : '';
}
