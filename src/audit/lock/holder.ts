/** The file that says who holds a lock. A lock is a hard link to it. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onExit } from '../../shared/exit-cleanup.ts';
import { isObject } from '../../shared/json.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { isGone, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** The id is never used again: one process may have several locks, and numbers of processes come back. */
export type Holder = ProcessIdentity & { id: string };

const PREFIX = '.lock-holder-';

export interface HolderFile {
  readonly own: Holder;
  /** Makes a link to the file, and the file if need be. Returns false where there is something of that name. */
  linkTo(path: string): Promise<boolean>;
  remove(): Promise<void>;
}

export function createHolderFile(dir: string): HolderFile {
  const own: Holder = { id: randomBytes(8).toString('hex'), ...ownIdentity() };
  const path = join(dir, `${PREFIX}${own.id}`);
  let cancelCleanup = () => {};

  async function write(): Promise<void> {
    const file = await open(path, 'wx', 0o600);
    cancelCleanup();
    cancelCleanup = onExit(() => rmSync(path, { force: true }));
    try {
      await file.writeFile(JSON.stringify(own));
      // Else a lock could be empty after a power failure.
      await file.sync();
    } finally {
      await file.close();
    }
    await removeFilesOfTheDead(dir, own);
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

/** Its links stay: whose they are is still to be read in them. */
async function removeFilesOfTheDead(dir: string, own: Holder): Promise<void> {
  for (const name of await readdir(dir)) {
    if (!name.startsWith(PREFIX) || name.endsWith(own.id)) continue;
    const holder = await readHolder(join(dir, name)).catch(() => undefined);
    if (holder && isGone(holder, own)) await rm(join(dir, name), { force: true }).catch(() => {});
  }
}

/** Returns undefined where there is none. @throws where it is no lock of ours */
export async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const holder = parseHolder(text);
  if (holder) return holder;
  throw new ToolError('unavailable', `${path} is no lock of hitrate-mcp; delete it if no server is running`);
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && 'id' in value && 'pid' in value ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}
