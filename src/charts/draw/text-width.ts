/** How wide a text is in the font of the pictures, and how it is broken into lines, without the font itself. */
import advances from '../font/advances.json' with { type: 'json' };

export interface TextStyle {
  size: number;
  bold?: boolean;
}

const TABLES = {
  regular: new Map(Object.entries(advances.regular)),
  bold: new Map(Object.entries(advances.semibold)),
};
/** In thousandths of the font size, for letters that the table lacks. */
const OTHER_ADVANCE = 650;

export function textWidth(text: string, { size, bold = false }: TextStyle): number {
  const table = bold ? TABLES.bold : TABLES.regular;
  let thousandths = 0;
  for (const letter of text) thousandths += table.get(letter) ?? OTHER_ADVANCE;
  return (thousandths * size) / 1_000;
}

/** Returns lines that are at most so wide; a word that is wider is cut, with an ellipsis. */
export function wrapText(text: string, width: number, style: TextStyle): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, style) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines.map((one) => shortenText(one, width, style));
}

/** Returns the text as it is, or as much of it as there is room for, with an ellipsis. */
export function shortenText(text: string, width: number, style: TextStyle): string {
  if (textWidth(text, style) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, style) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
