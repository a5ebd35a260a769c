/**
 * What an answer means. Status and body are read together: this dialer says "not found" with 404, 500 or 403,
 * failure with 200, and a 404 can hold `"success": true`; its message is in one of seven members, or plain text.
 */

import { oneLine } from '../../shared/text.ts';
import { type ErrorKind, ToolError } from '../../shared/tool-error.ts';
import { readableText } from './error-text.ts';

/** The body of an answer: a JSON value, or text where it is not JSON. */
export interface Reply {
  status: number;
  json?: unknown;
  text: string;
  /** It is JSON, but nested too deep to be walked through. */
  deep?: true;
}

const NOT_FOUND =
  /not found|(does not|doesn'?t|do not|no longer) exist|could ?n[o']t be found|can'?t find|^no \w+.* (was )?found/i;
const DUPLICATE = /duplicate|already (exist|in use|taken)/i;
const PERMISSION =
  /permission|access denied|denied|not allowed to (see|access|display)|unauthori[sz]ed|forbidden/i;

const MAX_MESSAGE_LENGTH = 300;

/**
 * Returns the error that an answer is, or undefined for a success.
 * @param write the request may have changed something
 */
export function errorOf(reply: Reply, write: boolean): ToolError | undefined {
  const { status } = reply;
  const { message, crashed } = dialerMessage(reply);
  const quoted = message
    ? `The dialer answered "${message}".`
    : `The dialer answered with status ${status} and no words.`;
  if (status >= 200 && status < 300) {
    if (!reportsFailure(reply.json)) return undefined;
    return new ToolError(kindOfMessage(message) ?? 'rejected', quoted, status);
  }
  if (status >= 300 && status < 400) return redirectError(status, write);
  if (status >= 502 && status <= 504) return gatewayError(status, message, write);
  const page = reply.json === undefined && isPage(reply.text);
  if (page && (status === 404 || status === 405 || status === 501))
    return new ToolError(
      'bad_answer',
      `A web page answered (status ${status}): there is no dialer at that address, or its API is older or newer than 1.4.4. Check HITRATE_URL.`,
      status,
    );
  const kind = kindOf(status, message, page || crashed);
  if (kind) return new ToolError(kind, `${quoted}${advice(kind, message)}`, status);
  // A 500 without a message, such as the page of a crash, tells neither whether the write was done nor what to mend.
  if (write) return new ToolError('outcome_unknown', `${quoted} Whether it was done is not known.`, status);
  return new ToolError('unavailable', `${quoted} Try again later.`, status);
}

const KIND_OF_STATUS: Record<number, ErrorKind> = {
  401: 'unauthenticated',
  404: 'not_found',
  409: 'conflict',
  410: 'not_found',
  413: 'too_large',
  429: 'rate_limited',
};

/** @param crash the body is a page or a stack trace, so that its message is not the dialer's own */
function kindOf(status: number, message: string | undefined, crash: boolean): ErrorKind | undefined {
  const kind = KIND_OF_STATUS[status];
  if (kind) return kind;
  if (status === 403) {
    if (message && NOT_FOUND.test(message)) return 'not_found';
    return !message || PERMISSION.test(message) ? 'permission_denied' : 'rejected';
  }
  if (status < 500) return kindOfMessage(message) === 'not_found' ? 'not_found' : 'rejected';
  const meaningful = message && !crash && !/^(internal )?server error$/i.test(message);
  return kindOfMessage(message) ?? (meaningful ? 'rejected' : undefined);
}

function kindOfMessage(message: string | undefined): ErrorKind | undefined {
  if (!message) return undefined;
  if (NOT_FOUND.test(message)) return 'not_found';
  if (DUPLICATE.test(message)) return 'conflict';
  if (/permission (denied|missing)|missing .*permission/i.test(message)) return 'permission_denied';
  return undefined;
}

/** What to do, where the kind alone does not say it. */
const ADVICE: Partial<Record<ErrorKind, string>> = {
  unauthenticated: ' The token is missing, wrong or expired: HITRATE_TOKEN must hold a token of this dialer.',
  too_large: ' A request may hold 10 MB at most: split it.',
  rate_limited: ' Wait a little, then ask for less at a time.',
};

