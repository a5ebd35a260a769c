/** Texts that people mean to be the same: without case and accents, with slips and endings. */

/** Letters that no accent is taken off by Unicode's own rules. */
const LETTERS: Record<string, string> = { ø: 'o', æ: 'a', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' };

/** Lower case, without accents, words apart by one space: "Malmö-kontoret" is "malmo kontoret". */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øæßłđı]/g, (letter) => LETTERS[letter]!)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** One slip in a word of four letters, two in one of eight; short words are too alike. */
export function isSimilar(asked: string, word: string): boolean {
  if (asked.length < 4) return false;
  const slips = asked.length >= 8 ? 2 : 1;
  // The distance is no less than that, and takes its time with what is long.
  if (Math.abs(asked.length - word.length) <= slips && editDistance(asked, word) <= slips) return true;
  // "kampanjen" for "kampanj": an ending of Swedish or English.
  return word.length >= 4 && asked.startsWith(word) && asked.length - word.length <= 3;
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
