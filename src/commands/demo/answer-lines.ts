/** An answer as lines for a person: the model gets it as one line of JSON. */
import { stripHidden } from '../../shared/text.ts';
import type { Colours } from '../terminal/colours.ts';
import { fitTable } from '../terminal/fitting-table.ts';
import { cutText, padRight, textWidth } from '../terminal/text-width.ts';
import { wrapText } from '../terminal/wrap-text.ts';

export interface AnswerView {
  width: number;
  colours: Colours;
  /** Columns that answer what the person asked. */
  columns?: readonly string[];
}

const INDENT = 2;
/** Of a hash, which nobody reads to its end. */
const HASH = /^[0-9a-f]{40,}$/;
const HASH_WIDTH = 20;

/** @param data the JSON of the answer; undefined where the answer is an error */
export function answerLines(data: any, text: string, view: AnswerView): string[] {
  const { width, colours } = view;
  if (data === undefined) return wrapText(plain(text), width).map(colours.bad);
  if (data.rows) return [...tableLines(data, view), ...memberLines(besideTable(data), view)];
  if (data.confirmation) return confirmationLines(data, view);
  return memberLines(data, view);
}

function besideTable({ columns, rows, total, returned, filter, legend, ...beside }: any): object {
  return beside;
}

function tableLines({ columns, rows, total, returned }: any, view: AnswerView): string[] {
  const { width, colours } = view;
  const cells = rows.map((row: unknown[]) => row.map((cell) => (cell === null ? '' : inWords(cell))));
  const { head, rows: lines, omitted } = fitTable({ columns, rows: cells }, width, view.columns);
  const more = omitted.length
    ? `${omitted.length} more ${omitted.length === 1 ? 'column' : 'columns'}: ${omitted.join(', ')}`
    : '';
  return [
    colours.dim(`${total} found, ${returned} shown`),
    colours.dim(head),
    ...lines.flatMap(({ line, texts }) => [line, ...texts.map(colours.dim)]),
    ...wrapText(more, width, INDENT).filter(Boolean).map(colours.dim),
  ];
}

function confirmationLines({ status, confirmation }: any, { width, colours }: AnswerView): string[] {
  const { summary, effects, undo, expires_at, token } = confirmation;
  return [
    colours.open(status),
    ...wrapText(plain(summary), width),
    ...effects.flatMap((effect: string) => wrapText(`- ${plain(effect)}`, width, INDENT)),
    ...wrapText(`undo: ${plain(undo)}`, width, INDENT),
    ...wrapText(`token: ${token} (until ${expires_at.slice(11, 16)})`, width, INDENT).map(colours.dim),
  ];
}

/** What is good to see in an answer's `status`, and what still waits. */
const GOOD = ['done'];
const OPEN = ['declined', 'partly done'];

/** Returns a line or more for each member, its name in front; members of members stand below each other once. */
function memberLines(data: object, view: AnswerView, isNested = false): string[] {
  const { width, colours } = view;
  const members = Object.entries(data).filter(([, value]) => value !== undefined);
  const nameWidth = Math.max(...members.map(([name]) => textWidth(name))) + INDENT;
  const inner = { ...view, width: width - nameWidth };
  return members.flatMap(([name, value]) => {
    const lines =
      isMembers(value) && !isNested ? memberLines(value, inner, true) : valueLines(value, inner.width);
    const painted = name === 'status' ? lines.map(paintOf(value, colours)) : lines;
    return painted.map((line, i) => colours.dim(padRight(i ? '' : name, nameWidth)) + line);
  });
}

/** Returns the value in words: several texts as a list where they don't fit into one line. */
function valueLines(value: unknown, width: number): string[] {
  const words = inWords(value);
  const isSeveral = Array.isArray(value) && value.every(isText) && textWidth(words) > width;
  if (!isSeveral) return wrapText(words, width);
  return value.flatMap((text) => wrapText(`- ${plain(text)}`, width, INDENT));
}

const paintOf = (status: unknown, { good, open }: Colours): ((line: string) => string) =>
  GOOD.includes(String(status)) ? good : OPEN.includes(String(status)) ? open : (line) => line;

/** Returns the lines of a text that is to be shown as it is, such as a chart in characters. */
export const textLines = (text: string, width: number): string[] =>
  text.split('\n').flatMap((line) => wrapText(stripHidden(line), width, INDENT));

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether the value is an object with more than figures in it, which stand in a row. */
const isMembers = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !Object.values(value).every((member) => typeof member === 'number');

/** Returns a value in one line. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length ? value.map(inWords).join(', ') : 'none';
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, member]) => `${name} ${inWords(member)}`)
      .join(', ');
  const text = plain(String(value));
  return HASH.test(text) ? cutText(text, HASH_WIDTH) : text;
}

/** What people wrote must not move the cursor. */
const plain = (text: string): string => stripHidden(text).replace(/\s+/g, ' ').trim();
