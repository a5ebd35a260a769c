/**
 * A lock on a folder for one process at a time, which a killed process does not leave behind for ever.
 *
 * The lock is a hard link to a file that says who its holder is: a link is made whole or not at all, by one process
 * alone. What a dead holder left is replaced, never removed, and only by its heir: by whom the link is that is named
 * after the dead one's id. Such a right counts only if the lock is still the dead one's once it was got. Since ids are
 * never used twice, there are never two that replace the same lock, and nobody replaces what somebody living holds. An
 * heir that dies has an heir of its own.
 */
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '../../shared/tool-error.ts';
import { createHolderFile, type Holder, readHolder } from './holder.ts';
import { isGone } from './process-identity.ts';

const LOCK = '.lock';
const HEIR = '.lock-heir-';
const MAX_WAIT_MS = 5_000;
const MAX_PAUSE_MS = 20;

export interface FolderLock {
  /**
   * Runs work while it holds the lock; not to be called again before it has ended.
   * @throws ToolError unavailable where another process does not let go, the system's error, or that of the work
   */
  hold<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @param maxWaitMs for others to let go of it */
export function createFolderLock(dir: string, maxWaitMs = MAX_WAIT_MS): FolderLock {
  const holderFile = createHolderFile(dir);
  const { own } = holderFile;
  const lock = join(dir, LOCK);
  let tidy = false;

  async function tryToLock(): Promise<boolean> {
    if (await holderFile.linkTo(lock)) return true;
    const holder = await readHolder(lock);
    // The release after an earlier work may have failed.
    if (holder?.id === own.id) return true;
    return holder !== undefined && isGone(holder, own) && inherit(holder);
  }

  /** Takes what a dead process holds. Returns false where another one is its heir. */
  async function inherit(dead: Holder): Promise<boolean> {
    for (let last = dead; ; ) {
      const right = join(dir, `${HEIR}${last.id}`);
      const heir = (await holderFile.linkTo(right)) ? own : await readHolder(right);
      if (heir?.id === own.id) return replace(dead, right);
      if (!heir || !isGone(heir, own)) return false;
      last = heir;
    }
  }

  async function replace(dead: Holder, right: string): Promise<boolean> {
    if ((await readHolder(lock))?.id !== dead.id) {
      await rm(right, { force: true });
      return false;
    }
    await rename(right, lock);
    return true;
  }

  async function waitForLock(): Promise<void> {
    const end = performance.now() + maxWaitMs;
    for (let pause = 1; !(await tryToLock()); pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      if (performance.now() > end) throw await notReleased(lock);
      await sleep(pause * (0.5 + Math.random()));
    }
  }

  return {
    async hold(work) {
      await waitForLock();
      try {
        if (!tidy) await removeRights(dir);
        tidy = true;
        return await work();
      } finally {
        await rm(lock, { force: true }).catch(() => {});
      }
    },
    close: () => holderFile.remove(),
  };
}

/** While the lock is held nobody has a right to replace it: what is left of such rights is of no use. */
async function removeRights(dir: string): Promise<void> {
  for (const name of await readdir(dir))
    if (name.startsWith(HEIR)) await rm(join(dir, name), { force: true });
}

async function notReleased(lock: string): Promise<ToolError> {
  const holder = await readHolder(lock);
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new ToolError(
    'unavailable',
    `${who} holds its lock and does not let go; if that process is gone, delete ${lock}`,
  );
}
