/**
 * The lock under which Claude Code writes ~/.claude.json: a folder beside it, as proper-lockfile makes one. A session
 * that runs reads the file anew under the lock before it writes, so that neither loses what the other has written.
 */
import { rmdirSync } from 'node:fs';
import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from '../../shared/exit-cleanup.ts';
import { SettingsFileError } from './edit-settings.ts';

/** Whoever lives renews its lock more often. */
const STALE_MS = 10_000;
const MAX_WAIT_MS = 15_000;
const PAUSE_MS = 50;

/** Runs the work while no session of Claude Code writes the file. @throws SettingsFileError, or what the work throws */
export async function withClaudeLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true }).catch((error) => {
    throw new SettingsFileError(`can't be written (${error.code})`);
  });
  await takeLock(lock);
  const cancelCleanup = onExit(() => rmdirSync(lock));
  try {
    return await work();
  } finally {
    cancelCleanup();
    await rmdir(lock).catch(() => {});
  }
}

async function takeLock(lock: string): Promise<void> {
  const end = performance.now() + MAX_WAIT_MS;
  while (!(await makeLock(lock))) {
    if (performance.now() > end)
      throw new SettingsFileError(`is held by Claude Code: close it and try again (or delete ${lock})`);
    await removeStale(lock);
    await sleep(PAUSE_MS);
  }
}

async function makeLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new SettingsFileError(`can't be locked (${code})`);
  }
}

async function removeStale(lock: string): Promise<void> {
  const found = await stat(lock).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > STALE_MS) await rmdir(lock).catch(() => {});
}
