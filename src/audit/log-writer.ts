/** Appends lines to the log of a folder that several processes share. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createLock } from '../shared/installation/lock.ts';
import { ToolError } from '../shared/tool-error.ts';
import { auditFiles, fileOfDay, utcDay } from './files.ts';
import { type Entry, formatLine, type Position, type RepairEntry } from './line.ts';
import { mendEnd } from './log-end.ts';

const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW: NO_LINK = 0 } = constants;

export interface LogWriter {
  /**
   * Writes one line for each entry. Returns the place of the last one, once all are on the disk.
   * @throws ToolError unavailable, or an error of the system or the lock: then none of them is there
   */
  append(entries: readonly Entry[]): Promise<Required<Position> & { time: Date }>;
  close(): Promise<void>;
}

/** What the last file was when this process last wrote. */
interface Known {
  end: Required<Position>;
  size: number;
  ino: number;
}

export function createLogWriter(dir: string, now: () => Date): LogWriter {
  const lock = createLock(join(dir, '.lock'));
  let known: Known | undefined;

  /** Reads the end anew only where another process has written since. */
  async function findEnd(files: readonly string[], repairs: RepairEntry[]): Promise<Position> {
    const file = files.at(-1);
    if (known && file === known.end.file) {
      const { size, ino } = await lstat(join(dir, file));
      if (size === known.size && ino === known.ino) return known.end;
    }
    const end = await mendEnd(dir, files, repairs);
    if (known && isBefore(end, known.end)) throw shorterLog(known.end);
    return end;
  }

  return {
    append: (entries) =>
      lock.hold(async () => {
        const repairs: RepairEntry[] = [];
        const end = await findEnd(await auditFiles(dir), repairs);
        const time = now();
        const file = laterFile(fileOfDay(utcDay(time)), end.file);
        let position = end;
        const lines = [...repairs, ...entries].map((entry) => {
          const { text, position: next } = formatLine(entry, file, position, time);
          position = next;
          return `${text}\n`;
        });
        const written = await appendToFile(dir, file, lines.join(''));
        known = { end: position as Required<Position>, ...written };
        return { ...known.end, time };
      }),
    close: () => lock.close(),
  };
}

/** A clock that is set back does not lead back into an earlier day's file. */
const laterFile = (file: string, last: string | undefined): string =>
  last !== undefined && last > file ? last : file;

const isBefore = (one: Position, other: Required<Position>): boolean =>
  (one.file ?? '') < other.file || (one.file === other.file && one.line < other.line);

const shorterLog = ({ file, line }: Required<Position>): ToolError =>
  new ToolError(
    'unavailable',
    `line ${line} of ${file}, which this server wrote, is gone; hitrate-mcp audit verify tells more, and a new start goes on with what is left`,
  );

/** @throws the system's error: the file is then as it was before */
async function appendToFile(dir: string, file: string, text: string): Promise<{ size: number; ino: number }> {
  const handle = await open(join(dir, file), O_RDWR | O_APPEND | O_CREAT | NO_LINK, 0o600);
  try {
    const before = await handle.stat();
    // The umask may take rights from the owner too; some file systems have no modes.
    if (before.size === 0) await handle.chmod(0o600).catch(() => {});
    try {
      await handle.appendFile(text);
      await handle.datasync();
      if (before.size === 0) await syncFolder(dir);
    } catch (error) {
      // What can't be undone now is a torn line, which the next one cuts off.
      await undo(handle, before.size);
      throw error;
    }
    return { size: before.size + Buffer.byteLength(text), ino: before.ino };
  } finally {
    await handle.close();
  }
}

const undo = (handle: FileHandle, size: number): Promise<void> => handle.truncate(size).catch(() => {});

/** A file that is new is only there for good with its folder's entry. Windows opens no folders, and needs no such thing. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
