/** Texts that people mean to be the same: without case and accents, with slips and endings. */

/** Letters that Unicode does not decompose into a plain one and an accent. */
const LETTERS: Record<string, string> = { ø: 'o', æ: 'a', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' };

/** Returns a text in lower case, without accents, words apart by one space: "malmo kontoret" for "Malmö-kontoret". */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øæßłđı]/g, (letter) => LETTERS[letter]!)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const MIN_LENGTH = 4;
const MAX_ENDING = 3;

/** Allows one typo in a word of four letters, two in one of eight; shorter words are too alike. */
export function isSimilar(query: string, word: string): boolean {
  if (query.length < MIN_LENGTH) return false;
  const typos = query.length >= 2 * MIN_LENGTH ? 2 : 1;
  // The distance is no less than the difference in length, and slow to compute for long words.
  if (Math.abs(query.length - word.length) <= typos && editDistance(query, word) <= typos) return true;
  // "kampanjen" for "kampanj": an ending of Swedish or English.
  return word.length >= MIN_LENGTH && query.startsWith(word) && query.length - word.length <= MAX_ENDING;
}

/** Returns how many letters must be inserted, deleted, changed or swapped with a neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let rowBeforeLast: number[] = [];
  let lastRow = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let distance = Math.min(lastRow[j]! + 1, row[j - 1]! + 1, lastRow[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        distance = Math.min(distance, rowBeforeLast[j - 2]! + 1);
      row[j] = distance;
    }
    rowBeforeLast = lastRow;
    lastRow = row;
  }
  return lastRow[b.length]!;
}
