/** Text that people outside wrote, made harmless to show. */

// Format characters (zero-width, bidirectional, tags), what fonts leave out (variation selectors, fillers) and controls
// can hide text from a person that a model still reads. Line breaks and tabs stay, as JSON shows them as such.
// Half a character, as a cut in the middle leaves it, breaks hosts that write UTF-8.
const HIDDEN = /[\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?![\t\n])\p{Cc}/gu;

/** Without characters that hide or reorder text. */
export const stripHidden = (text: string): string => text.replace(HIDDEN, '');

/** What identity numbers are written with, and what can be hidden between. */
const NUMBER_PART = new RegExp(`^(?:[\\d+-]|${HIDDEN.source})$`, 'u');
/** With a hyphen and twelve digits. */
const MAX_NUMBER_LENGTH = 13;

/**
 * The first so many characters. No character is cut in half, and no number: half of an identity number would no longer be
 * recognised as one, and so not be masked.
 */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = length;
  if (NUMBER_PART.test(text[length]!))
    for (let digits = 0; end > 0 && digits < MAX_NUMBER_LENGTH && NUMBER_PART.test(text[end - 1]!); end--)
      if (/[\d+-]/.test(text[end - 1]!)) digits++;
  return text.slice(0, end).replace(/[\ud800-\udbff]$/, '');
}

/** In one line, at most that long. */
export function oneLine(text: string, max: number): string {
  const line = stripHidden(text).replace(/\s+/g, ' ').trim();
  return line.length > max ? `${truncate(line, max - 1)}…` : line;
}

/** A dialer that repeats the token in its words must not make us repeat it. A word that short is no token. */
export const withoutToken = (text: string, token: string | undefined): string =>
  token && token.length >= 8 && text.includes(token) ? text.replaceAll(token, '***') : text;
