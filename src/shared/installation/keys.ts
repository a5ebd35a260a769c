/** What an installation keeps of its own: a folder for this user alone, and keys in it. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, temporaryName, writeNewFile } from './files.ts';

const KEY_BYTES = 32;

/** Makes the folder where it is missing; nobody else may look into it. */
export async function ensureStateDir(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return dir;
}

/**
 * Returns a key of this installation, made at the first use. Processes that make it at once get the same one.
 * @param name of the file
 * @throws Error of the system, or where what lies there is no key
 */
export async function installationKey(dir: string, name: string): Promise<Buffer> {
  const path = join(await ensureStateDir(dir), name);
  const existing = await readKey(path);
  if (existing) return existing;
  const temporary = temporaryName(path);
  try {
    await writeNewFile(temporary, randomBytes(KEY_BYTES));
    // A link fails where the key is there already: a rename would replace it.
    await link(temporary, path).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  const made = await readKey(path);
  if (!made) throw new Error(`${path} is missing right after it was made`);
  return made;
}

/** Returns undefined where there is none. */
async function readKey(path: string): Promise<Buffer | undefined> {
  const key = await readIfThere(path);
  if (key && key.length !== KEY_BYTES) throw new Error(`${path} is no key of ${KEY_BYTES} bytes`);
  return key;
}
