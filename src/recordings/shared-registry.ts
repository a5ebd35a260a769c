/** The resources that a person has come across at any replica. Where the state is lost, those of this one go on. */
import type { ResourceEntry } from '../define/resource.ts';
import type { StateStore } from '../define/state-store.ts';
import { isObject, parseJson } from '../shared/json.ts';
import { KEPT_MS, unlessLost } from './kept-state.ts';
import {
  createResourceRegistry,
  MAX_ENTRIES,
  MAX_STORED_BYTES,
  type ResourceRegistry,
  type StoredResource,
} from './resource-registry.ts';

interface SharedEntry extends ResourceEntry {
  /** Whether its bytes lie in the state. */
  stored?: true;
  /** Milliseconds since 1970. */
  ends: number;
}

const LIST = 'resources';
const bytesKey = (uri: string): string => `resource/${uri}`;

/** @param state of one person. @param now milliseconds since 1970 */
export function createSharedRegistry(state: StateStore, now: () => number = Date.now): ResourceRegistry {
  const own = createResourceRegistry();

  const share = (entry: ResourceEntry, stored?: true): Promise<void> =>
    unlessLost(async () => {
      const dropped = await state.update(LIST, KEPT_MS, (text) => {
        const others = entriesIn(text, now()).filter(({ uri }) => uri !== entry.uri);
        const { kept, dropped } = withinLimits([...others, { ...entry, stored, ends: now() + KEPT_MS }]);
        return { value: JSON.stringify(kept), result: dropped };
      });
      for (const { uri, stored } of dropped) if (stored) await state.delete(bytesKey(uri));
    });

  return {
    async add(entry) {
      await own.add(entry);
      await share(entry);
    },
    async store(entry, bytes) {
      await own.store(entry, bytes);
      const value = JSON.stringify({ type: entry.type, base64: bytes.toString('base64') });
      await unlessLost(() => state.set(bytesKey(entry.uri), value, KEPT_MS));
      await share(entry, true);
    },
    stored: async (uri) => (await own.stored(uri)) ?? storedIn(await state.get(bytesKey(uri))),
    async list() {
      const shared = (await unlessLost(async () => entriesIn(await state.get(LIST), now()).reverse())) ?? [];
      const uris = new Set(shared.map(({ uri }) => uri));
      const unshared = (await own.list()).filter(({ uri }) => !uris.has(uri));
      return [...unshared, ...shared.map(({ stored: _, ends: __, ...entry }) => entry)];
    },
    changes: own.changes,
  };
}

function entriesIn(text: string | undefined, now: number): SharedEntry[] {
  const entries = text === undefined ? [] : (parseJson(text) as SharedEntry[]);
  return entries.filter(({ ends }) => ends > now);
}

/** The oldest make room. */
function withinLimits(entries: SharedEntry[]): { kept: SharedEntry[]; dropped: SharedEntry[] } {
  const kept: SharedEntry[] = [];
  const dropped: SharedEntry[] = [];
  let bytes = 0;
  for (const entry of entries.reverse()) {
    if (entry.stored) bytes += entry.bytes ?? 0;
    const fits = kept.length < MAX_ENTRIES && !(entry.stored && kept.length && bytes > MAX_STORED_BYTES);
    (fits ? kept : dropped).unshift(entry);
  }
  return { kept, dropped };
}

function storedIn(text: string | undefined): StoredResource | undefined {
  const value = text === undefined ? undefined : parseJson(text);
  if (!isObject(value)) return undefined;
  const { type, base64 } = value as { type: string; base64: string };
  return { type, bytes: Buffer.from(base64, 'base64') };
}
