/** Every way in which a speech server can fail, and the setting that mends it. */

import { codeOf, isConnectionFailure, ProxyError } from '../../../dialer/network-errors.ts';
import { header, megabytes, type RawResponse } from '../../../dialer/response-body.ts';
import { retryAfterMs } from '../../../dialer/retry.ts';
import { oneLine } from '../../../shared/text.ts';
import { type ErrorKind, ToolError } from '../../../shared/tool-error.ts';
import type { SpeechFile } from './engine.ts';
import { wordsOf } from './error-words.ts';

export interface Answer extends Omit<RawResponse, 'body'> {
  text: string;
}

/** `again`: another try may get an answer, after `afterMs` at the earliest. */
export interface Failure {
  error: ToolError;
  again?: 'broken' | 'limited';
  afterMs?: number;
}

interface RequestInfo {
  key?: string;
  model: string;
}

/** OpenAI names the parameter, FastAPI its place, vLLM the value. */
export const refusesFormat = ({ status, text }: Answer): boolean =>
  (status === 400 || status === 422) && /response_format|verbose_json|timestamp_granularities/i.test(text);

/** What an answer means that is no success. */
export function refusal(answer: Answer, speech: SpeechFile, { key, model }: RequestInfo): Failure {
  const { status } = answer;
  const said = wordsIn(answer.text);
  const failed = (kind: ErrorKind, what: string, again?: Failure['again']): Failure => ({
    error: new ToolError(kind, said ? `${what} It answered "${said}".` : what),
    again,
  });
  switch (status) {
    case 401:
    case 403:
      return failed(
        'unauthenticated',
        key
          ? 'The speech server refuses HITRATE_TRANSCRIBE_KEY.'
          : 'The speech server wants a key: set HITRATE_TRANSCRIBE_KEY.',
      );
    case 404:
      return failed(
        'unavailable',
        /model/i.test(said)
          ? `The speech server has no model "${oneLine(model, 60)}": check HITRATE_TRANSCRIBE_MODEL.`
          : 'The speech server has nothing at that path: check HITRATE_TRANSCRIBE_URL.',
      );
    case 413:
      return failed(
        'too_large',
        `The speech server at HITRATE_TRANSCRIBE_URL takes no file of ${megabytes(speech.bytes.length)}.`,
      );
    case 429: {
      const afterMs = retryAfterMs(header(answer, 'retry-after'));
      const asks = afterMs ? `; it asks to wait ${Math.ceil(afterMs / 1000)} s` : '';
      const what = `The speech server at HITRATE_TRANSCRIBE_URL takes no more for now${asks}. Try again later.`;
      return { ...failed('rate_limited', what, 'limited'), afterMs };
    }
  }
  if (status >= 500)
    return failed(
      'unavailable',
      `The speech server at HITRATE_TRANSCRIBE_URL failed (status ${status}). Try again later.`,
      'broken',
    );
  if (status >= 400)
    return failed(
      'rejected',
      `The speech server at HITRATE_TRANSCRIBE_URL rejects it (status ${status}).${advice(said)}`,
    );
  return {
    error: new ToolError(
      'bad_answer',
      `The speech server answered with a redirect (status ${status}), which is not followed: the voice would go elsewhere.`,
    ),
  };
}

function advice(said: string): string {
  const about = ['model', 'language'].find((word) => new RegExp(word, 'i').test(said));
  return about ? ` Check HITRATE_TRANSCRIBE_${about.toUpperCase()}.` : '';
}

/** At most 300 characters. A page is none of a speech server's words. */
function wordsIn(text: string): string {
  if (/^\s*</.test(text)) return '';
  try {
    return oneLine(wordsOf(JSON.parse(text)), 300);
  } catch {
    return oneLine(text, 300);
  }
}

/** What it means that no answer came. @throws what is a ToolError already */
export function lostConnection(thrown: unknown): Failure {
  if (thrown instanceof ToolError) throw thrown;
  const code = codeOf(thrown);
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code))
    throw new ToolError('bad_answer', "The speech server's packed answer is broken.");
  if ((thrown as Error).name === 'HTTPParserError')
    throw new ToolError('bad_answer', 'What came back from the speech server is not HTTP as it should be.');
  const error = new ToolError('unavailable', `The speech server can't be reached: ${reason(thrown, code)}.`);
  return { error, again: isConnectionFailure(thrown) ? 'broken' : undefined };
}

function reason(thrown: unknown, code: string): string {
  if (thrown instanceof ProxyError) return `the proxy that HTTPS_PROXY names ${thrown.message}`;
  if (code === 'ECONNREFUSED') return 'nothing listens at HITRATE_TRANSCRIBE_URL';
  if (code === 'ENOTFOUND') return 'there is no such host: check HITRATE_TRANSCRIBE_URL';
  if (/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return `its TLS certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS takes further authorities`;
  return `the connection to HITRATE_TRANSCRIBE_URL failed${code ? ` (${code})` : ''}`;
}
