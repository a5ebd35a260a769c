/** An answer that is one long JSON array, or has one first, row by row as it comes: it is never in memory at once. */
import type { Row } from '../../define/row.ts';
import type { Deadline } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { networkError } from '../transport/network-errors.ts';
import { decompress, discardBody, type RawResponse } from './response-body.ts';
import { brokenJson, OPEN_ARRAY, OPEN_OBJECT, ScanState, scanRows, WHITESPACE } from './row-scan.ts';

const EMPTY = Buffer.alloc(0);

/** What stands behind the rows is short: how many there are, and of how many pages. */
const MAX_TAIL_BYTES = 100_000;
const BUFFER_BYTES = 200_000;
/** No single row is meant to be larger. */
const MAX_ROW_BYTES = 8_000_000;

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
/** How an object begins whose first member is its rows, up to the array. */
const ROWS_FIRST = /^\s*\{\s*"rows"\s*:\s*(?=\[)/;
/** How many bytes of an object are looked at to recognise it. */
const HEAD_BYTES = 64;

export interface OpenedRows {
  /** Whether the rows are the whole answer, or the first member of it; undefined where it has none to stream. */
  layout?: 'array' | 'rows-first';
  /** From the array on; the whole answer where there is no layout. Without the byte order mark. */
  chunks: AsyncIterable<Buffer>;
}

/** Reads as much of an answer as it takes to know its layout. */
export async function openRows(raw: RawResponse): Promise<OpenedRows> {
  const iterator = (decompress(raw) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head: Buffer = EMPTY;
  let layout: OpenedRows['layout'];
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    head = Buffer.concat([head, next.value]);
    if (head.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.indexOf(head) === 0) continue;
    if (head.indexOf(BYTE_ORDER_MARK) === 0) head = head.subarray(BYTE_ORDER_MARK.length);
    const start = head.findIndex((byte) => !WHITESPACE.has(byte));
    if (start === -1) continue;
    const object = head[start] === OPEN_OBJECT;
    if (object && head.length - start < HEAD_BYTES && !ROWS_FIRST.test(head.toString('latin1'))) continue;
    if (head[start] === OPEN_ARRAY) layout = 'array';
    const prefix = object && ROWS_FIRST.exec(head.toString('latin1', 0, start + HEAD_BYTES));
    if (prefix) {
      layout = 'rows-first';
      head = head.subarray(prefix[0].length);
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
  return { layout, chunks: chunks() };
}

/**
 * Yields the rows in batches as they come.
 * @returns the members that stand behind the rows, where the rows are a member themselves
 * @throws ToolError where the answer breaks off or is not JSON
 */
export async function* splitRows(
  raw: RawResponse,
  { layout, chunks }: OpenedRows,
  deadline: Deadline,
): AsyncGenerator<Row[], Row> {
  const splitter = createRowSplitter();
  try {
    for await (const chunk of chunks) yield* splitter.push(chunk);
  } catch (thrown) {
    throw thrown instanceof ToolError ? thrown : networkError(thrown, true, deadline);
  } finally {
    discardBody(raw);
  }
  const tail = splitter.end();
  if (layout === 'array') {
    if (tail !== '') throw brokenJson();
    return {};
  }
  try {
    return JSON.parse(`{"rows":[]${tail}`);
  } catch {
    throw brokenJson();
  }
}

interface RowSplitter {
  /** Yields the rows that these bytes complete. @throws ToolError */
  push(chunk: Buffer): Generator<Row[]>;
  /** @returns what stands behind the array. @throws ToolError where the array did not end */
  end(): string;
}

function createRowSplitter(): RowSplitter {
  let state: ScanState = ScanState.ARRAY;
  let tail: Buffer = EMPTY;
  // One buffer for all chunks: new ones would be work for the collector. It begins with the row that is incomplete.
  let buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let pending = 0;

  function append(chunk: Buffer): Buffer {
    const length = pending + chunk.length;
    if (length > buffer.length) {
      const larger = Buffer.allocUnsafe(2 * length);
      buffer.copy(larger, 0, 0, pending);
      buffer = larger;
    }
    chunk.copy(buffer, pending);
    return buffer.subarray(0, length);
  }

  return {
    *push(chunk) {
      if (state === ScanState.END) {
        tail = Buffer.concat([tail, chunk]);
        if (tail.length > MAX_TAIL_BYTES) throw brokenJson();
        return;
      }
      let bytes = append(chunk);
      const flat = state === ScanState.ROW ? parseFlatRows(bytes) : undefined;
      if (flat) {
        yield flat.rows;
        bytes = bytes.subarray(flat.end);
      }
      const scanned = scanRows(bytes, state);
      state = scanned.state;
      if (scanned.end > 0) yield parseRows(bytes.subarray(scanned.first, scanned.end));
      if (scanned.closed !== -1) tail = Buffer.from(bytes.subarray(scanned.closed));
      pending = scanned.open === -1 ? 0 : bytes.copy(buffer, 0, scanned.open);
      if (pending > MAX_ROW_BYTES) throw brokenJson();
    },
    end() {
      if (state !== ScanState.END) throw brokenJson();
      return tail.toString('utf8').trim();
    },
  };
}

/**
 * Parses the rows up to the last `},{`: were that within a row or a text, what stands before it would be no JSON. So
 * rows without objects in them, such as calls, need not be scanned byte by byte.
 */
function parseFlatRows(bytes: Buffer): { rows: Row[]; end: number } | undefined {
  const border = bytes.lastIndexOf('},{');
  if (border === -1) return undefined;
  try {
    const rows: unknown[] = JSON.parse(`[${bytes.toString('utf8', 0, border + 1)}]`);
    return rows.every(isRow) ? { rows, end: border + 2 } : undefined;
  } catch {
    return undefined;
  }
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function parseRows(bytes: Buffer): Row[] {
  try {
    return JSON.parse(`[${bytes.toString('utf8')}]`);
  } catch {
    throw brokenJson();
  }
}
