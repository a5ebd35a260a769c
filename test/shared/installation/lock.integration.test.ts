import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLock } from '../../../src/shared/installation/lock.ts';
import { ownIdentity, type ProcessIdentity } from '../../../src/shared/installation/process-identity.ts';
import { newFolder } from '../../support/files.ts';

const WAIT_MS = 60;

/** A process that is gone: this one's number, started at another time. */
const dead = (id: string, members: Partial<ProcessIdentity> = {}): string =>
  JSON.stringify({ id, ...ownIdentity(), started: '1', ...members });
const living = (id: string): string => JSON.stringify({ id, ...ownIdentity() });

const write = (dir: string, name: string, text: string) => writeFileSync(join(dir, name), text);
const lockIn = (dir: string, maxWaitMs?: number) => createLock(join(dir, '.lock'), maxWaitMs);
const tempt = (dir: string) => lockIn(dir, WAIT_MS).hold(async () => 'held');

/** Works that would meet in the middle, if the lock let them. */
function counter() {
  let inside = 0;
  let most = 0;
  let times = 0;
  return {
    work: async () => {
      most = Math.max(most, ++inside);
      await sleep(Math.random() * 2);
      times++;
      inside--;
    },
    result: () => ({ most, times }),
  };
}

describe('a lock', () => {
  it('is held by one at a time, and leaves nothing behind', async () => {
    const dir = newFolder();
    const { work, result } = counter();
    const locks = Array.from({ length: 8 }, () => lockIn(dir));
    await Promise.all(
      locks.map(async (lock) => {
        for (let i = 0; i < 10; i++) await lock.hold(work);
        await lock.close();
      }),
    );
    expect(result()).toEqual({ most: 1, times: 80 });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is let go of where the work fails', async () => {
    const lock = lockIn(newFolder(), WAIT_MS);
    await expect(lock.hold(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await lock.hold(async () => 'again')).toBe('again');
  });

  it('is not taken from who lives, and the error names the process and the file', async () => {
    const dir = newFolder();
    write(dir, '.lock', living('other'));
    await expect(tempt(dir)).rejects.toThrow(
      new RegExp(`process ${process.pid} on .* does not let go of its lock; .* delete ${join(dir, '.lock')}`),
    );
  });

  it.each([
    ['on another machine', { host: 'elsewhere' }],
    ['on another machine of the same name', { machine: 'another' }],
    ['in another container', { namespace: 'pid:[1]' }],
  ])('is not taken from a process %s, of which nobody here knows whether it runs', async (_, members) => {
    const dir = newFolder();
    write(dir, '.lock', dead('other', members));
    await expect(tempt(dir)).rejects.toThrow('does not let go');
  });

  it('is not taken where what lies there is no lock', async () => {
    const dir = newFolder();
    write(dir, '.lock', '');
    await expect(tempt(dir)).rejects.toThrow('is no lock of hitrate-mcp');
  });

  it('has its file made again where somebody has tidied up', async () => {
    const dir = newFolder();
    const lock = lockIn(dir, WAIT_MS);
    await lock.hold(async () => {});
    for (const name of readdirSync(dir)) rmSync(join(dir, name));
    expect(await lock.hold(async () => 'held')).toBe('held');
  });
});

describe.skipIf(!existsSync('/proc/self/stat'))('the lock of a dead process', () => {
  it('is taken over by one of many alone', async () => {
    for (let round = 0; round < 20; round++) {
      const dir = newFolder();
      write(dir, '.lock', dead('gone'));
      const { work, result } = counter();
      const locks = Array.from({ length: 8 }, () => lockIn(dir));
      await Promise.all(locks.map((lock) => lock.hold(work)));
      await Promise.all(locks.map((lock) => lock.close()));
      expect(result()).toEqual({ most: 1, times: 8 });
      expect(readdirSync(dir)).toEqual([]);
    }
  });

  it('is taken over where those who were about to do so have died too', async () => {
    const dir = newFolder();
    write(dir, '.lock', dead('a'));
    write(dir, '.lock-heir-a', dead('b'));
    write(dir, '.lock-heir-b', dead('c'));
    write(dir, '.lock-heir-older', dead('z'));
    write(dir, '.lock-holder-b', dead('b'));
    const lock = lockIn(dir, WAIT_MS);
    await lock.hold(async () =>
      expect(JSON.parse(readFileSync(join(dir, '.lock'), 'utf8')).pid).toBe(process.pid),
    );
    await lock.close();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is not taken over before a living heir has done it', async () => {
    const dir = newFolder();
    write(dir, '.lock', dead('a'));
    write(dir, '.lock-heir-a', living('b'));
    await expect(tempt(dir)).rejects.toThrow('does not let go');
  });

  it('is taken over though others are killed while they write who they are, and nothing stays of those', async () => {
    const dir = newFolder();
    write(dir, '.lock', dead('gone'));
    for (const name of ['.lock-holder-new', '.lock-holder-old']) write(dir, name, '');
    utimesSync(join(dir, '.lock-holder-old'), 1, 1);
    const lock = lockIn(dir, WAIT_MS);
    await lock.hold(async () => {});
    await lock.close();
    // It may be that of somebody who is about to write.
    expect(readdirSync(dir)).toEqual(['.lock-holder-new']);
  });
});
