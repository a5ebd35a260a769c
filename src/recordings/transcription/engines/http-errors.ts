/** Every way in which a speech server can fail, and the setting that mends it. */

import { header, megabytes, type RawResponse } from '../../../dialer/reply/response-body.ts';
import { codeOf, isConnectionFailure, ProxyError } from '../../../dialer/transport/network-errors.ts';
import { retryAfterMs } from '../../../dialer/transport/retry.ts';
import { oneLine } from '../../../shared/text.ts';
import { type ErrorKind, ToolError } from '../../../shared/tool-error.ts';
import type { SpeechFile } from './engine.ts';
import { errorWords } from './error-words.ts';

/** A speech server's answer, read to its end. */
export interface Answer extends Omit<RawResponse, 'body'> {
  text: string;
}

export interface Failure {
  error: ToolError;
  /** Why another try may get an answer; absent where none would. */
  retry?: 'failure' | 'rate limit';
  /** How long the server asks to wait before. */
  afterMs?: number;
}

interface RequestInfo {
  key?: string;
  model: string;
}

/** OpenAI names the parameter, FastAPI its place, vLLM the value. */
export const refusesFormat = ({ status, text }: Answer): boolean =>
  (status === 400 || status === 422) && /response_format|verbose_json|timestamp_granularities/i.test(text);

/** Returns what an answer means that is no success. */
export function refusal(answer: Answer, speech: SpeechFile, info: RequestInfo): Failure {
  const { status } = answer;
  if (status < 400) return redirected(status);
  const words = wordsIn(answer.text);
  const { kind, message, ...retry } =
    REFUSALS.get(status)?.({ ...info, answer, words, speech }) ?? otherRefusal(status, words);
  return { error: new ToolError(kind, words ? `${message} It answered "${words}".` : message), ...retry };
}

interface RefusedRequest extends RequestInfo {
  speech: SpeechFile;
  answer: Answer;
  /** Of the answer. */
  words: string;
}

interface Refusal extends Pick<Failure, 'retry' | 'afterMs'> {
  kind: ErrorKind;
  message: string;
}

const unauthenticated = ({ key }: RefusedRequest): Refusal => ({
  kind: 'unauthenticated',
  message: key
    ? 'The speech server refuses HITRATE_TRANSCRIBE_KEY.'
    : 'The speech server wants a key: set HITRATE_TRANSCRIBE_KEY.',
});

const notFound = ({ words, model }: RefusedRequest): Refusal => ({
  kind: 'unavailable',
  message: /model/i.test(words)
    ? `The speech server has no model "${oneLine(model, 60)}": check HITRATE_TRANSCRIBE_MODEL.`
    : 'The speech server has nothing at that path: check HITRATE_TRANSCRIBE_URL.',
});

const tooLarge = ({ speech }: RefusedRequest): Refusal => ({
  kind: 'too_large',
  message: `The speech server at HITRATE_TRANSCRIBE_URL takes no file of ${megabytes(speech.bytes.length)}.`,
});

function rateLimited({ answer }: RefusedRequest): Refusal {
  const afterMs = retryAfterMs(header(answer, 'retry-after'));
  const pause = afterMs ? `; it asks to wait ${Math.ceil(afterMs / 1000)} s` : '';
  return {
    kind: 'rate_limited',
    message: `The speech server at HITRATE_TRANSCRIBE_URL takes no more for now${pause}. Try again later.`,
    retry: 'rate limit',
    afterMs,
  };
}

const REFUSALS = new Map([
  [401, unauthenticated],
  [403, unauthenticated],
  [404, notFound],
  [413, tooLarge],
  [429, rateLimited],
]);

const otherRefusal = (status: number, words: string): Refusal =>
  status >= 500
    ? {
        kind: 'unavailable',
        message: `The speech server at HITRATE_TRANSCRIBE_URL failed (status ${status}). Try again later.`,
        retry: 'failure',
      }
    : {
        kind: 'rejected',
        message: `The speech server at HITRATE_TRANSCRIBE_URL rejects it (status ${status}).${settingToCheck(words)}`,
      };

const redirected = (status: number): Failure => ({
  error: new ToolError(
    'bad_answer',
    `The speech server answered with a redirect (status ${status}), which is not followed: the voice would go elsewhere.`,
  ),
});

function settingToCheck(words: string): string {
  const setting = ['model', 'language'].find((name) => new RegExp(name, 'i').test(words));
  return setting ? ` Check HITRATE_TRANSCRIBE_${setting.toUpperCase()}.` : '';
}

/** Returns the words of an answer, at most 300 characters. A web page is none of a speech server's words. */
function wordsIn(text: string): string {
  if (/^\s*</.test(text)) return '';
  try {
    return oneLine(errorWords(JSON.parse(text)), 300);
  } catch {
    return oneLine(text, 300);
  }
}

/** Returns what it means that no answer came. @throws what is a ToolError already */
export function lostConnection(thrown: unknown): Failure {
  if (thrown instanceof ToolError) throw thrown;
  const code = codeOf(thrown);
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code))
    throw new ToolError('bad_answer', "The speech server's packed answer is broken.");
  if ((thrown as Error).name === 'HTTPParserError')
    throw new ToolError('bad_answer', 'What came back from the speech server is not HTTP as it should be.');
  const error = new ToolError('unavailable', `The speech server can't be reached: ${reason(thrown, code)}.`);
  return { error, retry: isConnectionFailure(thrown) ? 'failure' : undefined };
}

function reason(thrown: unknown, code: string): string {
  if (thrown instanceof ProxyError) return `the proxy that HTTPS_PROXY names ${thrown.message}`;
  if (code === 'ECONNREFUSED') return 'nothing listens at HITRATE_TRANSCRIBE_URL';
  if (code === 'ENOTFOUND') return 'there is no such host: check HITRATE_TRANSCRIBE_URL';
  if (/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return `its TLS certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS takes further authorities`;
  return `the connection to HITRATE_TRANSCRIBE_URL failed${code ? ` (${code})` : ''}`;
}
