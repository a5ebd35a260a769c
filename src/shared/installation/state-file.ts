/** A small JSON file that several processes change, none of which overwrites what another has written. */
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseJson } from '../json.ts';
import { readIfThere, replaceFile } from './files.ts';
import { ensureStateDir } from './keys.ts';
import { createLock } from './lock.ts';

export interface StateFile<T> {
  /** Changes nothing. @throws Error of the system, or where the file is damaged */
  read(): Promise<T>;
  /**
   * Replaces the state by what comes of it; undefined removes the file. Where `change` throws, all stays as it is.
   * @throws Error of the system, where the file is damaged, or where another process does not let go of it
   */
  update<R>(change: (state: T) => { state: T; result: R }): Promise<R>;
}

/**
 * @param empty the state of a missing file
 * @param isState refuses what is no such state
 */
export function createStateFile<T>(
  path: string,
  empty: T,
  isState: (value: unknown) => value is T,
): StateFile<T> {
  const lock = createLock(`${path}.lock`);
  let last: Promise<unknown> = Promise.resolve();
  let tidied = false;

  async function read(): Promise<T> {
    const bytes = await readIfThere(path);
    if (bytes === undefined) return empty;
    const state = parseJson(bytes.toString());
    if (state !== undefined && isState(state)) return state;
    throw new SyntaxError(`${path} is damaged`);
  }

  async function update<R>(change: (state: T) => { state: T; result: R }): Promise<R> {
    await ensureStateDir(dirname(path));
    try {
      return await lock.hold(async () => {
        if (!tidied) await removeUnfinished(path);
        tidied = true;
        const { state, result } = change(await read());
        if (state === undefined) await rm(path, { force: true });
        else await replaceFile(path, state);
        return result;
      });
    } finally {
      // Nothing stays in the folder while there is nothing to change.
      await lock.close();
    }
  }

  return {
    read,
    update(change) {
      // One after the other within the process: a lock is held once at a time.
      const turn = last.then(() => update(change));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

/** Removes what killed processes have left beside a file: while its lock is held nobody else writes one. */
async function removeUnfinished(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)))
    if (name.startsWith(`${basename(path)}.`) && name.endsWith('.part'))
      await rm(join(dirname(path), name), { force: true });
}
