/** Texts and values as what they are compared by: words, numbers and phone numbers, however they are written. */
import { stripHidden } from '../shared/text.ts';

/** Returns the words and numbers of a text in small letters. */
export const tokensOf = (text: string): string[] =>
  stripHidden(text)
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];

/** With spaces around, so that only whole words are found in it. */
export const spaced = (tokens: readonly string[]): string => ` ${tokens.join(' ')} `;

/** The last digits of a phone number, which are the same with a country code, a zero or neither. */
const ENDING = 8;
const MIN_PHONE = 7;
const MAX_PHONE = 18;
/** Digits with little between them. */
const PHONE = /\+?\d(?:[^\p{L}\d\n]{0,3}\d){6,}/gu;

/** Returns a phone number's ending; undefined of what is none. */
export function phoneEnding(written: string): string | undefined {
  if (!/^[\s+()\d./-]+$/.test(written)) return undefined;
  const digits = written.replace(/\D/g, '');
  return digits.length >= MIN_PHONE && digits.length <= MAX_PHONE ? digits.slice(-ENDING) : undefined;
}

/**
 * Returns the endings of all phone numbers that a text may hold. Where numbers stand one after another, each place where
 * digits are parted may be an end.
 */
export function phoneEndings(text: string): string[] {
  const endings = new Set<string>();
  for (const [run] of stripHidden(text).normalize('NFKC').matchAll(PHONE)) {
    let digits = '';
    for (const part of run.match(/\d+/g)!) {
      digits = (digits + part).slice(-MAX_PHONE);
      if (digits.length >= MIN_PHONE) endings.add(digits.slice(-ENDING));
    }
  }
  return [...endings];
}

/** Returns the ways in which a text may write a number: `399.5` as 399 and 50 too, `1299` as 1 and 299. */
export function numberForms(value: number): string[][] {
  const [whole = '', fraction] = String(Math.abs(value)).split('.');
  const decimals = fraction === undefined ? [] : [[fraction], [fraction.padEnd(2, '0')]];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ').split(' ');
  const wholes = grouped.length > 1 ? [[whole], grouped] : [[whole]];
  return decimals.length ? wholes.flatMap((one) => decimals.map((rest) => [...one, ...rest])) : wholes;
}
