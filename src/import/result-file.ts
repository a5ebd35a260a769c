/**
 * The form of the result file: a line for each row with what became of it, under a header that says which import the file
 * belongs to.
 */
import type { FileHandle } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { BYTE_ORDER_MARK, csvLine } from '../shared/csv.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type RowStatus, type RowStatuses, STATUSES } from './row-status.ts';

const COLUMNS = ['line', 'status', 'customer_id', 'phone', 'reason'];
const HEADER_BYTES = 500;
const MAX_STEM_LENGTH = 80;
/** In characters. No line that was written here is longer. */
const MAX_LINE_LENGTH = 100_000;

/** The import that a result file belongs to. */
export interface ImportKey {
  sha256: string;
  contactlist_id: number;
}

/** Returns the file's name where the arguments give none. */
export function resultFileName(
  { file, sha256 }: { file?: string; sha256: string },
  contactlist_id: number,
): string {
  const stem = file ? basename(file, extname(file)).slice(0, MAX_STEM_LENGTH) : `text-${sha256.slice(0, 8)}`;
  return `${stem}-list-${contactlist_id}-result.csv`;
}

export const headerLine = (key: ImportKey): string =>
  BYTE_ORDER_MARK + csvLine([...COLUMNS, ...keyCells(key)]);

const keyCells = ({ sha256, contactlist_id }: ImportKey): [list: string, content: string] => [
  `contact list ${contactlist_id}`,
  `sha256 ${sha256}`,
];

/** Reasons are kept free of what would have to be quoted, so that a line can be read whatever stands before it. */
export function rowLine(rows: RowStatuses, row: number, { status, customer_id, reason }: RowStatus): string {
  return csvLine([
    String(rows.lineOf(row)),
    status,
    customer_id && String(customer_id),
    rows.phoneOf(row),
    reason?.replace(/[;\r\n]/g, ',').replaceAll('"', "'"),
  ]);
}

/** @throws ToolError where the file is no result file, or belongs to another import */
export async function checkHeader(handle: FileHandle, name: string, key: ImportKey): Promise<void> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
  const [header] = buffer.toString('utf8', 0, bytesRead).replace(BYTE_ORDER_MARK, '').split(/\r?\n/);
  const cells = header!.split(';');
  if (COLUMNS.some((column, i) => cells[i] !== column))
    throw new ToolError(
      'rejected',
      `${name} is there and is no result file of an import: give another result_file.`,
    );
  const [list, content] = keyCells(key);
  const [ownList = '', ownContent] = cells.slice(COLUMNS.length);
  if (ownList !== list)
    throw new ToolError(
      'conflict',
      `The result file ${name} is of an import into ${/^contact list \d{1,15}$/.test(ownList) ? ownList : 'another list'}: give another result_file.`,
    );
  if (ownContent !== content)
    throw new ToolError(
      'conflict',
      `The result file ${name} is of an import of other content: the file was changed since, or is another one. To go on with the old import put the old file back; to import this one give another result_file, and know that rows of the old one may be in already.`,
    );
}

/** Sets the rows' statuses to what the file says of them. Of several lines for one row the last one counts. */
export async function restoreStatuses(handle: FileHandle, rows: RowStatuses): Promise<void> {
  for await (const line of readLines(handle)) {
    const [lineNumber, statusText, customer_id, phone, reason]: (string | undefined)[] = line.split(';');
    const status = STATUSES.find((known) => known === statusText);
    // A line that was broken off has fewer cells; the header's row is no number.
    if (reason === undefined || status === undefined) continue;
    const row = rows.rowAt(Number(lineNumber));
    if (row === undefined) continue;
    const noted: RowStatus = { status, customer_id: Number(customer_id) || undefined, reason };
    if (isStillValid(noted, phone, rows.statusOf(row))) rows.set(row, noted);
  }
}

/** What never reached the dialer is judged anew, by the arguments of today. */
function isStillValid(noted: RowStatus, phone: string | undefined, now: RowStatus): boolean {
  if (noted.status === 'invalid' && !phone) return false;
  const wasNotImported = noted.status === 'not_sent' || noted.status === 'failed';
  return !(wasNotImported && (now.status === 'invalid' || now.status === 'duplicate'));
}

async function* readLines(handle: FileHandle): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const chunks: AsyncIterable<Buffer> = handle.createReadStream({ start: 0, autoClose: false });
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > MAX_LINE_LENGTH) return;
  }
  if (rest) yield rest;
}
