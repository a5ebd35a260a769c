/** The state of a server that shares it with nobody. */
import { randomBytes } from 'node:crypto';
import type { StateStore } from '../define/state-store.ts';
import { ToolError } from '../shared/tool-error.ts';

interface Entry {
  value: string;
  ends: number;
}

/** What is kept for minutes never comes near it. */
const MAX_ENTRIES = 20_000;

/** @param now milliseconds since some moment */
export function createMemoryStore(now: () => number = Date.now): StateStore {
  const entries = new Map<string, Entry>();
  const run = randomBytes(16).toString('hex');

  function get(key: string): string | undefined {
    const entry = entries.get(key);
    return entry && entry.ends > now() ? entry.value : undefined;
  }

  function set(key: string, value: string, ttlMs: number): void {
    if (!entries.has(key) && entries.size >= MAX_ENTRIES) makeRoom();
    entries.set(key, { value, ends: now() + ttlMs });
  }

  /** Nothing that still counts is dropped: what was used once could be used again. */
  function makeRoom(): void {
    for (const [key, { ends }] of entries) if (ends <= now()) entries.delete(key);
    if (entries.size >= MAX_ENTRIES)
      throw new ToolError(
        'unavailable',
        'Too much is waiting to be remembered: try again in a few minutes. Nothing was sent.',
      );
  }

  return {
    get: async (key) => get(key),
    set: async (key, value, ttlMs) => set(key, value, ttlMs),
    async add(key, value, ttlMs, ofRun = run) {
      if (ofRun !== run || get(key) !== undefined) return false;
      set(key, value, ttlMs);
      return true;
    },
    async update(key, ttlMs, change) {
      const { value, result } = change(get(key));
      if (value === undefined) entries.delete(key);
      else set(key, value, ttlMs);
      return result;
    },
    delete: async (key) => void entries.delete(key),
    run: async () => run,
    ping: async () => {},
    close: async () => entries.clear(),
  };
}
