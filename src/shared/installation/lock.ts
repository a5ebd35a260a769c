/**
 * A lock for one process at a time, which a killed process does not leave behind for ever.
 *
 * The lock is a hard link to a file that says who its holder is: a link is made whole or not at all, by one process
 * alone. What a dead holder left is replaced, never removed, and only by its heir: by whom the link is that is named
 * after the dead one's id. Such a right counts only if the lock is still the dead one's once it was got. Since ids are
 * never used twice, there are never two that replace the same lock, and nobody replaces what somebody living holds. An
 * heir that dies has an heir of its own.
 */
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHolderFile, type Holder, readHolder } from './lock-holder.ts';
import { isRunning } from './process-identity.ts';

const MAX_WAIT_MS = 5_000;
const MAX_PAUSE_MS = 20;

export interface Lock {
  /**
   * Runs work while it holds the lock; not to be called again before it has ended.
   * @throws Error where another process does not let go, the system's error, or that of the work
   */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** Removes what says who this is; the next hold writes it anew. */
  close(): Promise<void>;
}

/**
 * @param path in a folder that exists when it is held
 * @param maxWaitMs for others to let go of it
 */
export function createLock(path: string, maxWaitMs = MAX_WAIT_MS): Lock {
  const holderFile = createHolderFile(path);
  const { own } = holderFile;
  const heirPrefix = `${path}-heir-`;
  let tidy = false;

  async function tryToLock(): Promise<boolean> {
    if (await holderFile.linkTo(path)) return true;
    const holder = await readHolder(path);
    // The release after an earlier work may have failed.
    if (holder?.id === own.id) return true;
    return holder !== undefined && isRunning(holder) === false && inherit(holder);
  }

  /** Takes what a dead process holds. Returns false where another one is its heir. */
  async function inherit(dead: Holder): Promise<boolean> {
    for (let last = dead; ; ) {
      const right = `${heirPrefix}${last.id}`;
      const heir = (await holderFile.linkTo(right)) ? own : await readHolder(right);
      if (heir?.id === own.id) return replace(dead, right);
      if (!heir || isRunning(heir) !== false) return false;
      last = heir;
    }
  }

  async function replace(dead: Holder, right: string): Promise<boolean> {
    try {
      if ((await readHolder(path))?.id !== dead.id) return false;
      await rename(right, path);
      return true;
    } finally {
      // Where that failed: a right that somebody living has and does not use would keep all others out.
      await rm(right, { force: true });
    }
  }

  async function waitForLock(): Promise<void> {
    const end = performance.now() + maxWaitMs;
    for (let pause = 1; !(await tryToLock()); pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      if (performance.now() > end) throw await notReleased(path);
      await sleep(pause * (0.5 + Math.random()));
    }
  }

  return {
    async hold(work) {
      await waitForLock();
      try {
        if (!tidy) await removeRights(heirPrefix);
        tidy = true;
        return await work();
      } finally {
        await rm(path, { force: true }).catch(() => {});
      }
    },
    close: () => holderFile.remove(),
  };
}

/** While the lock is held nobody has a right to replace it: what is left of such rights is of no use. */
async function removeRights(prefix: string): Promise<void> {
  for (const name of await readdir(dirname(prefix)))
    if (name.startsWith(basename(prefix))) await rm(join(dirname(prefix), name), { force: true });
}

async function notReleased(path: string): Promise<Error> {
  const holder = await readHolder(path);
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new Error(`${who} does not let go of its lock; if that process is gone, delete ${path}`);
}
