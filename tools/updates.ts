/** Updates: what is sent only where it changes anything, and how the values were before and are now. */

import type { RecordAnswer } from '../src/define/answer.ts';
import type { Args, Row } from '../src/define/row.ts';
import type { DirectAnswer, Prepared, Preview, Previewer } from '../src/define/tool.ts';
import type { ActContext, ReadContext, ReadDialer } from '../src/define/tool-context.ts';
import { describeValue, describeValues, label, numeric } from './answers.ts';

/** The values of a thing by the names of the arguments that set them; undefined is what the dialer does not tell. */
export type State = Row;

const ALREADY = 'It is so already: nothing was sent.';

/** The answer instead of an update that would change nothing. */
export const unchanged = (about: Row, note = ALREADY): DirectAnswer => ({
  answer: { status: 'unchanged', ...about, note },
});

/** Returns the arguments that a call sets: all but the one that names what is changed. */
export const valuesToSet = (args: Args, id: string): Row =>
  Object.fromEntries(
    Object.entries(args).filter(([name, value]) => name !== id && name !== 'confirm' && value !== undefined),
  );

/** Returns the answer that nothing would change, where the thing has all the values already. */
export function unchangedAnswer(id: string, args: Args, before: State): DirectAnswer | undefined {
  const values = valuesToSet(args, id);
  const hasChange = Object.entries(values).some(([name, value]) => !same(before[name], value));
  return hasChange ? undefined : unchanged({ [id]: args[id], unchanged: Object.keys(values) });
}

/** What an update changes, and how that is read. */
export interface UpdateTarget<Id extends string> {
  /** The argument that names it. */
  id: Id;
  /** @throws ToolError */
  read(args: Record<Id, number>, read: ReadDialer): Promise<Row>;
  state(row: Row): State;
  /** Puts arguments into the form of `state`, where the same value can be written in several ways. */
  normalise?(args: Args): Args;
}

type UpdateArgs<Id extends string> = Record<Id, number> & Args;

/** The parts of an update tool that are the same in each. */
interface Update<Id extends string> {
  prepare(args: UpdateArgs<Id>, context: Pick<ReadContext, 'read'>): Promise<Prepared>;
  answer: RecordAnswer;
}

/** Makes the step before an update: it reads how the thing is, and sends nothing where nothing would change. */
export const prepareUpdate =
  <Id extends string>({ id, read: readTarget, state, normalise = (args) => args }: UpdateTarget<Id>) =>
  async (args: UpdateArgs<Id>, { read }: Pick<ReadContext, 'read'>): Promise<Prepared> => {
    const before = state(await readTarget(args, read));
    return unchangedAnswer(id, normalise(args), before) ?? { known: before };
  };

/** What the preview of an update says. */
type UpdatePreview = Pick<Preview, 'target' | 'summary' | 'effects' | 'type'>;

/** Returns the preview of an update that needs a confirmation, or the answer that nothing would change. */
export async function previewUpdate<Id extends string>(
  { id, read: readTarget, state, normalise = (args) => args }: UpdateTarget<Id>,
  args: UpdateArgs<Id>,
  read: ReadDialer,
  describe: (row: Row, before: State) => UpdatePreview | Promise<UpdatePreview>,
): Promise<Preview | DirectAnswer> {
  const row = await readTarget(args, read);
  const before = state(row);
  return (
    unchangedAnswer(id, normalise(args), before) ?? {
      args,
      known: before,
      state: row,
      ...(await describe(row, before)),
    }
  );
}

/**
 * Makes the preview of an update that shows each value as it was and as it will be.
 * @param kind of thing, such as `client`. @param name the member of the thing that names it
 */
export const previewChanges =
  <Id extends string>(target: UpdateTarget<Id>, kind: string, name: string): Previewer<UpdateArgs<Id>> =>
  (args, read) =>
    previewUpdate(target, args, read, async (row, before) => ({
      target: `${kind} ${args[target.id]}`,
      summary: `Change ${kind} ${label(row[name], args[target.id])}.`,
      effects: changeLines(valuesToSet(target.normalise?.(args) ?? args, target.id), before),
    }));

