/** Numbers on blocklists: the API can add and remove them, and neither list nor change them. */

import type { Formatter } from '../../src/define/answer.ts';
import type { Args, Row } from '../../src/define/row.ts';
import type { ActContext } from '../../src/define/tool-context.ts';
import { today } from '../../src/shared/time.ts';
import { type ErrorKind, ToolError } from '../../src/shared/tool-error.ts';
import { label, numeric } from '../answers.ts';

/** The documentation: "a time for when the number is okay to call again". */
const END_DATE =
  'From end_date on the number may be rung again; whether it is still blocked on that day itself the API does not say. To be sure of a day, set the one after it.';

/** Explains what a block with that end does. @param today as YYYY-MM-DD */
export const explainEndDate = (end_date: string, today: string): string =>
  end_date < today ? 'That day is past: with it the number is NOT kept from being rung.' : END_DATE;

const isKind = (error: unknown, kind: ErrorKind): error is ToolError =>
  error instanceof ToolError && error.kind === kind;

/** Tells whether the dialer surely did nothing: after any other error, a cancelled call too, the number may be off. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ToolError && !['outcome_unknown', 'timeout'].includes(error.kind);

type NumberArgs = { blocklist_id: number; phone: string };

type BlockArgs = NumberArgs & { end_date?: string; comment?: string; replace?: boolean } & Args;

/** What became of a number that was to be blocked, in the place of the dialer's answer. */
interface BlockOutcome {
  /** `unchanged`: it is on the list with its old values; `without values`: the dialer took only the number. */
  status: 'blocked' | 'unchanged' | 'without values';
  id?: unknown;
  /** There was nothing to replace. */
  wasMissing?: boolean;
}

/** With the day where the operator is. */
type DatedOutcome = BlockOutcome & { today: string };

export const blockNumber = async (args: BlockArgs, context: ActContext): Promise<DatedOutcome> => ({
  ...(await (args.replace ? replaceNumber : addNumber)(args, context)),
  today: today(context.display.timezone),
});

async function addNumber({ replace: _, ...values }: BlockArgs, { send }: ActContext): Promise<BlockOutcome> {
  try {
    return { status: 'blocked', id: idOf(await send(values)) };
  } catch (error) {
    if (isKind(error, 'conflict')) return { status: 'unchanged' };
    throw error;
  }
}

/**
 * Removes the number and adds it again. Once it may be off the list, all is tried to have it back on, whether or not the
 * host still waits: a number that is missing there is rung.
 */
async function replaceNumber(
  { replace: _, ...values }: BlockArgs,
  { sendCovered, sendToEnd }: ActContext,
): Promise<BlockOutcome> {
  const { blocklist_id, phone } = values;
  let wasMissing = false;
  let unsure = false;
  try {
    await sendCovered('remove_blocklist_number', { blocklist_id, phone });
  } catch (error) {
    if (isKind(error, 'not_found')) wasMissing = true;
    else if (isRefusal(error)) throw error;
    else unsure = true;
  }
  try {
    return { status: 'blocked', id: idOf(await sendToEnd(values)), wasMissing };
  } catch (error) {
    // It was never off.
    if (isKind(error, 'conflict')) return { status: 'unchanged' };
    unsure ||= isKind(error, 'outcome_unknown');
  }
  try {
    return { status: 'without values', id: idOf(await sendToEnd({ blocklist_id, phone })) };
  } catch (error) {
    // The first attempt succeeded, although its answer did not say so.
    if (isKind(error, 'conflict')) return { status: 'blocked', wasMissing };
    throw notBlockedError(values, error, unsure || isKind(error, 'outcome_unknown'));
  }
}

const idOf = (body: { id?: unknown } | null | undefined): unknown => body?.id;

function notBlockedError({ blocklist_id, phone }: NumberArgs, error: unknown, unsure: boolean): ToolError {
  const why = error instanceof ToolError ? error.message : '';
  return new ToolError(
    unsure ? 'outcome_unknown' : 'rejected',
    `${phone} was taken off blocklist ${blocklist_id} to be put on anew, and that failed: IT MAY BE RUNG NOW. Add it with add_blocklist_number at once, or have it blocked in Hitrate. ${why}`,
  );
}

export function blockedAnswer(outcome: DatedOutcome, args: BlockArgs, { name }: Formatter): Row {
  const { blocklist_id, phone, end_date, comment } = args;
  const blocklist = label(name('blocklist', blocklist_id), blocklist_id);
  const values = { end_date, comment };
  switch (outcome.status) {
    case 'unchanged':
      return {
        status: 'unchanged',
        blocklist,
        phone,
        not_saved: values,
        note: 'The number is on this blocklist already, with its old comment and end date, which the dialer does not tell. replace = true sets both anew and needs a confirmation.',
      };
    case 'without values':
      return {
        status: 'done',
        blocklist,
        phone,
        not_saved: values,
        note: 'The number is blocked without end: the dialer refused it with these values, so it was put on without them.',
      };
    case 'blocked':
      return {
        status: 'done',
        blocklist_number_id: numeric(outcome.id),
        blocklist,
        phone,
        ...values,
        note: [
          end_date === undefined ? 'Blocked without end.' : explainEndDate(end_date, outcome.today),
          outcome.wasMissing && 'It was not on this blocklist before.',
        ]
          .filter(Boolean)
          .join(' '),
      };
  }
}

export async function unblockNumber(args: NumberArgs, { send }: ActContext): Promise<{ removed: boolean }> {
  try {
    await send(args);
    return { removed: true };
  } catch (error) {
    if (isKind(error, 'not_found')) return { removed: false };
    throw error;
  }
}

export function unblockedAnswer(
  { removed }: { removed: boolean },
  { blocklist_id, phone }: NumberArgs,
  { name }: Formatter,
): Row {
  const target = { blocklist: label(name('blocklist', blocklist_id), blocklist_id), phone };
  return removed
    ? { status: 'done', ...target }
    : { status: 'unchanged', ...target, note: 'The number is not on this blocklist.' };
}
