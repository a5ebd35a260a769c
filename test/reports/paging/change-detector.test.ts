/** Calls that come or go while a search is read, known by what the dialer says with each page. */
import { expect, it } from 'vitest';
import { createChangeDetector } from '../../../src/reports/paging/change-detector.ts';

const LIMIT = 10;

function changedBy(counts: number[], rows: number): boolean {
  const changes = createChangeDetector();
  for (const count of counts) changes.pageRead(count);
  changes.searchRead(rows, LIMIT);
  return changes.hasChanged;
}

it('sees no change when all calls came, or new ones besides', () => {
  expect(changedBy([6, 6], 6)).toBe(false);
  expect(changedBy([6, 7], 7)).toBe(false);
});

it('sees a change when calls disappear', () => {
  expect(changedBy([6, 5], 5)).toBe(true);
});

it('sees a change when fewer calls came than the dialer counts', () => {
  expect(changedBy([6, 6], 5)).toBe(true);
});

it('expects no more calls of a search than the dialer sends', () => {
  expect(changedBy([25, 25], 10)).toBe(false);
  expect(changedBy([25, 25], 9)).toBe(true);
});

it('accepts the smaller count of a further search, and keeps the first total', () => {
  const changes = createChangeDetector();
  expect(changes.total).toBeUndefined();
  changes.pageRead(15);
  changes.searchRead(10, LIMIT);
  changes.pageRead(6);
  changes.searchRead(6, LIMIT);
  expect(changes.hasChanged).toBe(false);
  expect(changes.total).toBe(15);
});
