/** What every store promises, in memory and in Redis. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { StateStore } from '../../src/define/state-store.ts';
import { createMemoryStore } from '../../src/state/memory-store.ts';
import { installationStore, scopedStore } from '../../src/state/scoped-store.ts';
import { startRedis } from '../support/redis.ts';
import { increment, redisStore, times } from './stores.ts';

const MINUTE = 60_000;

describe.each(['memory', 'Redis'])('the store in %s', (where) => {
  /** Two replicas; in memory there is one. */
  let one: StateStore;
  let other: StateStore;
  let key = '';
  let count = 0;

  beforeAll(async () => {
    if (where === 'memory') one = other = createMemoryStore();
    else {
      const { url } = await startRedis();
      [one, other] = [redisStore(url), redisStore(url)];
    }
  });
  const newKey = () => (key = `key ${++count}`);

  it('gives what was set, also å, ä, ö and an empty text, and nothing where nothing was', async () => {
    expect(await other.get(newKey())).toBeUndefined();
    for (const value of ['Åsa Öberg', '', 'x'.repeat(1_000_000)]) {
      await one.set(key, value, MINUTE);
      expect(await other.get(key)).toBe(value);
    }
  });

  it('removes what is deleted, and what an update makes undefined', async () => {
    await one.set(newKey(), 'a', MINUTE);
    await other.delete(key);
    expect(await one.get(key)).toBeUndefined();
    await one.set(key, 'b', MINUTE);
    expect(await other.update(key, MINUTE, (present) => ({ value: undefined, result: present }))).toBe('b');
    expect(await one.get(key)).toBeUndefined();
  });

  it('forgets what is too old, and takes it anew', async () => {
    expect(await one.add(newKey(), 'a', 30)).toBe(true);
    await one.update(`${key} updated`, 30, () => ({ value: 'b', result: undefined }));
    await expect.poll(() => other.get(key)).toBeUndefined();
    await expect.poll(() => other.get(`${key} updated`)).toBeUndefined();
    expect(await other.add(key, 'c', MINUTE)).toBe(true);
  });

  it('adds once, and does not change what is there', async () => {
    expect(await one.add(newKey(), 'a', MINUTE)).toBe(true);
    expect(await other.add(key, 'b', MINUTE)).toBe(false);
    expect(await other.get(key)).toBe('a');
  });

  it('lets one alone of 500 add the same at once, for each of several keys', async () => {
    const keys = times(5, newKey);
    const added = await Promise.all(
      times(500, (n) => [one, other][n % 2]!.add(keys[n % 5]!, String(n), MINUTE)),
    );
    for (const [index] of keys.entries())
      expect(added.filter((was, n) => was && n % 5 === index)).toHaveLength(1);
  });

  it('loses none of 200 changes at once, and tells each apart', async () => {
    newKey();
    const results = await Promise.all(times(200, (n) => increment([one, other][n % 2]!, key)));
    expect(await one.get(key)).toBe('200');
    expect(new Set(results).size).toBe(200);
  });

  it('changes nothing where a change throws, and lets the error through', async () => {
    await one.set(newKey(), 'a', MINUTE);
    const failing = one.update(key, MINUTE, () => {
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await one.get(key)).toBe('a');
    expect(await increment(one, newKey())).toBe(1);
  });

  it('adds for its present run alone', async () => {
    const run = await one.run();
    expect(await other.run()).toBe(run);
    expect(await one.add(newKey(), 'a', MINUTE, run)).toBe(true);
    expect(await one.add(newKey(), 'a', MINUTE, 'f00d')).toBe(false);
    expect(await one.get(key)).toBeUndefined();
  });

  it('answers a ping', () => one.ping());

  it('never shows one scope the values of another, whatever they are called', async () => {
    const scopes = ['anna', 'anna/x', 'ann', '../anna', 'installation', 'a%2Fx'].map((name) =>
      scopedStore(one, name),
    );
    newKey();
    for (const [n, scope] of scopes.entries()) await scope.set(key, String(n), MINUTE);
    await installationStore(one).set(key, 'all', MINUTE);
    for (const [n, scope] of scopes.entries()) {
      expect(await scope.get(key)).toBe(String(n));
      expect(await scope.installation.get(key)).toBe('all');
    }
    await scopes[0]!.set(`x/${key}`, 'mine', MINUTE);
    expect(await scopes[1]!.get(key)).toBe('1');
    expect(() => scopedStore(one, '')).toThrow('a scope needs a name');
  });
});

describe('the store in memory', () => {
  it('refuses rather than forget what still counts', async () => {
    let now = 0;
    const store = createMemoryStore(() => now);
    for (let n = 0; n < 20_000; n++) await store.add(String(n), '', MINUTE);
    await expect(store.add('one more', '', MINUTE)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await store.add('7', '', MINUTE)).toBe(false);
    now = MINUTE;
    expect(await store.add('one more', '', MINUTE)).toBe(true);
  });
});
