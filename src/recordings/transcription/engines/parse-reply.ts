/** Reads what engines answer, print or write as segments. They lie about times, order, types and sizes. */
import { megabytes } from '../../../dialer/reply/response-body.ts';
import { oneLine, stripHidden } from '../../../shared/text.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import type { Recognition, Segment } from './engine.ts';
import { ENGINE_LIMITS } from './engine-limits.ts';
import { errorWords } from './error-words.ts';
import { type Cue, cuesOf } from './parse-subtitles.ts';

/** Binary rubbish shows within that many characters. */
const SAMPLE_LENGTH = 100_000;
/** What whisper's models write where nobody speaks: `[BLANK_AUDIO]`, `(musik)`, `*skratt*`, notes. */
const NO_SPEECH = /^(?:\[[\p{L}_ ]+\]|\([\p{L} ]+\)|\*[\p{L} ]+\*|[♪♫ ])+$/u;
const WEB_PAGE = /^<(!doctype|html|head|body|\?xml)\b/i;
/** Python writes these into its JSON, which knows no such numbers: openai-whisper where its model failed. */
const PYTHON_NUMBERS = /("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity)\b/g;

/**
 * Reads `verbose_json` and `json` of OpenAI and those who answer like it, whisper.cpp's `-oj`, SRT, VTT, lines with
 * times, and plain text.
 * @param seconds the length of the file
 * @param maxLength characters
 * @throws ToolError bad_answer for what is no transcript, rejected for an error object; nothing else
 */
export function readReply(
  text: string,
  seconds: number,
  maxLength = ENGINE_LIMITS.maxOutputBytes,
): Recognition {
  if (text.length > maxLength) throw unusableReply(`more than ${megabytes(maxLength)}`);
  const bare = text.trim();
  if (isBinary(bare)) throw unusableReply('bytes that are no text');
  if (WEB_PAGE.test(bare)) throw unusableReply('a web page');
  const json = parseJson(bare);
  if (json !== undefined) return fromJson(json, seconds);
  const cues = cuesOf(bare);
  return cues ? fromCues(cues, seconds) : untimedReply(bare, seconds);
}

function unusableReply(what: string): ToolError {
  return new ToolError(
    'bad_answer',
    `The speech engine gave ${what} instead of a transcript: expected is JSON as OpenAI or whisper.cpp write it, SRT, VTT or text.`,
  );
}

/** Programs that write a letter or two wrong are forgiven. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const oddCharacters = sample.match(/(?![\t\n\f\r])\p{Cc}|\ufffd/gu)?.length ?? 0;
  return oddCharacters > 3 && oddCharacters * 20 > sample.length;
}

/** Parses objects and lists alone: any other JSON is text. Text can begin with a bracket too: "[Music]", "[00:00.000 --> …". */
function parseJson(text: string): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {}
  try {
    return JSON.parse(text.replace(PYTHON_NUMBERS, (_, string) => string ?? 'null'));
  } catch {}
  if (/^\[?\s*\{\s*["'}]/.test(text)) throw unusableReply('JSON that is cut off or broken');
  return undefined;
}

function fromJson(json: unknown, seconds: number): Recognition {
  const reply = json as Record<string, any>;
  if (reply.error) {
    const words = oneLine(errorWords(json), 300);
    throw new ToolError(
      'rejected',
      `The speech engine answered with an error${words ? `: "${words}"` : ', without words'}.`,
    );
  }
  const cues = cuesIn(reply);
  if (!cues && typeof reply.text !== 'string') throw unusableReply('JSON of another shape');
  const timed = fromCues(cues ?? [], seconds);
  const recognition = timed.segments.length > 0 ? timed : untimedReply(reply.text, seconds);
  const name = [reply.language, reply.result?.language].find((value) => typeof value === 'string');
  const language = name && oneLine(name, 40);
  return language ? { ...recognition, language } : recognition;
}

/** Returns the segments of OpenAI or the transcription of whisper.cpp, undefined where there are neither. */
function cuesIn({ segments, transcription }: Record<string, any>): Cue[] | undefined {
  if (Array.isArray(segments))
    return segments.map((segment) => ({
      start: time(segment?.start),
      end: time(segment?.end),
      text: segment?.text,
    }));
  if (!Array.isArray(transcription)) return undefined;
  return transcription.map((segment) => ({
    start: time(segment?.offsets?.from) / 1000,
    end: time(segment?.offsets?.to) / 1000,
    text: segment?.text,
  }));
}

function time(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function fromCues(cues: readonly Cue[], seconds: number): Recognition {
  const spoken = cues.map((cue) => ({ ...cue, text: tidy(cue.text) })).filter(({ text }) => text !== '');
  if (spoken.every(({ start }) => Number.isNaN(start)))
    return untimedReply(spoken.map(({ text }) => text).join(' '), seconds);
  let previousEnd = 0;
  const segments = spoken.map(({ start, end, text }): Segment => {
    // One without a start was said after what stands before it.
    const start_s = Number.isNaN(start) ? previousEnd : clampTime(start, seconds);
    const end_s = Number.isNaN(end) ? start_s : Math.max(start_s, clampTime(end, seconds));
    previousEnd = end_s;
    return { start_s, end_s, text };
  });
  return { segments: segments.sort((a, b) => a.start_s - b.start_s), timed: true };
}

/** In whole milliseconds, within the file's length. */
const clampTime = (time: number, seconds: number): number =>
  Math.min(Math.max(Math.round(time * 1000) / 1000, 0), seconds);

/** Where nothing was said, no time is missing. */
function untimedReply(reply: unknown, seconds: number): Recognition {
  const text = tidy(reply);
  return text
    ? { segments: [{ start_s: 0, end_s: seconds, text }], timed: false }
    : { segments: [], timed: true };
}

/** Returns a text in one line, with nothing hidden in it; empty where it is no speech. */
function tidy(value: unknown): string {
  const text = typeof value === 'string' ? stripHidden(value).replace(/\s+/g, ' ').trim() : '';
  return NO_SPEECH.test(text) ? '' : text;
}
