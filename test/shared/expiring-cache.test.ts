import { describe, expect, it } from 'vitest';
import { createExpiringCache } from '../../src/shared/expiring-cache.ts';

/** A cache whose clock the test sets, and a load that counts. */
function cacheAt(options: { keepsError?: (error: unknown) => boolean } = {}) {
  const clock = { now: 0 };
  const cache = createExpiringCache<string, number>({ lifetimeMs: 60, clock: () => clock.now, ...options });
  let loads = 0;
  const get = (key = 'a', fails = false) =>
    cache.get(key, async () => {
      loads++;
      if (fails) throw new Error('broken');
      return loads;
    });
  return { clock, cache, get };
}

describe('createExpiringCache', () => {
  it('returns the cached value until its lifetime ends, and loads it anew then', async () => {
    const { clock, get } = cacheAt();
    expect(await get()).toBe(1);
    clock.now = 59;
    expect(await get()).toBe(1);
    clock.now = 60;
    expect(await get()).toBe(2);
    clock.now = 119;
    expect(await get()).toBe(2);
  });

  it('loads a value once for all who ask while it loads', async () => {
    const { get } = cacheAt();
    expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
  });

  it('keeps values apart by their keys, each with a lifetime of its own', async () => {
    const { clock, get } = cacheAt();
    expect(await get('a')).toBe(1);
    clock.now = 30;
    expect(await get('b')).toBe(2);
    clock.now = 70;
    expect(await get('b')).toBe(2);
    expect(await get('a')).toBe(3);
  });

  it('loads again after a failure', async () => {
    const { get } = cacheAt();
    await expect(get('a', true)).rejects.toThrow('broken');
    expect(await get()).toBe(2);
  });

  it('keeps a failure that its caller wants kept, until the lifetime ends', async () => {
    const { clock, get } = cacheAt({ keepsError: () => true });
    await expect(get('a', true)).rejects.toThrow('broken');
    await expect(get()).rejects.toThrow('broken');
    clock.now = 60;
    expect(await get()).toBe(2);
  });

  it('loads everything again after it was cleared', async () => {
    const { cache, get } = cacheAt();
    await get();
    cache.clear();
    expect(await get()).toBe(2);
  });

  it('does not let a failed load from before it was cleared remove what was loaded since', async () => {
    const { cache, get } = cacheAt();
    const failed = get('a', true);
    cache.clear();
    const value = get();
    await expect(failed).rejects.toThrow('broken');
    expect(await value).toBe(2);
    expect(await get()).toBe(2);
  });
});
