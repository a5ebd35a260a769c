/** Text from outside, made harmless to show. */

// Format characters (zero-width, bidirectional, tags), what fonts leave out (variation selectors, fillers) and controls
// can hide text from a person that a model still reads. Line breaks and tabs stay, as JSON shows them as such.
// Half a character (a lone surrogate), as a cut in the middle leaves it, breaks hosts that write UTF-8.
const HIDDEN = /[\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?![\t\n])\p{Cc}/gu;

/** Removes characters that hide or reorder text. */
export const stripHidden = (text: string): string => text.replace(HIDDEN, '');

/** Returns the first characters, none of them half. */
export const truncate = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** Returns a text in one line, of at most so many characters. */
export function oneLine(text: string, max: number): string {
  const line = stripHidden(text).replace(/\s+/g, ' ').trim();
  return line.length > max ? `${truncate(line, max - 1)}…` : line;
}

/** Hides the token where the dialer repeats it in its message. A word shorter than eight characters is no token. */
export const withoutToken = (text: string, token: string | undefined): string =>
  token && token.length >= 8 && text.includes(token) ? text.replaceAll(token, '***') : text;
