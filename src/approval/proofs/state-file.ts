/** Small files of the state folder that several processes read and change. */
import { constants } from 'node:fs';
import { link, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { ensureStateDir } from '../../shared/installation/keys.ts';
import { writeWholeFile } from '../../shared/safe-files.ts';
import { ToolError } from '../../shared/tool-error.ts';

export interface StateFile<T> {
  name: string;
  schema: z.ZodType<T>;
}

/** Far more than a change takes: whoever holds a lock for longer has died. */
const LOCK_LIFE_MS = 10_000;
const LOCK_PATIENCE_MS = 15_000;
const LOCK_POLL_MS = 10;

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** Returns undefined where there is none. @throws ToolError where it can't be read: never taken for none */
export async function readStateFile<T>(dir: string, { name, schema }: StateFile<T>): Promise<T | undefined> {
  const path = join(dir, name);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw unusable(path, `can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const read = schema.safeParse(parseJson(text));
  if (!read.success) throw unusable(path, 'is damaged');
  return read.data;
}

/**
 * Replaces what stands in a file by what `change` makes of it; undefined removes the file. No other process changes it
 * meanwhile.
 * @throws ToolError, also those of `change`: then the file stays as it is
 */
export async function updateStateFile<T>(
  dir: string,
  file: StateFile<T>,
  change: (old: T | undefined) => T | undefined,
): Promise<void> {
  const path = join(dir, file.name);
  try {
    // The folder may lie behind a link, as homes do.
    const folder = await realpath(await ensureStateDir(dir));
    await withLock(join(folder, `${file.name}.lock`), async () => {
      const next = change(await readStateFile(folder, file));
      if (next === undefined) return rm(path, { force: true });
      await writeWholeFile(folder, file.name, async (handle) => {
        await handle.writeFile(`${JSON.stringify(next, null, 2)}\n`);
        await handle.sync();
      });
    });
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw unusable(path, `can't be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

const unusable = (path: string, why: string): ToolError =>
  new ToolError(
    'unavailable',
    `${path} ${why}, so no approval can be trusted and nothing was done. Whoever set this up must mend it, or remove it and set up a PIN or passkey anew: hitrate-mcp approve.`,
  );

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Node has no file locks: a file that only one process can make is one. */
async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const end = Date.now() + LOCK_PATIENCE_MS;
  while (!(await makeLock(path))) {
    await removeStaleLock(path);
    if (Date.now() > end) throw unusable(path, 'is held by another process');
    await sleep(LOCK_POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function makeLock(path: string): Promise<boolean> {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  try {
    await (await open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)).close();
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** By a rename, which only one process can do; what it took and is no old lock goes back. */
async function removeStaleLock(path: string): Promise<void> {
  const isStale = async (lock: string) => {
    const made = await stat(lock).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > LOCK_LIFE_MS;
  };
  if (!(await isStale(path))) return;
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(() => {});
  if (!(await isStale(aside))) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
