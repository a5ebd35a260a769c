/** HTTP to the far server: with the key, to its own origin alone. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { createDispatcher } from '../../dialer/transport/connections.ts';
import { oneLine, withoutToken } from '../../shared/text.ts';
import { BridgeError, networkFailure } from './bridge-error.ts';
import type { Credentials } from './login/credentials.ts';

/** Long answers wait for as long as the host does; each stream and each call takes a connection. */
const MAX_CONNECTIONS = 1_024;
const MAX_REDIRECTS = 3;
const MAX_QUOTE_LENGTH = 300;
const MAX_ANSWER_MB = 128;
const MAX_ANSWER_BYTES = MAX_ANSWER_MB * 1024 * 1024;

export interface RemoteRequest {
  method: 'POST' | 'GET' | 'DELETE';
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  /** No token is renewed for it: the process may end before the new one is kept. */
  renew?: false;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Readable;
}

export interface Remote {
  readonly origin: string;
  /** @throws BridgeError where there is no answer, or a person must log in */
  send(request: RemoteRequest): Promise<Reply>;
  /** Returns a text of the server in one line, without the key that it may have repeated. */
  quote(text: string): string;
}

export function createRemote(
  url: URL,
  env: Record<string, string | undefined>,
  credentials: Credentials,
): Remote {
  const { origin } = url;
  const dispatcher = createDispatcher(origin, { maxConnections: MAX_CONNECTIONS, env });
  /** Where the server is, after it has told of another path of its own. */
  let address = url;

  async function sendOnce({ method, headers, body, signal }: RemoteRequest, key: string | undefined) {
    if (key !== undefined) keys.add(key);
    for (let redirects = 0; ; redirects++) {
      const { statusCode, ...reply } = await request(address, {
        method,
        headers: { ...headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
        body,
        signal,
        dispatcher,
        headersTimeout: 0,
        bodyTimeout: 0,
      }).catch((error) => {
        throw signal?.aborted ? error : networkFailure(error, origin);
      });
      if (statusCode < 300 || statusCode > 399) return { status: statusCode, ...reply };
      discard(reply.body);
      address = redirectTarget(String(reply.headers.location ?? ''), address, statusCode, redirects);
    }
  }

  const keys = new Set<string>();
  return {
    origin,
    quote: (text) => oneLine([...keys].reduce(withoutToken, text), MAX_QUOTE_LENGTH),
    async send(sent) {
      const key = await credentials.token();
      const reply = await sendOnce(sent, key);
      if (reply.status !== 401 || sent.renew === false) return reply;
      // Refused before anything was done: with another token it may be sent once more.
      discard(reply.body);
      const again = await sendOnce(sent, await credentials.replace(key));
      if (again.status !== 401) return again;
      discard(again.body);
      throw new BridgeError(`${origin} refuses the login (status 401), also after it was renewed.`);
    },
  };
}

function redirectTarget(location: string, from: URL, status: number, before: number): URL {
  const target = location && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (target?.origin === from.origin && (status === 307 || status === 308) && before < MAX_REDIRECTS)
    return target;
  const where = target && target.origin !== from.origin ? ` to ${target.origin}` : '';
  throw new BridgeError(
    `${from.origin} redirects${where} (status ${status}), which is not followed with a key: give connect the address that it leads to, if you trust it.`,
  );
}

/** Lets the connection be used again, without waiting for what comes. */
export function discard(body: Readable): void {
  body.on('error', () => {}).resume();
}

/** @throws BridgeError where it is too large or breaks off */
export async function readText(body: Readable, origin: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES)
        throw new BridgeError(`The answer of ${origin} is larger than ${MAX_ANSWER_MB} MB.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw networkFailure(error, origin);
  }
  return Buffer.concat(chunks).toString('utf8');
}
