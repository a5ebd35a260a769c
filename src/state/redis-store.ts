/** The state in Redis or Valkey, encrypted. Lost, it refuses at once, and comes back by itself. */
import type { StateStore } from '../define/state-store.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createRedisConnection, type RedisClient } from './redis-connection.ts';
import { ADD } from './redis-scripts.ts';
import { createUpdate } from './redis-update.ts';
import { createSeal } from './seal.ts';

export interface RedisStoreOptions {
  url: string;
  keySecret: Buffer;
  /** Told in a line when the state is lost and when it is back. */
  report: (message: string) => void;
  /** How long it may take to answer; tests pass less. */
  patienceMs?: number;
}

const PREFIX = 'hitrate-mcp:';
/** Its value tells whether all replicas have the same key; its name is the same for every key. */
const KEY_CHECK = `${PREFIX}key-check`;

export function createRedisStore({ keySecret, ...options }: RedisStoreOptions): StateStore {
  const cipher = createSeal(keySecret, PREFIX);
  const { name, seal, open } = cipher;
  const connection = createRedisConnection({ ...options, check: checkKey });

  async function checkKey(client: RedisClient): Promise<void> {
    await client.set(KEY_CHECK, seal(KEY_CHECK, ''), { condition: 'NX' });
    open(KEY_CHECK, (await client.get(KEY_CHECK)) ?? '');
  }

  return {
    async get(key) {
      const id = name(key);
      const sealed = await connection.ask((client) => client.get(id));
      return sealed === null ? undefined : open(id, sealed);
    },
    async set(key, value, ttlMs) {
      const id = name(key);
      const sealed = seal(id, value);
      await connection.send((client) => client.set(id, sealed, { expiration: { type: 'PX', value: ttlMs } }));
    },
    async add(key, value, ttlMs, run = '') {
      const id = name(key);
      const args = { keys: [id], arguments: [seal(id, value), String(ttlMs), run] };
      return (await connection.ask((client) => client.eval(ADD, args))) === 1;
    },
    update: createUpdate(connection, cipher),
    async delete(key) {
      await connection.send((client) => client.del(name(key)));
    },
    async run() {
      const info = await connection.ask((client) => client.info('server'));
      const run = /^run_id:(\w+)/m.exec(info)?.[1];
      if (run === undefined) throw withoutRun();
      return run;
    },
    async ping() {
      await connection.ask((client) => client.ping());
    },
    async close() {
      connection.close();
    },
  };
}

const withoutRun = (): ToolError =>
  new ToolError(
    'unavailable',
    'The shared state does not tell which run it is in (run_id), so that it could forget unseen what was used. Nothing was sent.',
  );
