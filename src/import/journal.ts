/**
 * The result file while an import runs. It is a journal that is only appended to, and a row is in it as `unknown` before
 * it is sent: whatever ends the run, the file says what may be in.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFolder, openToRead, writeWholeFile } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { checkHeader, headerLine, type ImportKey, restoreStatuses, rowLine } from './result-file.ts';
import type { RowStatus, RowStatuses } from './row-status.ts';

const { O_CREAT, O_EXCL, O_RDWR, O_APPEND, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const APPEND_FLAGS = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK;

const LINES_PER_WRITE = 2_000;

/** The reason of a row that was sent and not answered. */
export const SENT_MARK = 'sent, but no answer came: it may be in';

export interface Journal {
  path: string;
  /** Appends a line for each of these rows. It is on the disk when it returns. */
  note(rows: readonly number[], statusOf: (row: number) => RowStatus): Promise<void>;
  /** @throws ToolError where another run has taken the file over */
  checkOurs(): Promise<void>;
  /** Replaces the journal by all rows in their order. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Restores the statuses that an earlier run has noted. @returns whether there was one. @throws ToolError */
export async function restoreEarlierRun(
  folder: string,
  name: string,
  key: ImportKey,
  rows: RowStatuses,
): Promise<boolean> {
  await checkFolder(folder);
  const handle = await openIfThere(() => openToRead(join(folder, name)), name);
  if (!handle) return false;
  try {
    await checkHeader(handle, name, key);
    await restoreStatuses(handle, rows);
    return true;
  } finally {
    await handle.close();
  }
}

/** Opens the result file of an earlier run, and restores the statuses in it, or creates one. @throws ToolError */
export async function openJournal(
  folder: string,
  name: string,
  key: ImportKey,
  rows: RowStatuses,
): Promise<Journal> {
  await checkFolder(folder);
  const path = join(folder, name);
  const earlier = await openIfThere(() => open(path, APPEND_FLAGS), name);
  const handle = earlier ?? (await open(path, APPEND_FLAGS | O_CREAT | O_EXCL, 0o600));
  try {
    const file = await createAppender(handle, path);
    if (earlier) {
      await checkHeader(handle, name, key);
      // Ends a line that was broken off, and tells a run that is under way that the file is taken over. Before the
      // reading: what that run added until then is read, and what it adds later it does not send.
      await file.append('\r\n');
      await restoreStatuses(handle, rows);
    } else {
      await handle.chmod(0o600).catch(() => {});
      await file.append(headerLine(key));
    }
    return createJournal({ folder, name, path, key, rows, file });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file that this process alone appends to. */
interface Appender {
  /** It is on the disk when it returns. */
  append(text: string): Promise<void>;
  /** Whether the file is still at its place, and nobody else has written to it. */
  isOurs(): Promise<boolean>;
  close(): Promise<void>;
}

async function createAppender(handle: FileHandle, path: string): Promise<Appender> {
  let { size } = await handle.stat();
  return {
    async append(text) {
      const bytes = Buffer.from(text);
      size += bytes.length;
      await handle.appendFile(bytes);
      await handle.datasync();
    },
    async isOurs() {
      const [own, atPath] = await Promise.all([handle.stat(), lstat(path).catch(() => undefined)]);
      return atPath?.ino === own.ino && atPath.dev === own.dev && own.size === size;
    },
    close: () => handle.close(),
  };
}

interface JournalParts {
  folder: string;
  name: string;
  path: string;
  key: ImportKey;
  rows: RowStatuses;
  file: Appender;
}

function createJournal({ folder, name, path, key, rows, file }: JournalParts): Journal {
  return {
    path,
    async note(noted, statusOf) {
      for (let from = 0; from < noted.length; from += LINES_PER_WRITE) {
        const lines = noted
          .slice(from, from + LINES_PER_WRITE)
          .map((row) => rowLine(rows, row, statusOf(row)));
        await file.append(lines.join(''));
      }
    },
    async checkOurs() {
      if (!(await file.isOurs()))
        throw new ToolError(
          'conflict',
          `Another import is writing ${name}, or the file was moved or changed.`,
        );
    },
    async finish() {
      if (await file.isOurs())
        await writeWholeFile(folder, name, (handle) => writeAllRows(handle, key, rows));
    },
    close: file.close,
  };
}

async function writeAllRows(handle: FileHandle, key: ImportKey, rows: RowStatuses): Promise<void> {
  await handle.appendFile(headerLine(key));
  for (let from = 0; from < rows.count; from += LINES_PER_WRITE) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(from + LINES_PER_WRITE, rows.count); row++)
      lines.push(rowLine(rows, row, rows.statusOf(row)));
    await handle.appendFile(lines.join(''));
  }
  await handle.datasync();
}

/** Returns undefined where there is no file. @throws ToolError where it is none to write to */
async function openIfThere(
  openFile: () => Promise<FileHandle>,
  name: string,
): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await openFile();
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
