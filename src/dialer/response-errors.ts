/**
 * What an answer means. Status and body are looked at together: this dialer says "not found" with 404, 500 or 403,
 * failure with 200, and a 404 can hold `"success": true`; its words sit in five different members, or are plain text.
 */

import { oneLine } from '../shared/text.ts';
import { type ErrorKind, ToolError } from '../shared/tool-error.ts';
import { readableText } from './error-text.ts';

/** An answer as it came: a JSON value, or text where it was no JSON. */
export interface Reply {
  status: number;
  json?: unknown;
  text: string;
  /** JSON, and too deep to be walked through. */
  deep?: true;
}

const NOT_FOUND =
  /not found|(does not|doesn'?t|do not|no longer) exist|could ?n[o']t be found|can'?t find|^no \w+.* (was )?found/i;
const DUPLICATE = /duplicate|already (exist|in use|taken)/i;
const PERMISSION =
  /permission|access denied|denied|not allowed to (see|access|display)|unauthori[sz]ed|forbidden/i;

/** The error that an answer is, or undefined where it is a success. `act`: the request may have changed something. */
export function errorOf(reply: Reply, act: boolean): ToolError | undefined {
  const { status } = reply;
  const { said, crashed } = dialerWords(reply);
  const quoted = said
    ? `The dialer answered "${said}".`
    : `The dialer answered with status ${status} and no words.`;
  if (status >= 200 && status < 300) {
    if (!reportsFailure(reply.json)) return undefined;
    return new ToolError(kindOfWords(said) ?? 'rejected', quoted, status);
  }
  if (status >= 300 && status < 400) return redirectError(status, act);
  if (status >= 502 && status <= 504) return gatewayError(status, said, act);
  const page = reply.json === undefined && isPage(reply.text);
  if (page && (status === 404 || status === 405 || status === 501))
    return new ToolError(
      'bad_answer',
      `A web page answered (status ${status}): there is no dialer at that address, or its API is older or newer than 1.4.4. Check HITRATE_URL.`,
      status,
    );
  const kind = kindOf(status, said, page || crashed);
  if (kind) return new ToolError(kind, `${quoted}${advice(kind, said)}`, status);
  // A 500 that says nothing, such as the page of a crash, tells neither whether the act was done nor what to mend.
  if (act) return new ToolError('outcome_unknown', `${quoted} Whether it was done is not known.`, status);
  return new ToolError('unavailable', `${quoted} Try again later.`, status);
}

/** @param crash the page or the stack of one, whose words are none of the dialer's */
function kindOf(status: number, said: string | undefined, crash: boolean): ErrorKind | undefined {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 403:
      if (said && NOT_FOUND.test(said)) return 'not_found';
      return !said || PERMISSION.test(said) ? 'permission_denied' : 'rejected';
    case 404:
    case 410:
      return 'not_found';
    case 409:
      return 'conflict';
    case 413:
      return 'too_large';
    case 429:
      return 'rate_limited';
  }
  if (status < 500) return kindOfWords(said) === 'not_found' ? 'not_found' : 'rejected';
  const telling = said && !crash && !/^(internal )?server error$/i.test(said);
  return kindOfWords(said) ?? (telling ? 'rejected' : undefined);
}

function kindOfWords(said: string | undefined): ErrorKind | undefined {
  if (!said) return undefined;
  if (NOT_FOUND.test(said)) return 'not_found';
  if (DUPLICATE.test(said)) return 'conflict';
  if (/permission (denied|missing)|missing .*permission/i.test(said)) return 'permission_denied';
  return undefined;
}

