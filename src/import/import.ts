/** Customers from a CSV file or text into a contact list: looked at first, then sent in parts, every row accounted for. */

import type { Args, Row } from '../define/row.ts';
import type { WriteContext } from '../define/tool-context.ts';
import { withDiskErrors } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createBatches } from './batches.ts';
import { type JournalOwner, openJournal, readEarlier, resultName } from './journal.ts';
import { contentOf, type DryRun, dryRunAnswer, runAnswer, type Target } from './result.ts';
import { type ScanResult, scanRows } from './scan-rows.ts';
import { sendBatches } from './send.ts';
import { fileSource, plainName, type Source, textSource } from './source.ts';

/** @throws ToolError where nothing was sent; once something was, the answer tells how far it came */
export async function importCustomers(args: Args, context: WriteContext): Promise<Row> {
  const {
    contactlist_id,
    file,
    text,
    dry_run = true,
  } = args as {
    contactlist_id: number;
    file?: string;
    text?: string;
    dry_run?: boolean;
  };
  const { downloadFolder, deadline } = context;
  if (!downloadFolder)
    throw new ToolError('permission_denied', 'An import needs a download folder, and none is set up.');
  const source =
    file === undefined
      ? await textSource(text ?? '', deadline.signal)
      : await fileSource(downloadFolder, file, deadline.signal);
  try {
    const target = {
      list: await context.read('get_contactlist', { contactlist_id }),
      contactlist_id,
      result_file: resultFile(args, source),
    };
    checkContent(source, args);
    const look = await withDiskErrors(scanRows(source, args, context));
    return dry_run
      ? await dryRun(look, target, downloadFolder, context)
      : await importRows(look, target, downloadFolder, args, context);
  } finally {
    await source.close();
  }
}

/** What the person said yes to is what is sent. */
function checkContent({ sha256 }: Source, { content }: Args): void {
  if (content !== undefined && content !== contentOf(sha256))
    throw new ToolError(
      'conflict',
      'It is not the content that the dry run showed: it was changed since. Nothing was sent. Make another dry run.',
    );
}

function resultFile({ contactlist_id, result_file }: Args, source: Source): string {
  if (result_file === undefined) return resultName(source, contactlist_id as number);
  const name = plainName('result_file', result_file as string);
  // On some systems Kunder.csv is kunder.csv.
  if (source.file?.toLowerCase() === name.toLowerCase())
    throw new ToolError('invalid_arguments', `result_file is the file itself, ${name}: give another name.`);
  return name;
}

const journalOwner = ({ source }: ScanResult, { contactlist_id }: Target): JournalOwner => ({
  sha256: source.sha256,
  contactlist_id,
});

/** Changes nothing, here or at the dialer. */
async function dryRun(look: ScanResult, target: Target, folder: string, context: WriteContext): Promise<Row> {
  const rehearsal: DryRun = { parts: 0, to_send: 0, earlier: false };
  try {
    rehearsal.earlier = await withDiskErrors(
      readEarlier(folder, target.result_file, journalOwner(look, target), look.tally),
    );
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    rehearsal.trouble = error.message;
  }
  const { tally, customerBytes } = look;
  for (let row = 0; row < tally.rows; row++) if (tally.pending(row)) rehearsal.to_send++;
  rehearsal.parts = rehearsal.to_send ? createBatches(rehearsal.to_send, customerBytes) : 0;
  return dryRunAnswer(look, target, rehearsal, context);
}

async function importRows(
  look: ScanResult,
  target: Target,
  folder: string,
  args: Args,
  context: WriteContext,
): Promise<Row> {
  const journal = await withDiskErrors(
    openJournal(folder, target.result_file, journalOwner(look, target), look.tally),
  );
  let trouble: string | undefined;
  try {
    const sent = await sendBatches(look, args, journal, context);
    // What is in must be told, also where the file can't be put in order: as a journal it says the same.
    await withDiskErrors(journal.finish()).catch((error) => {
      if (!(error instanceof ToolError)) throw error;
      trouble = `${error.message} It is in the order in which rows were sent.`;
    });
    return runAnswer(look, target, sent, { path: journal.path, trouble }, context);
  } finally {
    await journal.close();
  }
}
