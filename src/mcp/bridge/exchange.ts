/** One message to the far server, and what comes back for it: as JSON, or as a stream that may break and go on. */
import type { Readable } from 'node:stream';
import type { RequestId } from '../json-rpc.ts';
import { BridgeError, unknownOutcome } from './bridge-error.ts';
import { pauseBeforeRetry, readEvents, type StreamPosition } from './event-stream.ts';
import { answeredIds, type Message, type Part, readMessage, requestIds } from './message.ts';
import { discard, type Remote, type Reply, readText } from './remote.ts';

const DEFAULT_RETRY_MS = 1_000;
/** One after the other. */
const MAX_FAILED_RESUMPTIONS = 5;

/** The server has forgotten the session. It has not taken the message. */
export class LostSession extends Error {}

export interface Exchange {
  remote: Remote;
  message: Message;
  headers: Record<string, string>;
  signal: AbortSignal;
  /** Whether a status 404 can mean that the session is lost. */
  inSession: boolean;
  /** Looks at the head of an answer that is none of an error. */
  onReply?(reply: Reply): void;
  /** Takes each message that comes back. */
  onMessage(message: Message): void;
}

/** Returns once all that was asked for is answered. @throws BridgeError, or LostSession */
export async function exchange(settings: Exchange): Promise<void> {
  const { remote, message, headers, signal } = settings;
  const waiting = new Set<RequestId>(requestIds(message));
  const reply = await remote.send({
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: message.text,
    signal,
  });
  const deliver = (text: string) => {
    const answer = readMessage(text);
    if (!answer) throw new BridgeError(`${remote.origin} has sent something that is no JSON-RPC.`);
    for (const id of answeredIds(answer)) waiting.delete(id);
    settings.onMessage(answer);
  };
  if (reply.status >= 400) return refused(settings, reply, waiting, deliver);
  settings.onReply?.(reply);
  const type = mediaType(reply);
  if (type === 'text/event-stream') await followStream(settings, reply, waiting, deliver);
  else if (type === 'application/json') deliver(await readText(reply.body, remote.origin));
  else discard(reply.body);
  if (waiting.size)
    throw new BridgeError(
      `${remote.origin} has not answered the request (status ${reply.status}): whether it was carried out is not known. Is the address right?`,
    );
}

const mediaType = ({ headers }: Reply): string =>
  String(headers['content-type'] ?? '')
    .split(';')[0]!
    .trim()
    .toLowerCase();

/** The server's own words go on, under the id of the request where they have none. @throws BridgeError or LostSession */
async function refused(
  { remote, inSession, onMessage }: Exchange,
  reply: Reply,
  waiting: Set<RequestId>,
  deliver: (text: string) => void,
): Promise<void> {
  const { status } = reply;
  const text = await readText(reply.body, remote.origin);
  const answer = mediaType(reply) === 'application/json' ? readMessage(text) : undefined;
  if (answer && answeredIds(answer).some((id) => waiting.has(id))) return deliver(text);
  const error = answer?.parts[0]?.error;
  if (inSession && isLoss(status, error)) throw new LostSession();
  if (!isError(error) || !waiting.size) {
    // Other types are pages for browsers.
    const words = mediaType(reply) === 'text/plain' ? remote.quote(text) : '';
    throw statusError(remote.origin, status, words);
  }
  for (const id of waiting) {
    const told = readMessage(JSON.stringify({ jsonrpc: '2.0', id, error }));
    if (told) onMessage(told);
  }
}

/** By the specification it is 404; many servers say 400, and in words what it is. */
const isLoss = (status: number, error: Part['error']): boolean =>
  status === 404 || (status === 400 && /\bsession\b|not initialized/i.test(String(error?.message)));

const isError = (error: Part['error']): boolean =>
  Number.isInteger(error?.code) && typeof error?.message === 'string';

function statusError(origin: string, status: number, words: string): BridgeError {
  const why: Record<number, string> = {
    403: 'it does not allow this: ask who runs it',
    404: 'there is nothing at this address',
    413: 'the message is too large for it',
    429: 'it is asked too often: wait a little',
    503: 'it is down or being restarted: try again later',
  };
  const reason = words || why[status];
  const unknown = status >= 500 && status !== 503 ? ' Whether the request was carried out is not known.' : '';
  return new BridgeError(
    `${origin} answers with status ${status}${reason ? `: ${reason}` : ''}.${unknown}`.replace('..', '.'),
  );
}

/**
 * A stream that ends before its answer goes on where the server has given its events numbers.
 * @throws BridgeError whose outcome is unknown, whatever came in between: the request itself has been sent
 */
async function followStream(
  settings: Exchange,
  first: Reply,
  waiting: Set<RequestId>,
  deliver: (text: string) => void,
): Promise<void> {
  const { remote, signal } = settings;
  const position: StreamPosition = {};
  let body: Readable | undefined = first.body;
  for (let failures = 0; failures <= MAX_FAILED_RESUMPTIONS; ) {
    const before = position.lastEventId;
    const failure = body && (await readEvents(body, position, deliver).catch((error) => error));
    if (!waiting.size || signal.aborted) return;
    if (failure instanceof BridgeError) throw failure;
    const { lastEventId } = position;
    if (lastEventId === undefined) break;
    failures = lastEventId === before ? failures + 1 : 0;
    await pauseBeforeRetry(DEFAULT_RETRY_MS, position, { signal });
    body = await resume(settings, lastEventId);
  }
  throw unknownOutcome(remote.origin);
}

/** Returns what the stream goes on with; undefined where it can't be had. */
async function resume(
  { remote, headers, signal }: Exchange,
  lastEventId: string,
): Promise<Readable | undefined> {
  const { 'mcp-method': _method, 'mcp-name': _name, ...rest } = headers;
  const reply = await remote
    .send({
      method: 'GET',
      headers: { ...rest, accept: 'text/event-stream', 'last-event-id': lastEventId },
      signal,
    })
    .catch(() => undefined);
  if (!reply || reply.status === 200) return reply?.body;
  discard(reply.body);
  return undefined;
}
