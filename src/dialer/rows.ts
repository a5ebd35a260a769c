/** An answer that is one long JSON array, row by row as it comes: what is not paged need not be in memory at once. */
import { ToolError } from '../errors.ts';
import { type Raw, unpacked } from './body.ts';
import type { Deadline } from './deadline.ts';
import { networkError } from './network.ts';

export type Row = { [key: string]: any };

const NOTHING = Buffer.alloc(0);

/** No single row is meant to be larger. */
const ROW_CAP = 8_000_000;

const [QUOTE, BACKSLASH, OPEN_OBJECT, OPEN_ARRAY, CLOSE_OBJECT, CLOSE_ARRAY] = [...Buffer.from('"\\{[}]')];

const broken = () =>
  new ToolError('bad_answer', "The dialer's answer is JSON that is cut off or broken. Try again.");

/** Whether the answer begins as an array does; with what was read to know it. */
export async function openRows(raw: Raw): Promise<{ isArray: boolean; chunks: AsyncIterable<Buffer> }> {
  const iterator = (unpacked(raw) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let next = await iterator.next();
  while (!next.done) {
    head = Buffer.concat([head, next.value]);
    if (/[^\s\ufeff]/.test(head.toString('utf8'))) break;
    next = await iterator.next();
  }
  async function* chunks() {
    yield head;
    for (let more = await iterator.next(); !more.done; more = await iterator.next()) yield more.value;
  }
  return { isArray: /^[\s\ufeff]*\[/.test(head.toString('utf8')), chunks: chunks() };
}

/** @throws ToolError where the answer breaks off or is not JSON */
export async function* splitRows(
  raw: Raw,
  chunks: AsyncIterable<Buffer>,
  deadline: Deadline,
): AsyncGenerator<Row[]> {
  let rest: Buffer = NOTHING;
  let depth = 0;
  let inText = false;
  let escaped = false;
  try {
    for await (const chunk of chunks) {
      const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
      // Where the first row of this batch begins, where its last one ends, and where the one that is still open begins.
      let first = rest.length ? 0 : -1;
      let end = -1;
      let open = first;
      for (let i = rest.length; i < bytes.length; i++) {
        const byte = bytes[i];
        if (inText) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) inText = false;
        } else if (byte === QUOTE) inText = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
          if (depth === 1) {
            open = i;
            if (first === -1) first = i;
          }
          depth++;
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
          depth--;
          if (depth < 0) throw broken();
          if (depth === 1) {
            end = i + 1;
            open = -1;
          }
        }
      }
      if (end > 0) yield parsed(bytes.subarray(first, end));
      rest = open === -1 ? NOTHING : bytes.subarray(open);
      if (rest.length > ROW_CAP) throw broken();
    }
  } catch (thrown) {
    throw thrown instanceof ToolError ? thrown : networkError(thrown, true, deadline);
  } finally {
    raw.body.on('error', () => {}).destroy();
  }
  if (depth !== 0 || inText) throw broken();
}

function parsed(bytes: Buffer): Row[] {
  try {
    return JSON.parse(`[${bytes.toString('utf8')}]`);
  } catch {
    throw broken();
  }
}
