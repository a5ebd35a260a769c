/** What lies in Redis tells nobody anything, and is good for nobody without the key. */
import { createClient } from '@redis/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { afterThisFile } from '../support/cleanup.ts';
import { newSecret, startRedis, type TestRedis } from '../support/redis.ts';
import { outcome } from '../support/services.ts';
import { increment, redisStore, secret } from './stores.ts';

const MINUTE = 60_000;
let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});

/** As somebody who has Redis and not the key. */
async function bareClient(url = redis.url) {
  const client = createClient({ url });
  await client.connect();
  afterThisFile(() => client.destroy());
  return client;
}

/** All that Redis holds, names and values. */
async function dump(): Promise<string> {
  const client = await bareClient();
  const names = await client.keys('*');
  const values = await Promise.all(names.map((name) => client.get(name)));
  return [...names, ...values].join('\n');
}

describe('what lies in Redis', () => {
  it('has no word of a value or a key in it, nor of the secret', async () => {
    const store = redisStore(redis.url);
    await store.set('people/anna.ek', '{"phone":"070-1740605"}', MINUTE);
    await store.add('people/bo', 'Bo Ek', MINUTE);
    await increment(store, 'people/counts');
    const all = await dump();
    const texts = ['people', 'anna', 'bo', 'Bo Ek', 'counts', '1740605', '"phone"'];
    const coded = texts.flatMap((text) =>
      ['base64', 'hex'].map((as) => Buffer.from(text).toString(as as 'hex')),
    );
    for (const word of [...texts, ...coded.map((text) => text.replace(/=+$/, '')), secret.toString('base64')])
      if (word.length > 3) expect(all).not.toContain(word);
    for (const name of all.split('\n').slice(0, 4))
      expect(name).toMatch(/^hitrate-mcp:(key-check|[\w-]{43})$/);
  });

  it('is encrypted anew each time, and has an end', async () => {
    const store = redisStore(redis.url);
    const client = await bareClient();
    await client.flushDb();
    await store.set('a', 'same'.repeat(20), MINUTE);
    const [first] = (await dump()).split('\n').filter((line) => line.length > 60);
    await store.set('a', 'same'.repeat(20), MINUTE);
    const [second] = (await dump()).split('\n').filter((line) => line.length > 60);
    expect(second).not.toBe(first);
    for (const name of await client.keys('*'))
      if (!name.endsWith('key-check')) expect(await client.pTTL(name)).toBeGreaterThan(0);
  });

  it('is refused where a value was moved to another key, was changed, or is none of ours', async () => {
    const store = redisStore(redis.url);
    const client = await bareClient();
    await client.flushDb();
    await store.set('a', 'of a', MINUTE);
    const a = (await client.keys('*')).find((name) => !name.endsWith('check'))!;
    await store.set('b', 'of b', MINUTE);
    const b = (await client.keys('*')).find((name) => name !== a && !name.endsWith('check'))!;
    const sealed = (await client.get(a))!;
    const flipped = `${sealed.slice(0, 60)}${sealed[60] === 'A' ? 'B' : 'A'}${sealed.slice(61)}`;
    for (const put of [sealed, flipped.slice(0, -1), 'of b', sealed.slice(0, 20), '']) {
      await client.set(b, put);
      for (const work of [store.get('b'), ...(put ? [increment(store, 'b')] : [])])
        expect(await outcome(work as Promise<any>)).toEqual({
          kind: 'unavailable',
          text: expect.stringContaining('can not be read: it was written with another key'),
        });
    }
    expect(await store.get('a')).toBe('of a');
  });

  it('is refused as a whole where it was written with another key', async () => {
    const store = redisStore(redis.url);
    await store.set('a', 'b', MINUTE);
    const stranger = redisStore(redis.url, newSecret());
    for (const work of [stranger.get('a'), stranger.add('n', '', MINUTE), stranger.ping()])
      expect(await outcome(work as Promise<any>)).toEqual({
        kind: 'unavailable',
        text: expect.stringContaining('HITRATE_STATE_KEY_FILE must be the same for every replica'),
      });
    expect(await store.get('a')).toBe('b');
    // A database of its own, as the error says.
    const apart = redisStore(`${redis.url}/1`, newSecret());
    await apart.set('a', 'apart', MINUTE);
    expect(await apart.get('a')).toBe('apart');
  });
});

describe('a password', () => {
  it('is used, and never repeated in an error or a report', async () => {
    const { url, port } = await startRedis(['--requirepass', 'invented-word']);
    const report: string[] = [];
    const texts = [];
    for (const login of ['default:wrong-word', 'nobody:wrong-word', ':wrong-word', '']) {
      const wrong = `redis://${login}${login && '@'}127.0.0.1:${port}`;
      const { kind, text } = await outcome(redisStore(wrong, secret, report).get('a') as Promise<any>);
      expect(kind).toBe('unavailable');
      texts.push(text);
    }
    expect(texts[0]).toContain("can't be reached (it refuses the user or password in HITRATE_STATE_URL)");
    expect(texts[3]).toContain('(it wants a password in HITRATE_STATE_URL)');
    expect(`${texts} ${report}`).not.toMatch(/word-|wrong|invented|127\.0\.0\.1/);
    const right = redisStore(url.replace('//', '//default:invented-word@'));
    await right.set('a', 'b', MINUTE);
    expect(await right.get('a')).toBe('b');
  });
});
