/** Sends batch by batch: notes that a batch may be in before it is sent, and what became of it afterwards. */

import type { WriteContext } from '../define/tool-context.ts';
import type { Clock, Deadline } from '../shared/deadline.ts';
import { withDiskErrors } from '../shared/safe-files.ts';
import { type ErrorKind, ToolError } from '../shared/tool-error.ts';
import { rowStatusesFrom } from './batch-answer.ts';
import { type Batch, batchRows } from './batches.ts';
import type { ImportArgs } from './input.ts';
import { type Journal, SENT_MARK } from './journal.ts';
import type { ImportLimits } from './limits.ts';
import type { RowStatus } from './row-status.ts';
import type { ScanResult } from './scan-rows.ts';

export interface ImportRun {
  scan: ScanResult;
  args: ImportArgs;
  journal: Journal;
  context: WriteContext;
}

export interface SendResult {
  /** Rows that this run has sent. */
  sent: number;
  /** Why it ended before all was sent; absent where all was. */
  ended?: { status: 'incomplete' | 'broken_off'; why: string };
}

/** What became of one batch. */
interface BatchResult {
  sent: number;
  /** How long the dialer took; absent where it did not answer. */
  ms?: number;
  /** Why nothing more is to be sent. */
  error?: unknown;
}

const SENT: RowStatus = { status: 'unknown', reason: SENT_MARK };

const TIME_UP = { status: 'incomplete', why: 'the time of one call is used up' } as const;

/** Sends all rows that are pending, for as long as the call's time lasts. */
export async function sendBatches(run: ImportRun, limits: ImportLimits, clock: Clock): Promise<SendResult> {
  const { scan, context } = run;
  const { deadline } = context;
  let pending = scan.rows.countPending();
  let sent = 0;
  let slowestMs = 0;
  try {
    for await (const batch of batchRows(scan, limits)) {
      if (deadline.signal.aborted || deadline.leftMs() < reservedMs(slowestMs, deadline, limits))
        return { sent, ended: TIME_UP };
      const result = await importBatch(run, batch, clock);
      sent += result.sent;
      if (result.error) return { sent, ended: brokenOff(result.error) };
      slowestMs = Math.max(slowestMs, result.ms ?? 0);
      pending -= batch.rows.length;
      context.progress(scan.rows.count - pending, scan.rows.count, 'rows done');
    }
  } catch (error) {
    return { sent, ended: deadline.signal.aborted ? TIME_UP : brokenOff(error) };
  }
  return { sent };
}

/** How much time must be left for another batch. A deadline of a second must not mean that nothing is ever sent. */
const reservedMs = (slowestMs: number, { ms }: Deadline, { reserveFactor, firstReserveMs }: ImportLimits) =>
  Math.max(slowestMs * reserveFactor, Math.min(firstReserveMs, ms / 5));

async function importBatch(run: ImportRun, batch: Batch, clock: Clock): Promise<BatchResult> {
  const sent = batch.rows.length;
  try {
    await noteIntent(run, batch);
  } catch (error) {
    return { sent: 0, error };
  }
  const statusesBefore = batch.rows.map(run.scan.rows.statusOf);
  const startedAt = clock();
  let answer: unknown;
  try {
    answer = await sendBatch(run, batch);
  } catch (error) {
    if (!isRefusal(error)) return { sent, error };
    await withdrawIntent(run, batch, statusesBefore);
    return { sent: 0, error };
  }
  const ms = clock() - startedAt;
  try {
    await settleOutcome(run, batch, answer);
    return { sent, ms };
  } catch (error) {
    return { sent, error };
  }
}

/** Notes in the journal that the rows may be in, before they are. @throws ToolError where nothing may be sent */
async function noteIntent({ scan, journal }: ImportRun, { rows }: Batch): Promise<void> {
  await scan.source.checkUnchanged();
  await withDiskErrors(journal.note(rows, () => SENT));
  await journal.checkOurs();
}

/** Returns the dialer's answer. @throws ToolError */
function sendBatch({ scan, args, context }: ImportRun, { rows, customers, resent }: Batch): Promise<unknown> {
  for (const row of rows) scan.rows.set(row, SENT);
  return context.write('create_customers', {
    contactlist_id: args.contactlist_id,
    // A row that may be in is not put in twice, whatever the caller allows.
    allow_duplicates: resent ? false : (args.allow_duplicates ?? false),
    contactlist_duplicates: args.contactlist_duplicates,
    customers,
  });
}

/** Gives the rows of a refused batch the statuses back that they had. */
async function withdrawIntent(
  { scan, journal }: ImportRun,
  { rows }: Batch,
  statusesBefore: readonly RowStatus[],
): Promise<void> {
  for (const [i, row] of rows.entries()) scan.rows.set(row, statusesBefore[i]!);
  try {
    // Not over the words of a run that has taken the file over.
    await journal.checkOurs();
    await journal.note(rows, scan.rows.statusOf);
  } catch {
    // The journal says that the rows may be in: they are sent again, and not put in twice.
  }
}

/** Notes what the answer says of each row. @throws ToolError where it says nothing, or it can't be noted */
async function settleOutcome({ scan, journal }: ImportRun, batch: Batch, answer: unknown): Promise<void> {
  const statuses = rowStatusesFrom(answer, batch);
  // In memory first: a full disk must not make the answer forget what is in.
  for (const [i, row] of batch.rows.entries()) scan.rows.set(row, statuses[i]!);
  await withDiskErrors(journal.note(batch.rows, scan.rows.statusOf));
  if (statuses.every(({ status }) => status === 'unknown'))
    throw new ToolError(
      'bad_answer',
      'The dialer answered in an undocumented form that tells nothing of the rows. They may be in.',
    );
}

/** Statuses of 4xx by which the batch may be in all the same: too slow, too early, given up (RFC 9110, 15.5.9; RFC 8470). */
const UNSURE_STATUSES = new Set([408, 425, 499]);

/** Without a status the dialer was not asked: it can't be reached, or limits, hours or a stop refuse the act. */
const NEVER_SENT: readonly ErrorKind[] = ['unavailable', 'rate_limited', 'permission_denied'];

/** Whether nothing was done: turned down, or never sent. A refusal with 5xx may have come in the middle of it. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ToolError &&
  (error.status === undefined
    ? NEVER_SENT.includes(error.kind)
    : error.status >= 400 && error.status < 500 && !UNSURE_STATUSES.has(error.status));

function brokenOff(error: unknown): SendResult['ended'] {
  if (!(error instanceof ToolError)) throw error;
  return { status: 'broken_off', why: `${error.kind}: ${error.message}` };
}
