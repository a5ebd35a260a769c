/** Sends part by part, and notes what may have happened before what has. */

import type { Args } from '../define/row.ts';
import type { WriteContext } from '../define/tool-context.ts';
import { withDiskErrors } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type Batch, batchRows, settleBatch } from './batches.ts';
import { type Journal, SENT_MARK } from './journal.ts';
import type { Verdict } from './row-status.ts';
import type { ScanResult } from './scan-rows.ts';

/** A part that may take longer than is left is not begun: by so much more than the slowest one so far. */
const MARGIN = 1.5;
const MIN_SEND_MS = 3_000;

export interface SendResult {
  /** Rows that this run has sent. */
  sent: number;
  /** Why it ended before all was sent; absent where all was. */
  ended?: { status: 'incomplete' | 'broken_off'; why: string };
}

export async function sendBatches(
  look: ScanResult,
  args: Args,
  journal: Journal,
  context: WriteContext,
): Promise<SendResult> {
  const { tally } = look;
  const { deadline } = context;
  let left = 0;
  for (let row = 0; row < tally.rows; row++) if (tally.pending(row)) left++;
  let sent = 0;
  let slowest = 0;
  // A deadline of a second must not mean that nothing is ever sent.
  const needed = () => Math.max(slowest * MARGIN, Math.min(MIN_SEND_MS, deadline.ms / 5));

  /** @returns why nothing more is to be sent */
  async function send(part: Batch): Promise<string | undefined> {
    try {
      await look.source.checkUnchanged();
      await withDiskErrors(journal.note(part.rows, () => ON_THE_WAY));
      await journal.checkOurs();
    } catch (error) {
      return reasonOf(error);
    }
    const before = part.rows.map(tally.verdict);
    const began = performance.now();
    sent += part.rows.length;
    let answer: unknown;
    try {
      for (const row of part.rows) tally.set(row, ON_THE_WAY);
      answer = await context.write('create_customers', {
        contactlist_id: args.contactlist_id,
        // A row that may be in is not put in twice, whatever the caller allows.
        allow_duplicates: part.again ? false : (args.allow_duplicates ?? false),
        contactlist_duplicates: args.contactlist_duplicates,
        customers: part.customers,
      });
    } catch (error) {
      if (refuseBatch(error)) {
        sent -= part.rows.length;
        set(part, before);
        // Not over the words of a run that has taken the file over.
        await journal
          .checkOurs()
          .then(() => journal.note(part.rows, tally.verdict))
          .catch(() => {});
      }
      return reasonOf(error);
    }
    slowest = Math.max(slowest, performance.now() - began);
    // In memory first: a full disk must not make the answer forget what is in.
    const verdicts = settleBatch(part, answer);
    set(part, verdicts);
    try {
      await withDiskErrors(journal.note(part.rows, tally.verdict));
    } catch (error) {
      return reasonOf(error);
    }
    return verdicts.some(({ status }) => status !== 'unknown') ? undefined : UNDOCUMENTED;
  }

  const set = (part: Batch, verdicts: Verdict[]): void => {
    for (const [i, row] of part.rows.entries()) tally.set(row, verdicts[i]!);
  };

  try {
    for await (const part of batchRows(look)) {
      if (deadline.signal.aborted || deadline.leftMs() < needed()) return { sent, ended: TIME_UP };
      const why = await send(part);
      if (why) return { sent, ended: { status: 'broken_off', why } };
      left -= part.rows.length;
      context.progress(tally.rows - left, tally.rows, 'rows done');
    }
  } catch (error) {
    return {
      sent,
      ended: deadline.signal.aborted ? TIME_UP : { status: 'broken_off', why: reasonOf(error) },
    };
  }
  return { sent };
}

const ON_THE_WAY: Verdict = { status: 'unknown', reason: SENT_MARK };

const TIME_UP = { status: 'incomplete', why: 'the time of one call is used up' } as const;

const UNDOCUMENTED =
  'bad_answer: The dialer answered in an undocumented form that tells nothing of the rows. They may be in.';

/** Statuses of 4xx by which the part may be in all the same: too slow, too early, given up (RFC 9110, 15.5.9; RFC 8470). */
const UNSURE = new Set([408, 425, 499]);

/** It was not done: turned down, or it never left. A refusal with 5xx may have come in the middle of it. */
const refuseBatch = (error: unknown): boolean =>
  error instanceof ToolError &&
  (error.status === undefined
    ? error.kind === 'unavailable'
    : error.status >= 400 && error.status < 500 && !UNSURE.has(error.status));

function reasonOf(error: unknown): string {
  if (!(error instanceof ToolError)) throw error;
  return `${error.kind}: ${error.message}`;
}
