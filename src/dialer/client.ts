/** The HTTP client of the dialer: one pool of connections to one origin, with redirects and retries of reads. */
import { Readable } from 'node:stream';
import type { Row } from '../define/row.ts';
import type { Deadline } from '../shared/deadline.ts';
import { type Download, openDownload } from './reply/download.ts';
import { readJson, readReply, readSuccess, unreadableReply } from './reply/reply.ts';
import { header, type RawResponse } from './reply/response-body.ts';
import { errorOf } from './reply/response-errors.ts';
import { openRows, splitRows } from './reply/row-stream.ts';
import type { WireRequest } from './request.ts';
import { createPool } from './transport/connections.ts';
import { DIALER_LIMITS, type DialerLimits } from './transport/limits.ts';
import { withRedirects } from './transport/redirects.ts';
import { withRetry } from './transport/retry.ts';
import { type Send, sendOnce } from './transport/send-once.ts';
import { createWaitingTime } from './transport/waiting-time.ts';

export interface Dialer {
  /** Returns the JSON of a success; a write is sent once, whatever happens. @throws ToolError for all else */
  request(wire: WireRequest, read: boolean, deadline: Deadline): Promise<unknown>;
  /**
   * Yields the rows of an answer that is an array of rows, or has one as `rows`, in batches as they come.
   * @returns the other members. @throws ToolError, also in the middle
   */
  rows(wire: WireRequest, deadline: Deadline): AsyncGenerator<Row[], Row>;
  /** Opens a recording or PDF. @throws ToolError; a JSON error under an audio type is one too. */
  download(wire: WireRequest, deadline: Deadline): Promise<Download>;
  /** How far the dialer's clock was ahead of ours in its last answer, in ms; undefined before one. */
  clockSkewMs(): number | undefined;
  /** How long a call, known by its deadline, has waited for answers, in ms; what is read as a stream counts to its first rows. */
  waitedMs(deadline: Deadline): number;
  /** Whether any request waits for its answer now. */
  isAwaited(): boolean;
  close(): Promise<void>;
}

interface DialerSettings {
  /** Called at the first request: only then has the sandbox an address. */
  origin: () => Promise<string>;
  token: string;
  maxConnections: number;
  env: Record<string, string | undefined>;
  limits?: Partial<DialerLimits>;
}

export function createDialer(settings: DialerSettings): Dialer {
  const limits = { ...DIALER_LIMITS, ...settings.limits };
  const pool = createPool({ ...settings, ...limits });
  let clockSkewMs: number | undefined;

  const send = sendOnce(pool.connect, settings.token);
  const sendTimed: Send = async (request) => {
    const response = await send(request);
    clockSkewMs = skewMs(response) ?? clockSkewMs;
    return response;
  };
  const waiting = createWaitingTime();
  const exchange = waiting.measured(withRetry(withRedirects(sendTimed, limits.redirects), limits));

  return {
    request: (wire, read, deadline) =>
      exchange({ wire, read, deadline }, (response) => readJson(response, read)),
    async *rows(wire, deadline) {
      const request = { wire, read: true, deadline };
      return yield* await exchange(request, (response) => readRows(response, deadline));
    },
    download: (wire, deadline) =>
      exchange({ wire, read: true, deadline }, async (response) => {
        if (!isSuccess(response)) throw await failureOf(response);
        return openDownload(response, deadline);
      }),
    clockSkewMs: () => clockSkewMs,
    waitedMs: waiting.msOf,
    isAwaited: waiting.isAny,
    close: pool.close,
  };
}

function skewMs(response: RawResponse): number | undefined {
  const date = Date.parse(header(response, 'date') ?? '');
  return Number.isNaN(date) ? undefined : date - Date.now();
}

const isSuccess = ({ status }: RawResponse): boolean => status >= 200 && status < 300;

/** The error that a response of another status than 2xx is. */
const failureOf = async (response: RawResponse) => errorOf(await readReply(response, true), false)!;

async function readRows(response: RawResponse, deadline: Deadline): Promise<AsyncGenerator<Row[], Row>> {
  if (!isSuccess(response)) throw await failureOf(response);
  const opened = await openRows(response);
  if (opened.layout) return splitRows(response, opened, deadline);
  // Unpacked already, so without the headers.
  const unpacked = { status: response.status, headers: {}, body: Readable.from(opened.chunks) };
  const reply = await readSuccess(unpacked, true);
  const { rows, ...rest } = (reply.json ?? {}) as Row;
  if (!Array.isArray(rows)) throw unreadableReply(reply, response, true);
  return asOneBatch(rows, rest);
}

async function* asOneBatch(rows: Row[], rest: Row): AsyncGenerator<Row[], Row> {
  yield rows;
  return rest;
}
