/** Names and addresses as they are looked for later: in either order, and in parts. */
import { ERASED, PRODUCT_WORDS, type TokenKind } from '../policy.ts';
import { type Vocabulary, wordsOf } from './vocabulary.ts';

export interface KnownValues {
  /** @param isUser of a colleague, whose name is kept for good */
  addName(name: string, isUser?: boolean): void;
  addCompany(name: string): void;
  addStreet(address: string): void;
  /** What an answer has shown before. */
  remember(kind: TokenKind, value: string): void;
}

/** Shorter ones, without a number, are words. */
const MIN_STREET_LENGTH = 6;
const MIN_ADDRESS_LENGTH = 4;
/** Between the parts of a name, no names themselves. */
const PARTICLES = /^(von|van|af|av|de|del|della|der|den|la|le|el|al|bin|ibn|och|and)$/i;
const TWO_LETTERS = /\p{L}{2}/u;

export function createKnownValues(vocabulary: Vocabulary): KnownValues {
  /** Anna Ek and Ek, Anna are the same. */
  function addInAnyOrder(parts: readonly string[], pinned: boolean): void {
    const whole = parts.join(' ');
    for (let at = 0; at < parts.length; at++)
      vocabulary.add('person', whole, [...parts.slice(at), ...parts.slice(0, at)].join(' '), pinned);
  }

  function addName(name: string, pinned = false): void {
    if (name === ERASED || wordsOf(name).every((word) => PRODUCT_WORDS.has(word) || !/\p{L}/u.test(word)))
      return;
    const parts = name.trim().split(/[\s,]+/);
    addInAnyOrder(parts, pinned);
    // Anna-Karin is called Anna too.
    const alone = [...parts, ...parts.flatMap((part) => part.split(/[-'’]/))];
    for (const part of alone)
      if (TWO_LETTERS.test(part) && !PARTICLES.test(part)) vocabulary.add('person', part, part, pinned);
  }

  /** With its number, and the street alone. */
  function addStreet(given: string): void {
    const address = given.trim();
    if (address === ERASED || !/\p{L}/u.test(address) || address.length < MIN_ADDRESS_LENGTH) return;
    vocabulary.add('address', address, address);
    const street = address.replace(/\s*,?\s*\d.*$/su, '').trim();
    if (street !== address && street.length >= MIN_STREET_LENGTH) vocabulary.add('address', street, street);
  }

  return {
    addName,
    addStreet,
    addCompany(name) {
      if (name !== ERASED && wordsOf(name).length > 1) vocabulary.add('person', name.trim(), name);
    },
    remember(kind, value) {
      if (kind === 'person') addInAnyOrder(value.split(/\s+/), true);
      else if (kind === 'address') addStreet(value);
    },
  };
}
