/** Recordings and PDFs: looked at before they are handed on, since an error can come under an audio type. */

import type { Deadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { networkError } from './network-errors.ts';
import { decompress, header, type RawResponse } from './response-body.ts';
import { errorOf, type Reply } from './response-errors.ts';

export interface Download {
  /** Size as announced; unknown where the dialer did not say or packed the bytes. */
  bytes?: number;
  /** The first bytes, 4 kB where there are as many; also the first of `chunks`. */
  head: Buffer;
  chunks: AsyncIterable<Buffer>;
  /** The first so many bytes, ahead of `chunks`, which give them again. */
  peek(bytes: number): Promise<Buffer>;
  /** Ends a download that is not wanted any further. */
  cancel(): void;
}

const HEAD_BYTES = 4096;
/** An error is short; what is longer and looks like one is read no further. */
const ERROR_CAP = 1_000_000;

/** @throws ToolError where the bytes are an error's */
export async function openDownload(raw: RawResponse, deadline: Deadline): Promise<Download> {
  const iterator = (decompress(raw) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const head = await readAtLeast(iterator, Buffer.alloc(0), HEAD_BYTES);
  let start = head;
  const cancel = () => {
    raw.body.on('error', () => {}).destroy();
  };
  if (head.length === 0)
    throw new ToolError('bad_answer', 'The dialer answered with an empty file.', raw.status);
  if (/^\s*[{<]/.test(head.toString('latin1', 0, 64))) {
    const text = (await readAtLeast(iterator, head, ERROR_CAP)).toString('utf8');
    cancel();
    throw errorInBody(raw, text);
  }
  const length = header(raw, 'content-length');
  const plain = header(raw, 'content-encoding') === undefined;
  return {
    bytes: plain && length !== undefined ? Number(length) : undefined,
    head,
    chunks: chunks(() => start, iterator, deadline),
    async peek(bytes) {
      start = await readAtLeast(iterator, start, bytes).catch((thrown) => {
        throw brokenDownload(thrown, start.length, deadline);
      });
      return start.subarray(0, bytes);
    },
    cancel,
  };
}

async function readAtLeast(iterator: AsyncIterator<Buffer>, start: Buffer, atLeast: number): Promise<Buffer> {
  const parts = [start];
  let bytes = start.length;
  while (bytes < atLeast) {
    const { value, done } = await iterator.next();
    if (done) break;
    parts.push(value);
    bytes += value.length;
  }
  return Buffer.concat(parts);
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
  // Status 200 can't be meant: as an error of the server, its words decide.
  return errorOf({ ...reply, status: 500 }, false)!;
}

async function* chunks(
  start: () => Buffer,
  rest: AsyncIterator<Buffer>,
  deadline: Deadline,
): AsyncGenerator<Buffer> {
  let got = start().length;
  yield start();
  try {
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      got += next.value.length;
      yield next.value;
    }
  } catch (thrown) {
    throw brokenDownload(thrown, got, deadline);
  }
}

function brokenDownload(thrown: unknown, got: number, deadline: Deadline): ToolError {
  const error = networkError(thrown, true, deadline);
  return new ToolError(error.kind, `The download broke off after ${got} bytes. ${error.message}`);
}
