/** Text from outside, made harmless to show. */

// Format characters (zero-width, bidirectional, tags), what fonts leave out (variation selectors, fillers) and controls
// can hide text from a person that a model still reads. Line breaks and tabs stay, as JSON shows them as such.
// Half a character (a lone surrogate), as a cut in the middle leaves it, breaks hosts that write UTF-8.
const HIDDEN = /[\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?![\t\n])\p{Cc}/gu;

/** Removes characters that hide or reorder text. */
export const stripHidden = (text: string): string => text.replace(HIDDEN, '');

/** What identity numbers are written with, and what can be hidden between their digits. */
const DIGIT = /[\d+-]/;
const HIDDEN_BETWEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?![\t\n])\p{Cc}/u;
/** With a hyphen and twelve digits. */
const MAX_NUMBER_LENGTH = 13;

/**
 * Returns the first so many characters. No character is cut in half, and no number: half of an identity number would no
 * longer be recognised as one, and so not be masked.
 */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text;
  const next = text[length]!;
  const end = DIGIT.test(next) || HIDDEN_BETWEEN.test(next) ? startOfNumber(text, length) : length;
  return text.slice(0, end).replace(/[\ud800-\udbff]$/, '');
}

/** Returns where the number begins that ends before `end`; `end` itself where there is none. */
function startOfNumber(text: string, end: number): number {
  let start = end;
  for (let at = end - 1, digits = 0; at >= 0 && digits < MAX_NUMBER_LENGTH; at--) {
    if (DIGIT.test(text[at]!)) {
      start = at;
      digits++;
    } else if (!HIDDEN_BETWEEN.test(text[at]!)) break;
  }
  return start;
}

/** Returns a text in one line, of at most so many characters. */
export function oneLine(text: string, max: number): string {
  const line = stripHidden(text).replace(/\s+/g, ' ').trim();
  return line.length > max ? `${truncate(line, max - 1)}…` : line;
}

/** Hides the token where the dialer repeats it in its message. A word shorter than eight characters is no token. */
export const withoutToken = (text: string, token: string | undefined): string =>
  token && token.length >= 8 && text.includes(token) ? text.replaceAll(token, '***') : text;