const advice = (kind: ErrorKind, message: string | undefined): string =>
  kind === 'permission_denied' ? permissionAdvice(message) : (ADVICE[kind] ?? '');

function permissionAdvice(message: string | undefined): string {
  const named = /missing (?:the )?([\w ]*?)\s*permission/i.exec(message ?? '')?.[1];
  const [scope, permission] = named?.includes(' ') ? named.split(/ (?=\S+$)/) : [undefined, named];
  if (!permission)
    return " The token's user lacks a right for this; an administrator of the dialer can grant it.";
  return ` The token's user needs the ${scope ? `${scope} ` : ''}permission ${permission}; an administrator of the dialer can grant it.`;
}

function gatewayError(status: number, message: string | undefined, write: boolean): ToolError {
  const quoted = `The dialer answered with status ${status}${message ? ` ("${message}")` : ''}`;
  return write
    ? new ToolError('outcome_unknown', `${quoted}: whether it was done is not known.`, status)
    : new ToolError('unavailable', `${quoted}: it is down or busy. Try again later.`, status);
}

/** 302 and 303 may point to the result of a write that was done; the others say that it was not (RFC 9110, 15.4). */
function redirectError(status: number, write: boolean): ToolError {
  const explanation = `The dialer answered with a redirect (${status}) that is not followed, since the token goes to the configured address alone. Check HITRATE_URL.`;
  return write && (status === 302 || status === 303)
    ? new ToolError('outcome_unknown', `${explanation} Whether it was done is not known.`, status)
    : new ToolError('bad_answer', explanation, status);
}

/** Whether the body contradicts a 2xx. `"success": "false"` comes as text too. */
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

/**
 * Returns the dialer's own message, from wherever it put it, in one line.
 * @returns crashed: a stack trace stood beside it
 */
export function dialerMessage(reply: Reply): { message: string | undefined; crashed: boolean } {
  const raw = (reply.json === undefined ? messageInText(reply.text) : messageInJson(reply.json)) ?? '';
  const { message, crashed } = readableText(raw);
  return { message: oneLine(message, MAX_MESSAGE_LENGTH) || undefined, crashed };
}

/** Returns the heading of a page, and nothing of JSON that can't be read. */
function messageInText(text: string): string {
  if (/^\s*[[{]/.test(text)) return '';
  if (!isPage(text)) return text;
  return /<(title|pre|h1)[^>]*>([\s\S]*?)<\/\1>/i.exec(text)?.[2] ?? '';
}

function messageInJson(json: unknown): string | undefined {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null) return undefined;
  const body = json as Record<string, unknown>;
  const parts = [body.message, body.error, body.errors, body.str, body.details, body.extra, body.failed_ids]
    .map(flatten)
    .filter((part): part is string => !!part);
  // "Server Error" adds nothing to another member.
  const meaningful = parts.length > 1 ? parts.filter((part) => part !== 'Server Error') : parts;
  return [...new Set(meaningful)].join('; ') || undefined;
}

/** Leaves out the members of an error that only a programmer reads. */
const readableMember = (name: string, value: unknown): unknown => {
  if (/^(stack|trace|stack_?trace|file|line)$/i.test(name)) return undefined;
  return typeof value === 'string' ? readableText(value).message : value;
};

function flatten(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return flattenList(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, error, message } = value as Record<string, unknown>;
  if (error !== undefined || message !== undefined)
    return `${id === undefined ? '' : `${id}: `}${flatten(error ?? message)}`;
  return Object.keys(value).length ? JSON.stringify(value, readableMember) : undefined;
}

/** `["title", "is required!"]` reads as a sentence; a list of sentences is a list. */
function flattenList(parts: unknown[]): string {
  const pair = parts.length === 2 && parts.every((part) => typeof part === 'string' && !part.includes('.'));
  const sentence = pair && !String(parts[0]).includes(' ');
  return parts
    .map(flatten)
    .filter(Boolean)
    .join(sentence ? ' ' : ', ');
}
