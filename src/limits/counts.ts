/** Where what counts against the limits is kept: a file, this process, or the state that replicas share. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { StateStore } from '../define/state-store.ts';
import { createStateFile, type StateFile } from '../shared/installation/state-file.ts';
import { parseJson } from '../shared/json.ts';
import { type Counts, isCounts, NO_COUNTS } from './windows.ts';

/** Longer than any limit looks back. */
const KEPT_MS = 25 * 3_600_000;

const hashOf = (principal: string): string =>
  createHash('sha256').update(principal).digest('hex').slice(0, 32);

export const countsFile = (stateDir: string, principal: string): StateFile<Counts> =>
  createStateFile(join(stateDir, 'limits', `${hashOf(principal)}.json`), NO_COUNTS, isCounts);

export function countsInMemory(): StateFile<Counts> {
  let present = NO_COUNTS;
  return {
    read: async () => present,
    async update(change) {
      const { state, result } = change(present);
      present = state;
      return result;
    },
  };
}

export function countsInStore(store: StateStore, principal: string): StateFile<Counts> {
  const key = `limits/${hashOf(principal)}`;
  return {
    read: async () => parseCounts(await store.get(key)),
    update: (change) =>
      store.update(key, KEPT_MS, (text) => {
        const { state, result } = change(parseCounts(text));
        return { value: JSON.stringify(state), result };
      }),
  };
}

function parseCounts(text: string | undefined): Counts {
  if (text === undefined) return NO_COUNTS;
  const counts = parseJson(text);
  if (isCounts(counts)) return counts;
  throw new SyntaxError('they are damaged in the shared state');
}
