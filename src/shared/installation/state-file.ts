/** A small JSON file that several processes change, none of which overwrites what another has written. */
import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isObject, parseJson } from '../json.ts';
import { claimVersion, isOtherClaim } from './claim.ts';
import { readIfThere, replaceFile } from './files.ts';
import { ensureStateDir } from './keys.ts';

/** A change takes a few milliseconds. */
const MAX_WAIT_MS = 5_000;
/** No file is under way for so long; a process that was halted meanwhile fails, and sends nothing. */
const LEFTOVER_MS = 60_000;

export interface StateFile<T> {
  /** Changes nothing. @throws Error of the system, or where the file is damaged */
  read(): Promise<T>;
  /**
   * Replaces the state by what comes of it; where `change` throws, all stays as it is.
   * @throws Error of the system, where the file is damaged, or where another process does not let go of it
   */
  update<R>(change: (state: T) => { state: T; result: R }): Promise<R>;
}

interface Version<T> {
  id: string;
  state: T;
}

/** What a missing file has for an id. */
const NO_FILE = 'none';

/**
 * @param empty the state of a missing file
 * @param isState refuses what is no such state
 */
export function createStateFile<T>(
  path: string,
  empty: T,
  isState: (value: unknown) => value is T,
): StateFile<T> {
  let last: Promise<unknown> = Promise.resolve();
  let tidied = false;

  async function load(): Promise<Version<T>> {
    const text = await readIfThere(path);
    if (text === undefined) return { id: NO_FILE, state: empty };
    const version = parseJson(text.toString());
    if (isObject(version) && 'id' in version && 'state' in version)
      if (/^[0-9a-f]{16}$/.test(String(version.id)) && isState(version.state)) return version as Version<T>;
    throw new SyntaxError(`${path} is damaged`);
  }

  async function tryUpdate<R>(
    change: (state: T) => { state: T; result: R },
  ): Promise<{ result: R } | { heldBy: string }> {
    const { id } = await load();
    const claimed = await claimVersion(path, id);
    if ('heldBy' in claimed) return claimed;
    try {
      const current = await load();
      if (current.id !== id) return { heldBy: 'other processes' };
      // While this version is claimed no other one can come, so that what claims others is of earlier ones.
      if (!tidied) await removeLeftovers(path, id);
      tidied = true;
      const { state, result } = change(current.state);
      await replaceFile(path, { id: randomBytes(8).toString('hex'), state });
      await claimed.claim.dispose();
      return { result };
    } finally {
      await claimed.claim.release();
    }
  }

  async function update<R>(change: (state: T) => { state: T; result: R }): Promise<R> {
    await ensureStateDir(dirname(path));
    const end = performance.now() + MAX_WAIT_MS;
    for (;;) {
      const outcome = await tryUpdate(change);
      if ('result' in outcome) return outcome.result;
      if (performance.now() > end) throw new Error(`${path} is in use by ${outcome.heldBy}`);
      // At random, so that those who wait don't come back all at once.
      await setTimeout(1 + Math.random() * 10);
    }
  }

  return {
    read: async () => (await load()).state,
    update(change) {
      // One after the other within the process, so that claims are for other processes alone.
      const turn = last.then(() => update(change));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

/** Removes what killed processes have left beside a file. */
async function removeLeftovers(path: string, version: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const isPart = name.startsWith(`${basename(path)}.`) && name.endsWith('.part');
    if (isOtherClaim(file, path, version) || (isPart && (await isOld(file)))) await rm(file, { force: true });
  }
}

async function isOld(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > LEFTOVER_MS;
}
