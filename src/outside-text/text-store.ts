/** The texts of others that this session has handed out, the latest of them, and where a value appears first among them. */
import { createBoundedMap } from './bounded-map.ts';
import { phoneEndings, spaced, tokensOf } from './tokens.ts';
import type { Comparable } from './values.ts';

/** Characters of all texts; then the oldest go. */
const MAX_LENGTH = 400_000;
/** More words, numbers and phone numbers than texts of that length have. */
const MAX_TOKENS = 120_000;
/** Texts that are looked through in one check: what is more is taken for found. */
const MAX_SEARCHES = 20;

/** Of a value that are looked for: a long one that repeats itself would take very long. */
const MAX_WORDS = 40;

export interface Appearance {
  /** When, as the number of the call. */
  at: number;
  /** Which member of which tool's answer. */
  source: string;
}

export interface TextStore {
  isEmpty(): boolean;
  add(text: string, appearance: Appearance): void;
  /** @returns where the value appeared first, as far back as texts are kept */
  find(value: Comparable, budget: SearchBudget): Appearance | undefined;
}

/** How many values of one check may still be looked for by reading the texts. */
export interface SearchBudget {
  left: number;
}
export const searchBudget = (): SearchBudget => ({ left: MAX_SEARCHES });

export function createTextStore(): TextStore {
  const texts = new Map<string, Appearance>();
  const tokens = createBoundedMap<Appearance>(MAX_TOKENS);
  let length = 0;
  /** All texts in one, for as long as none is added: much faster to look through. */
  let all: string | undefined;

  const textAt = (position: number): Appearance | undefined => {
    let end = 0;
    for (const [text, appearance] of texts) {
      end += text.length + 1;
      if (position < end) return appearance;
    }
    return undefined;
  };
  const findWords = (words: readonly string[], budget: SearchBudget): Appearance | undefined => {
    if (words.length === 1) return tokens.get(words[0]!);
    // Most values have a word that no text has, so that the texts need not be read.
    if (!words.every((word) => tokens.get(word))) return undefined;
    const needle = spaced(words.slice(0, MAX_WORDS));
    if (budget.left-- <= 0) return tokens.get(words[0]!);
    all ??= [...texts.keys()].join('\n');
    const position = all.indexOf(needle);
    return position === -1 ? undefined : textAt(position);
  };

  return {
    isEmpty: () => texts.size === 0,
    add(text, appearance) {
      const words = tokensOf(text);
      const kept = spaced(words);
      if (texts.has(kept) || words.length === 0) return;
      texts.set(kept, appearance);
      all = undefined;
      for (const word of words) tokens.add(word, appearance);
      for (const ending of phoneEndings(text)) tokens.add(`tel ${ending}`, appearance);
      for (length += kept.length; length > MAX_LENGTH; ) {
        const oldest = texts.keys().next().value!;
        texts.delete(oldest);
        length -= oldest.length;
      }
    },
    find({ phone, forms }, budget) {
      if (phone !== undefined) return tokens.get(`tel ${phone}`);
      return forms
        .flatMap((words) => findWords(words, budget) ?? [])
        .reduce<Appearance | undefined>(
          (first, one) => (first && first.at <= one.at ? first : one),
          undefined,
        );
    },
  };
}