/** What to do, where the kind alone does not say it. */
function advice(kind: ErrorKind, said: string | undefined): string {
  switch (kind) {
    case 'unauthenticated':
      return ' The token is missing, wrong or expired: HITRATE_TOKEN must hold a token of this dialer.';
    case 'permission_denied': {
      const named = /missing (?:the )?([\w ]*?)\s*permission/i.exec(said ?? '')?.[1];
      const [scope, right] = named?.includes(' ') ? named.split(/ (?=\S+$)/) : [undefined, named];
      if (!right)
        return " The token's user lacks a right for this; an administrator of the dialer can grant it.";
      return ` The token's user needs the ${scope ? `${scope} ` : ''}permission ${right}; an administrator of the dialer can grant it.`;
    }
    case 'too_large':
      return ' A request may hold 10 MB at most: split it.';
    case 'rate_limited':
      return ' Wait a little, then ask for less at a time.';
    default:
      return '';
  }
}

function gatewayError(status: number, said: string | undefined, act: boolean): ToolError {
  const quoted = `The dialer answered with status ${status}${said ? ` ("${said}")` : ''}`;
  return act
    ? new ToolError('outcome_unknown', `${quoted}: whether it was done is not known.`, status)
    : new ToolError('unavailable', `${quoted}: it is down or busy. Try again later.`, status);
}

/** 302 and 303 may point to the result of what was done; the others say that it was not (RFC 9110, 15.4). */
function redirectError(status: number, act: boolean): ToolError {
  const what = `The dialer answered with a redirect (${status}) that is not followed, since the token goes to the configured address alone. Check HITRATE_URL.`;
  return act && (status === 302 || status === 303)
    ? new ToolError('outcome_unknown', `${what} Whether it was done is not known.`, status)
    : new ToolError('bad_answer', what, status);
}

/** A body that contradicts a 2xx. `"success": "false"` comes as text too. */
function reportsFailure(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  const { success, status } = json as Record<string, unknown>;
  return (
    success === false ||
    success === 'false' ||
    (typeof status === 'string' && /^(error|failed)$/i.test(status))
  );
}

const isPage = (text: string): boolean => /^\s*(<!doctype|<html|<head|<body|<pre)/i.test(text);

/** The dialer's own words, from wherever it put them; at most 300 characters. */
export function dialerWords(reply: Reply): { said: string | undefined; crashed: boolean } {
  const { said, crashed } = readableText(
    (reply.json === undefined ? plain(reply.text) : fromJson(reply.json)) ?? '',
  );
  return { said: oneLine(said, 300) || undefined, crashed };
}

/** Of a page what it is about; of JSON that can't be read nothing. */
function plain(text: string): string {
  if (/^\s*[[{]/.test(text)) return '';
  if (!isPage(text)) return text;
  return /<(title|pre|h1)[^>]*>([\s\S]*?)<\/\1>/i.exec(text)?.[2] ?? '';
}

function fromJson(json: unknown): string | undefined {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null) return undefined;
  const body = json as Record<string, unknown>;
  const parts = [body.message, body.error, body.errors, body.str, body.details, body.extra, body.failed_ids]
    .map(flat)
    .filter((part): part is string => !!part);
  // "Server Error" says nothing where a second member does.
  const telling = parts.length > 1 ? parts.filter((part) => part !== 'Server Error') : parts;
  return [...new Set(telling)].join('; ') || undefined;
}

/** What of an object somebody could have said. */
const spokenMember = (name: string, value: unknown): unknown => {
  if (/^(stack|trace|stack_?trace|file|line)$/i.test(name)) return undefined;
  return typeof value === 'string' ? readableText(value).said : value;
};

function flat(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    // `["title", "is required!"]` reads as a sentence; a list of sentences is a list.
    const short =
      value.every((part) => typeof part === 'string' && !part.includes('.')) && value.length === 2;
    return value
      .map(flat)
      .filter(Boolean)
      .join(short && !String(value[0]).includes(' ') ? ' ' : ', ');
  }
  if (typeof value === 'object' && value !== null) {
    const { id, error, message } = value as Record<string, unknown>;
    if (error !== undefined || message !== undefined)
      return `${id === undefined ? '' : `${id}: `}${flat(error ?? message)}`;
    return Object.keys(value).length ? JSON.stringify(value, spokenMember) : undefined;
  }
  return undefined;
}
