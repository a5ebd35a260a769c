/**
 * The texts of hosts' settings: JSON that may have comments and trailing commas. Only the one entry is touched; the
 * rest stays byte for byte, which is why nothing is formatted anew.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  createScanner,
  type Node,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { isObject } from '../../shared/json.ts';

/** The name under which hosts list the server. */
export const ENTRY_NAME = 'hitrate';

/** What is wrong with a settings file, as a person may mend it. */
export class SettingsFileError extends Error {}

/** The members of an entry that setup knows; others are kept. */
export interface Entry {
  type?: string;
  command?: string;
  args?: string[];
  env?: Record<string, string>;
  [other: string]: unknown;
}

const PARSE_OPTIONS = { allowTrailingComma: true };

/** Returns the entry; undefined where there is none. @throws SettingsFileError */
export function readEntry(text: string, servers: string): Entry | undefined {
  if (!parseSettings(text, servers)) return undefined;
  const entry: unknown = parse(text, [], PARSE_OPTIONS)[servers]?.[ENTRY_NAME];
  if (entry === undefined || isObject(entry)) return entry as Entry | undefined;
  throw new SettingsFileError(`"${ENTRY_NAME}" in "${servers}" must be an object: mend it, or take it out`);
}

/** Returns the text with the entry, in the place of the one that is there. @throws SettingsFileError */
export function withEntry(text: string, servers: string, entry: Entry): string {
  const tree = parseSettings(text, servers);
  const style = styleOf(text);
  if (!tree) return `${text}${objectText({ [servers]: { [ENTRY_NAME]: entry } }, '', style)}${style.eol}`;
  const list = property(tree, servers)?.children?.[1];
  const present = property(list, ENTRY_NAME);
  const changed = present
    ? splice(text, present.children![1]!, objectText(entry, indentAt(text, present.offset), style))
    : list
      ? insertMember(text, list, ENTRY_NAME, entry, style)
      : insertMember(text, tree, servers, { [ENTRY_NAME]: entry }, style);
  expectOnlyEntryChanged(text, changed, servers, entry);
  return changed;
}

/** Returns the text without the entry; the same text where there is none. @throws SettingsFileError */
export function withoutEntry(text: string, servers: string): string {
  const list = property(parseSettings(text, servers), servers)?.children?.[1];
  const present = property(list, ENTRY_NAME);
  if (!list || !present) return text;
  const isAlone =
    splice(text, present, '')
      .slice(list.offset + 1, endOf(list) - 1 - present.length)
      .trim() === '';
  const changed = isAlone ? splice(text, list, '{}') : removeMember(text, list, present);
  expectOnlyEntryChanged(text, changed, servers, undefined);
  return changed;
}

/** Returns the tree; undefined for a file that is empty. @throws SettingsFileError */
function parseSettings(text: string, servers: string): Node | undefined {
  if (text.trim() === '') return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, PARSE_OPTIONS);
  const [error] = errors;
  if (error) throw new SettingsFileError(describe(text, error));
  if (tree?.type !== 'object') throw new SettingsFileError('is no JSON object: it must be { … } as a whole');
  const list = property(tree, servers)?.children?.[1];
  if (list && list.type !== 'object')
    throw new SettingsFileError(
      `"${servers}" is ${list.type === 'array' ? 'an array' : `a ${list.type}`} and must be an object: { … }`,
    );
  return tree;
}

function describe(text: string, { error, offset }: ParseError): string {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const what = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `is no JSON that can be read: line ${lines.length}, column ${lines.at(-1)!.length + 1}: ${what}`;
}

/** The last of that name, which is the one that counts. */
const property = (object: Node | undefined, name: string): Node | undefined =>
  object?.type === 'object'
    ? object.children?.findLast((child) => child.children?.[0]?.value === name)
    : undefined;

const endOf = ({ offset, length }: Node): number => offset + length;

const splice = (text: string, { offset, length }: { offset: number; length: number }, by: string): string =>
  text.slice(0, offset) + by + text.slice(offset + length);

interface Style {
  eol: string;
  /** One step. */
  indent: string;
}

