/** Finds in texts what a person types: in any case, and without the marks of letters where they typed none. */

/** A part of a text, in UTF-16 units. */
export interface Range {
  from: number;
  to: number;
}

interface FoldedText {
  text: string;
  /** By unit of the folded text: where the character begins that it is of. The last one is the end. */
  starts: number[];
}

const hasMarks = (text: string): boolean => /\p{M}/u.test(text.normalize('NFD'));

/** Returns where the query occurs, none within another. Whoever types "a" finds "å" too; whoever types "å" does not find "a". */
export function findText(text: string, query: string): Range[] {
  const keepsMarks = hasMarks(query);
  const wanted = fold(query.trim(), keepsMarks).text;
  if (!wanted) return [];
  const { text: folded, starts } = fold(text, keepsMarks);
  const found: Range[] = [];
  for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + wanted.length)) {
    const from = starts[at]!;
    // A character may have become several: all of it counts.
    let end = at + wanted.length;
    while (end < folded.length && starts[end] === starts[end - 1]) end++;
    found.push({ from, to: starts[end]! });
  }
  return found;
}

/** Folds character by character, so that each is known to be where it was. Blanks in a row are one. */
function fold(text: string, keepsMarks: boolean): FoldedText {
  let folded = '';
  const starts: number[] = [];
  let at = 0;
  // As one would type it: a letter with its mark is one character.
  for (const { segment } of new Intl.Segmenter('sv', { granularity: 'grapheme' }).segment(text)) {
    const plain = /^\s+$/.test(segment) ? ' ' : foldLetter(segment, keepsMarks);
    if (!(plain === ' ' && folded.endsWith(' '))) {
      folded += plain;
      for (let i = 0; i < plain.length; i++) starts.push(at);
    }
    at += segment.length;
  }
  starts.push(text.length);
  return { text: folded, starts };
}

function foldLetter(letter: string, keepsMarks: boolean): string {
  const lower = letter.toLowerCase();
  return keepsMarks ? lower.normalize('NFC') : lower.normalize('NFD').replace(/\p{M}/gu, '');
}
