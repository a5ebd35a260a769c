/** A Redis that is killed, hangs, or breaks connections: refused at once, nothing done twice, back by itself. */
import { describe, expect, it } from 'vitest';
import type { StateStore } from '../../src/define/state-store.ts';
import { startRedis } from '../support/redis.ts';
import { outcome } from '../support/services.ts';
import { cutAfterRequests } from './cutting-proxy.ts';
import { hastyStore, increment, redisStore, times } from './stores.ts';

const MINUTE = 60_000;

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const began = performance.now();
  return { result: await work, ms: performance.now() - began };
}

const expectLost = async (work: Promise<unknown>, reason: RegExp): Promise<void> => {
  const { kind, text } = await outcome(work as Promise<any>);
  expect(kind).toBe('unavailable');
  expect(text).toMatch(
    /^The shared state can't be reached \(.*\): while that is so nothing is changed, and nothing was sent\.$/,
  );
  expect(text).toMatch(reason);
};

const isBack = (store: StateStore) =>
  expect
    .poll(() =>
      store.ping().then(
        () => 'back',
        () => 'lost',
      ),
    )
    .toBe('back');

describe('a Redis that is lost', () => {
  it('refuses everything at once, says so once, and is used again when it is back', async () => {
    const redis = await startRedis();
    const report: string[] = [];
    const store = redisStore(redis.url, undefined, report);
    await store.set('a', 'b', MINUTE);
    await redis.kill();
    const works = [
      () => store.get('a'),
      () => store.set('a', 'c', MINUTE),
      () => store.add('n', '', MINUTE),
      () => increment(store, 'n'),
      () => store.delete('a'),
      () => store.run(),
      () => store.ping(),
    ];
    for (const work of works) {
      const { ms } = await timed(expectLost(work(), /ECONNREFUSED|the connection broke|ECONNRESET/));
      expect(ms).toBeLessThan(1_500);
    }
    expect(report).toEqual([expect.stringContaining('ECONNREFUSED')]);
    await redis.start();
    await isBack(store);
    expect(report).toEqual([expect.anything(), 'the shared state is back']);
    expect(await increment(store, 'n')).toBe(1);
  });

  it('refuses where there never was one, and is used once there is', async () => {
    const redis = await startRedis();
    await redis.kill();
    const store = redisStore(redis.url);
    await expectLost(store.get('a'), /ECONNREFUSED/);
    await redis.start();
    await isBack(store);
  });

  it('is a time-out where it hangs, for all that wait, and is used again when it goes on', async () => {
    const redis = await startRedis();
    const store = hastyStore(redis.url);
    await store.ping();
    redis.signal('SIGSTOP');
    const { ms } = await timed(
      Promise.all([
        expectLost(store.get('a'), /no answer within 0.5 s|the connection broke/),
        ...times(20, (n) => outcome(increment(store, String(n % 2)) as Promise<any>)),
      ]),
    );
    expect(ms).toBeLessThan(6_000);
    redis.signal('SIGCONT');
    await isBack(store);
  });

  it('forgets with its run what was added, and adds nothing more for that run', async () => {
    const redis = await startRedis();
    const [one, other] = [redisStore(redis.url), redisStore(redis.url)];
    const run = await one.run();
    expect(await one.add('nonce', '', MINUTE, run)).toBe(true);
    await redis.kill();
    await redis.start();
    await isBack(other);
    expect(await other.add('nonce', '', MINUTE, run)).toBe(false);
    expect(await other.run()).not.toBe(run);
  });

  it('lets no nonce through twice while it is killed and started again and again', async () => {
    const redis = await startRedis();
    const stores = [redisStore(redis.url), redisStore(redis.url)];
    const granted = new Map<string, number>();
    let isOver = false;
    const use = async (store: StateStore) => {
      for (let n = 0; !isOver; n++) {
        const nonce = `nonce ${n}`;
        await store
          .run()
          // As a token is: what it is bound to is what was said when the nonce was made.
          .then((run) => store.add(`${run} ${nonce}`, '', MINUTE, run).then((was) => [run, was] as const))
          .then(([run, was]) => {
            if (was) granted.set(`${run} ${nonce}`, (granted.get(`${run} ${nonce}`) ?? 0) + 1);
          })
          .catch((error) => expect(error.kind).toBe('unavailable'));
        await new Promise(setImmediate);
      }
    };
    const users = stores.map(use);
    for (let round = 0; round < 4; round++) {
      const before = granted.size;
      await expect.poll(() => granted.size, { interval: 5 }).toBeGreaterThan(before + 20);
      await redis.kill();
      await redis.start();
    }
    isOver = true;
    await Promise.all(users);
    expect([...granted.values()].filter((uses) => uses > 1)).toEqual([]);
  });
});

describe('an answer that is lost on the way', () => {
  it('is asked for again, and counts once', async () => {
    const redis = await startRedis();
    const proxy = await cutAfterRequests(redis.port, /EVAL/);
    const [far, near] = [redisStore(proxy.url), redisStore(redis.url)];
    await far.ping();
    for (let n = 1; n <= 20; n++) {
      proxy.cutNext();
      expect(await increment(far, 'count')).toBe(n);
      expect(await near.get('count')).toBe(String(n));
      proxy.cutNext();
      expect(await far.add(`nonce ${n}`, '', MINUTE)).toBe(true);
      expect(await near.add(`nonce ${n}`, '', MINUTE)).toBe(false);
    }
    expect(proxy.cuts()).toBe(40);
  });

  it('is unknown where another has changed the value since, and is not made anew', async () => {
    const redis = await startRedis();
    const proxy = await cutAfterRequests(redis.port, /EVAL/);
    const [far, near] = [redisStore(proxy.url), redisStore(redis.url)];
    await far.ping();
    proxy.cutNext(() => increment(near, 'count'));
    await expectLost(increment(far, 'count'), /the connection broke|ECONNRESET/);
    expect(await near.get('count')).toBe('2');
  });
});
