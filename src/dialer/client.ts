/** The HTTP side: one pool to one address, and every way in which an answer can fail to come. */
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Row } from '../define/row.ts';
import { abortable, type Deadline, sleep } from '../shared/deadline.ts';
import { isTooDeep } from '../shared/json.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createDispatcher } from './connections.ts';
import { type Download, openDownload } from './download.ts';
import { readableText } from './error-text.ts';
import { isConnectionFailure, networkError } from './network-errors.ts';
import type { WireRequest } from './request.ts';
import { header, megabytes, type RawResponse, readCapped } from './response-body.ts';
import { errorOf, type Reply } from './response-errors.ts';
import { openRows, splitRows } from './row-stream.ts';

/** No JSON answer is meant to be larger: 20,000 orders are about 25 MB. */
const JSON_CAP = 32_000_000;
const RETRIES = 2;
const FIRST_PAUSE_MS = 250;
const RETRIED_STATUS = new Set([429, 502, 503, 504]);
const REDIRECTS = 3;

export interface Dialer {
  /** @returns the JSON of a success. @throws ToolError for all else; a write is sent once, whatever happens. */
  request(wire: WireRequest, read: boolean, deadline: Deadline): Promise<unknown>;
  /**
   * An answer that is an array of rows, or has one as `rows`, in batches as they come.
   * @returns the other members. @throws ToolError, also in the middle
   */
  rows(wire: WireRequest, deadline: Deadline): AsyncGenerator<Row[], Row>;
  /** A recording or PDF. @throws ToolError; a JSON error under an audio type is one too. */
  download(wire: WireRequest, deadline: Deadline): Promise<Download>;
  /** How far the dialer's clock was ahead of ours in its last answer, in ms; undefined before one. */
  clockSkewMs(): number | undefined;
  close(): Promise<void>;
}

interface DialerSettings {
  /** Asked at the first request, since the sandbox has an address only then. */
  origin: () => Promise<string>;
  token: string;
  maxConnections: number;
  env: Record<string, string | undefined>;
}

