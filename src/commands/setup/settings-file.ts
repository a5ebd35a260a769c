/** Reads and changes a host's settings file: whole or not at all, with a backup, and never over another's change. */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readIfThere, replaceText } from '../../shared/installation/files.ts';
import { SettingsFileError } from './edit-settings.ts';

const BOM = '\ufeff';
/** Somebody else writes at the very same time, again and again. */
const MAX_TRIES = 5;

export interface SettingsFile {
  /** Without links; the path itself where there is no file yet. */
  path: string;
  /** Empty where there is no file. */
  text: string;
  bytes?: Buffer;
}

/** @throws SettingsFileError where it can't be read, or is no text that could be written again as it was */
export async function readSettingsFile(path: string): Promise<SettingsFile> {
  const real = await realPath(path);
  const bytes = await readIfThere(real).catch((error) => {
    throw new SettingsFileError(`can't be read (${error.code})`);
  });
  if (bytes === undefined) return { path: real, text: '' };
  return { path: real, text: textOf(bytes), bytes };
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new SettingsFileError(`can't be read (${code})`);
    const isLink = await lstat(path).catch(() => undefined);
    if (isLink) throw new SettingsFileError('is a link to a file that is not there');
    return path;
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SettingsFileError('is no text in UTF-8: save it as UTF-8 first');
  }
}

/**
 * Writes what `change` makes of the text. Returns the path of the backup; undefined where nothing was changed, or where
 * there was no file to keep. Where the file changes meanwhile it is read again.
 * @throws SettingsFileError
 */
export async function changeSettingsFile(
  path: string,
  change: (text: string, backups: string[]) => string,
): Promise<string | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const file = await readSettingsFile(path);
    const text = change(file.text, await readBackups(file.path));
    if (text === file.text) return undefined;
    await expectWritable(file);
    try {
      const backup = file.bytes && (await backUp(file.path));
      if (await replaceUnlessChanged(file, text)) return backup;
      if (backup) await rm(backup, { force: true });
    } catch (error) {
      throw new SettingsFileError(`can't be written (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  throw new SettingsFileError('is changed by another program all the time: close that, and try again');
}

/** A rename would replace a file that its owner has locked. @throws SettingsFileError */
export async function expectWritable({ path, bytes }: SettingsFile): Promise<void> {
  if (bytes && ((await stat(path)).mode & 0o200) === 0)
    throw new SettingsFileError('is read-only: make it writable first');
}

/** Returns false where the file is no longer what was read. */
async function replaceUnlessChanged({ path, bytes }: SettingsFile, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const mode = bytes ? (await stat(path)).mode & 0o777 : 0o600;
  const bom = bytes?.subarray(0, 3).equals(Buffer.from(BOM)) ? BOM : '';
  const changed = new Error();
  try {
    await replaceText(path, bom + text, {
      mode,
      async beforeRename() {
        const now = await readIfThere(path);
        if (now === undefined ? bytes !== undefined : !bytes || !now.equals(bytes)) throw changed;
      },
    });
    return true;
  } catch (error) {
    if (error === changed) return false;
    throw error;
  }
}

const backupPrefix = (path: string): string => `${basename(path)}.hitrate-backup-`;

/** Returns its path. One that is there is never overwritten. */
async function backUp(path: string): Promise<string> {
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  for (let number = 0; ; number++) {
    const backup = join(dirname(path), `${backupPrefix(path)}${time}${number ? `-${number}` : ''}`);
    try {
      await copyFile(path, backup, constants.COPYFILE_EXCL);
      return backup;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Returns the texts of the backups that are there, the newest first. */
async function readBackups(path: string): Promise<string[]> {
  const names = await readdir(dirname(path)).catch(() => []);
  const paths = names
    .filter((name) => name.startsWith(backupPrefix(path)))
    .sort()
    .reverse()
    .map((name) => join(dirname(path), name));
  const files = await Promise.all(paths.map((one) => readSettingsFile(one).catch(() => undefined)));
  return files.flatMap((file) => (file ? [file.text] : []));
}
