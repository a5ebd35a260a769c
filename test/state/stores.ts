/** Clients of one store, as several replicas have them. */
import type { StateStore } from '../../src/define/state-store.ts';
import { createRedisStore } from '../../src/state/redis-store.ts';
import { afterThisFile } from '../support/cleanup.ts';
import { newSecret } from '../support/redis.ts';

export const secret = newSecret();

/** Less than a server waits, so that no test waits for real seconds. */
const PATIENCE_MS = 500;

/** @param report what is told of losses goes there */
export function redisStore(url: string, keySecret = secret, report: string[] = []): StateStore {
  const store = createRedisStore({
    url,
    keySecret,
    report: (line) => void report.push(line),
    patienceMs: PATIENCE_MS,
  });
  afterThisFile(() => store.close());
  return store;
}

export const times = <T>(count: number, work: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => work(n));

/** Adds 1 to a number. */
export const increment = (store: StateStore, key: string): Promise<number> =>
  store.update(key, 60_000, (present) => {
    const next = Number(present ?? 0) + 1;
    return { value: String(next), result: next };
  });
