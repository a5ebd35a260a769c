const WIDTH = 80;

/** Returns labels and, beside them, texts whose lines fit into 80 columns, where their words do. */
export function textColumns(rows: readonly (readonly [label: string, texts: readonly string[]])[]): string {
  const indent = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows
    .map(([label, texts]) => {
      const lines = texts.flatMap((text) => wrap(text, WIDTH - indent));
      return lines.map((line, index) => `${(index ? '' : label).padEnd(indent)}${line}\n`).join('');
    })
    .join('');
}

/** What begins with a hyphen goes on behind it. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  const further = text.startsWith('- ') ? '  ' : '';
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length ? further + word : word);
  }
  return lines;
}