/** Returns how the file is written, so that the entry looks as the rest does. */
function styleOf(text: string): Style {
  const [eol = '\n'] = /\r\n|\n|\r/.exec(text) ?? [];
  const [, indent = '  '] = /[\r\n]([ \t]+)["/]/.exec(text) ?? [];
  return { eol, indent };
}

function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

const objectText = (value: object, indent: string, style: Style): string =>
  JSON.stringify(value, undefined, style.indent).replaceAll('\n', style.eol + indent);

/** Behind the last member, and behind the comments that belong to it. */
function insertMember(text: string, object: Node, name: string, value: object, style: Style): string {
  const close = endOf(object) - 1;
  const end = lastTokenEnd(text, object);
  const last = object.children?.at(-1);
  const trailingComma = last !== undefined && commaAfter(text, endOf(last), close) !== undefined;
  const head = `${JSON.stringify(name)}: `;
  const isOneLine = !/[\r\n]/.test(text.slice(object.offset, close));
  const member =
    isOneLine && last
      ? ` ${head}${JSON.stringify(value)}`
      : memberOnItsOwn(text, object, head, value, style, isOneLine || /\S/.test(lineEnd(text, end)));
  const inserted = splice(text, { offset: end, length: 0 }, member + (trailingComma ? ',' : ''));
  return last && !trailingComma ? splice(inserted, { offset: endOf(last), length: 0 }, ',') : inserted;
}

/** @param closes whether the bracket that closes the object has to go onto a line of its own */
function memberOnItsOwn(
  text: string,
  object: Node,
  head: string,
  value: object,
  style: Style,
  closes: boolean,
): string {
  const outer = indentAt(text, object.offset);
  const inner = object.children?.length
    ? indentAt(text, object.children.at(-1)!.offset)
    : outer + style.indent;
  return `${style.eol}${inner}${head}${objectText(value, inner, style)}${closes ? style.eol + outer : ''}`;
}

const lineEnd = (text: string, offset: number): string => /^[^\r\n]*/.exec(text.slice(offset))![0];

/** Its comma goes with it, and the blanks before it. */
function removeMember(text: string, object: Node, member: Node): string {
  const close = endOf(object) - 1;
  const comma = commaAfter(text, endOf(member), close);
  const end = comma ?? endOf(member);
  const blanks = text.slice(0, member.offset).trimEnd().length;
  // What follows on its line does not move into the one before, which a comment may end.
  const sharesLine = /\S/.test(lineEnd(text, end)) && /[\r\n]/.test(text.slice(blanks, member.offset));
  const start = sharesLine ? member.offset : blanks;
  const removed = splice(text, { offset: start, length: end - start }, '');
  const index = object.children!.indexOf(member);
  const previous = object.children![index - 1];
  const isLast = index === object.children!.length - 1;
  const ownsComma = previous && isLast && comma === undefined;
  const before = ownsComma ? commaAfter(text, endOf(previous), member.offset) : undefined;
  return before === undefined ? removed : splice(removed, { offset: before - 1, length: 1 }, '');
}

/** Returns the end of the comma that follows, comments aside. */
function commaAfter(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text.slice(from, to), true);
  scanner.scan();
  const offset = from + scanner.getTokenOffset();
  return offset < to && text[offset] === ',' ? offset + 1 : undefined;
}

/** Returns where the last token or comment before the closing bracket ends. */
const lastTokenEnd = (text: string, object: Node): number =>
  text.slice(0, endOf(object) - 1).trimEnd().length;

/** Settings of others are worth more than an entry. @throws SettingsFileError where anything else came out different */
function expectOnlyEntryChanged(before: string, after: string, servers: string, entry?: Entry): void {
  const expected = parse(before, [], PARSE_OPTIONS) as Record<string, Record<string, unknown>>;
  const list = { ...expected[servers] };
  if (entry) list[ENTRY_NAME] = entry;
  else delete list[ENTRY_NAME];
  const errors: ParseError[] = [];
  const actual = parse(after, errors, PARSE_OPTIONS);
  const ok = errors.length === 0 && isDeepStrictEqual(actual, { ...expected, [servers]: list });
  if (!ok)
    throw new SettingsFileError('could not be changed without a change to the rest: change it by hand');
}