export function createDialer(settings: DialerSettings): Dialer {
  let pool: Promise<{ origin: string; dispatcher: Dispatcher }> | undefined;
  let skew: number | undefined;
  const connect = async () => {
    const origin = await settings.origin();
    return { origin, dispatcher: createDispatcher(origin, settings) };
  };

  async function send(wire: WireRequest, read: boolean, deadline: Deadline): Promise<RawResponse> {
    // A start that failed, of the sandbox or for want of a usable proxy, is tried again.
    pool ??= connect().catch((error) => {
      pool = undefined;
      throw error;
    });
    const { origin, dispatcher } = await pool;
    let path = wire.path;
    for (let hops = 0; ; hops++) {
      const answering = dispatcher.request({
        origin,
        path,
        method: wire.method,
        headers: {
          authorization: `Bearer ${settings.token}`,
          accept: 'application/json, */*;q=0.5',
          'accept-encoding': 'gzip, deflate, br',
          'user-agent': 'hitrate-mcp',
          ...(wire.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: wire.body,
        signal: deadline.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const answer = await abortable(deadline.signal, answering);
      const raw = { status: answer.statusCode, headers: answer.headers, body: answer.body };
      const date = Date.parse(header(raw, 'date') ?? '');
      if (!Number.isNaN(date)) skew = date - Date.now();
      const next = read && hops < REDIRECTS ? redirectWithin(raw, wire, `${origin}${path}`) : undefined;
      if (!next) return raw;
      raw.body.on('error', () => {}).destroy();
      path = next;
    }
  }

  /** One try, and for reads up to two more where the dialer was away or asked for a pause. */
  async function attempts<T>(
    wire: WireRequest,
    read: boolean,
    deadline: Deadline,
    take: (raw: RawResponse) => Promise<T>,
  ) {
    for (let tried = 0; ; tried++) {
      let wait = FIRST_PAUSE_MS * 2 ** tried * (0.5 + Math.random() / 2);
      let error: ToolError;
      try {
        const raw = await send(wire, read, deadline);
        if (!RETRIED_STATUS.has(raw.status)) return await take(raw);
        error = errorOf(await readReplyBody(raw, read), !read)!;
        const asked = retryAfterMs(header(raw, 'retry-after'));
        if (asked !== undefined) {
          wait = asked;
          error = new ToolError(
            error.kind,
            `${error.message} It asks to wait ${Math.ceil(asked / 1000)} s.`,
            raw.status,
          );
        }
      } catch (thrown) {
        if (thrown instanceof ToolError) throw thrown;
        error = networkError(thrown, read, deadline);
        if (!isConnectionFailure(thrown)) throw error;
      }
      if (!read || tried >= RETRIES || wait >= deadline.leftMs()) throw error;
      await sleep(wait, deadline.signal).catch((aborted) => {
        throw networkError(aborted, read, deadline);
      });
    }
  }

  return {
    request: (wire, read, deadline) =>
      attempts(wire, read, deadline, async (raw) => {
        const reply = await readReplyBody(raw, read);
        const failed = errorOf(reply, !read);
        if (failed) throw failed;
        if (reply.json === undefined) throw unreadableReply(reply, header(raw, 'content-type'), read);
        return reply.json;
      }),
    async *rows(wire, deadline) {
      return yield* await attempts(wire, true, deadline, async (raw) => {
        if (raw.status < 200 || raw.status >= 300) throw errorOf(await readReplyBody(raw, true), false)!;
        const opened = await openRows(raw);
        if (opened.layout) return splitRows(raw, opened, deadline);
        // Unpacked already.
        const reply = await readReplyBody(
          { status: raw.status, headers: {}, body: Readable.from(opened.chunks) },
          true,
        );
        const failed = errorOf(reply, false);
        if (failed) throw failed;
        const { rows, ...rest } = (reply.json ?? {}) as Row;
        if (!Array.isArray(rows)) throw unreadableReply(reply, header(raw, 'content-type'), true);
        return asOneBatch(rows, rest);
      });
    },
    download: (wire, deadline) =>
      attempts(wire, true, deadline, async (raw) => {
        if (raw.status >= 200 && raw.status < 300) return openDownload(raw, deadline);
        throw errorOf(await readReplyBody(raw, true), false)!;
      }),
    clockSkewMs: () => skew,
    close: async () => {
      const open = await pool?.catch(() => undefined);
      await open?.dispatcher.destroy();
    },
  };
}

async function* asOneBatch(rows: Row[], rest: Row): AsyncGenerator<Row[], Row> {
  yield rows;
  return rest;
}

/** The path that a read is sent on to, where it stays at the same address and the same method is meant. */
function redirectWithin(raw: RawResponse, wire: WireRequest, from: string): string | undefined {
  const location = header(raw, 'location');
  const kept = raw.status === 307 || raw.status === 308;
  const followed = kept || (wire.method === 'GET' && (raw.status === 301 || raw.status === 302));
  if (!followed || !location || !URL.canParse(location, from)) return undefined;
  const to = new URL(location, from);
  return to.origin === new URL(from).origin ? `${to.pathname}${to.search}` : undefined;
}

/** The content type is not trusted: JSON comes as text/html too, and HTML as JSON. */
async function readReplyBody(raw: RawResponse, read: boolean): Promise<Reply> {
  const tooLarge = (bytes: string) =>
    `The dialer's answer has ${bytes}; ${megabytes(JSON_CAP)} are read at most.${read ? ' Ask for less: a shorter time, narrower filters, a smaller limit.' : ''}`;
  const bytes = await readCapped(raw, JSON_CAP, tooLarge).catch((error) => {
    // An answer that is not read says nothing of the act before it.
    if (read || !(error instanceof ToolError)) throw error;
    throw new ToolError('outcome_unknown', `${error.message} Whether it was done is not known.`, raw.status);
  });
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (!/^\s*[[{"]/.test(text)) return { status: raw.status, text };
  try {
    const json: unknown = JSON.parse(text);
    return isTooDeep(json) ? { status: raw.status, text, deep: true } : { status: raw.status, json, text };
  } catch {
    return { status: raw.status, text };
  }
}

function unreadableReply({ text, status, deep }: Reply, type: string | undefined, read: boolean): ToolError {
  const got = `The dialer answered ${status} with ${deep ? 'JSON that is nested deeper than any documented answer' : describeBody(text)}${type ? ` (content type ${type.split(';')[0]})` : ''}.`;
  return read
    ? new ToolError('bad_answer', `${got} Check HITRATE_URL, or try again.`, status)
    : new ToolError('outcome_unknown', `${got} Whether it was done is not known.`, status);
}

function describeBody(text: string): string {
  const bare = text.trim();
  if (bare === '') return 'nothing at all';
  if (bare.startsWith('<')) return 'a web page';
  if (/^[[{]/.test(bare)) return `JSON that is cut off or broken (${bare.length} characters)`;
  return `text that is not JSON ("${oneLine(readableText(bare).said, 80)}")`;
}

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(value: string | undefined): number | undefined {
  if (!value) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
