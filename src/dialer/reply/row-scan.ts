/** Finds where the rows of a JSON array begin and end in a buffer, without parsing them. */
import { ToolError } from '../../shared/tool-error.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
export const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
export const WHITESPACE: ReadonlySet<number> = new Set(Buffer.from(' \t\r\n'));

/** What is expected next. Numbers, since it is compared at every byte between rows. */
export const ScanState = {
  ARRAY: 0,
  ROW: 1,
  ROW_OR_END: 2,
  COMMA_OR_END: 3,
  IN_ROW: 4,
  /** The array has ended. */
  END: 5,
} as const;
export type ScanState = (typeof ScanState)[keyof typeof ScanState];

const { ARRAY, ROW, ROW_OR_END, COMMA_OR_END, IN_ROW, END } = ScanState;

export interface ScanResult {
  /** Never IN_ROW: an incomplete row is scanned again from its start. */
  state: ScanState;
  /** Where the first complete row begins and the last one ends; -1 where there is none. */
  first: number;
  end: number;
  /** Where an incomplete row begins; -1 where there is none. */
  open: number;
  /** Behind the end of the array; -1 where it does not end here. */
  closed: number;
}

export const brokenJson = (): ToolError =>
  new ToolError('bad_answer', "The dialer's answer is JSON that is cut off or broken. Try again.");

/**
 * Scans bytes that begin at the start of a row or between two rows.
 * @throws ToolError bad_answer where something else than a row stands between rows
 */
export function scanRows(bytes: Buffer, before: ScanState): ScanResult {
  let state = before;
  let first = -1;
  let end = -1;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (WHITESPACE.has(byte)) continue;
    state = nextState(state, byte);
    if (state === END) return { state, first, end, open: -1, closed: i + 1 };
    if (state !== IN_ROW) continue;
    if (first === -1) first = i;
    const rowEnd = endOfRow(bytes, i);
    if (rowEnd === -1) return { state: ROW, first, end, open: i, closed: -1 };
    state = COMMA_OR_END;
    end = rowEnd;
    i = rowEnd - 1;
  }
  return { state, first, end, open: -1, closed: -1 };
}

function nextState(state: ScanState, byte: number): ScanState {
  if (byte === COMMA && state === COMMA_OR_END) return ROW;
  if ((byte === OPEN_OBJECT || byte === OPEN_ARRAY) && (state === ROW || state === ROW_OR_END)) return IN_ROW;
  if (byte === CLOSE_ARRAY && (state === COMMA_OR_END || state === ROW_OR_END)) return END;
  if (byte === OPEN_ARRAY && state === ARRAY) return ROW_OR_END;
  throw brokenJson();
}

/** @returns where the row that starts there has ended; -1 where it goes on after these bytes */
function endOfRow(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) i = endOfText(bytes, i + 1);
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return i + 1;
  }
  return -1;
}

/** @returns where the closing quote stands; behind the bytes where it is not among them */
function endOfText(bytes: Buffer, start: number): number {
  let i = start;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
