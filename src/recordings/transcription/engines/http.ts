/** A speech server: whatever answers as OpenAI's `POST /v1/audio/transcriptions` does. */
import { type Dispatcher, FormData } from 'undici';
import { megabytes, type RawResponse, readCapped } from '../../../dialer/reply/response-body.ts';
import { createDispatcher } from '../../../dialer/transport/connections.ts';
import { abortable, type Deadline, sleep } from '../../../shared/deadline.ts';
import { withoutToken } from '../../../shared/text.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import type { Recognition, SpeechEngine, SpeechFile } from './engine.ts';
import { ENGINE_LIMITS, type EngineLimits, withinDeadline } from './engine-limits.ts';
import { type Answer, type Failure, lostConnection, refusal, refusesFormat } from './http-errors.ts';
import { readReply } from './parse-reply.ts';

interface HttpSettings {
  /** Where files are posted, with the path. */
  url: string;
  key?: string;
  model: string;
  language: string;
  env: Record<string, string | undefined>;
  limits?: Partial<EngineLimits>;
}

/** Times come with `verbose_json` alone; the models after whisper-1 know `json` only. */
type Format = 'verbose_json' | 'json';

/** Posts a file once. @throws what the connection throws */
type Post = (speech: SpeechFile, format: Format, signal: AbortSignal) => Promise<Answer>;

/** @throws ToolError for what another try would not mend */
type Attempt = (speech: SpeechFile, signal: AbortSignal) => Promise<Recognition | Failure>;

export function httpEngine(settings: HttpSettings): SpeechEngine {
  const limits = { ...ENGINE_LIMITS, ...settings.limits };
  const attempt = createAttempt(createPost(settings, limits), settings, limits);
  return {
    name: `${settings.model} at ${new URL(settings.url).origin}`,
    parallel: limits.parallelRequests,
    transcribe: (speech, signal) =>
      withinDeadline(limits.deadlineMs, signal, async (deadline) => {
        try {
          return await transcribeWithRetry(attempt, speech, deadline, limits);
        } catch (thrown) {
          throw thrown instanceof ToolError ? withSettingToCheck(thrown, settings.key) : thrown;
        }
      }),
  };
}

function createPost(settings: HttpSettings, limits: EngineLimits): Post {
  const { key, env } = settings;
  const { origin, pathname, search } = new URL(settings.url);
  let dispatcher: Dispatcher | undefined;

  return async (speech, format, signal) => {
    dispatcher ??= createDispatcher(origin, { maxConnections: limits.parallelRequests, env });
    const response = dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      method: 'POST',
      headers: {
        ...(key && { authorization: `Bearer ${key}` }),
        accept: 'application/json, */*;q=0.5',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'hitrate-mcp',
      },
      body: formData(speech, format, settings),
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const { statusCode: status, headers, body } = await abortable(signal, response);
    const text = await readText({ status, headers, body }, limits.maxOutputBytes);
    // A server that repeats the key must not make us repeat it.
    return { status, headers, text: withoutToken(text, key) };
  };
}

/** Asks for times until the server has refused them once. */
function createAttempt(post: Post, settings: HttpSettings, { maxOutputBytes }: EngineLimits): Attempt {
  let format: Format = 'verbose_json';

  return async function attempt(speech, signal): Promise<Recognition | Failure> {
    const requestedFormat = format;
    let answer: Answer;
    try {
      answer = await post(speech, requestedFormat, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      return lostConnection(thrown);
    }
    if (answer.status >= 200 && answer.status < 300)
      return readReply(answer.text, speech.seconds, maxOutputBytes);
    if (requestedFormat === 'json' || !refusesFormat(answer)) return refusal(answer, speech, settings);
    format = 'json';
    return attempt(speech, signal);
  };
}

async function transcribeWithRetry(
  attempt: Attempt,
  speech: SpeechFile,
  deadline: Deadline,
  limits: EngineLimits,
): Promise<Recognition> {
  const maxRetries = { failure: limits.failureRetries, 'rate limit': limits.rateLimitRetries };
  const retries = { failure: 0, 'rate limit': 0 };
  let rateLimitPauseMs = 0;
  for (;;) {
    const outcome = await attempt(speech, deadline.signal);
    if ('segments' in outcome) return outcome;
    const { error, retry, afterMs = 0 } = outcome;
    if (!retry || retries[retry] >= maxRetries[retry]) throw error;
    const backoffMs = limits.firstPauseMs * 2 ** retries[retry]++ * (0.5 + Math.random() / 2);
    const pauseMs = Math.max(backoffMs, afterMs);
    if (retry === 'rate limit') rateLimitPauseMs += pauseMs;
    if (rateLimitPauseMs > limits.maxRateLimitPauseMs || pauseMs >= deadline.leftMs()) throw error;
    await sleep(pauseMs, deadline.signal);
  }
}

/** The fields as OpenAI documents them; the file last, so that a server can refuse the others without it. */
function formData(speech: SpeechFile, format: Format, { model, language }: HttpSettings): FormData {
  const fields = new FormData();
  fields.append('model', model);
  fields.append('language', language);
  fields.append('response_format', format);
  if (format === 'verbose_json') fields.append('timestamp_granularities[]', 'segment');
  fields.append('temperature', '0');
  // The name tells servers what is in it, whatever the type says.
  const name = speech.type === 'audio/wav' ? 'audio.wav' : 'audio.mp3';
  fields.append('file', new Blob([speech.bytes], { type: speech.type }), name);
  return fields;
}

async function readText(response: RawResponse, maxBytes: number): Promise<string> {
  try {
    return (await readCapped(response, maxBytes, (bytes) => bytes)).toString('utf8');
  } catch (thrown) {
    if (!(thrown instanceof ToolError)) throw thrown;
    throw new ToolError(
      'bad_answer',
      thrown.kind === 'too_large'
        ? `The speech server's answer has ${thrown.message}; ${megabytes(maxBytes)} are read at most.`
        : "The speech server's answer is packed in a way that can't be read.",
    );
  }
}

/** What is no transcript often comes from an address that is none of a speech server. */
function withSettingToCheck(error: ToolError, key: string | undefined): ToolError {
  const advice = error.kind === 'bad_answer' ? ' Check HITRATE_TRANSCRIBE_URL.' : '';
  return new ToolError(error.kind, withoutToken(`${error.message}${advice}`, key));
}
