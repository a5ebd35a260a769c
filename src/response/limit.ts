/** How much of an answer there is room for: hosts put a long one into a file, or cut it in the middle. */

import type { Row } from '../define/row.ts';
import { truncate } from '../shared/text.ts';

/** How many rows a list shows where the caller names no limit. */
export const DEFAULT_LIMIT = 25;
/** About 8,000 tokens: JSON of names, numbers and dates has 2.8 characters or more to a token. */
export const BUDGET = 22_000;
/** When the caller asked for more rows. */
export const LARGE_BUDGET = 38_000;
/** Of what was asked for, said again beside the rows. */
export const FILTER_BUDGET = 2_000;
/** No text of an answer is longer: at 50,000 characters Claude Code shows 2,000 and puts the rest into a file. */
export const MAX_ANSWER_LENGTH = 45_000;
/** Longer lists of ids and the like inside one object are cut. */
const MAX_LIST_LENGTH = 50;
const MAX_TEXT_LENGTH = 4_000;
/** No documented object has so many members. */
const MAX_MEMBERS = 200;
/** What is told of the cuts comes on top. */
const MAX_ROW_LENGTH = MAX_ANSWER_LENGTH - 6_000;
/** Each time that a member is shortened. */
const SHORTEN_FACTOR = 0.8;

/** As many rows as the budget holds, at least one. */
export function fitRows(cells: unknown[][], budget: number): unknown[][] {
  let size = 0;
  const end = cells.findIndex((row) => {
    size += JSON.stringify(row).length + 1;
    return size > budget;
  });
  return end === -1 ? cells : cells.slice(0, Math.max(1, end));
}

/** Cuts long lists and texts, then shortens the largest member until all fits; what was cut is named. */
export function fitRecord(record: Row, budget = BUDGET): Row {
  const members = Object.entries(record);
  const capped = members.slice(0, MAX_MEMBERS).map(([name, value]): [string, unknown] => {
    const cap =
      typeof value === 'string' ? MAX_TEXT_LENGTH : Array.isArray(value) ? MAX_LIST_LENGTH : lengthOf(value);
    return [name, firstOf(value, cap)];
  });
  return fitMembers(record, capped, budget);
}

/** An answer that is too long as a whole, cut until it is not: nothing that fits is cut. */
export const limitAnswer = (row: Row): Row =>
  JSON.stringify(row).length > MAX_ANSWER_LENGTH ? fitAnswer(row) : row;

const fitAnswer = (row: Row): Row =>
  fitMembers(row, Object.entries(row).slice(0, MAX_MEMBERS), MAX_ROW_LENGTH);

function fitMembers(record: Row, members: readonly [string, unknown][], budget: number): Row {
  const kept = new Map(members);
  const sizes = new Map(members.map(([name, value]) => [name, jsonSize(name) + jsonSize(value)]));
  for (let sum = sumSizes(sizes); sum > budget; sum = sumSizes(sizes)) {
    const [largest] = [...sizes].reduce((one, other) => (other[1] > one[1] ? other : one));
    const value = kept.get(largest);
    if (lengthOf(value) < 2) {
      kept.delete(largest);
      sizes.delete(largest);
      continue;
    }
    const less = firstOf(value, Math.floor(lengthOf(value) * SHORTEN_FACTOR));
    kept.set(largest, less);
    sizes.set(largest, jsonSize(largest) + jsonSize(less));
  }
  const { rows } = record;
  if (Array.isArray(rows) && kept.has('returned')) kept.set('returned', lengthOf(kept.get('rows')));
  const cut = Object.entries(record)
    .filter(([name, value]) => lengthOf(kept.get(name)) < lengthOf(value) || !kept.has(name))
    .map(([name, value]) => {
      const unit = typeof value === 'string' ? ' characters' : '';
      return `${firstOf(name, 100)}: ${lengthOf(kept.get(name))} of ${lengthOf(value)}${unit} shown`;
    });
  if (!cut.length) return Object.fromEntries(kept);
  const more = cut.length > MAX_LIST_LENGTH ? [`and ${cut.length - MAX_LIST_LENGTH} more`] : [];
  return { ...Object.fromEntries(kept), left_out: [...cut.slice(0, MAX_LIST_LENGTH), ...more] };
}

const sumSizes = (sizes: Map<string, number>): number =>
  [...sizes.values()].reduce((sum, one) => sum + one, 0);

/** As JSON, with what stands around it. */
const jsonSize = (value: unknown): number => (JSON.stringify(value)?.length ?? 0) + 1;

/** Characters, items or members. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** The first so many of a text, a list or an object. */
function firstOf(value: unknown, count: number): unknown {
  if (lengthOf(value) <= count) return value;
  if (typeof value === 'string') return truncate(value, count);
  if (Array.isArray(value)) return value.slice(0, count);
  return Object.fromEntries(Object.entries(value as Row).slice(0, count));
}
