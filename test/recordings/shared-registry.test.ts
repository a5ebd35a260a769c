/** Resources of a person who is answered by one replica now and by another then. */
import { describe, expect, it } from 'vitest';
import type { StateStore } from '../../src/define/state-store.ts';
import { createSharedRegistry } from '../../src/recordings/shared-registry.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { createMemoryStore } from '../../src/state/memory-store.ts';
import { scopedStore } from '../../src/state/scoped-store.ts';

const HOUR = 3_600_000;
const entry = (n: number | string, bytes = 3) => ({
  uri: `hitrate://export/${n}`,
  title: `Export ${n}`,
  type: 'text/csv',
  bytes,
});
const uris = (entries: { uri: string }[]) => entries.map(({ uri }) => uri.split('/').at(-1));

describe('what one replica has listed or stored', () => {
  it('is found at another one, the last one first, each once', async () => {
    const store = createMemoryStore();
    const [one, other] = [createSharedRegistry(store), createSharedRegistry(store)];
    await one.add(entry(1));
    await other.store(entry(2), Buffer.from('åäö'));
    await one.add(entry(3));
    await other.add(entry(1));
    for (const each of [one, other]) {
      expect(await each.list()).toEqual([entry(1), entry(3), entry(2)]);
      expect(await each.stored(entry(2).uri)).toEqual({ type: 'text/csv', bytes: Buffer.from('åäö') });
      expect(await each.stored(entry(1).uri)).toBeUndefined();
    }
  });

  it('is no other person’s', async () => {
    const store = createMemoryStore();
    const [anna, bo] = ['anna', 'bo'].map((name) => createSharedRegistry(scopedStore(store, name)));
    await anna!.store(entry(1), Buffer.from('Anna'));
    expect(await bo!.list()).toEqual([]);
    expect(await bo!.stored(entry(1).uri)).toBeUndefined();
  });

  it('makes room for newer ones, and is gone after some hours', async () => {
    let now = 0;
    const store = createMemoryStore(() => now);
    const [one, other] = [createSharedRegistry(store, () => now), createSharedRegistry(store, () => now)];
    const large = Buffer.alloc(12_000_000, 'x');
    for (const n of [1, 2, 3]) await one.store(entry(n, large.length), large);
    expect(uris(await other.list())).toEqual(['3', '2']);
    expect(await other.stored(entry(1).uri)).toBeUndefined();
    for (let n = 0; n < 120; n++) await one.add(entry(`a${n}`));
    expect(await other.list()).toHaveLength(100);
    now = 5 * HOUR;
    await one.add(entry('late'));
    now = 7 * HOUR;
    expect(uris(await other.list())).toEqual(['late']);
  });

  it('goes on at the same one where the state is lost', async () => {
    const lost = async () => {
      throw new ToolError('unavailable', 'lost');
    };
    const state = { get: lost, set: lost, update: lost, delete: lost } as unknown as StateStore;
    const registry = createSharedRegistry(state);
    await registry.add(entry(1));
    await registry.store(entry(2), Buffer.from('abc'));
    expect(await registry.list()).toEqual([entry(2), entry(1)]);
    expect((await registry.stored(entry(2).uri))?.bytes.toString()).toBe('abc');
    await expect(registry.stored(entry(3).uri)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
