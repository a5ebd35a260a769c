/** The PIN on the disk: its hash, its few tries, and what goes wrong with its file. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPin, hasPin, pinProblem, removePin, setPin } from '../../src/approval/proofs/pin.ts';
import { setUpProof } from '../../src/approval/proofs/proofs.ts';
import { ownIdentity } from '../../src/shared/installation/process-identity.ts';
import { givePin, PIN } from '../support/approval.ts';
import { newFolder } from '../support/files.ts';

const NOW = Date.parse('2026-11-30T10:00:00Z');
const MINUTE = 60_000;

async function folderWithPin(): Promise<string> {
  const dir = newFolder();
  await givePin(dir);
  return dir;
}

/** Sets how often it was tried wrongly, which takes long to do. */
function setTries(dir: string, tries: number, locked_until = 0): void {
  const path = join(dir, 'pin.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), tries, locked_until }));
}

describe('a PIN', () => {
  it('is kept as a hash with a salt of its own, for this user alone', async () => {
    const [first, second] = [newFolder(), newFolder()];
    await Promise.all([first, second].map((dir) => setPin(dir, PIN)));
    const [one, two] = [first, second].map((dir) => readFileSync(join(dir, 'pin.json'), 'utf8'));
    expect(one).not.toContain(PIN);
    expect(JSON.parse(one!).hash).not.toBe(JSON.parse(two!).hash);
    expect(JSON.parse(one!).cost).toEqual({ N: 32_768, r: 8, p: 3 });
    expect(statSync(join(first, 'pin.json')).mode & 0o777).toBe(0o600);
  });

  it('is right or not, however it is written in Unicode', async () => {
    const dir = newFolder();
    await givePin(dir, 'smörgås');
    expect(await checkPin(dir, 'smo\u0308rga\u030as', NOW)).toEqual({ right: true });
    expect(await checkPin(dir, 'smorgas', NOW)).toEqual({ right: false, triesLeft: 4 });
  });

  it('has five tries, then a pause of a quarter of an hour, also for the right one', async () => {
    const dir = await folderWithPin();
    for (const triesLeft of [4, 3, 2, 1])
      expect(await checkPin(dir, '000000', NOW)).toEqual({ right: false, triesLeft });
    expect(await checkPin(dir, '000000', NOW)).toEqual({ right: false, lockedForMs: 15 * MINUTE });
    expect(await checkPin(dir, PIN, NOW + 5 * MINUTE)).toEqual({ right: false, lockedForMs: 10 * MINUTE });
    expect(await checkPin(dir, PIN, NOW + 15 * MINUTE)).toEqual({ right: true });
    expect(await checkPin(dir, '000000', NOW + 15 * MINUTE)).toEqual({ right: false, triesLeft: 4 });
  });

  it.each([
    [9, 30],
    [14, 60],
    [499, 24 * 60],
  ])('pauses longer each time: after %d wrong ones, the next costs %d minutes', async (tries, minutes) => {
    const dir = await folderWithPin();
    setTries(dir, tries);
    expect(await checkPin(dir, '000000', NOW)).toEqual({ right: false, lockedForMs: minutes * MINUTE });
  });

  it('is guessed at no oftener by many at once than by one after the other', async () => {
    const dir = await folderWithPin();
    const verdicts = await Promise.all(Array.from({ length: 12 }, (_, i) => checkPin(dir, `00000${i}`, NOW)));
    expect(verdicts.filter((verdict) => 'triesLeft' in verdict)).toHaveLength(4);
    expect(JSON.parse(readFileSync(join(dir, 'pin.json'), 'utf8')).tries).toBe(5);
  });

  it('can be removed, and set anew with all its tries', async () => {
    const dir = await folderWithPin();
    setTries(dir, 5, NOW + MINUTE);
    await givePin(dir, '275914');
    expect(await checkPin(dir, '275914', NOW)).toEqual({ right: true });
    await removePin(dir);
    expect(await hasPin(dir)).toBe(false);
    await expect(checkPin(dir, '275914', NOW)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('may be set in a state folder behind a link', async () => {
    const dir = newFolder();
    mkdirSync(join(dir, 'real'));
    symlinkSync(join(dir, 'real'), join(dir, 'link'));
    await givePin(join(dir, 'link'));
    expect(existsSync(join(dir, 'real', 'pin.json'))).toBe(true);
  });

  it.each([
    ['12345', 'at least 6'],
    ['111111', 'first'],
    ['121212', 'first'],
    ['234567', 'first'],
    ['987654', 'first'],
    ['x'.repeat(129), 'at most 128'],
    [PIN, undefined],
    ['rätt häst', undefined],
  ])('%s is taken or not: %s', (pin, problem) => {
    if (problem) expect(pinProblem(pin)).toContain(problem);
    else expect(pinProblem(pin)).toBeUndefined();
  });
});

describe('what can not be read', () => {
  it.each([
    ['pin.json', '{"version":1'],
    ['pin.json', '{}'],
    ['pin.json', ''],
    ['passkeys.json', '[]'],
    ['passkeys.json', '{"version":2,"passkeys":[]}'],
  ])('is never taken for none: %s with %j', async (name, text) => {
    const dir = newFolder();
    writeFileSync(join(dir, name), text);
    await expect(setUpProof(dir)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(`${name} is damaged`),
    });
  });

  it('is never taken for none: a folder in the place of the file', async () => {
    const dir = newFolder();
    mkdirSync(join(dir, 'pin.json'));
    await expect(setUpProof(dir)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('EISDIR'),
    });
  });

  it('is none where there is no folder, which is not made by looking', async () => {
    const dir = join(newFolder(), 'none');
    expect(await setUpProof(dir)).toBe('none');
    expect(existsSync(dir)).toBe(false);
  });

  it('does not wait for a process that has died while it changed the file', async () => {
    const dir = await folderWithPin();
    writeFileSync(
      join(dir, 'pin.json.lock'),
      JSON.stringify({ id: 'a', ...ownIdentity(), pid: 2 ** 22 + 1 }),
    );
    expect(await checkPin(dir, PIN, NOW)).toEqual({ right: true });
    expect(readdirSync(dir)).toEqual(['pin.json']);
  });

  it('is not changed where nobody can tell who is changing it', async () => {
    const dir = await folderWithPin();
    writeFileSync(join(dir, 'pin.json.lock'), '');
    await expect(checkPin(dir, PIN, NOW)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(`${join(dir, 'pin.json.lock')} is no lock of hitrate-mcp`),
    });
    expect(JSON.parse(readFileSync(join(dir, 'pin.json'), 'utf8')).tries).toBe(0);
  });
});
