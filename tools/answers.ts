/** What the toolsets share: encoders of arguments, shapes of answers, words of previews. */

import type { Column, RecordAnswer, RowsAnswer } from '../src/define/answer.ts';
import type { Args, Row } from '../src/define/row.ts';
import { expectSameId as expectId, numeric } from '../src/response/ids.ts';
import { ToolError } from '../src/shared/tool-error.ts';

export { numeric } from '../src/response/ids.ts';
export { fullName, label, withPlus } from '../src/response/wording.ts';

/** Returns E.164 without its plus, as calls have it. */
export const withoutPlus = (e164: string): string => e164.replace('+', '');

export const asInt = (flag: boolean): number => (flag ? 1 : 0);

/** Encodes one value alone and several as an array. */
export const oneOrMany = (values: number[]): number | number[] => (values.length === 1 ? values[0]! : values);

/** Returns a table of names that the dialer counts from one. */
export const numberFromOne = (names: string): Record<string, number> =>
  Object.fromEntries(names.split(' ').map((name, index) => [name, index + 1]));

/** Encodes names that the dialer knows as numbers. */
export const encodeName = (numbers: Record<string, number>) => (name: string) => numbers[name];

/** Encodes names that the dialer knows as bits of one number. */
export const encodeBits = (values: Record<string, number>) => (names: string[]) =>
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

/** The answer to a write that made something: its id, and its name. */
export const createdAnswer = (
  idName: string,
  name: string,
  idOf: (body: any) => unknown = (body) => body.id,
): RecordAnswer =>
  record((body, args) => ({ status: 'done', [idName]: numeric(idOf(body)), [name]: args[name] }));

/**
 * Returns the id that the dialer says it acted on, if that is the one that was meant: otherwise it is not known what was
 * done, and to whom. @throws ToolError outcome_unknown
 */
export function expectActedOn(idName: string, id: unknown, args: Args): unknown {
  const actedOn = numeric(id);
  if (actedOn === args[idName]) return actedOn;
  throw new ToolError(
    'outcome_unknown',
    `The dialer was asked for ${idName} ${args[idName]} and answered with ${actedOn === undefined ? 'none' : actedOn}: what was done is not known.`,
  );
}

/** Returns the row with that id. */
export const byId = (rows: Row[], id: unknown): Row | undefined => rows.find((row) => row.id === id);

/**
 * Returns what was read for a preview if it is what was requested: were another thing shown than is acted on, the
 * person's yes would be for the wrong one. @throws ToolError not_found, bad_answer
 */
export function expectSameId(what: string, row: Row | null | undefined, id: unknown, key = 'id'): Row {
  if (!row) throw new ToolError('not_found', `There is no ${what} ${id}.`);
  return expectId(what, row, id, { key, allowText: true, consequence: ' Nothing was done.' });
}

/** Returns `3 orders` or `1 order`. */
export const countNoun = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Returns the row with the dialer's 0 and 1 as booleans. */
export const booleans = (row: Row, ...names: string[]): Row => ({
  ...row,
  ...Object.fromEntries(names.filter((name) => name in row).map((name) => [name, Boolean(row[name])])),
});

/** Returns arguments as `title "New", price 399`; a password is not shown. */
export const describeValues = (args: Args, except: readonly string[] = []): string =>
  Object.entries(args)
    .filter(([name, value]) => !except.includes(name) && value !== undefined)
    .map(([name, value]) => `${name} ${describeValue(name, value)}`)
    .join(', ');

/** Returns a value as `"New"` or 399, and `none` for nothing. */
export const describeValue = (name: string, value: unknown): string =>
  value === null || value === ''
    ? 'none'
    : name === 'password' || name === 'new_password'
      ? '(a new one)'
      : JSON.stringify(shortValue(value));

/** A long text must not push what stands after it out of sight. */
const MAX_VALUE_LENGTH = 80;
const shortValue = (value: unknown): unknown =>
  typeof value === 'string' && value.length > MAX_VALUE_LENGTH
    ? `${value.slice(0, MAX_VALUE_LENGTH - 1)}…`
    : value;

/** Returns a preview's line on what else an act sets; none where that is nothing. */
export function alsoSet(args: Args, except: readonly string[]): string[] {
  const values = describeValues(args, except);
  return values ? [`also set: ${values}`] : [];
}

/** Describes the choices of a field: a dropdown has `A;;B`, a multi field JSON text with columns. */
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
