/** Which separator a CSV file has. */

const SEPARATORS = [';', ',', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];
const SEPARATOR_CHARS = SEPARATORS.join('');

/** As answers name them. */
export const SEPARATOR_NAMES: Record<Separator, string> = {
  ';': 'semicolon',
  ',': 'comma',
  '\t': 'tab',
  '|': 'vertical bar',
};

const MAX_SAMPLED_LINES = 20;

/** The first line by which a file tells Excel its separator. */
const SEPARATOR_LINE = /^sep=([;,\t|])?/i;

export const hasSeparatorLine = (head: string): boolean => SEPARATOR_LINE.test(head);

/** Returns the separator that divides most lines into as many parts as the first. @param head how the file begins */
export function detectSeparator(head: string): Separator {
  const [, char] = SEPARATOR_LINE.exec(head) ?? [];
  const named = SEPARATORS.find((separator) => separator === char);
  if (named) return named;
  const lines = countSeparators(head);
  let best: { separator: Separator; score: number } = { separator: ';', score: 0 };
  for (const [i, separator] of SEPARATORS.entries()) {
    const inFirstLine = lines[0]?.[i] ?? 0;
    if (inFirstLine === 0) continue;
    const alike = lines.filter((counts) => counts[i] === inFirstLine).length;
    const score = alike + inFirstLine / 1000;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** How often each separator occurs outside quotes, in each of the first lines. */
function countSeparators(head: string): number[][] {
  const lines: number[][] = [];
  let counts = SEPARATORS.map(() => 0);
  let isQuoted = false;
  let isCellStart = true;
  let isEmptyLine = true;
  for (let i = 0; i < head.length && lines.length < MAX_SAMPLED_LINES; i++) {
    const char = head[i]!;
    const separatorIndex = SEPARATOR_CHARS.indexOf(char);
    const isLineBreak = char === '\n' || char === '\r';
    // A quote within a cell, as in 5" pipe, opens nothing.
    if (char === '"' && (isQuoted || isCellStart)) isQuoted = !isQuoted;
    else if (!isQuoted && isLineBreak) {
      if (!isEmptyLine) lines.push(counts);
      counts = SEPARATORS.map(() => 0);
      isEmptyLine = true;
    } else if (!isQuoted && separatorIndex >= 0) counts[separatorIndex]!++;
    isCellStart = !isQuoted && (separatorIndex >= 0 || isLineBreak);
    if (!isLineBreak) isEmptyLine = false;
  }
  // The last line may be cut, unless it is all there is.
  if (lines.length === 0) lines.push(counts);
  return lines;
}
