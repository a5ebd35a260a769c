/** How many columns of a terminal a text takes: some characters take none, some take two. */

const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]$/u;
/** East Asian wide and full-width characters (Unicode Standard Annex #11), and emoji. */
const TWO_COLUMNS =
  /^[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

const characterWidth = (character: string): number => {
  if (NO_COLUMN.test(character)) return 0;
  return TWO_COLUMNS.test(character) ? 2 : 1;
};

export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Returns the longest start of a text that takes no more than so many columns. */
export function startOf(text: string, width: number): string {
  let [start, taken] = ['', 0];
  for (const character of text) {
    taken += characterWidth(character);
    if (taken > width) break;
    start += character;
  }
  return start;
}

/** Returns the text, or its start and an ellipsis where it takes more columns. */
export const cutText = (text: string, width: number): string =>
  textWidth(text) <= width ? text : `${startOf(text, width - 1)}…`;

/** Fills up with spaces behind the text. */
export const padRight = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - textWidth(text)));

/** Fills up with spaces before the text. */
export const padLeft = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - textWidth(text))) + text;
