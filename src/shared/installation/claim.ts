/** The right to replace one version of a file, which one living process has at a time. */
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { isObject, parseJson } from '../json.ts';
import { temporaryName } from './files.ts';
import { isProcessIdentity, isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

export interface Claim {
  /** Gives it back, where the version stays the present one. */
  release(): Promise<void>;
  /** Removes it and those that killed processes have left, once the version is replaced. */
  dispose(): Promise<void>;
}

/**
 * Claims a version, or returns who has it. A claim is a file, made by a link, which fails where there is one already; a
 * killed process leaves its own, and the next one takes the next number. None with a lower number is ever removed while
 * the version is the present one: of two processes that find the same claim left behind only one can make the next.
 *
 * Whoever has a claim must look again whether the version is still the present one, since a process may have been
 * paused in between.
 */
export async function claimVersion(
  path: string,
  version: string,
): Promise<{ claim: Claim } | { heldBy: string }> {
  const name = (number: number) => claimName(path, version, number);
  const temporary = temporaryName(path);
  try {
    await writeFile(temporary, JSON.stringify(ownIdentity()), { flag: 'wx', mode: 0o600 });
    for (let number = 0; ; number++) {
      if (await linkNew(temporary, name(number)))
        return {
          claim: {
            release: () => rm(name(number), { force: true }),
            async dispose() {
              for (let left = number; left >= 0; left--) await rm(name(left), { force: true });
            },
          },
        };
      const holder = await readHolder(name(number));
      if (holder === 'released') return { heldBy: 'other processes' };
      if (holder !== 'lost' && isRunning(holder) !== false)
        return { heldBy: `process ${holder.pid} (${name(number)})` };
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

const claimName = (path: string, version: string, number: number): string =>
  `${path}.${version}.${number}.lock`;

/** Returns whether a file is a claim on another version than that. */
export const isOtherClaim = (file: string, path: string, version: string): boolean =>
  file.startsWith(`${path}.`) && file.endsWith('.lock') && !file.startsWith(`${path}.${version}.`);

/** Returns whether there was none of that name. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Returns `lost` where a power cut took what was in it: a claim is linked when it is whole, so no process has it now. */
async function readHolder(path: string): Promise<ProcessIdentity | 'released' | 'lost'> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return 'released';
  const holder = parseJson(text);
  return isObject(holder) && isProcessIdentity(holder) ? holder : 'lost';
}
