/** Text that people outside wrote, made harmless to show. */

// Format characters (zero-width, bidirectional, tags), what fonts leave out (variation selectors, fillers) and controls
// can hide text from a person that a model still reads. Line breaks and tabs stay, as JSON shows them as such.
// Half a character, as a cut in the middle leaves it, breaks hosts that write UTF-8.
const HIDDEN = /[\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?![\t\n])\p{Cc}/gu;

/** Without characters that hide or reorder text. */
export const stripHidden = (text: string): string => text.replace(HIDDEN, '');

/** The first so many characters, none of them half. */
export const truncate = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** In one line, at most that long. */
export function oneLine(text: string, max: number): string {
  const line = stripHidden(text).replace(/\s+/g, ' ').trim();
  return line.length > max ? `${truncate(line, max - 1)}…` : line;
}

/** A dialer that repeats the token in its words must not make us repeat it. A word that short is no token. */
export const withoutToken = (text: string, token: string | undefined): string =>
  token && token.length >= 8 && text.includes(token) ? text.replaceAll(token, '***') : text;
