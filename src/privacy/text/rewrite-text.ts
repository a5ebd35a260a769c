/** Finds data about people in a text, and puts something else in its place. */

import type { FieldClass, TokenKind } from '../policy.ts';
import { blankOut, findPatterns, type Span } from './patterns.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Returns what leaves in the place of a value. @param value the same however it was written, but for its letters */
export type Replace = (is: FieldClass, value: string) => string;

/** @param key of the field that the text is in */
export type RewriteText = (text: string, key?: string) => string;

/** A token of ours, which stays as it is. */
export const TOKEN = /\b(?:person|phone|email|address|identity)-[0-9a-f]{4,64}\b/gi;
/** A part of a text that is percent-encoded. */
const ENCODED = /[^\s"'<>]*%[0-9a-f]{2}[^\s"'<>]*/gi;
/** What a cut may have left of a name or number. */
const CUT_TAIL = /(?:[\d\s()./+-]*\d|[^\s…]+)\s*…/gu;

/** What a value in a text is, by its kind. */
const CLASS_OF: Record<TokenKind, FieldClass> = {
  person: 'full name',
  phone: 'phone',
  email: 'email',
  address: 'street',
  identity: 'identity',
};

export function createTextRewriter(region: string, vocabulary: Vocabulary, replace: Replace): RewriteText {
  function rewrite(given: string, key = ''): string {
    const whole = given.includes('%') ? given.replace(ENCODED, (part) => decodedPart(part, key)) : given;
    const uncut = whole.includes('…') ? whole.replace(CUT_TAIL, '…') : whole;
    // Letters with accents of their own are the same letters.
    const normal = uncut.normalize('NFC');
    const spans = spansOf(normal, key);
    return spans.length ? replaceSpans(normal, spans, replace) : uncut;
  }

  function decodedPart(part: string, key: string): string {
    const decoded = decode(part);
    return decoded === undefined || !spansOf(decoded, key).length ? part : rewrite(decoded, key);
  }

  function spansOf(given: string, key: string): Span[] {
    const text = given.replace(TOKEN, blankOut);
    const spans = findPatterns(text, region);
    for (const span of vocabulary.find(text, key))
      if (spans.every(({ start, end }) => span.end <= start || span.start >= end)) spans.push(span);
    return spans.sort((a, b) => a.start - b.start);
  }

  return rewrite;
}

function replaceSpans(text: string, spans: readonly Span[], replace: Replace): string {
  let rewritten = '';
  let end = 0;
  for (const span of spans) {
    rewritten += text.slice(end, span.start) + replace(CLASS_OF[span.kind], span.value);
    end = span.end;
    // The s of a genitive would become a part of the token: "person-7f3a:s".
    if (/^\p{L}/u.test(text.slice(end))) rewritten += ':';
  }
  return rewritten + text.slice(end);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
