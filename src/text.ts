/** Text that people outside wrote, made harmless to show. */

// Control, zero-width, bidirectional, variation and tag characters: they can hide text from a person that a model still
// reads. Line breaks and tabs stay, as JSON shows them as such. Written as ranges of code points, since the characters
// themselves can't be seen here either.
const HIDDEN_RANGES = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe01ef],
] as const;

const code = (point: number): string => `\\u{${point.toString(16)}}`;
const HIDDEN = new RegExp(
  `[${HIDDEN_RANGES.map(([from, to]) => `${code(from)}-${code(to)}`).join('')}]`,
  'gu',
);

/** Without characters that hide or reorder text. */
export const visible = (text: string): string => text.replace(HIDDEN, '');

/** In one line, at most that long. */
export function oneLine(text: string, max: number): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}
