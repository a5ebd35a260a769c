/** A file in the operator's download folder: whole under its name, or not there at all. */
import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download } from '../dialer/download.ts';
import { ToolError } from '../errors.ts';
import { leftover } from './leftovers.ts';
import { typeOf } from './probe.ts';
import { isWhole } from './sound.ts';
import { type Taken, take, type Use } from './take.ts';

/** What is taken for the same: the very length, and the first megabyte, which is a minute of telephone sound. */
const COMPARED_BYTES = 1_000_000;

// A link with the file's name is never followed, a pipe never waited for; elsewhere than on POSIX the constants are missing.
const { O_NOFOLLOW: NO_LINK = 0, O_NONBLOCK: NO_WAIT = 0 } = constants;

/** By the bytes: what was asked for as WAV may have come as MP3. */
const EXTENSIONS: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'application/pdf': 'pdf',
};

export interface Saved extends Taken {
  path: string;
  /** The same file was there: nothing was written. */
  unchanged?: true;
  /** Another file had that name. */
  replaced?: true;
}

/**
 * @param folder as the settings have resolved it
 * @param stem the file's name without extension, made of ids alone
 * @throws ToolError; what is left behind then is gone at the process's end at the latest
 */
export async function save(folder: string, stem: string, download: Download, use: Use): Promise<Saved> {
  try {
    return await saved(folder, stem, download, use);
  } catch (error) {
    throw isSystemError(error) ? diskError(error) : error;
  } finally {
    download.cancel();
  }
}

async function saved(folder: string, stem: string, download: Download, use: Use): Promise<Saved> {
  await checkFolder(folder);
  const name = `${stem}.${EXTENSIONS[typeOf(download)]}`;
  const path = join(folder, name);
  const there = isWhole(use.wish ?? {}) ? await sameFile(path, download) : undefined;
  if (there) return { ...there, path, unchanged: true };
  const before = await lstat(path).catch(() => undefined);
  if (before?.isDirectory()) throw new ToolError('rejected', `${path} is a folder: move it away.`);
  // The dialer took its time for what was compared.
  await checkFolder(folder);

  const temporary = join(folder, `.${name}.${randomBytes(6).toString('hex')}.part`);
  const forget = leftover(() => rmSync(temporary, { force: true }));
  try {
    const taken = await written(temporary, download, use);
    await rename(temporary, path);
    forget();
    return { ...taken, path, ...(before && { replaced: true }) };
  } catch (error) {
    // What can't be removed now is tried once more at the end of the process.
    await rm(temporary, { force: true }).then(forget, () => {});
    throw error;
  }
}

/** A folder that has become a link since the start leads who knows where. */
async function checkFolder(folder: string): Promise<void> {
  if ((await realpath(folder)) !== folder)
    throw new ToolError('rejected', `The download folder ${folder} is no longer the folder that it was.`);
}

async function written(path: string, download: Download, use: Use): Promise<Taken> {
  const { O_CREAT, O_EXCL, O_RDWR } = constants;
  const handle = await open(path, O_CREAT | O_EXCL | O_RDWR | NO_LINK, 0o600);
  try {
    // Past the umask, which may take from the owner too; some file systems have no modes.
    await handle.chmod(0o600).catch(() => {});
    let head: Buffer | undefined;
    const taken = await take(download, {
      ...use,
      write: (bytes) => handle.appendFile(bytes),
      rewrite: (other) => {
        head = other;
      },
    });
    if (!head) return taken;
    await handle.write(head, 0, head.length, 0);
    const { sha256 } = await read(handle);
    return { ...taken, sha256 };
  } finally {
    await handle.close();
  }
}

/** What is known of the file under that name, if it is what the dialer is about to send; else nothing is used up. */
async function sameFile(path: string, download: Download): Promise<Taken | undefined> {
  if (download.bytes === undefined) return undefined;
  const handle = await open(path, constants.O_RDONLY | NO_LINK | NO_WAIT).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size !== download.bytes) return undefined;
    const compared = Math.min(stat.size, COMPARED_BYTES);
    const here = Buffer.alloc(compared);
    await handle.read(here, 0, compared, 0);
    const coming = await download.peek(compared);
    if (!coming.equals(here)) return undefined;
    download.cancel();
    return await read(handle);
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle): Promise<Taken> {
  const { size } = await handle.stat();
  const head = Buffer.alloc(Math.min(size, 4096));
  await handle.read(head, 0, head.length, 0);
  const chunks = handle.createReadStream({ start: 0, autoClose: false });
  return take({ bytes: size, head, chunks, cancel: () => {}, peek: async () => head }, {});
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';

const DISK: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it can only be read',
  ENOENT: 'it is gone, or takes no files',
};

function diskError({ code = 'unknown', syscall }: NodeJS.ErrnoException): ToolError {
  const why =
    syscall === 'rename' && ['EPERM', 'EACCES', 'EBUSY'].includes(code)
      ? `a file of that name is there and can't be replaced (${code}); it may be open in another program`
      : (DISK[code] ?? `the system says ${code}`);
  return new ToolError('rejected', `The file can't be saved in the download folder: ${why}.`);
}
