/** The values of a call's arguments, one by one, as far as others may have put them there. */
import type { Args } from '../define/row.ts';
import type { Tool } from '../define/tool.ts';
import { tokensOf } from './tokens.ts';
import { type Comparable, comparable } from './values.ts';

export interface ArgumentValue extends Comparable {
  /** Which argument: `customers[3].phone`. */
  path: string;
  value: string;
}

/** Values of one call that are looked at. */
export const MAX_VALUES = 2_000;
/** Of a text, as a whole file can be one. */
const MAX_LENGTH = 20_000;
/** A text from so many words on may hold the number or address of somebody else. */
const MIN_WORDS = 2;
const WITHIN =
  /\+?\d[\d\s()./-]{5,18}\d|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|(?:https?:\/\/|www\.)[^\s"'<>]+|(?<![\w@.-])[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){1,4}(?![\w.-])/gi;

/** @returns at most one more than are looked at */
export function argumentValues(args: Args, choices: ReadonlySet<string> = new Set()): ArgumentValue[] {
  const values: ArgumentValue[] = [];
  const visit = (path: string, name: string, value: unknown): void => {
    if (values.length > MAX_VALUES || choices.has(path)) return;
    if (Array.isArray(value)) value.forEach((item, i) => void visit(`${path}[${i}]`, name, item));
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) visit(path ? `${path}.${key}` : key, key, member);
    else
      for (const one of withParts(typeof value === 'string' ? value.slice(0, MAX_LENGTH) : value)) {
        const found = isPlainWord(one) ? undefined : comparable(nameFor(name, one, value), one);
        if (found) values.push({ ...found, path, value: String(one) });
      }
  };
  visit('', '', args);
  return values;
}

/** A run of digits within a text is compared as a phone number, whatever the argument is called. */
const nameFor = (name: string, part: unknown, whole: unknown): string => (part === whole ? name : 'phone');

/** A single word, such as a first name or a town, stands in so many texts that it proves nothing. */
const isPlainWord = (value: unknown): boolean =>
  typeof value === 'string' && /^\s*\p{L}{1,20}\s*$/u.test(value);

/** Returns a value, and the phone numbers and addresses within it if it is a longer text. */
const withParts = (value: unknown): unknown[] =>
  typeof value === 'string' && tokensOf(value).length >= MIN_WORDS
    ? [value, ...[...value.matchAll(WITHIN)].map(([part]) => part)]
    : [value];

/** Returns the arguments of a tool that are one of a few words of ours, which any text may hold. */
export function choicesOf({ input }: Pick<Tool, 'input'>): ReadonlySet<string> {
  const names = Object.entries(input.shape as Record<string, unknown>)
    .filter(([, schema]) => isChoice(schema))
    .map(([name]) => name);
  return new Set(names);
}

/** Looks through what makes a schema optional, a list or anything that is read first. */
function isChoice(schema: any): boolean {
  const { type, innerType, element, out } = schema?.def ?? {};
  if (type === 'enum' || type === 'boolean') return true;
  const inner = innerType ?? element ?? out;
  return inner !== undefined && isChoice(inner);
}
