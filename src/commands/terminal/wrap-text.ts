import { startOf, textWidth } from './text-width.ts';

/** Returns the text in lines of at most so many columns, broken between words; the later lines are indented. */
export function wrapText(text: string, width: number, indent = 0): string[] {
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
      continue;
    }
    let rest = lines.length ? margin + word : word;
    // An address or a hash can be longer than a line.
    while (textWidth(rest) > width) {
      const start = startOf(rest, width);
      lines.push(start);
      rest = margin + rest.slice(start.length);
    }
    lines.push(rest);
  }
  return lines;
}
