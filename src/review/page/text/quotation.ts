/** Finds what somebody quotes from a transcript in its lines. */
import type { Range } from './search.ts';

export interface QuotedPart extends Range {
  /** Which of the lines. */
  line: number;
}

interface Word extends Range {
  line: number;
  text: string;
}

const WORD = /[\p{L}\p{N}]+/gu;

/**
 * Returns the parts of lines that a quotation is of; empty where it is in none. Words alone are compared, not what stands
 * between them; a quotation may go on in the next line, and leave something out ("…").
 * @param near the line where it is expected: it may occur more than once
 */
export function findQuotation(quote: string, lines: readonly string[], near: number): QuotedPart[] {
  const words = lines.flatMap(wordsOf);
  return quote
    .split(/…|\.{3}/)
    .map((part) => wordsOf(part, 0))
    .filter((part) => part.length > 0)
    .flatMap((part) => partsOf(part, words, near));
}

const wordsOf = (text: string, line: number): Word[] =>
  [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    line,
    from: index,
    to: index + word.length,
    text: word.toLowerCase().normalize('NFC'),
  }));

function partsOf(quoted: readonly Word[], words: readonly Word[], near: number): QuotedPart[] {
  let best: Word[] | undefined;
  for (let at = 0; at + quoted.length <= words.length; at++) {
    if (!quoted.every(({ text }, i) => words[at + i]!.text === text)) continue;
    if (!best || Math.abs(words[at]!.line - near) < Math.abs(best[0]!.line - near))
      best = words.slice(at, at + quoted.length);
  }
  const parts = new Map<number, QuotedPart>();
  for (const { line, from, to } of best ?? []) {
    const begun = parts.get(line);
    parts.set(line, { line, from: begun?.from ?? from, to });
  }
  return [...parts.values()];
}
