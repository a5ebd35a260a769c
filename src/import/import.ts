/** Customers from a CSV file or text into a contact list: read first, then sent in batches, every row accounted for. */

import type { Row } from '../define/row.ts';
import type { ReadContext, WriteContext } from '../define/tool-context.ts';
import { type Clock, monotonicClock } from '../shared/deadline.ts';
import { withDiskErrors } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { countBatches } from './batches.ts';
import { checkFileName, fileSource, type Source, textSource } from './csv/source.ts';
import type { ImportArgs } from './input.ts';
import { openJournal, restoreEarlierRun } from './journal.ts';
import { IMPORT_LIMITS, type ImportLimits } from './limits.ts';
import { contentToken, dryRunAnswer, type ImportPlan, runAnswer, type Target } from './result.ts';
import { type ImportKey, resultFileName } from './result-file.ts';
import { type ScanResult, scanRows } from './scan-rows.ts';
import { type ImportRun, sendBatches } from './send.ts';

/** @throws ToolError where nothing was sent; once something was, the answer tells how far it came */
export async function importCustomers(
  args: ImportArgs,
  context: WriteContext,
  limits: ImportLimits = IMPORT_LIMITS,
  clock: Clock = monotonicClock,
): Promise<Row> {
  if (args.dry_run ?? true) return (await dryRunImport(args, context, limits)).answer;
  return withScan(args, context, (scan, target) =>
    importRows(target, { scan, args, context }, limits, clock),
  );
}

/** Reads all rows and tells what a run would do. @throws ToolError */
export const dryRunImport = (
  args: ImportArgs,
  context: ReadContext,
  limits: ImportLimits = IMPORT_LIMITS,
): Promise<DryRun> =>
  withScan(args, context, async (scan, target) => {
    const plan = await planRun(scan, target, limits);
    return { scan, target, plan, answer: dryRunAnswer(scan, target, plan, context) };
  });

export interface DryRun {
  scan: ScanResult;
  target: Target;
  plan: ImportPlan;
  answer: Row;
}

/** Opens the source, reads its rows, and closes it when the work is done. @throws ToolError */
async function withScan<T>(
  args: ImportArgs,
  context: ReadContext,
  work: (scan: ScanResult, target: Target) => Promise<T>,
): Promise<T> {
  const { contactlist_id } = args;
  const { downloadFolder } = context;
  if (!downloadFolder)
    throw new ToolError('permission_denied', 'An import needs a download folder, and none is set up.');
  const source = await openSource(args, downloadFolder, context);
  try {
    const target: Target = {
      list: await context.read('get_contactlist', { contactlist_id }),
      contactlist_id,
      folder: downloadFolder,
      result_file: resultFile(args, source),
    };
    checkContent(source, args);
    return await work(await withDiskErrors(scanRows(source, args, context)), target);
  } finally {
    await source.close();
  }
}

const openSource = (
  { file, text = '' }: ImportArgs,
  folder: string,
  context: ReadContext,
): Promise<Source> =>
  file === undefined ? textSource(text, context.deadline.signal) : fileSource(folder, file, context);

/** What the person said yes to is what is sent. @throws ToolError */
function checkContent({ sha256 }: Source, { content }: ImportArgs): void {
  if (content !== undefined && content !== contentToken(sha256))
    throw new ToolError(
      'conflict',
      'It is not the content that the dry run showed: it was changed since. Nothing was sent. Make another dry run.',
    );
}

/** @throws ToolError */
function resultFile({ contactlist_id, result_file }: ImportArgs, source: Source): string {
  if (result_file === undefined) return resultFileName(source, contactlist_id);
  const name = checkFileName('result_file', result_file);
  // On some systems Kunder.csv is kunder.csv.
  if (source.file?.toLowerCase() === name.toLowerCase())
    throw new ToolError('invalid_arguments', `result_file is the file itself, ${name}: give another name.`);
  return name;
}

const keyOf = ({ source }: ScanResult, { contactlist_id }: Target): ImportKey => ({
  sha256: source.sha256,
  contactlist_id,
});

/** Changes nothing, here or at the dialer. */
async function planRun(scan: ScanResult, target: Target, limits: ImportLimits): Promise<ImportPlan> {
  const { rows, bytesPerCustomer } = scan;
  const { folder, result_file } = target;
  let hasEarlierRun = false;
  let fileProblem: string | undefined;
  try {
    hasEarlierRun = await withDiskErrors(restoreEarlierRun(folder, result_file, keyOf(scan, target), rows));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    fileProblem = error.message;
  }
  const pending = rows.countPending();
  const batches = pending ? countBatches(pending, bytesPerCustomer, limits) : 0;
  return { pending, batches, hasEarlierRun, fileProblem };
}

async function importRows(
  target: Target,
  run: Omit<ImportRun, 'journal'>,
  limits: ImportLimits,
  clock: Clock,
): Promise<Row> {
  const { scan, context } = run;
  const { folder, result_file } = target;
  const journal = await withDiskErrors(openJournal(folder, result_file, keyOf(scan, target), scan.rows));
  try {
    const sent = await sendBatches({ ...run, journal }, limits, clock);
    let fileProblem: string | undefined;
    // What is in must be told, also where the file can't be put in order: as a journal it says the same.
    await withDiskErrors(journal.finish()).catch((error) => {
      if (!(error instanceof ToolError)) throw error;
      fileProblem = `${error.message} It is in the order in which rows were sent.`;
    });
    return runAnswer(scan, target, sent, { path: journal.path, fileProblem }, context);
  } finally {
    await journal.close();
  }
}
