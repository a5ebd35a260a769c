/** The heads that a second place has, to be compared with the log. */
import type { KeyObject } from 'node:crypto';
import { readLines } from '../files.ts';
import { type Head, readHeads } from '../head/signed-head.ts';

export interface HeadReport {
  heads: number;
  /** How many are not in the log, or not to be trusted. */
  wrong: number;
  /** The first of them. */
  problem?: string;
  /** The place in the log of the last one: of what stands behind it there is no proof. */
  last?: string;
}

export interface HeadBook {
  compare(file: string, line: number, hash: string): void;
  /** What is wrong, once all lines were compared. */
  report(): HeadReport;
}

/**
 * Reads the heads out of a file that may hold other text too.
 * @throws the system's error
 */
export async function readHeadBook(path: string, key: KeyObject): Promise<HeadBook> {
  /** By the place in the log. */
  const expected = new Map<string, { hash: string; at: number }>();
  const problems: string[] = [];
  let heads = 0;
  let at = 0;
  let last: Head | undefined;
  for await (const { bytes } of readLines(path)) {
    at++;
    for (const head of readHeads(bytes.toString('utf8'), key)) {
      heads++;
      if (head && (!last || isBehind(head, last))) last = head;
      const place = head && placeOf(head.file, head.line);
      const earlier = place && expected.get(place);
      if (!head) problems.push(`line ${at}: damaged, or not signed with this installation's key`);
      else if (earlier && earlier.hash !== head.hash)
        problems.push(`line ${at}: another hash of ${place} than line ${earlier.at} has`);
      else if (place && !earlier) expected.set(place, { hash: head.hash, at });
    }
  }
  return {
    compare(file, line, hash) {
      const place = placeOf(file, line);
      const head = expected.get(place);
      if (!head) return;
      if (head.hash !== hash) problems.push(`line ${head.at}: ${place} is not the line that it was`);
      expected.delete(place);
    },
    report() {
      const [first] = expected;
      const missing = first && `line ${first[1].at}: ${first[0]} is missing in the log`;
      const all = missing === undefined ? problems : [...problems, missing];
      return {
        heads,
        wrong: problems.length + expected.size,
        problem: all[0],
        last: last && placeOf(last.file, last.line),
      };
    },
  };
}

const placeOf = (file: string, line: number): string => `line ${line} of ${file}`;

const isBehind = (one: Head, other: Head): boolean =>
  one.file > other.file || (one.file === other.file && one.line > other.line);
