import { type Clock, monotonicClock } from './deadline.ts';

/** What was loaded, by key, for a while: everybody who wants the same meanwhile shares one load. */
export interface ExpiringCache<K, V> {
  /** Returns the cached value, or loads it. */
  get(key: K, load: () => Promise<V>): Promise<V>;
  clear(): void;
}

interface CacheOptions {
  /** Counted from the beginning of the load. */
  lifetimeMs: number;
  /** Whether a failed load stays in the cache too; by default the next one who asks loads again. */
  keepsError?: (error: unknown) => boolean;
  clock?: Clock;
}

export function createExpiringCache<K, V>({
  lifetimeMs,
  keepsError = () => false,
  clock = monotonicClock,
}: CacheOptions): ExpiringCache<K, V> {
  /** In the order of their age, the oldest first. */
  const entries = new Map<K, { startedAt: number; value: Promise<V> }>();

  function removeExpired(now: number): void {
    for (const [key, { startedAt }] of entries) {
      if (now - startedAt < lifetimeMs) return;
      entries.delete(key);
    }
  }

  return {
    get(key, load) {
      const now = clock();
      removeExpired(now);
      const cached = entries.get(key);
      if (cached) return cached.value;
      const entry = { startedAt: now, value: load() };
      entries.set(key, entry);
      entry.value.catch((error) => {
        if (!keepsError(error) && entries.get(key) === entry) entries.delete(key);
      });
      return entry.value;
    },
    clear: () => entries.clear(),
  };
}
