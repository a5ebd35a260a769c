/** Keeps answers within the size that hosts show: they put a longer one into a file, or cut it in the middle. */

import type { Row } from '../define/row.ts';
import { truncate } from '../shared/text.ts';

/** How many rows a list shows where the caller names no limit. */
export const DEFAULT_LIMIT = 25;
/** About 8,000 tokens: JSON of names, numbers and dates has 2.8 characters or more to a token. */
export const BUDGET = 22_000;
/** Where the caller named a number of rows. */
export const LARGE_BUDGET = 38_000;
/** For the filter, which is repeated beside the rows. */
export const FILTER_BUDGET = 2_000;
/** For a whole answer: from 50,000 characters on Claude Code shows 2,000 and puts the rest into a file. */
export const MAX_ANSWER_LENGTH = 45_000;
/** Longer lists of ids and the like inside one object are cut. */
const MAX_LIST_LENGTH = 50;
const MAX_TEXT_LENGTH = 4_000;
/** For the name of a member in the list of what was cut. */
const MAX_NAME_LENGTH = 100;
/** No documented object has so many members. */
const MAX_MEMBERS = 200;
/** The list of what was cut comes on top. */
const MAX_ROW_LENGTH = MAX_ANSWER_LENGTH - 6_000;
/** How much of a member is kept each time that it is shortened. */
const SHORTEN_FACTOR = 0.8;

/** Returns the first rows that the budget holds, at least one. */
export function fitRows(cells: unknown[][], budget: number): unknown[][] {
  let size = 0;
  const end = cells.findIndex((row) => {
    size += JSON.stringify(row).length + 1;
    return size > budget;
  });
  return end === -1 ? cells : cells.slice(0, Math.max(1, end));
}

/** Cuts long lists and texts, then shortens the largest member until all fits, and names what was cut. */
export function fitRecord(record: Row, budget = BUDGET): Row {
  const members = Object.entries(record)
    .slice(0, MAX_MEMBERS)
    .map(([name, value]): Member => [name, firstOf(value, maxLengthOf(value))]);
  return fitMembers(record, members, budget);
}

/** Cuts an answer that is too long as a whole until it is not; what fits is returned as it is. */
export const limitAnswer = (row: Row): Row =>
  JSON.stringify(row).length > MAX_ANSWER_LENGTH
    ? fitMembers(row, Object.entries(row).slice(0, MAX_MEMBERS), MAX_ROW_LENGTH)
    : row;

type Member = [name: string, value: unknown];

function maxLengthOf(value: unknown): number {
  if (typeof value === 'string') return MAX_TEXT_LENGTH;
  return Array.isArray(value) ? MAX_LIST_LENGTH : lengthOf(value);
}

/** @param members of the record, maybe shortened already */
function fitMembers(record: Row, members: readonly Member[], budget: number): Row {
  const fitting = shortenMembers(members, budget);
  if (Array.isArray(record.rows) && fitting.has('returned'))
    fitting.set('returned', lengthOf(fitting.get('rows')));
  const cuts = describeCuts(record, fitting);
  return { ...Object.fromEntries(fitting), ...(cuts.length && { left_out: cuts }) };
}

/** Shortens the largest member, or drops it where nothing of it can be cut off, until the budget holds them all. */
function shortenMembers(members: readonly Member[], budget: number): Map<string, unknown> {
  const fitting = new Map(members);
  const sizes = new Map(members.map(([name, value]) => [name, jsonSize(name) + jsonSize(value)]));
  for (let total = sumOf(sizes); total > budget; total = sumOf(sizes)) {
    const name = largestOf(sizes);
    const value = fitting.get(name);
    const length = lengthOf(value);
    if (length < 2) {
      fitting.delete(name);
      sizes.delete(name);
    } else {
      const shortened = firstOf(value, Math.floor(length * SHORTEN_FACTOR));
      fitting.set(name, shortened);
      sizes.set(name, jsonSize(name) + jsonSize(shortened));
    }
  }
  return fitting;
}

/** Returns a line for each member that is shorter than it was or gone, and how many more of them there are. */
function describeCuts(record: Row, fitting: ReadonlyMap<string, unknown>): string[] {
  const cuts = Object.entries(record)
    .filter(([name, value]) => !fitting.has(name) || lengthOf(fitting.get(name)) < lengthOf(value))
    .map(([name, value]) => {
      const unit = typeof value === 'string' ? ' characters' : '';
      return `${firstOf(name, MAX_NAME_LENGTH)}: ${lengthOf(fitting.get(name))} of ${lengthOf(value)}${unit} shown`;
    });
  const more = cuts.length - MAX_LIST_LENGTH;
  return more > 0 ? [...cuts.slice(0, MAX_LIST_LENGTH), `and ${more} more`] : cuts;
}

const sumOf = (sizes: ReadonlyMap<string, number>): number =>
  [...sizes.values()].reduce((sum, size) => sum + size, 0);

const largestOf = (sizes: ReadonlyMap<string, number>): string =>
  [...sizes].reduce((largest, member) => (member[1] > largest[1] ? member : largest))[0];

/** Returns the length as JSON, with the comma or colon after it. */
const jsonSize = (value: unknown): number => (JSON.stringify(value)?.length ?? 0) + 1;

/** Counts characters, items or members. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** Returns the first characters, items or members. */
function firstOf(value: unknown, count: number): unknown {
  if (lengthOf(value) <= count) return value;
  if (typeof value === 'string') return truncate(value, count);
  if (Array.isArray(value)) return value.slice(0, count);
  return Object.fromEntries(Object.entries(Object(value)).slice(0, count));
}
