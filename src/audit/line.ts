/**
 * A line of the log: JSON in plain ASCII that begins with its number and the hash of the line before, and ends with its
 * own hash. The hash is that of the bytes before it, so that there is no byte that can be changed unseen.
 */
import { hash } from 'node:crypto';
import type { AuditedAct } from '../define/acts/audit.ts';
import { isObject, parseJson } from '../shared/json.ts';

/** What stands for the line before the first one of all. */
export const NO_HASH = '0'.repeat(64);

/** An act before it is sent. `people` are keyed hashes. */
export type ActEntry = { type: 'act'; id: string } & AuditedAct;
/** What became of the act of that id. */
export type OutcomeEntry = { type: 'outcome'; id: string; outcome: string };
/** A line that a killed process had begun, and that was cut off. */
export type RepairEntry = { type: 'repair'; file: string; bytes: number };
export type Entry = ActEntry | OutcomeEntry | RepairEntry;

/** A place in the log: the last line of what stands before. */
export interface Position {
  /** Absent at the beginning of all. */
  file?: string;
  line: number;
  hash: string;
}

export type LogLine = {
  line: number;
  prev: string;
  /** In the first line of a file: the file before it, or null where there is none. */
  after?: string | null;
  time: string;
  hash: string;
} & Entry;

const beginning = (line: number, prev: string): string => `{"line":${line},"prev":"${prev}"`;
const ending = (ownHash: string): string => `,"hash":"${ownHash}"}`;
const ENDING_LENGTH = ending(NO_HASH).length;

const lineNumber = (file: string, before: Position): number => (before.file === file ? before.line + 1 : 1);

/** Returns the line that follows, without its line break, and where the log then stands. */
export function formatLine(
  entry: Entry,
  file: string,
  before: Position,
  time: Date,
): { text: string; position: Required<Position> } {
  const line = lineNumber(file, before);
  const after = line === 1 ? { after: before.file ?? null } : {};
  const members = toAscii(JSON.stringify({ ...after, time: time.toJSON(), ...entry }));
  const body = `${beginning(line, before.hash)},${members.slice(1, -1)}`;
  const ownHash = hash('sha256', body, 'hex');
  return { text: body + ending(ownHash), position: { file, line, hash: ownHash } };
}

const toAscii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Returns undefined where the bytes are not as a line was written. */
export function parseLine(bytes: Buffer): LogLine | undefined {
  const end = bytes.length - ENDING_LENGTH;
  if (end < 0) return undefined;
  const ownHash = hash('sha256', bytes.subarray(0, end), 'hex');
  if (bytes.toString('latin1', end) !== ending(ownHash)) return undefined;
  const line = parseJson(bytes.toString('latin1'));
  return isLogLine(line) ? line : undefined;
}

function isLogLine(value: unknown): value is LogLine {
  if (!isObject(value)) return false;
  const { line, prev, time, type, id } = value;
  return (
    Number.isSafeInteger(line) &&
    typeof prev === 'string' &&
    typeof time === 'string' &&
    !Number.isNaN(Date.parse(time)) &&
    (type === 'repair' || ((type === 'act' || type === 'outcome') && typeof id === 'string'))
  );
}

/** Whether a line that parses is the next one. */
export const follows = (line: LogLine, file: string, before: Position): boolean =>
  line.line === lineNumber(file, before) && line.prev === before.hash;

// No brace closes outside of a text, and the last text may be open.
const UNFINISHED = /^\{(?:[^"}]|"(?:[^"\\]|\\.)*")*(?:"(?:[^"\\]|\\.)*\\?)?$/;
const PRINTABLE = /^[ -~]+$/;

/** Whether a file's end without a line break is the beginning of the next line, and not a whole line that was changed. */
export function isTornLine(tail: Buffer, file: string, before: Position): boolean {
  const text = tail.toString('latin1');
  const start = beginning(lineNumber(file, before), before.hash);
  const begins = text.length < start.length ? start.startsWith(text) : text.startsWith(start);
  return begins && PRINTABLE.test(text) && UNFINISHED.test(text);
}
