/** An answer that is one long JSON array, or has one first, row by row as it comes: it is never in memory at once. */
import type { Row } from '../define/row.ts';
import type { Deadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { networkError } from './network-errors.ts';
import { decompress, type RawResponse } from './response-body.ts';

const EMPTY = Buffer.alloc(0);

/** What stands after the rows is short: how many there are, and of how many pages. */
const TAIL_CAP = 100_000;

const BUFFER_BYTES = 200_000;

/** No single row is meant to be larger. */
const ROW_CAP = 8_000_000;

const [QUOTE, BACKSLASH, COMMA, OPEN_OBJECT, OPEN_ARRAY, CLOSE_OBJECT, CLOSE_ARRAY] = [
  ...Buffer.from('"\\,{[}]'),
];
const WHITESPACE = new Set(Buffer.from(' \t\r\n'));
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

const brokenJson = () =>
  new ToolError('bad_answer', "The dialer's answer is JSON that is cut off or broken. Try again.");

/** How an object begins whose first member is its rows, up to the array. */
const ROWS_FIRST = /^\s*\{\s*"rows"\s*:\s*(?=\[)/;
/** So much is looked at to know it. */
const HEAD_BYTES = 64;

/** Whether the rows are the answer, or the first member of it. */
type Place = 'alone' | 'member';

/**
 * Whether the answer is an array, or an object that begins with its `rows`; with what was read to know it, from the
 * array on, or all of it where it is neither, the byte order mark left out.
 */
export async function openRows(raw: RawResponse): Promise<{ rows?: Place; chunks: AsyncIterable<Buffer> }> {
  const iterator = (decompress(raw) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head: Buffer = EMPTY;
  let rows: Place | undefined;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    head = Buffer.concat([head, next.value]);
    if (head.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.indexOf(head) === 0) continue;
    if (head.indexOf(BYTE_ORDER_MARK) === 0) head = head.subarray(BYTE_ORDER_MARK.length);
    const begins = head.findIndex((byte) => !WHITESPACE.has(byte));
    if (begins === -1) continue;
    const object = head[begins] === OPEN_OBJECT;
    if (object && head.length - begins < HEAD_BYTES && !ROWS_FIRST.test(head.toString('latin1'))) continue;
    if (head[begins] === OPEN_ARRAY) rows = 'alone';
    const first = object && ROWS_FIRST.exec(head.toString('latin1', 0, begins + HEAD_BYTES));
    if (first) {
      rows = 'member';
      head = head.subarray(first[0].length);
    }
    break;
  }
  async function* chunks() {
    try {
      yield head;
      for (let more = await iterator.next(); !more.done; more = await iterator.next()) yield more.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { rows, chunks: chunks() };
}

/** What may come next where no row is open. */
type Awaited = 'array' | 'row or end' | 'comma or end' | 'row' | 'nothing';

/**
 * @returns the members that stand after the rows, where the rows are a member themselves
 * @throws ToolError where the answer breaks off or is not JSON
 */
export async function* splitRows(
  raw: RawResponse,
  { rows, chunks }: { rows?: Place; chunks: AsyncIterable<Buffer> },
  deadline: Deadline,
): AsyncGenerator<Row[], Row> {
  let tail: Buffer = EMPTY;
  // One buffer for all chunks, which begins with the row that is still open: new ones would be work for the collector.
  let room: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let held = 0;
  let awaited: Awaited = 'array';
  try {
    for await (const chunk of chunks) {
      if (awaited === 'nothing') {
        tail = Buffer.concat([tail, chunk]);
        if (tail.length > TAIL_CAP) throw brokenJson();
        continue;
      }
      if (held + chunk.length > room.length) {
        const larger = Buffer.allocUnsafe(2 * (held + chunk.length));
        room.copy(larger, 0, 0, held);
        room = larger;
      }
      chunk.copy(room, held);
      let bytes = room.subarray(0, held + chunk.length);
      const flat = awaited === 'row' ? parseFlatRows(bytes) : undefined;
      if (flat) {
        yield flat.rows;
        bytes = bytes.subarray(flat.end);
      }
      const found = scan(bytes, awaited);
      awaited = found.awaited;
      if (found.end > 0) yield parseRows(bytes.subarray(found.first, found.end));
      if (found.closed !== -1) tail = Buffer.from(bytes.subarray(found.closed));
      held = found.open === -1 ? 0 : bytes.copy(room, 0, found.open);
      if (held > ROW_CAP) throw brokenJson();
    }
  } catch (thrown) {
    throw thrown instanceof ToolError ? thrown : networkError(thrown, true, deadline);
  } finally {
    raw.body.on('error', () => {}).destroy();
  }
  if (awaited !== 'nothing') throw brokenJson();
  const after = tail.toString('utf8').trim();
  if (rows === 'alone') {
    if (after !== '') throw brokenJson();
    return {};
  }
  try {
    return JSON.parse(`{"rows":[]${after}`);
  } catch {
    throw brokenJson();
  }
}

/**
 * The rows up to the last border that looks like one: were it within a row, what stands before it would be no JSON.
 * Rows without objects in them, such as calls, need not be looked at byte by byte.
 */
function parseFlatRows(bytes: Buffer): { rows: Row[]; end: number } | undefined {
  const border = bytes.lastIndexOf('},{');
  if (border === -1) return undefined;
  try {
    const rows: unknown[] = JSON.parse(`[${bytes.toString('utf8', 0, border + 1)}]`);
    return rows.every(isRow) ? { rows: rows as Row[], end: border + 2 } : undefined;
  } catch {
    return undefined;
  }
}

const isRow = (value: unknown): boolean => typeof value === 'object' && value !== null;

interface ScanResult {
  awaited: Awaited;
  /** Where the first whole row begins and the last one ends; -1 where there is none. */
  first: number;
  end: number;
  /** Where a row begins that does not end here; -1 where there is none. */
  open: number;
  /** After the array's end; -1 where it does not end here. */
  closed: number;
}

/** @param bytes from the beginning of a row or between two */
function scan(bytes: Buffer, before: Awaited): ScanResult {
  let awaited = before;
  let first = -1;
  let end = -1;
  let open = -1;
  let depth = 1;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (inText) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inText = false;
    } else if (depth > 1) {
      if (byte === QUOTE) inText = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 1) {
        end = i + 1;
        open = -1;
        awaited = 'comma or end';
      }
    } else if (WHITESPACE.has(byte)) continue;
    else if (awaited === 'array' && byte === OPEN_ARRAY) awaited = 'row or end';
    else if (awaited.startsWith('row') && (byte === OPEN_OBJECT || byte === OPEN_ARRAY)) {
      depth = 2;
      open = i;
      if (first === -1) first = i;
      // It will not be the first one anew.
      awaited = 'row';
    } else if (awaited === 'comma or end' && byte === COMMA) awaited = 'row';
    else if (awaited.endsWith('or end') && byte === CLOSE_ARRAY)
      return { awaited: 'nothing', first, end, open, closed: i + 1 };
    else throw brokenJson();
  }
  return { awaited, first, end, open, closed: -1 };
}

function parseRows(bytes: Buffer): Row[] {
  try {
    return JSON.parse(`[${bytes.toString('utf8')}]`);
  } catch {
    throw brokenJson();
  }
}
