import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { claimVersion } from '../../../src/shared/installation/claim.ts';
import { isRunning, ownIdentity } from '../../../src/shared/installation/process-identity.ts';
import { createStateFile } from '../../../src/shared/installation/state-file.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { newFolder } from '../../support/files.ts';
import { until } from '../../support/waiting.ts';

/** A process that has ended, as it would have written itself down. */
async function endedProcess() {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  return { ...ownIdentity(), pid: child.pid!, started: '1' };
}

describe('whether a process runs', () => {
  it('is true of this one, and false of one that has ended', async () => {
    expect(isRunning(ownIdentity())).toBe(true);
    expect(isRunning(await endedProcess())).toBe(false);
  });

  it('is not known of one elsewhere, and false after the machine has started anew', () => {
    expect(isRunning({ ...ownIdentity(), host: 'elsewhere' })).toBeUndefined();
    expect(isRunning({ ...ownIdentity(), boot: 'another' })).toBe(false);
  });

  it.runIf(process.platform === 'linux')('is false of one whose number another one has now', () => {
    expect(isRunning({ ...ownIdentity(), started: '1' })).toBe(false);
  });

  it.runIf(process.platform === 'linux')(
    'is false of one that has ended and was never looked after',
    async () => {
      // The shell becomes a program that knows of no child, and then the child ends.
      const shell = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      });
      afterThisTest(() => shell.kill('SIGKILL'));
      const pid = Number(String(await new Promise((resolve) => shell.stdout!.once('data', resolve))).trim());
      await until(() => readFileSync(`/proc/${shell.pid}/comm`, 'utf8') === 'sleep\n');
      (shell.stdio[3] as Writable).end();
      await until(() => / \(\w+\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
      const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19];
      expect(isRunning({ ...ownIdentity(), pid, started })).toBe(false);
    },
  );
});

describe('a claim', () => {
  const left = (path: string, number: number, holder: object) =>
    writeFileSync(`${path}.v1.${number}.lock`, JSON.stringify(holder));

  it('is given to one, and to the next once it is given back', async () => {
    const path = join(newFolder(), 'state.json');
    const first = await claimVersion(path, 'v1');
    expect(await claimVersion(path, 'v1')).toEqual({
      heldBy: `process ${process.pid} (${path}.v1.0.lock)`,
    });
    if ('claim' in first) await first.claim.release();
    expect(await claimVersion(path, 'v1')).toHaveProperty('claim');
  });

  it('of many at once is given to one', async () => {
    const path = join(newFolder(), 'state.json');
    left(path, 0, await endedProcess());
    const claims = await Promise.all(Array.from({ length: 20 }, () => claimVersion(path, 'v1')));
    expect(claims.filter((one) => 'claim' in one)).toHaveLength(1);
  });

  it('is not given where a process elsewhere has it, which can not be looked at', async () => {
    const path = join(newFolder(), 'state.json');
    left(path, 0, { ...ownIdentity(), host: 'elsewhere' });
    expect(await claimVersion(path, 'v1')).toHaveProperty('heldBy');
  });

  it('passes over those that ended processes and a power cut have left, and keeps them until the version is replaced', async () => {
    const folder = newFolder();
    const path = join(folder, 'state.json');
    left(path, 0, await endedProcess());
    writeFileSync(`${path}.v1.1.lock`, '');
    const claimed = await claimVersion(path, 'v1');
    if (!('claim' in claimed)) throw new Error(claimed.heldBy);
    await claimed.claim.release();
    expect(readdirSync(folder)).toEqual(['state.json.v1.0.lock', 'state.json.v1.1.lock']);
    const again = await claimVersion(path, 'v1');
    if ('claim' in again) await again.claim.dispose();
    expect(readdirSync(folder)).toEqual([]);
  });
});

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
    const path = join(folder, 'number.json');
    const leftovers = ['number.json.0123456789abcdef.0.lock', 'number.json.old.part'];
    const others = ['number.json.new.part', 'other.json.0123456789abcdef.0.lock', 'number.json.txt'];
    for (const name of [...leftovers, ...others]) writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'sub'));
    utimesSync(join(folder, 'number.json.old.part'), 1, 1);
    await createStateFile(path, 0, isNumber).update(addOne);
    expect(readdirSync(folder).sort()).toEqual(['number.json', ...others, 'sub'].sort());
  });
});
