/** What an installation keeps of its own: a folder for this user alone, and keys in it. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

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
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(KEY_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
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
  const key = await readFile(path).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (key && key.length !== KEY_BYTES) throw new Error(`${path} is no key of ${KEY_BYTES} bytes`);
  return key;
}
