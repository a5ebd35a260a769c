/** Checks one day's file: what its lines say of themselves, and that each follows the one before. */
import { join } from 'node:path';
import { dayOfFile, readLines, utcDay } from '../files.ts';
import { follows, isTornLine, type LogLine, parseLine } from '../line.ts';

export interface Problem {
  line: number;
  what: string;
}

export interface FileReport {
  file: string;
  lines: number;
  /** The first one. */
  problem?: Problem;
  /** Bytes of a line that was never finished. */
  unfinished?: number;
}

/** How far the chain is read. */
export interface ChainEnd {
  /** Absent before the first file. */
  file?: string;
  line: number;
  /** Absent where the last line can't be read. */
  hash?: string;
}

export interface FileCheck {
  report: FileReport;
  end: ChainEnd;
  /** Whether the file before ended with another line when this one was begun. */
  cutBefore: boolean;
}

/** @param isLast whether it is the last file, in which alone a killed process may have left half a line */
export async function checkFile(
  dir: string,
  file: string,
  start: ChainEnd,
  isLast: boolean,
  visit: (line: LogLine, file: string) => void,
): Promise<FileCheck> {
  const report: FileReport = { file, lines: 0 };
  const check: FileCheck = { report, end: start, cutBefore: false };
  let missing: number | undefined;
  const found = (what: string) => {
    report.problem ??= { line: report.lines, what };
  };
  for await (const { bytes, whole } of readLines(join(dir, file))) {
    const { end } = check;
    const expected = end.file === file ? end.line + 1 : 1;
    if (!whole && isLast && isUnfinished(bytes, file, end)) {
      report.unfinished = bytes.length;
      break;
    }
    report.lines++;
    const line = parseLine(bytes);
    if (!whole || !line) {
      found('changed: it is not as it was written');
      check.end = { file, line: expected };
      continue;
    }
    if (expected === 1) check.cutBefore = isCut(line, end);
    if (line.line > expected && !report.problem) missing = expected;
    const problem = expected === 1 ? firstLineProblem(line, file, end) : undefined;
    const what = problem ?? lineProblem(line, expected, end);
    if (what) found(what);
    if (line.line === missing) report.problem = { ...report.problem!, what: SWAPPED(missing) };
    check.end = { file, line: line.line, hash: line.hash };
    visit(line, file);
  }
  return check;
}

const SWAPPED = (line: number): string => `swapped: line ${line} stands further down`;

/** A whole line without its line break is as good as one: whoever writes next sets the line break. */
function isUnfinished(tail: Buffer, file: string, end: ChainEnd): boolean {
  if (end.hash === undefined) return false;
  const before = { ...end, hash: end.hash };
  const line = parseLine(tail);
  return line ? follows(line, file, before) : isTornLine(tail, file, before);
}

const isCut = (first: LogLine, end: ChainEnd): boolean =>
  first.line === 1 && first.after === end.file && end.hash !== undefined && first.prev !== end.hash;

function firstLineProblem({ after, line, time }: LogLine, file: string, end: ChainEnd): string | undefined {
  if (line !== 1) return undefined;
  const day = utcDay(new Date(time));
  if (day !== dayOfFile(file)) return `swapped: it was written on ${day}`;
  if (after === (end.file ?? null)) return undefined;
  if (typeof after !== 'string')
    return `swapped: it is the first line of a log, and ${end.file} is before it`;
  return end.file === undefined || after > end.file
    ? `missing day: it follows ${after}, of which no line is here`
    : `swapped: it follows ${after}, and ${end.file} is between them`;
}

function lineProblem({ line, prev }: LogLine, expected: number, end: ChainEnd): string | undefined {
  if (line > expected)
    return line === expected + 1
      ? `removed: line ${expected} is missing before it`
      : `removed: lines ${expected} to ${line - 1} are missing before it`;
  if (line < expected) return `swapped: it is line ${line}`;
  // Of the first line of a file it is the file before that is not as it was.
  return expected > 1 && end.hash !== undefined && prev !== end.hash
    ? 'changed: it does not follow the line before; one of them was replaced'
    : undefined;
}
