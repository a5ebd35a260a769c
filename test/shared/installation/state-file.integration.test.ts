import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownIdentity } from '../../../src/shared/installation/process-identity.ts';
import { createStateFile } from '../../../src/shared/installation/state-file.ts';
import { newFolder } from '../../support/files.ts';

describe('a state file', () => {
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  const addOne = (state: number) => ({ state: state + 1, result: state });

  it('loses no change of several that come at once', async () => {
    const path = join(newFolder(), 'state', 'number.json');
    const files = [1, 2, 3].map(() => createStateFile(path, 0, isNumber));
    const results = await Promise.all(Array.from({ length: 30 }, (_, n) => files[n % 3]!.update(addOne)));
    expect(results.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(await files[0]!.read()).toBe(30);
  });

  it('stays as it is where the change fails, and can be changed again', async () => {
    const folder = newFolder();
    const file = createStateFile(join(folder, 'number.json'), 0, isNumber);
    await file.update(addOne);
    const failing = file.update(() => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await file.update(addOne)).toBe(1);
    expect(readdirSync(folder)).toEqual(['number.json']);
  });

  it('rids itself of what was left behind, and of nothing else', async () => {
    const folder = newFolder();
    const others = ['other.json.0123.part', 'other.json.lock', 'number.json.txt'];
    for (const name of ['number.json.0123.part', ...others]) writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'sub'));
    await createStateFile(join(folder, 'number.json'), 0, isNumber).update(addOne);
    expect(readdirSync(folder).sort()).toEqual(['number.json', ...others, 'sub'].sort());
  });

  it.skipIf(process.platform === 'win32')('is for this user alone', async () => {
    const folder = join(newFolder(), 'state');
    await createStateFile(join(folder, 'number.json'), 0, isNumber).update(addOne);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'number.json')).mode & 0o777).toBe(0o600);
  });

  it('is gone once its state is undefined, and may come again', async () => {
    const folder = newFolder();
    const isThere = (value: unknown): value is number | undefined => isNumber(value);
    const file = createStateFile<number | undefined>(join(folder, 'number.json'), undefined, isThere);
    const set = (state: number | undefined) => file.update(() => ({ state, result: null }));
    await set(1);
    await set(undefined);
    expect(readdirSync(folder)).toEqual([]);
    expect(await file.read()).toBeUndefined();
    await set(undefined);
    await set(2);
    expect(await file.read()).toBe(2);
  });

  it.each(['', '{', '"1"', '[]'])('with %j in it is damaged, and is not overwritten', async (text) => {
    const path = join(newFolder(), 'number.json');
    writeFileSync(path, text);
    const file = createStateFile<number | undefined>(
      path,
      undefined,
      (value) => value === undefined || isNumber(value),
    );
    await expect(file.read()).rejects.toThrow(`${path} is damaged`);
    await expect(file.update(() => ({ state: 1, result: null }))).rejects.toThrow(`${path} is damaged`);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('of a process that was killed while it changed it is changed by the next one, which leaves nothing behind', async () => {
    const folder = newFolder();
    const path = join(folder, 'number.json');
    const dead = JSON.stringify({ id: 'a', ...ownIdentity(), pid: 2 ** 22 + 1 });
    for (const name of ['lock', 'lock-holder-a', 'lock-heir-older']) writeFileSync(`${path}.${name}`, dead);
    expect(await createStateFile(path, 0, isNumber).update(addOne)).toBe(0);
    expect(readdirSync(folder)).toEqual(['number.json']);
  });
});
