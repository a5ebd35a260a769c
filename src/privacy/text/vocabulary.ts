/** What this session has learned by field: names and addresses, found again in any text. */

import { ORDINARY_WORDS, PLACE_KEYS, PRODUCT_WORDS, type TokenKind } from '../policy.ts';
import type { Span } from './patterns.ts';

/** The values that are kept; those that were not met among the last half of them make room. */
const MAX_KNOWN = 100_000;

interface Known {
  kind: TokenKind;
  value: string;
  words: readonly string[];
  /** A first or a last name alone, which may be a word too. */
  alone: boolean;
}

export interface Vocabulary {
  /** @param pinned it never makes room: a colleague's name, of whom there are few */
  add(kind: TokenKind, value: string, written: string, pinned?: boolean): void;
  /** Finds what is known, the longest first where several begin at a place. @param key of the field that the text is in */
  find(text: string, key: string): Span[];
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** What may stand between the words of one value. */
const GAP = /^[\s,.\-_/'’()+]{1,3}$/;
const MIN_LOWERCASE_LENGTH = 3;

export const wordsOf = (text: string): string[] => text.normalize('NFC').toLowerCase().match(WORD) ?? [];

export function createVocabulary(max = MAX_KNOWN): Vocabulary {
  // Two halves by age: to take single ones out of a map that is in use would take longer each time.
  let recent = new Map<string, Known>();
  let older = new Map<string, Known>();
  const pinned = new Set<string>();
  const byFirst = new Map<string, Set<Known>>();

  function forgetOlder(): void {
    for (const [id, known] of older) if (!recent.has(id) && !pinned.has(id)) forget(known);
    older = recent;
    recent = new Map();
  }

  function forget(known: Known): void {
    const [first] = known.words;
    const others = byFirst.get(first!);
    others?.delete(known);
    if (others?.size === 0) byFirst.delete(first!);
  }

  return {
    add(kind, value, written, isPinned = false) {
      const words = wordsOf(written);
      if (!words.length) return;
      const id = `${kind} ${words.join(' ')}`;
      if (pinned.has(id)) return;
      const existing = recent.get(id) ?? older.get(id);
      const entry = existing ?? { kind, value, words, alone: kind === 'person' && words.length === 1 };
      if (isPinned) pinned.add(id);
      else recent.set(id, entry);
      if (!existing) byFirst.set(words[0]!, (byFirst.get(words[0]!) ?? new Set()).add(entry));
      if (recent.size > max / 2) forgetOlder();
    },
    find(text, key) {
      if (!byFirst.size) return [];
      const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
        word,
        lower: word.toLowerCase(),
        index,
        end: index + word.length,
      }));
      const spans: Span[] = [];
      for (let at = 0; at < words.length; at++) {
        const match = longestAt(text, words, at, key, byFirst);
        if (!match) continue;
        const start = words[at]!.index;
        spans.push({ start, end: match.end, kind: match.known.kind, value: match.known.value });
        at += match.known.words.length - 1;
      }
      return spans;
    },
  };
}

interface Word {
  word: string;
  lower: string;
  index: number;
  end: number;
}

function longestAt(
  text: string,
  words: readonly Word[],
  at: number,
  key: string,
  byFirst: ReadonlyMap<string, ReadonlySet<Known>>,
): { known: Known; end: number } | undefined {
  const { lower } = words[at]!;
  let best: { known: Known; end: number } | undefined;
  for (const first of [lower, withoutGenitive(lower)])
    for (const known of byFirst.get(first) ?? []) {
      if (best && known.words.length <= best.known.words.length) continue;
      const end = endOf(known, text, words, at);
      if (end !== undefined && (!known.alone || isName(text, words[at]!, key))) best = { known, end };
    }
  return best;
}

const withoutGenitive = (word: string): string => word.replace(/s$/, '');

/** Returns where a value ends that begins at that word, without the s of a genitive; undefined where it is not there. */
function endOf(
  { words: wanted }: Known,
  text: string,
  words: readonly Word[],
  at: number,
): number | undefined {
  for (let i = 0; i < wanted.length; i++) {
    const found = words[at + i];
    if (!found) return undefined;
    if (i > 0 && !GAP.test(text.slice(words[at + i - 1]!.end, found.index))) return undefined;
    if (found.lower === wanted[i]) continue;
    return i === wanted.length - 1 && found.lower === `${wanted[i]}s` ? found.end - 1 : undefined;
  }
  return words[at + wanted.length - 1]!.end;
}

/** Tells a name that stands alone from a word that is written like it. */
function isName(text: string, { word, lower, index, end }: Word, key: string): boolean {
  if (PLACE_KEYS.has(key)) return false;
  const stem = withoutGenitive(lower);
  if (PRODUCT_WORDS.has(lower) || PRODUCT_WORDS.has(stem)) return false;
  const isCapital = word[0] !== lower[0];
  if (!ORDINARY_WORDS.has(lower) && !ORDINARY_WORDS.has(stem))
    return isCapital || lower.length >= MIN_LOWERCASE_LENGTH;
  // "Per agent" begins a sentence of ours; "Hej Per!" does not.
  return (
    isCapital &&
    (/[\p{L}\p{N},:"“”]["“”\s]+$|["“”]$/u.test(text.slice(0, index)) || isAlone(text, index, end))
  );
}

/** The whole text is that word: a cell of a table, such as a first name. */
const isAlone = (text: string, start: number, end: number): boolean =>
  text.slice(0, start).trim() === '' && text.slice(end).trim() === '';
