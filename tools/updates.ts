/** What an update changed: what it is now beside what it was, as far as the dialer tells. */

import type { Args, Row } from '../src/define/row.ts';
import type { DirectAnswer, Prepared, WriteEndpoint } from '../src/define/tool.ts';
import type { ReadDialer } from '../src/define/tool-context.ts';
import { changes, numeric } from './answers.ts';

/** How a thing stands, by the names of the arguments that set it; undefined is what the dialer does not tell. */
export type State = Row;

const ALREADY = 'It is so already: nothing was sent.';

/** Said instead of sending: all is as it is wanted. */
export const unchanged = (about: Row, note = ALREADY): DirectAnswer => ({
  answer: { status: 'unchanged', ...about, note },
});

/** Set by this call: all arguments but those that choose what is changed. */
const valuesToSet = (args: Args, id: string): Row =>
  Object.fromEntries(
    Object.entries(args).filter(([name, value]) => name !== id && name !== 'confirm' && value !== undefined),
  );

/** Where all values are those that stand there, the answer that says so. */
export function unchangedAnswer(id: string, args: Args, before: State): DirectAnswer | undefined {
  const values = valuesToSet(args, id);
  const news = Object.entries(values).some(([name, value]) => !same(before[name], value));
  return news ? undefined : unchanged({ [id]: args[id], unchanged: Object.keys(values) });
}

interface Update {
  /** The argument that names what is changed. */
  id: string;
  /** Reads it. @throws ToolError */
  read: (args: Args, read: ReadDialer) => Promise<Row>;
  state: (row: Row) => State;
  /** Arguments in the form of `state`, where one meaning has several. */
  alike?: (args: Args) => Args;
}

const createPrepare =
  ({ id, read: readCurrent, state, alike = (args) => args }: Update) =>
  async (args: Args, { read }: { read: ReadDialer }): Promise<Prepared> => {
    const known = state(await readCurrent(args, read));
    return unchangedAnswer(id, alike(args), known) ?? { known };
  };

/** An update whose answer repeats what the dialer took, by names that `renamed` turns into those that were sent. */
export const echoedUpdate = (
  update: Update,
  renamed: Record<string, string> = {},
): Pick<WriteEndpoint, 'prepare' | 'answer'> => ({
  prepare: createPrepare(update),
  answer: {
    is: 'record',
    record: (body, args, _, before) => {
      const { id } = update;
      const taken = update.state(body);
      const values = Object.entries(valuesToSet(args, id)).filter(([name]) => taken[name] !== undefined);
      return {
        status: 'done',
        [id]: numeric(body.id ?? body[id] ?? args[id]),
        ...difference(Object.fromEntries(values), before, taken),
      };
    },
    echo: renamed,
  },
});

/** An update that is answered without its values: they are read again afterwards. */
export const readUpdate = (update: Update): Pick<WriteEndpoint, 'prepare' | 'act' | 'answer'> => ({
  prepare: createPrepare(update),
  act: async (args, { read, send }) => {
    await send(args);
    return readAgain(async () => update.state(await update.read(args, read)));
  },
  answer: {
    is: 'record',
    record: (after: After, args, _, before) => ({
      status: 'done',
      [update.id]: args[update.id],
      ...updateOutcome(valuesToSet(update.alike?.(args) ?? args, update.id), before, after),
    }),
  },
});

/** How it stands after an act; undefined where that could not be read: the act is done all the same. */
export interface After {
  state?: State;
}

export const readAgain = async (read: () => Promise<State>): Promise<After> => ({
  state: await read().catch(() => undefined),
});

const NOT_READ = 'It could not be read afterwards: what was sent stands here as the new value.';

/** What an act set, by how it stands afterwards. */
export const updateOutcome = (values: Row, before: State, { state }: After): Row => ({
  ...difference(values, before, state ?? values),
  ...(state ? {} : { note: NOT_READ }),
});

/** `changed` holds the old and the new value of each; `set` what the dialer tells no old value of. */
export function difference(values: Row, before: State, after: State): Row {
  const changed: Row = {};
  const set: Row = {};
  const unchanged: string[] = [];
  const refused: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const now = after[name] === undefined ? value : after[name];
    if (before[name] === undefined) set[name] = value;
    else if (!same(before[name], now)) changed[name] = [before[name], now];
    else if (same(now, value)) unchanged.push(name);
    else refused.push(name);
  }
  return {
    changed,
    ...(Object.keys(set).length && {
      set: `${changes(set, [])}: the dialer does not tell what was there before`,
    }),
    unchanged,
    ...(refused.length && {
      not_taken: refused,
      note: `${refused.join(', ')} stayed as before: the dialer took the request and not that value.`,
    }),
  };
}

/** Whether the dialer's value is the one that is meant: it has numbers as text, and flags as numbers. */
export function same(one: unknown, other: unknown): boolean {
  if (one === undefined) return false;
  return plain(one) === plain(other) || asNumber(one, other) || asNumber(other, one);
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const ids = value.every((one) => typeof one === 'number');
  return JSON.stringify(ids ? [...value].sort((a, b) => a - b) : value);
}

/** A text of digits with a leading 0 is no number. */
const asNumber = (number: unknown, text: unknown): boolean =>
  typeof number === 'number' &&
  typeof text === 'string' &&
  /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) &&
  Number(text) === number;

/** The dialer's 0 and 1, where it tells them. */
export const flagOf = (value: unknown): boolean | undefined =>
  value === undefined ? undefined : Boolean(value);

/** A day without its time. */
export const dayOf = (value: unknown): unknown => (typeof value === 'string' ? value.slice(0, 10) : value);

/** Members that have the names of arguments. */
export const members = (row: Row, ...names: string[]): State =>
  Object.fromEntries(names.map((name) => [name, row[name]]));
