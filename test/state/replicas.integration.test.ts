/** Two replicas of one server before one dialer: what a person may rely on whichever of them answers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scopedStore } from '../../src/state/scoped-store.ts';
import { isRead } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { type SandboxServices, sandboxServices, TOKEN } from '../support/sandbox-services.ts';
import { type Calls, CHECK, callsTo, READ, WRITE } from '../support/services.ts';
import { redisStore, secret, times } from './stores.ts';

let redis: TestRedis;
let keyFile: string;
beforeAll(async () => {
  redis = await startRedis();
  keyFile = join(newFolder(), 'state.key');
  writeFileSync(keyFile, secret, { mode: 0o600 });
});

let sandbox: SandboxServices;
let replicas: [Calls, Calls];
beforeEach(async () => {
  sandbox = await sandboxServices();
  replicas = [replica('anna'), replica('anna')];
});

const replica = (person: string): Calls =>
  callsTo(
    sandbox.url,
    {
      HITRATE_TOKEN: TOKEN,
      HITRATE_TIMEOUT_MS: '20000',
      HITRATE_LIMITS: 'none',
      HITRATE_STATE_URL: redis.url,
      HITRATE_STATE_KEY_FILE: keyFile,
    },
    scopedStore(redisStore(redis.url), person),
  );

const cancel = (calls: Calls, order: number, confirm?: string) =>
  calls.call(['cancel_orders', { order_ids: [order], ...(confirm && { confirm }) }]);

const previewed = async (calls: Calls, order: number): Promise<string> =>
  JSON.parse((await cancel(calls, order)).text).confirmation.token;

/** Orders that can be cancelled. */
const orders = () =>
  [...sandbox.state.orders.values()].filter(({ cancelled }) => !cancelled).map(({ id }) => id);
const writes = () => sandbox.requests.filter((request) => !isRead(request));
const back = () => expect.poll(() => replicas[0].call(WRITE).then(({ kind }) => kind)).toBe('answer');

describe('a confirmation', () => {
  it('that one replica gave is taken by the other one, once', async () => {
    const [order] = orders();
    const token = await previewed(replicas[0], order!);
    const answers = await Promise.all(times(8, (n) => cancel(replicas[n % 2]!, order!, token)));
    expect(
      answers.filter(({ text }) => !text.includes('confirmation_required')),
      answers[0]!.text,
    ).toHaveLength(1);
    expect(writes()).toHaveLength(1);
  });

  it('is nobody else’s', async () => {
    const [order] = orders();
    const token = await previewed(replicas[0], order!);
    // With the same token at the dialer: it is the person alone that differs.
    expect((await cancel(replica('bo'), order!, token)).text).toContain('The token does not belong to this');
    expect(writes()).toEqual([]);
    expect((await cancel(replicas[1], order!, token)).kind).toBe('answer');
    expect(writes()).toHaveLength(1);
  });
});

describe('a state that is lost', () => {
  it('lets reads go on, refuses acts, and nothing is sent', async () => {
    const [order] = orders();
    const token = await previewed(replicas[0], order!);
    await redis.kill();
    for (const calls of replicas) {
      expect((await calls.call(READ)).kind).toBe('answer');
      expect((await calls.call([CHECK, {}])).kind).toBe('answer');
      for (const refused of [await calls.call(WRITE), await cancel(calls, order!, token)]) {
        expect(refused.kind).toBe('unavailable');
        expect(refused.text).toContain("The shared state can't be reached");
      }
    }
    expect(writes()).toEqual([]);
    await redis.start();
    await back();
  });

  it('lets no act through twice, also where it is killed in the midst of them', async () => {
    const some = orders().slice(0, 24);
    const tokens = await Promise.all(some.map((order, n) => previewed(replicas[n % 2]!, order)));
    const acts = some.flatMap((order, n) => replicas.map((calls) => cancel(calls, order, tokens[n]!)));
    await expect.poll(() => writes().length, { interval: 1 }).toBeGreaterThan(2);
    await redis.kill();
    await redis.start();
    await Promise.all(acts);
    await back();
    // Tried once more: those that were used are not good again since it has forgotten them.
    await Promise.all(some.map((order, n) => cancel(replicas[n % 2]!, order, tokens[n]!)));
    const cancelled = writes()
      .filter(({ path }) => path.includes('order'))
      .flatMap(({ body }) => body.order_ids);
    expect(new Set(cancelled).size).toBe(cancelled.length);
  });
});
