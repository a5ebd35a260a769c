/** What engines answer, print or write, as segments. They lie about times, order, types and sizes. */
import { megabytes } from '../../../dialer/response-body.ts';
import { oneLine, stripHidden } from '../../../shared/text.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import type { Recognition, Segment } from './engine.ts';
import { OUTPUT_CAP } from './engine-limits.ts';
import { wordsOf } from './error-words.ts';
import { type Cue, cuesOf } from './parse-subtitles.ts';

/** Binary rubbish shows within that many characters. */
const SAMPLE = 100_000;
/** What whisper's models write where nobody speaks: `[BLANK_AUDIO]`, `(musik)`, `*skratt*`, notes. */
const NO_SPEECH = /^(?:\[[\p{L}_ ]+\]|\([\p{L} ]+\)|\*[\p{L} ]+\*|[♪♫ ])+$/u;
const PAGE = /^<(!doctype|html|head|body|\?xml)\b/i;
/** Python writes them into its JSON, which knows no such numbers: openai-whisper where its model failed. */
const NO_NUMBER = /("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity)\b/g;

/**
 * Reads `verbose_json` and `json` of OpenAI and those who answer like it, whisper.cpp's `-oj`, SRT, VTT, lines with
 * times, and plain text.
 * @param seconds the length of the file that was heard
 * @throws ToolError bad_answer for what is no transcript, rejected for an error object; nothing else
 */
export function readReply(text: string, seconds: number): Recognition {
  if (text.length > OUTPUT_CAP) throw unusableReply(`more than ${megabytes(OUTPUT_CAP)}`);
  const bare = text.trim();
  if (isBinary(bare)) throw unusableReply('bytes that are no text');
  if (PAGE.test(bare)) throw unusableReply('a web page');
  const json = parseJson(bare);
  if (json !== undefined) return fromJson(json, seconds);
  const cues = cuesOf(bare);
  return cues ? fromSaid(cues, seconds) : untimedReply(bare, seconds);
}

function unusableReply(what: string): ToolError {
  return new ToolError(
    'bad_answer',
    `The speech engine gave ${what} instead of a transcript: expected is JSON as OpenAI or whisper.cpp write it, SRT, VTT or text.`,
  );
}

/** Programs that write a letter or two wrong are forgiven. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE);
  const odd = sample.match(/(?![\t\n\f\r])\p{Cc}|\ufffd/gu)?.length ?? 0;
  return odd > 3 && odd * 20 > sample.length;
}

/** Objects and lists alone: any other JSON is text. Text can begin with a bracket too: "[Music]", "[00:00.000 --> …". */
function parseJson(text: string): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {}
  try {
    return JSON.parse(text.replace(NO_NUMBER, (_, string) => string ?? 'null'));
  } catch {}
  if (/^\[?\s*\{\s*["'}]/.test(text)) throw unusableReply('JSON that is cut off or broken');
  return undefined;
}

function fromJson(json: unknown, seconds: number): Recognition {
  const reply = json as Record<string, any>;
  if (reply.error) {
    const said = oneLine(wordsOf(json), 300);
    throw new ToolError(
      'rejected',
      `The speech engine answered with an error${said ? `: "${said}"` : ', without words'}.`,
    );
  }
  const said = saidIn(reply);
  if (!said && typeof reply.text !== 'string') throw unusableReply('JSON of another shape');
  const heard = fromSaid(said ?? [], seconds);
  const whole = heard.segments.length > 0 ? heard : untimedReply(reply.text, seconds);
  const language = [reply.language, reply.result?.language].find((name) => typeof name === 'string');
  const named = language && oneLine(language, 40);
  return named ? { ...whole, language: named } : whole;
}

function saidIn({ segments, transcription }: Record<string, any>): Cue[] | undefined {
  if (Array.isArray(segments))
    return segments.map((one) => ({ start: time(one?.start), end: time(one?.end), text: one?.text }));
  if (!Array.isArray(transcription)) return undefined;
  return transcription.map((one) => ({
    start: time(one?.offsets?.from) / 1000,
    end: time(one?.offsets?.to) / 1000,
    text: one?.text,
  }));
}

function time(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function fromSaid(said: readonly Cue[], seconds: number): Recognition {
  const spoken = said.map((one) => ({ ...one, text: tidy(one.text) })).filter(({ text }) => text !== '');
  if (spoken.every(({ start }) => Number.isNaN(start)))
    return untimedReply(spoken.map(({ text }) => text).join(' '), seconds);
  let last = 0;
  const segments = spoken.map(({ start, end, text }): Segment => {
    // One without a start was said after what stands before it.
    const start_s = Number.isNaN(start) ? last : clampSegments(start, seconds);
    const end_s = Number.isNaN(end) ? start_s : Math.max(start_s, clampSegments(end, seconds));
    last = end_s;
    return { start_s, end_s, text };
  });
  return { segments: segments.sort((a, b) => a.start_s - b.start_s), timed: true };
}

/** In whole milliseconds, as far as the file's length is. */
const clampSegments = (time: number, seconds: number): number =>
  Math.min(Math.max(Math.round(time * 1000) / 1000, 0), seconds);

/** Where nothing was said, no time is missing. */
function untimedReply(text: unknown, seconds: number): Recognition {
  const said = tidy(text);
  return said
    ? { segments: [{ start_s: 0, end_s: seconds, text: said }], timed: false }
    : { segments: [], timed: true };
}

/** In one line, with nothing in it that hides. */
const tidy = (text: unknown): string => {
  const said = typeof text === 'string' ? stripHidden(text).replace(/\s+/g, ' ').trim() : '';
  return NO_SPEECH.test(said) ? '' : said;
};
