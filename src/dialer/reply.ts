/** Reads the body of an answer as JSON or text, whatever its content type, and describes one that is of no use. */
import { isTooDeep } from '../shared/json.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { readableText } from './error-text.ts';
import { header, megabytes, type RawResponse, readCapped } from './response-body.ts';
import { errorOf, type Reply } from './response-errors.ts';

/** No JSON answer is meant to be larger: 20,000 orders are about 25 MB. */
const MAX_JSON_BYTES = 32_000_000;

/** Returns the JSON of a success. @throws ToolError for all else */
export async function readJson(response: RawResponse, read: boolean): Promise<unknown> {
  const reply = await readSuccess(response, read);
  if (reply.json === undefined) throw unreadableReply(reply, response, read);
  return reply.json;
}

/** Returns a success, whatever it holds. @throws ToolError for a failure */
export async function readSuccess(response: RawResponse, read: boolean): Promise<Reply> {
  const reply = await readReply(response, read);
  const error = errorOf(reply, !read);
  if (error) throw error;
  return reply;
}

/** The content type is not trusted: JSON comes as text/html too, and HTML as JSON. @throws ToolError too_large */
export async function readReply(response: RawResponse, read: boolean): Promise<Reply> {
  const { status } = response;
  const tooLarge = (bytes: string) =>
    `The dialer's answer has ${bytes}; ${megabytes(MAX_JSON_BYTES)} are read at most.${read ? ' Ask for less: a shorter time, narrower filters, a smaller limit.' : ''}`;
  const bytes = await readCapped(response, MAX_JSON_BYTES, tooLarge).catch((error) => {
    // An answer that is not read says nothing of the write before it.
    if (read || !(error instanceof ToolError)) throw error;
    throw new ToolError('outcome_unknown', `${error.message} Whether it was done is not known.`, status);
  });
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (!/^\s*[[{"]/.test(text)) return { status, text };
  try {
    const json: unknown = JSON.parse(text);
    return isTooDeep(json) ? { status, text, deep: true } : { status, json, text };
  } catch {
    return { status, text };
  }
}

/** The error for a success whose body is not what it should be. */
export function unreadableReply(
  { text, status, deep }: Reply,
  response: RawResponse,
  read: boolean,
): ToolError {
  const type = header(response, 'content-type');
  const body = deep ? 'JSON that is nested deeper than any documented answer' : describeBody(text);
  const answered = `The dialer answered ${status} with ${body}${type ? ` (content type ${type.split(';')[0]})` : ''}.`;
  return read
    ? new ToolError('bad_answer', `${answered} Check HITRATE_URL, or try again.`, status)
    : new ToolError('outcome_unknown', `${answered} Whether it was done is not known.`, status);
}

function describeBody(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'nothing at all';
  if (trimmed.startsWith('<')) return 'a web page';
  if (/^[[{]/.test(trimmed)) return `JSON that is cut off or broken (${trimmed.length} characters)`;
  return `text that is not JSON ("${oneLine(readableText(trimmed).message, 80)}")`;
}
