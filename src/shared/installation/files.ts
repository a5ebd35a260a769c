/** Files of an installation: for this user alone, and on the disk before they are there. */
import { randomBytes } from 'node:crypto';
import { chmod, chown, open, readFile, rename, rm } from 'node:fs/promises';

/** Beside the file that comes of it, since a rename or a link leads into no other file system. */
export const temporaryName = (path: string): string => `${path}.${randomBytes(6).toString('hex')}.part`;

/** Returns undefined where there is none. @throws Error of the system */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Returns once all of it is on the disk; where that fails there is no such file. @throws Error of the system */
export async function writeNewFile(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    // The umask may take rights from the owner too; some file systems have no modes.
    await file.chmod(0o600).catch(() => {});
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true }).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
}

/** Replaces a file as a whole: a power cut leaves the old one or the new one. @throws Error of the system */
export const replaceFile = (path: string, content: unknown): Promise<void> =>
  replaceText(path, `${JSON.stringify(content)}\n`);

export interface Replacement {
  /** Of the new file. */
  mode?: number;
  /** Of the new file, where it is another than who runs this. */
  owner?: { uid: number; gid: number };
  /** Runs once the new file is on the disk, before it takes the old one's place; where it throws, all stays as it is. */
  beforeRename?: () => Promise<void>;
}

/** The same with a text as it stands. @throws Error of the system */
export async function replaceText(
  path: string,
  text: string | Buffer,
  { mode = 0o600, owner, beforeRename }: Replacement = {},
): Promise<void> {
  const temporary = temporaryName(path);
  await writeNewFile(temporary, text);
  try {
    if (owner) await chown(temporary, owner.uid, owner.gid);
    if (mode !== 0o600) await chmod(temporary, mode);
    await beforeRename?.();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}
