/** Text that people outside wrote, made harmless to show. */

// Format characters (zero-width, bidirectional, tags), variation selectors and controls can hide text from a person that
// a model still reads. Line breaks and tabs stay, as JSON shows them as such.
const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}]|(?![\t\n])\p{Cc}/gu;

/** Without characters that hide or reorder text. */
export const visible = (text: string): string => text.replace(HIDDEN, '');

/** In one line, at most that long. */
export function oneLine(text: string, max: number): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}