/** Returns `price 399 to 299` for each value that changes; what the dialer does not tell has no old value. */
export const changeLines = (values: Row, before: State): string[] =>
  Object.entries(values)
    .filter(([name, value]) => !same(before[name], value))
    .map(([name, value]) =>
      before[name] === undefined
        ? `${name} set to ${describeValue(name, value)}; the dialer does not tell what it was`
        : `${name} ${describeValue(name, before[name])} to ${describeValue(name, value)}`,
    );

/** An update whose answer repeats what the dialer took, some of it under names that `renamed` turns into those that were sent. */
export const echoedUpdate = <Id extends string>(
  target: UpdateTarget<Id>,
  renamed: Record<string, string> = {},
): Update<Id> => ({
  prepare: prepareUpdate(target),
  answer: {
    is: 'record',
    record: (body, args, _, before) => {
      const { id } = target;
      const echoed = target.state(body);
      const values = Object.entries(valuesToSet(args, id)).filter(([name]) => echoed[name] !== undefined);
      return {
        status: 'done',
        [id]: numeric(body.id ?? body[id] ?? args[id]),
        ...difference(Object.fromEntries(values), before, echoed),
      };
    },
    echo: renamed,
  },
});

/** An update that is answered without its values: they are read again afterwards. */
export const rereadUpdate = <Id extends string>(
  target: UpdateTarget<Id>,
): Update<Id> & { act(args: UpdateArgs<Id>, context: ActContext): Promise<After> } => ({
  prepare: prepareUpdate(target),
  act: async (args, { read, send }) => {
    await send(args);
    return readAgain(async () => target.state(await target.read(args, read)));
  },
  answer: {
    is: 'record',
    record: (after: After, args, _, before) => ({
      status: 'done',
      [target.id]: args[target.id],
      ...updateOutcome(valuesToSet(target.normalise?.(args) ?? args, target.id), before, after),
    }),
  },
});

/** How a thing is after an act. */
export interface After {
  /** Absent where it could not be read: the act is done all the same. */
  state?: State;
}

export const readAgain = async (read: () => Promise<State>): Promise<After> => ({
  state: await read().catch(() => undefined),
});

const NOT_READ = 'It could not be read afterwards: what was sent stands here as the new value.';

/** Returns what an act set, by how the thing is afterwards. */
export const updateOutcome = (values: Row, before: State, { state }: After): Row => ({
  ...difference(values, before, state ?? values),
  ...(state ? {} : { note: NOT_READ }),
});

/** Returns the old and the new value of each in `changed`; in `set` those whose old value the dialer does not tell. */
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
      set: `${describeValues(set)}: the dialer does not tell what was there before`,
    }),
    unchanged,
    ...(refused.length && {
      not_taken: refused,
      note: `${refused.join(', ')} stayed as before: the dialer took the request and not that value.`,
    }),
  };
}

/** Tells whether two values mean the same: the dialer has numbers as text, flags as numbers, and ids in any order. */
export function same(value: unknown, other: unknown): boolean {
  if (value === undefined) return false;
  return asText(value) === asText(other) || isNumberInText(value, other) || isNumberInText(other, value);
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const areIds = value.every((item) => typeof item === 'number');
  return JSON.stringify(areIds ? [...value].sort((a, b) => a - b) : value);
}

/** Tells whether a text is that number, such as `399.00` for 399; digits after a leading 0 are no number. */
const isNumberInText = (number: unknown, text: unknown): boolean =>
  typeof number === 'number' &&
  typeof text === 'string' &&
  /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) &&
  Number(text) === number;

/** Reads the dialer's 0 and 1, where it tells them. */
export const flagOf = (value: unknown): boolean | undefined =>
  value === undefined ? undefined : Boolean(value);

/** Returns a day without its time. */
export const dayOf = (value: unknown): unknown => (typeof value === 'string' ? value.slice(0, 10) : value);

/** Returns the members that have the names of arguments. */
export const pick = (row: Row, ...names: string[]): State =>
  Object.fromEntries(names.map((name) => [name, row[name]]));
