/** Files that the dialer sends as they are: recordings, and the SMS as a document. */
import type { Args } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import type { ReadName } from '../../define/tool-name.ts';
import { createFormatter } from '../../response/format.ts';
import { isId } from '../../response/ids.ts';
import type { DataFolder } from './data-folder.ts';
import type { FindSaved } from './manifest.ts';
import { FILES_SAVED, type Records } from './records.ts';

/** Time reserved for the manifest and the answer. */
export const RESERVE_MS = 4_000;

/** The summary and the manifest come after all others. */
const LAST_FILES = 2;

/** How many recordings of each kind are in the folder, of this run or of an earlier one. */
export interface RecordingCounts {
  calls: number;
  orders: number;
}

/** A file to be loaded from the dialer. */
interface RemoteFile {
  tool: ReadName;
  args: Args;
  /** Its name without the extension. */
  stem: string;
  holds: string;
  /** What it is a recording of, if it is one. */
  recordingOf?: keyof RecordingCounts;
}

/** Saves each file; those for which there is no time are pending for another run. @throws ToolError */
export async function saveRecordings(
  records: Records,
  findSaved: FindSaved,
  folder: DataFolder,
  context: ReadContext,
): Promise<RecordingCounts> {
  const files = remoteFiles(records, context);
  const counts = { calls: 0, orders: 0 };
  for (const [i, file] of files.entries()) {
    const saved = folder.files.length;
    context.progress(saved, saved + files.length - i + LAST_FILES, FILES_SAVED);
    const isThere =
      (await keepSaved(file, findSaved, folder, context)) || (await saveRemoteFile(file, folder, context));
    if (isThere && file.recordingOf) counts[file.recordingOf]++;
  }
  return counts;
}

function remoteFiles(
  { card, orders = [], calls = [], sms = [] }: Records,
  { display }: ReadContext,
): RemoteFile[] {
  const { time } = createFormatter(display);
  const smsDocument: RemoteFile = {
    tool: 'get_sms_history_pdf',
    args: { customer_id: card.customer_id },
    stem: 'sms',
    holds: 'the SMS as a document',
  };
  const ofCalls = calls
    .filter((call) => call.recording && isId(call.id))
    .map(
      ({ id, init_time }): RemoteFile => ({
        tool: 'get_call_recording',
        args: { call_id: id },
        stem: `call-${id}`,
        holds: `the recording of call ${id}, ${time(init_time)}`,
        recordingOf: 'calls',
      }),
    );
  const ofOrders = orders
    .filter((order) => order.order_recording_id && isId(order.id))
    .map(
      ({ id }): RemoteFile => ({
        tool: 'get_order_recording',
        args: { order_id: id },
        stem: `order-${id}`,
        holds: `the recording of order ${id}`,
        recordingOf: 'orders',
      }),
    );
  return [...(sms.length ? [smsDocument] : []), ...ofCalls, ...ofOrders];
}

const hasTime = ({ deadline }: ReadContext): boolean => deadline.leftMs() >= RESERVE_MS;

/** Adds a recording of an earlier run, if there is one: it never changes, so it is not loaded again. */
async function keepSaved(
  { recordingOf, stem, holds }: RemoteFile,
  findSaved: FindSaved,
  folder: DataFolder,
  context: ReadContext,
): Promise<boolean> {
  const saved = recordingOf && hasTime(context) ? await findSaved(stem) : undefined;
  if (!saved) return false;
  folder.addFile({ file: saved.file, holds, bytes: saved.bytes, sha256: saved.sha256 });
  return true;
}

/** Loads and saves the file. Returns whether that was possible. */
async function saveRemoteFile(
  { tool, args, stem, holds }: RemoteFile,
  folder: DataFolder,
  context: ReadContext,
): Promise<boolean> {
  if (!hasTime(context)) {
    folder.addPending(stem);
    return false;
  }
  const isSaved = await folder.collect(holds, async () => {
    const saved = await context.saveRecording(tool, args, folder.path, stem).catch((error) => {
      // The deadline passed during the download.
      if (context.deadline.expired()) return undefined;
      throw error;
    });
    if (!saved) {
      folder.addPending(stem);
      return false;
    }
    const { path, bytes, sha256 } = saved;
    folder.addFile({ file: path.slice(folder.path.length + 1), holds, bytes: bytes!, sha256 });
    return true;
  });
  return isSaved ?? false;
}
