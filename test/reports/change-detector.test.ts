/** Calls that come or go while a search is read, known by what the dialer says with each page. */
import { expect, it } from 'vitest';
import { createChangeDetector } from '../../src/reports/change-detector.ts';

const LIMIT = 10;

function changedBy(counts: number[], rows: number): boolean {
  const changes = createChangeDetector();
  for (const count of counts) changes.pageRead(count);
  changes.searchRead(rows, LIMIT);
  return changes.hasChanged;
}

it('sees no change where all calls came, or more of them', () => {
  expect(changedBy([6, 6], 6)).toBe(false);
  expect(changedBy([6, 7], 7)).toBe(false);
});

it('sees that calls went away', () => {
  expect(changedBy([6, 5], 5)).toBe(true);
});

it('sees that fewer calls came than there are', () => {
  expect(changedBy([6, 6], 5)).toBe(true);
});

it('expects no more calls of one search than the dialer sends', () => {
  expect(changedBy([25, 25], 10)).toBe(false);
  expect(changedBy([25, 25], 9)).toBe(true);
});

it('does not take the smaller count of a further search for a change, and keeps the first total', () => {
  const changes = createChangeDetector();
  expect(changes.total).toBeUndefined();
  changes.pageRead(15);
  changes.searchRead(10, LIMIT);
  changes.pageRead(6);
  changes.searchRead(6, LIMIT);
  expect(changes.hasChanged).toBe(false);
  expect(changes.total).toBe(15);
});
