/**
 * The result file: what became of each row. While an import runs it is a journal that is only added to, and a row is in
 * it as `unknown` before it is sent: whatever ends the run, the file says what may be in.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { BYTE_ORDER_MARK, csvLine } from '../shared/csv.ts';
import { checkFolder, openToRead, writeWholeFile } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { STATUSES, type Status, type StatusCounter, type Verdict } from './row-status.ts';

const { O_CREAT, O_EXCL, O_RDWR, O_APPEND, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

const COLUMNS = ['line', 'status', 'customer_id', 'phone', 'reason'];
const LINES_AT_ONCE = 2_000;

/** What is told of a row that was sent and not answered. */
export const SENT_MARK = 'sent, but no answer came: it may be in';

/** What a result file belongs to. */
export interface JournalOwner {
  sha256: string;
  contactlist_id: number;
}

export interface Journal {
  path: string;
  /** What became of these rows. Is on the disk when it returns. */
  note(rows: readonly number[], verdict: (row: number) => Verdict): Promise<void>;
  /** @throws ToolError where another run has taken the file over */
  checkOurs(): Promise<void>;
  /** All rows in their order, in place of the journal. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

export function resultName(source: { file?: string; sha256: string }, contactlist_id: number): string {
  const stem = source.file
    ? basename(source.file, extname(source.file)).slice(0, 80)
    : `text-${source.sha256.slice(0, 8)}`;
  return `${stem}-list-${contactlist_id}-result.csv`;
}

/** What an earlier run has noted goes into the tally. @returns whether there was one. @throws ToolError */
export async function readEarlier(
  folder: string,
  name: string,
  belongs: JournalOwner,
  tally: StatusCounter,
): Promise<boolean> {
  await checkFolder(folder);
  const handle = await openExisting(() => openToRead(join(folder, name)), name);
  if (!handle) return false;
  try {
    await checkHead(handle, name, belongs);
    await replay(handle, tally);
    return true;
  } finally {
    await handle.close();
  }
}

/** @throws ToolError */
export async function openJournal(
  folder: string,
  name: string,
  belongs: JournalOwner,
  tally: StatusCounter,
): Promise<Journal> {
  await checkFolder(folder);
  const path = join(folder, name);
  const flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK;
  const there = await openExisting(() => open(path, flags), name);
  const handle = there ?? (await open(path, flags | O_CREAT | O_EXCL, 0o600));
  let size = there ? (await handle.stat()).size : 0;

  async function append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    size += bytes.length;
    await handle.appendFile(bytes);
    await handle.datasync();
  }
  async function isOurs(): Promise<boolean> {
    const [own, named] = await Promise.all([handle.stat(), lstat(path).catch(() => undefined)]);
    return named?.ino === own.ino && named.dev === own.dev && own.size === size;
  }

  try {
    if (there) {
      await checkHead(handle, name, belongs);
      // Ends a line that was broken off, and tells a run that is under way that the file is taken over. Before the
      // reading: what that run added until then is read, and what it adds later it does not send.
      await append('\r\n');
      await replay(handle, tally);
    } else {
      await handle.chmod(0o600).catch(() => {});
      await append(headLine(belongs));
    }
  } catch (error) {
    await handle.close();
    throw error;
  }

  return {
    path,
    async note(rows, verdict) {
      for (let at = 0; at < rows.length; at += LINES_AT_ONCE)
        await append(
          rows
            .slice(at, at + LINES_AT_ONCE)
            .map((row) => lineOf(tally, row, verdict(row)))
            .join(''),
        );
    },
    async checkOurs() {
      if (!(await isOurs()))
        throw new ToolError(
          'conflict',
          `Another import is writing ${name}, or the file was moved or changed.`,
        );
    },
    async finish() {
      if (!(await isOurs())) return;
      await writeWholeFile(folder, name, async (whole) => {
        await whole.appendFile(headLine(belongs));
        for (let at = 0; at < tally.rows; at += LINES_AT_ONCE) {
          const lines: string[] = [];
          for (let row = at; row < Math.min(at + LINES_AT_ONCE, tally.rows); row++)
            lines.push(lineOf(tally, row, tally.verdict(row)));
          await whole.appendFile(lines.join(''));
        }
        await whole.datasync();
      });
    },
    close: () => handle.close(),
  };
}

