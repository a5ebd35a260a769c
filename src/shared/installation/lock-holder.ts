/** The file that says who holds a lock. A lock is a hard link to it. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { onExit } from '../exit-cleanup.ts';
import { parseJson } from '../json.ts';
import { readIfThere, writeNewFile } from './files.ts';
import { isProcessIdentity, isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** The id is never used again: one process may have several locks, and numbers of processes come back. */
export type Holder = ProcessIdentity & { id: string };

/** Nobody takes so long to write a few bytes. */
const TORN_MS = 60_000;

export interface HolderFile {
  readonly own: Holder;
  /** Makes a link to the file, and the file if need be. Returns false where there is something of that name. */
  linkTo(path: string): Promise<boolean>;
  remove(): Promise<void>;
}

/** @param lock its path */
export function createHolderFile(lock: string): HolderFile {
  const prefix = `${lock}-holder-`;
  const own: Holder = { id: randomBytes(8).toString('hex'), ...ownIdentity() };
  const path = `${prefix}${own.id}`;
  let cancelCleanup = () => {};

  async function write(): Promise<void> {
    cancelCleanup();
    cancelCleanup = onExit(() => rmSync(path, { force: true }));
    // On the disk: else a lock could be empty after a power cut.
    await writeNewFile(path, JSON.stringify(own));
    await removeFilesOfTheDead(prefix, own);
  }

  return {
    own,
    async linkTo(target) {
      const result = await makeLink(path, target);
      if (result !== 'ENOENT') return result === 'made';
      // It is not there before the first time, nor where somebody has tidied up.
      await write();
      return (await makeLink(path, target)) === 'made';
    },
    async remove() {
      cancelCleanup();
      await rm(path, { force: true }).catch(() => {});
    },
  };
}

async function makeLink(path: string, target: string): Promise<'made' | 'EEXIST' | 'ENOENT'> {
  try {
    await link(path, target);
    return 'made';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOENT') return code;
    throw error;
  }
}

/** Their links stay: whose they are is still to be read in them. */
async function removeFilesOfTheDead(prefix: string, own: Holder): Promise<void> {
  const folder = dirname(prefix);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!name.startsWith(basename(prefix)) || name.endsWith(own.id)) continue;
    if (await isOfTheDead(path)) await rm(path, { force: true }).catch(() => {});
  }
}

async function isOfTheDead(path: string): Promise<boolean> {
  try {
    const holder = await readHolder(path);
    return holder !== undefined && isRunning(holder) === false;
  } catch {
    // It is being written, or whoever wrote it was killed.
    const found = await stat(path).catch(() => undefined);
    return found !== undefined && Date.now() - found.mtimeMs > TORN_MS;
  }
}

/** Returns undefined where there is none. @throws where it is no lock of ours */
export async function readHolder(path: string): Promise<Holder | undefined> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return undefined;
  const holder = parseJson(bytes.toString());
  if (isHolder(holder)) return holder;
  throw new Error(`${path} is no lock of hitrate-mcp; delete it if no server is running`);
}

const isHolder = (value: unknown): value is Holder =>
  isProcessIdentity(value) && typeof (value as Partial<Holder>).id === 'string';
