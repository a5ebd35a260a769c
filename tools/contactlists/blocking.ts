/** Numbers on blocklists: the API can add and take off, and neither list nor change them. */

import type { Formatter } from '../../src/define/answer.ts';
import type { Args, Row } from '../../src/define/row.ts';
import type { ActContext } from '../../src/define/tool-context.ts';
import { today } from '../../src/shared/time.ts';
import { type ErrorKind, ToolError } from '../../src/shared/tool-error.ts';
import { label, numeric } from '../answers.ts';

/** The documentation: "a time for when the number is okay to call again". */
const END_DATE =
  'From end_date on the number may be rung again; whether it is still blocked on that day itself the API does not say. To be sure of a day, set the one after it.';

/** What a block with that end is worth. @param today as YYYY-MM-DD */
export const untilDay = (end_date: unknown, today: string): string =>
  String(end_date) < today ? 'That day is past: with it the number is NOT kept from being rung.' : END_DATE;

const isKind = (error: unknown, kind: ErrorKind): error is ToolError =>
  error instanceof ToolError && error.kind === kind;

/** Whether the dialer did surely nothing: all else, a call that ended meanwhile too, may have taken the number off. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ToolError && !['outcome_unknown', 'timeout'].includes(error.kind);

/** What became of it, in the place of the dialer's answer. */
interface Outcome {
  id?: unknown;
  /** It is on the list with what it had before. */
  already?: true;
  /** Only the number could be put on again. */
  bare?: true;
  /** There was nothing to replace. */
  fresh?: true;
}

/** Told as of the day it is where the operator is. */
type Blocked = Outcome & { today: string };

export const blockNumber = async (args: Args, context: ActContext): Promise<Blocked> => ({
  ...(await addNumber(args, context)),
  today: today(context.display.timezone),
});

async function addNumber(args: Args, context: ActContext): Promise<Outcome> {
  const { replace, ...values } = args;
  if (replace) return replaceNumber(values, context);
  try {
    return await context.send(values);
  } catch (error) {
    if (isKind(error, 'conflict')) return { already: true };
    throw error;
  }
}

/**
 * Off and on again. Once it may be off, all is tried to have it back on, whether or not the host still waits: a number
 * that is missing there is rung.
 */
async function replaceNumber(values: Args, { sendCovered, sendToEnd }: ActContext): Promise<Outcome> {
  const { blocklist_id, phone } = values;
  let fresh: true | undefined;
  let unsure = false;
  try {
    await sendCovered('remove_blocklist_number', { blocklist_id, phone });
  } catch (error) {
    if (isKind(error, 'not_found')) fresh = true;
    else if (isRefusal(error)) throw error;
    else unsure = true;
  }
  try {
    return { ...(await sendToEnd(values)), fresh };
  } catch (error) {
    // It was never off.
    if (isKind(error, 'conflict')) return { already: true };
    unsure ||= isKind(error, 'outcome_unknown');
  }
  try {
    return { ...(await sendToEnd({ blocklist_id, phone })), bare: true };
  } catch (error) {
    // The first time went through, although its answer did not say so.
    if (isKind(error, 'conflict')) return { fresh };
    const why = error instanceof ToolError ? error.message : '';
    throw new ToolError(
      unsure || isKind(error, 'outcome_unknown') ? 'outcome_unknown' : 'rejected',
      `${phone} was taken off blocklist ${blocklist_id} to be put on anew, and that failed: IT MAY BE RUNG NOW. Add it with add_blocklist_number at once, or have it blocked in Hitrate. ${why}`,
    );
  }
}

export function blockedAnswer(outcome: Blocked, args: Args, { name }: Formatter): Row {
  const { blocklist_id, phone, end_date, comment } = args;
  const blocklist = label(name('blocklist', blocklist_id), blocklist_id);
  const given = { end_date, comment };
  if (outcome.already)
    return {
      status: 'unchanged',
      blocklist,
      phone,
      not_saved: given,
      note: 'The number is on this blocklist already, with its old comment and end date, which the dialer does not tell. replace = true sets both anew and needs a confirmation.',
    };
  if (outcome.bare)
    return {
      status: 'done',
      blocklist,
      phone,
      not_saved: given,
      note: 'The number is blocked without end: the dialer refused it with these values, so it was put on without them.',
    };
  return {
    status: 'done',
    blocklist_number_id: numeric(outcome.id),
    blocklist,
    phone,
    ...given,
    note: [
      end_date === undefined ? 'Blocked without end.' : untilDay(end_date, outcome.today),
      outcome.fresh && 'It was not on this blocklist before.',
    ]
      .filter(Boolean)
      .join(' '),
  };
}

export async function unblockNumber(args: Args, { send }: ActContext): Promise<Row> {
  try {
    await send(args);
    return { removed: true };
  } catch (error) {
    if (isKind(error, 'not_found')) return { removed: false };
    throw error;
  }
}

export const unblockedAnswer = (
  { removed }: Row,
  { blocklist_id, phone }: Args,
  { name }: Formatter,
): Row => {
  const about = { blocklist: label(name('blocklist', blocklist_id), blocklist_id), phone };
  return removed
    ? { status: 'done', ...about }
    : { status: 'unchanged', ...about, note: 'The number is not on this blocklist.' };
};
