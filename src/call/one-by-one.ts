/** One act after another, and what became of each: what is done stays told, whatever happens to the next. */

import type { Args, Row } from '../define/row.ts';
import type { Progress } from '../define/tool-context.ts';
import { buildTable } from '../response/table.ts';
import type { Deadline } from '../shared/deadline.ts';
import { type ErrorKind, ToolError } from '../shared/tool-error.ts';

/** What the dialer says of one target alone: the next may go well. After all else nothing more is tried. */
const ERRORS_OF_ONE_TARGET: readonly ErrorKind[] = ['not_found', 'conflict', 'rejected'];

/** Less is no time for a request. */
const MIN_REQUEST_MS = 250;

/**
 * @param each the arguments of each act; what they name is told beside its outcome
 * @param act sends one request and says what the dialer answered. @throws ToolError
 */
export async function runOneByOne(
  each: readonly Args[],
  act: (args: Args) => Promise<Row>,
  deadline: Deadline,
  progress?: Progress,
): Promise<Row> {
  const outcomes: string[] = [];
  let stopped: string | undefined;
  for (const args of each) {
    if (stopped === undefined && (deadline.signal.aborted || deadline.leftMs() < MIN_REQUEST_MS))
      stopped = 'there was no time left';
    const outcome = stopped === undefined ? await outcomeOf(args, act) : { said: 'not tried' };
    stopped ??= outcome.stop;
    outcomes.push(outcome.said);
    progress?.(outcomes.length, each.length, 'acts tried');
  }
  const done = outcomes.filter((outcome) => outcome === 'done').length;
  const names = Object.keys(each[0]!);
  return {
    status: done === each.length ? 'done' : done ? 'partly done' : 'not done',
    done,
    ...buildTable({
      columns: [...names, 'outcome'],
      rows: each.map((args, i) => [...names.map((name) => args[name]), outcomes[i]]),
    }),
    ...(stopped !== undefined && { note: `It ended before all were tried: ${stopped}.` }),
  };
}

interface Outcome {
  said: string;
  /** Why nothing more is to be tried. */
  stop?: string;
}

async function outcomeOf(args: Args, act: (args: Args) => Promise<Row>): Promise<Outcome> {
  try {
    await act(args);
    return { said: 'done' };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { kind, message } = error;
    const said = kind === 'outcome_unknown' ? `unknown: ${message}` : `not done: ${kind}: ${message}`;
    return { said, ...(!ERRORS_OF_ONE_TARGET.includes(kind) && { stop: kind }) };
  }
}
