/** A speech server: whatever answers as OpenAI's `POST /v1/audio/transcriptions` does. */
import { type Dispatcher, FormData } from 'undici';
import { createDispatcher } from '../../../dialer/connections.ts';
import { megabytes, type RawResponse, readCapped } from '../../../dialer/response-body.ts';
import { abortable, type Deadline, sleep } from '../../../shared/deadline.ts';
import { withoutToken } from '../../../shared/text.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import type { Recognition, SpeechEngine, SpeechFile } from './engine.ts';
import { DEADLINE_MS, OUTPUT_CAP, withinDeadline } from './engine-limits.ts';
import { type Answer, type Failure, lostConnection, refusal, refusesFormat } from './http-errors.ts';
import { readReply } from './parse-reply.ts';

/** At a time: more would only wait in the server. */
const PARALLEL = 2;
const FIRST_PAUSE_MS = 250;
/** How often it is asked again. */
const RETRIES = { broken: 2, limited: 3 };
/** All that one file waits because a server asks for it. */
const PATIENCE_MS = 60_000;

interface HttpSettings {
  /** Where files are posted, with the path. */
  url: string;
  key?: string;
  model: string;
  language: string;
  env: Record<string, string | undefined>;
  deadlineMs?: number;
}

/** Times come with `verbose_json` alone; the models after whisper-1 know `json` only. */
type Format = 'verbose_json' | 'json';

export function httpEngine(settings: HttpSettings): SpeechEngine {
  const { origin, pathname, search } = new URL(settings.url);
  let dispatcher: Dispatcher | undefined;
  let format: Format = 'verbose_json';

  async function post(speech: SpeechFile, asked: Format, signal: AbortSignal): Promise<Answer> {
    dispatcher ??= createDispatcher(origin, { maxConnections: PARALLEL, env: settings.env });
    const answering = dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      method: 'POST',
      headers: {
        ...(settings.key && { authorization: `Bearer ${settings.key}` }),
        accept: 'application/json, */*;q=0.5',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'hitrate-mcp',
      },
      body: formData(speech, asked, settings),
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const { statusCode: status, headers, body } = await abortable(signal, answering);
    const text = await textOf({ status, headers, body });
    // A server that repeats the key must not make us repeat it.
    return { status, headers, text: withoutToken(text, settings.key) };
  }

  /** One try. @throws ToolError for what another try would not mend. */
  async function attempt(speech: SpeechFile, signal: AbortSignal): Promise<Recognition | Failure> {
    const asked = format;
    let answer: Answer;
    try {
      answer = await post(speech, asked, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      return lostConnection(thrown);
    }
    if (answer.status >= 200 && answer.status < 300) return readReply(answer.text, speech.seconds);
    if (asked === 'json' || !refusesFormat(answer)) return refusal(answer, speech, settings);
    format = 'json';
    return attempt(speech, signal);
  }

  async function attempts(speech: SpeechFile, deadline: Deadline): Promise<Recognition> {
    const tried = { broken: 0, limited: 0 };
    let patience = PATIENCE_MS;
    for (;;) {
      const got = await attempt(speech, deadline.signal);
      if ('segments' in got) return got;
      const { error, again, afterMs = 0 } = got;
      if (!again || tried[again] >= RETRIES[again]) throw error;
      const growing = FIRST_PAUSE_MS * 2 ** tried[again]++ * (0.5 + Math.random() / 2);
      const wait = Math.max(growing, afterMs);
      if (again === 'limited') patience -= wait;
      if (patience < 0 || wait >= deadline.leftMs()) throw error;
      await sleep(wait, deadline.signal);
    }
  }

  return {
    name: `${settings.model} at ${origin}`,
    parallel: PARALLEL,
    transcribe: (speech, signal) =>
      withinDeadline(settings.deadlineMs ?? DEADLINE_MS, signal, async (deadline) => {
        try {
          return await attempts(speech, deadline);
        } catch (thrown) {
          throw thrown instanceof ToolError ? mendingAdvice(thrown, settings.key) : thrown;
        }
      }),
  };
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

async function textOf(raw: RawResponse): Promise<string> {
  try {
    return (await readCapped(raw, OUTPUT_CAP, (bytes) => bytes)).toString('utf8');
  } catch (thrown) {
    if (!(thrown instanceof ToolError)) throw thrown;
    throw new ToolError(
      'bad_answer',
      thrown.kind === 'too_large'
        ? `The speech server's answer has ${thrown.message}; ${megabytes(OUTPUT_CAP)} are read at most.`
        : "The speech server's answer is packed in a way that can't be read.",
    );
  }
}

/** What is no transcript often comes from an address that is none of a speech server. */
function mendingAdvice(error: ToolError, key: string | undefined): ToolError {
  const advice = error.kind === 'bad_answer' ? ' Check HITRATE_TRANSCRIBE_URL.' : '';
  return new ToolError(error.kind, withoutToken(`${error.message}${advice}`, key));
}
