/** Downloads of recordings and PDFs, whose start is read first: an error can come under an audio type. */

import type { Deadline } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { networkError } from '../transport/network-errors.ts';
import { decompress, discardBody, header, type RawResponse } from './response-body.ts';
import { errorOf, type Reply } from './response-errors.ts';

export interface Download {
  /** Size as announced; undefined where the dialer did not announce it or compressed the bytes. */
  bytes?: number;
  /** The first bytes, 4 kB where there are as many; also the first of `chunks`. */
  head: Buffer;
  chunks: AsyncIterable<Buffer>;
  /** Returns the first bytes, ahead of `chunks`, which yield them again. */
  peek(bytes: number): Promise<Buffer>;
  /** Ends the download, whether or not all was read. */
  cancel(): void;
}

const HEAD_BYTES = 4096;
/** An error is short: what looks like one is read no further. */
const MAX_ERROR_BYTES = 1_000_000;

/** Reads the head of a download. @throws ToolError where the bytes are an error's */
export async function openDownload(raw: RawResponse, deadline: Deadline): Promise<Download> {
  const iterator = (decompress(raw) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const head = await readAtLeast(iterator, Buffer.alloc(0), HEAD_BYTES);
  let start = head;
  if (head.length === 0)
    throw new ToolError('bad_answer', 'The dialer answered with an empty file.', raw.status);
  if (/^\s*[{<]/.test(head.toString('latin1', 0, 64))) {
    const text = (await readAtLeast(iterator, head, MAX_ERROR_BYTES)).toString('utf8');
    discardBody(raw);
    throw errorInBody(raw, text);
  }
  const length = header(raw, 'content-length');
  const compressed = header(raw, 'content-encoding') !== undefined;
  return {
    bytes: compressed || length === undefined ? undefined : Number(length),
    head,
    chunks: readChunks(() => start, iterator, deadline),
    async peek(bytes) {
      start = await readAtLeast(iterator, start, bytes).catch((thrown) => {
        throw brokenDownload(thrown, start.length, deadline);
      });
      return start.subarray(0, bytes);
    },
    cancel: () => discardBody(raw),
  };
}

/** Returns the start and what follows it, until there are as many bytes or no more come. */
async function readAtLeast(iterator: AsyncIterator<Buffer>, start: Buffer, atLeast: number): Promise<Buffer> {
  const chunks = [start];
  let bytes = start.length;
  while (bytes < atLeast) {
    const { value, done } = await iterator.next();
    if (done) break;
    chunks.push(value);
    bytes += value.length;
  }
  return Buffer.concat(chunks);
}

function errorInBody(raw: RawResponse, text: string): ToolError {
  const type = header(raw, 'content-type')?.split(';')[0] ?? 'no type';
  let reply: Reply = { status: raw.status, text };
  try {
    reply = { ...reply, json: JSON.parse(text) };
  } catch {
    return new ToolError(
      'bad_answer',
      `The dialer answered with a page or text instead of a file (content type ${type}).`,
    );
  }
  // Status 200 can't be meant: as an error of the server, its message decides.
  return errorOf({ ...reply, status: 500 }, false)!;
}

/** @param start read when the first chunk is asked for: a peek may have made it longer */
async function* readChunks(
  start: () => Buffer,
  iterator: AsyncIterator<Buffer>,
  deadline: Deadline,
): AsyncGenerator<Buffer> {
  let bytes = start().length;
  yield start();
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      bytes += next.value.length;
      yield next.value;
    }
  } catch (thrown) {
    throw brokenDownload(thrown, bytes, deadline);
  }
}

function brokenDownload(thrown: unknown, bytes: number, deadline: Deadline): ToolError {
  const error = networkError(thrown, true, deadline);
  return new ToolError(error.kind, `The download broke off after ${bytes} bytes. ${error.message}`);
}
