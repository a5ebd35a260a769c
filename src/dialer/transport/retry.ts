/** Retries of reads, where the dialer was away or asked for a pause. A write is sent once, whatever happens. */
import { sleep } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { readReply } from '../reply/reply.ts';
import { header, type RawResponse } from '../reply/response-body.ts';
import { errorOf } from '../reply/response-errors.ts';
import type { DialerLimits } from './limits.ts';
import { isConnectionFailure, networkError } from './network-errors.ts';
import type { OutgoingRequest, Send, SentResponse } from './send-once.ts';

/**
 * Sends a request and reads its response; what breaks while it is read is retried too.
 * @throws ToolError for every failure
 */
export type Exchange = <T>(
  request: OutgoingRequest,
  readBody: (response: RawResponse) => Promise<T>,
) => Promise<T>;

const RETRIED_STATUS = new Set([429, 502, 503, 504]);

/** A failure that may be over after a pause. */
interface Retryable {
  error: ToolError;
  /** What the dialer asked to wait. */
  pauseMs?: number;
}

export const withRetry =
  (send: Send, { retries, firstPauseMs }: Pick<DialerLimits, 'retries' | 'firstPauseMs'>): Exchange =>
  async (request, readBody) => {
    const { deadline } = request;
    for (let retry = 0; ; retry++) {
      const outcome = await attempt(send, request, readBody);
      if ('value' in outcome) return outcome.value;
      const pauseMs = outcome.pauseMs ?? backoffMs(firstPauseMs, retry);
      if (!request.read || retry >= retries || pauseMs >= deadline.leftMs()) throw outcome.error;
      await sleep(pauseMs, deadline.signal).catch((aborted) => {
        throw networkError(aborted, request.read, deadline);
      });
    }
  };

/** @throws ToolError for what no retry mends */
async function attempt<T>(
  send: Send,
  request: OutgoingRequest,
  readBody: (response: RawResponse) => Promise<T>,
): Promise<{ value: T } | Retryable> {
  try {
    const response = await send(request);
    return RETRIED_STATUS.has(response.status)
      ? await readRefusal(response, request.read)
      : { value: await readBody(response) };
  } catch (thrown) {
    if (thrown instanceof ToolError) throw thrown;
    const error = networkError(thrown, request.read, request.deadline);
    if (!isConnectionFailure(thrown)) throw error;
    return { error };
  }
}

async function readRefusal(response: SentResponse, read: boolean): Promise<Retryable> {
  const error = errorOf(await readReply(response, read), !read)!;
  const pauseMs = retryAfterMs(header(response, 'retry-after'));
  if (pauseMs === undefined) return { error };
  const message = `${error.message} It asks to wait ${Math.ceil(pauseMs / 1000)} s.`;
  return { error: new ToolError(error.kind, message, response.status), pauseMs };
}

/** Doubles from one retry to the next; at random, so that clients do not come back all at once. */
const backoffMs = (firstPauseMs: number, retry: number): number =>
  firstPauseMs * 2 ** retry * (0.5 + Math.random() / 2);

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(value: string | undefined): number | undefined {
  if (!value) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
