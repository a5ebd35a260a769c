/** Small words that the toolsets share: how rows, names and writes are put. */

import type { Column, RecordAnswer, RowsAnswer } from '../src/define/answer.ts';
import type { Args, Row } from '../src/define/row.ts';
import { expectSameId as expectId, numeric } from '../src/response/ids.ts';
import { ToolError } from '../src/shared/tool-error.ts';

export { numeric } from '../src/response/ids.ts';
export { fullName, label, withPlus } from '../src/response/wording.ts';

/** E.164 without its plus, as calls have it. */
export const withoutPlus = (e164: string): string => e164.replace('+', '');

export const asInt = (flag: boolean): number => (flag ? 1 : 0);

/** One value goes out alone, several as an array. */
export const oneOrMany = (values: number[]): number | number[] => (values.length === 1 ? values[0]! : values);

/** Names that the dialer counts from one. */
export const fromOne = (names: string): Record<string, number> =>
  Object.fromEntries(names.split(' ').map((name, index) => [name, index + 1]));

/** Names that the dialer knows as numbers. */
export const numbered = (numbers: Record<string, number>) => (name: string) => numbers[name];

/** Names that the dialer knows as bits of one number. */
export const bits = (values: Record<string, number>) => (names: string[]) =>
  names.reduce((sum, name) => sum | values[name]!, 0);

export const list = (
  columns: RowsAnswer['columns'],
  empty: string,
  more?: RowsAnswer['more'],
): RowsAnswer => ({
  is: 'rows',
  rows: (body) => (Array.isArray(body) ? body : [body]),
  columns,
  more,
  empty,
});

export const record = (shape: RecordAnswer['record']): RecordAnswer => ({ is: 'record', record: shape });

/** A write that answers with the id of what it made or changed. */
export const doneAnswer = (
  idName: string,
  idOf: (body: any, args: Args) => unknown = (body) => body.id,
): RecordAnswer => record((body, args) => ({ status: 'done', [idName]: numeric(idOf(body, args)) }));

/** A write that made something: its id, and what it was called. */
export const createdAnswer = (
  idName: string,
  name: string,
  idOf: (body: any) => unknown = (body) => body.id,
): RecordAnswer =>
  record((body, args) => ({ status: 'done', [idName]: numeric(idOf(body)), [name]: args[name] }));

/**
 * The id that the dialer says it acted on, if that is the one that was meant: without that it is not known what was
 * done, and to whom. @throws ToolError outcome_unknown
 */
export function expectActedOn(idName: string, id: unknown, args: Args): unknown {
  const told = numeric(id);
  if (told === args[idName]) return told;
  throw new ToolError(
    'outcome_unknown',
    `The dialer was asked for ${idName} ${args[idName]} and answered with ${told === undefined ? 'none' : told}: what was done is not known.`,
  );
}

/** A deletion that was previewed: what it was called is known of the preview. */
export const deletedAnswer = (
  idName: string,
  idOf: (body: any, args: Args) => unknown = (body) => body.id,
): RecordAnswer =>
  record((body, args, _, known) => ({
    status: 'done',
    [idName]: expectActedOn(idName, idOf(body, args), args),
    deleted: known,
  }));

/** The member of a list with that id. */
export const byId = (rows: Row[], id: unknown): Row | undefined => rows.find((row) => row.id === id);

/**
 * Returns what was read for a preview if it is what was requested: were another thing shown than is acted on, the
 * person's yes would be for the wrong one. @throws ToolError not_found, bad_answer
 */
export function expectSameId(what: string, row: Row | null | undefined, id: unknown, key = 'id'): Row {
  if (!row) throw new ToolError('not_found', `There is no ${what} ${id}.`);
  return expectId(what, row, id, { key, allowText: true, consequence: ' Nothing was done.' });
}

/** "3 orders", "1 order". */
export const countNoun = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The dialer's 0 and 1 as what they mean. */
export const booleans = (row: Row, ...names: string[]): Row => ({
  ...row,
  ...Object.fromEntries(names.filter((name) => name in row).map((name) => [name, Boolean(row[name])])),
});

/** The arguments that change something, as `title "New", price 399`. */
export function changes(args: Args, except: string[]): string {
  const parts = Object.entries(args)
    .filter(([name, value]) => !except.includes(name) && value !== undefined)
    .map(
      ([name, value]) => `${name} ${name === 'password' ? '(a new one)' : JSON.stringify(shortValue(value))}`,
    );
  return parts.join(', ');
}

/** A long text must not push what stands after it out of sight. */
const shortValue = (value: unknown): unknown =>
  typeof value === 'string' && value.length > 80 ? `${value.slice(0, 79)}…` : value;

/** What else an act sets, for a preview; no line where it is nothing. */
export function alsoSet(args: Args, except: string[]): string[] {
  const set = changes(args, except);
  return set ? [`also set: ${set}`] : [];
}

/** Dropdowns come as "A;;B", multi fields as JSON text with columns. */
export function fieldOptions(row: Row): unknown {
  if (typeof row.options !== 'string') return row.options ?? null;
  if (!row.options.startsWith('{')) return row.options.split(';;').join(' | ');
  try {
    const { cols, values } = JSON.parse(row.options);
    return `columns ${cols.join(', ')}; ${countNoun(values.length, 'row')}`;
  } catch {
    return row.options;
  }
}

export const fieldColumns: Record<string, Column> = {
  id: 'id',
  name: 'name',
  datatype: 'datatype',
  options: fieldOptions,
  default: 'default_value',
  description: 'description',
};
