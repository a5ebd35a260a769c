/** Files in the operator's download folder: no link is followed, and a file is there whole or not at all. */
import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { onExit } from './exit-cleanup.ts';
import { ToolError } from './tool-error.ts';

// A link of the file's name is not followed, and a pipe is not waited for. The constants exist on POSIX only.
const { O_NOFOLLOW: NO_LINK = 0, O_NONBLOCK: NO_WAIT = 0 } = constants;

/** Refuses a folder that has become a link since the start. @throws ToolError */
export async function checkFolder(folder: string): Promise<void> {
  if ((await realpath(folder)) !== folder) throw folderReplaced(folder);
}

/** As checkFolder, for a folder in use: while it is replaced, it is missing for a moment. @throws ToolError */
async function checkFolderUnchanged(folder: string): Promise<void> {
  const current = await realpath(folder).catch((error) => {
    if (!MISSING_CODES.includes(error.code)) throw error;
  });
  if (current !== folder) throw folderReplaced(folder);
}

const folderReplaced = (folder: string): ToolError =>
  new ToolError('rejected', `The download folder ${folder} is no longer the folder that it was.`);

const MISSING_CODES = ['ENOENT', 'ENOTDIR'];

export const openToRead = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | NO_LINK | NO_WAIT);

/**
 * Writes a file under a temporary name and renames it at the end.
 * @throws ToolError, or the system's error (see withDiskErrors); the temporary file goes with the process at the latest
 */
export async function writeWholeFile<T>(
  folder: string,
  name: string,
  write: (handle: FileHandle) => Promise<T>,
): Promise<{ path: string; result: T; replaced?: true }> {
  // Time has passed since the folder was last checked.
  await checkFolder(folder);
  checkName(name);
  const path = join(folder, name);
  const before = await lstat(path).catch(() => undefined);
  if (before?.isDirectory()) throw new ToolError('rejected', `${path} is a folder: move it away.`);
  const temporary = join(folder, `.${name}.${randomBytes(6).toString('hex')}.part`);
  let created = false;
  const cancelCleanup = onExit(() => rmSync(temporary, { force: true }));
  try {
    const result = await createFile(temporary, async (handle) => {
      // The folder may have become a link between the check and the opening: nothing is written elsewhere.
      created = true;
      await checkFolderUnchanged(folder);
      if (!(await isSameFile(handle, temporary))) throw folderReplaced(folder);
      return write(handle);
    });
    await checkFolderUnchanged(folder);
    await rename(temporary, path);
    cancelCleanup();
    return { path, result, ...(before && { replaced: true }) };
  } catch (error) {
    // If it can't be removed now, the cleanup tries again at the end of the process.
    await rm(temporary, { force: true }).then(cancelCleanup, () => {});
    // The file may be missing because the folder is.
    if (created && MISSING_CODES.includes((error as NodeJS.ErrnoException).code!))
      await checkFolderUnchanged(folder);
    throw error;
  }
}

/** Refuses a name that leads out of the folder: names come from the dialer too. @throws ToolError */
export function checkName(name: string): void {
  if (basename(name) !== name || /[/\\:\0]/.test(name) || name.startsWith('.'))
    throw new ToolError(
      'bad_answer',
      'The dialer answered with an id that is none, so no file can be called after it.',
    );
}

async function isSameFile(handle: FileHandle, path: string): Promise<boolean> {
  const [opened, present] = await Promise.all([handle.stat(), lstat(path).catch(() => undefined)]);
  return opened.ino === present?.ino && opened.dev === present.dev;
}

async function createFile<T>(path: string, write: (handle: FileHandle) => Promise<T>): Promise<T> {
  const { O_CREAT, O_EXCL, O_RDWR } = constants;
  const handle = await open(path, O_CREAT | O_EXCL | O_RDWR | NO_LINK, 0o600);
  try {
    // The umask may take rights from the owner too; some file systems have no modes.
    await handle.chmod(0o600).catch(() => {});
    return await write(handle);
  } finally {
    await handle.close();
  }
}

/** Turns the system's errors into words. @throws ToolError */
export const withDiskErrors = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error) => {
    throw isSystemError(error) ? diskError(error) : error;
  });

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';

const DISK_REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it can only be read',
  ENOENT: 'it is gone, or takes no files',
};

/** Returns what a code of the system means for whoever wants to write. */
const diskReason = (code: string): string => DISK_REASONS[code] ?? `the system says ${code}`;

/** Returns why a file can't be used: an error of the system in words, any other one as it is. */
export function errorReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : diskReason(code);
}

function diskError({ code = 'unknown', syscall }: NodeJS.ErrnoException): ToolError {
  const reason =
    syscall === 'rename' && ['EPERM', 'EACCES', 'EBUSY'].includes(code)
      ? `a file of that name is there and can't be replaced (${code}); it may be open in another program`
      : diskReason(code);
  return new ToolError('rejected', `The file can't be saved in the download folder: ${reason}.`);
}
