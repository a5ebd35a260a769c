/** Clients of one store, as several replicas have them. */
import type { StateStore } from '../../src/define/state-store.ts';
import { createRedisStore } from '../../src/state/redis-store.ts';
import { afterThisFile } from '../support/cleanup.ts';
import { newSecret } from '../support/redis.ts';

export const secret = newSecret();

/** Hundreds of commands at once take their time on a loaded machine. */
const PATIENCE_MS = 15_000;

/** @param report what is told of losses goes there */
export const redisStore = (url: string, keySecret = secret, report: string[] = []): StateStore =>
  closedLater(
    createRedisStore({
      url,
      keySecret,
      report: (line) => void report.push(line),
      patienceMs: PATIENCE_MS,
    }),
  );

/** One that waits less than a server does, for a Redis that hangs: no test waits for real seconds. */
export const hastyStore = (url: string): StateStore =>
  closedLater(createRedisStore({ url, keySecret: secret, report: () => {}, patienceMs: 500 }));

function closedLater(store: StateStore): StateStore {
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
