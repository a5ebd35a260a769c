/** Changes of a value by several replicas at once, of which none is lost and none is made twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateStore } from '../define/state-store.ts';
import { ToolError } from '../shared/tool-error.ts';
import { LostAnswer, type RedisClient, type RedisConnection } from './redis-connection.ts';
import { REPLACE } from './redis-scripts.ts';
import type { Seal } from './seal.ts';
import { createTurns } from './turns.ts';

/** Of one update, whatever others do meanwhile. */
const UPDATE_MS = 5_000;
const MAX_PAUSE_MS = 10;

export function createUpdate(connection: RedisConnection, { name, seal, open }: Seal): StateStore['update'] {
  /** Of this replica, so that its own updates don't get in each other's way. */
  const turns = createTurns();

  async function update<T>(
    id: string,
    ttlMs: number,
    change: (present: string | undefined) => { value: string | undefined; result: T },
    ends: number,
  ): Promise<T> {
    // Its turn may have come late.
    if (performance.now() > ends) throw tooManyUpdates();
    let present = (await connection.ask((client) => client.get(id))) ?? '';
    while (performance.now() < ends) {
      const { value, result } = change(present ? open(id, present) : undefined);
      const next = value === undefined ? '' : seal(id, value);
      const found = await replace(connection, id, { present, next, ttlMs });
      if (found === undefined) return result;
      present = found;
      await sleep(Math.random() * MAX_PAUSE_MS);
    }
    throw tooManyUpdates();
  }

  return (key, ttlMs, change) => {
    const id = name(key);
    const ends = performance.now() + UPDATE_MS;
    return turns(id, () => update(id, ttlMs, change, ends));
  };
}

interface Replacement {
  /** Sealed; an empty text is nothing. */
  present: string;
  next: string;
  ttlMs: number;
}

/** Returns undefined once it is written, else what is there. @throws ToolError, also where it may have been written */
async function replace(
  connection: RedisConnection,
  id: string,
  { present, next, ttlMs }: Replacement,
): Promise<string | undefined> {
  const args = { keys: [id], arguments: [present, next, String(ttlMs)] };
  const command = (client: RedisClient) => client.eval(REPLACE, args) as Promise<[number, string]>;
  try {
    const [done, found] = await connection.send(command);
    return done ? undefined : found;
  } catch (error) {
    if (!(error instanceof LostAnswer)) throw error;
    const [done] = await connection.send(command);
    // Written and replaced by another since, or never written: made anew it could count twice.
    if (!done) throw error;
    return undefined;
  }
}

const tooManyUpdates = (): ToolError =>
  new ToolError(
    'unavailable',
    'Too many change the shared state at once: nothing is changed, and nothing was sent. Try again.',
  );