/** @returns undefined where there is none */
async function openExisting(
  opening: () => Promise<FileHandle>,
  name: string,
): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await opening();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP' || code === 'EMLINK')
      throw new ToolError(
        'rejected',
        `The result file ${name} is a link, which is not followed: give another result_file.`,
      );
    if (code === 'EISDIR') throw notAFile(name);
    throw error;
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notAFile(name);
}

const notAFile = (name: string): ToolError =>
  new ToolError(
    'rejected',
    `The result file ${name} is no file but a folder or device: give another result_file.`,
  );

const headLine = (belongs: JournalOwner): string =>
  BYTE_ORDER_MARK + csvLine([...COLUMNS, ...marks(belongs)]);

const marks = ({ sha256, contactlist_id }: JournalOwner): [list: string, content: string] => [
  `contact list ${contactlist_id}`,
  `sha256 ${sha256}`,
];

/** Reasons are kept free of what would have to be quoted, so that a line can be read whatever stands before it. */
function lineOf(tally: StatusCounter, row: number, { status, customer_id, reason }: Verdict): string {
  const told = reason?.replace(/[;\r\n]/g, ',').replaceAll('"', "'");
  return csvLine([
    String(tally.line(row)),
    status,
    customer_id && String(customer_id),
    tally.phone(row),
    told,
  ]);
}

/** @throws ToolError where the file is none of ours, or of another import */
async function checkHead(handle: FileHandle, name: string, belongs: JournalOwner): Promise<void> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(500), 0, 500, 0);
  const [first] = buffer.toString('utf8', 0, bytesRead).replace(BYTE_ORDER_MARK, '').split(/\r?\n/);
  const cells = first!.split(';');
  if (COLUMNS.some((column, i) => cells[i] !== column))
    throw new ToolError(
      'rejected',
      `${name} is there and is no result file of an import: give another result_file.`,
    );
  const [list, content] = marks(belongs);
  if (cells[5] !== list)
    throw new ToolError(
      'conflict',
      `The result file ${name} is of an import into ${/^contact list \d{1,15}$/.test(cells[5] ?? '') ? cells[5] : 'another list'}: give another result_file.`,
    );
  if (cells[6] !== content)
    throw new ToolError(
      'conflict',
      `The result file ${name} is of an import of other content: the file was changed since, or is another one. To go on with the old import put the old file back; to import this one give another result_file, and know that rows of the old one may be in already.`,
    );
}

/** Of several lines for one row the last one counts. */
async function replay(handle: FileHandle, tally: StatusCounter): Promise<void> {
  for await (const line of linesOf(handle)) {
    const [row, status, customer_id, phone, reason] = line.split(';') as (string | undefined)[];
    // A line that was broken off has fewer cells; the header's row is no number.
    if (reason === undefined || !STATUSES.includes(status as Status)) continue;
    const at = tally.at(Number(row));
    if (at === undefined) continue;
    restore(
      tally,
      at,
      { status: status as Status, customer_id: Number(customer_id) || undefined, reason },
      phone,
    );
  }
}

/** What was never at the dialer is judged anew, by the arguments of today. */
function restore(tally: StatusCounter, row: number, noted: Verdict, phone: string | undefined): void {
  const now = tally.verdict(row).status;
  if (noted.status === 'invalid' && !phone) return;
  const unsent = noted.status === 'not_sent' || noted.status === 'failed';
  if (unsent && (now === 'invalid' || now === 'duplicate')) return;
  tally.set(row, noted);
}

async function* linesOf(handle: FileHandle): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of handle.createReadStream({
    start: 0,
    autoClose: false,
  }) as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
    // No line of ours is that long.
    if (rest.length > 100_000) return;
  }
  if (rest) yield rest;
}
