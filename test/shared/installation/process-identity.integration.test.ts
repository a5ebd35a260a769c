import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  isProcessIdentity,
  isRunning,
  ownIdentity,
} from '../../../src/shared/installation/process-identity.ts';
import { afterThisTest } from '../../support/cleanup.ts';
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

  it('is not known of one on another machine, or in another container', () => {
    const here = { ...ownIdentity(), machine: 'm1' };
    for (const elsewhere of [{ host: 'elsewhere' }, { machine: 'm2' }, { namespace: 'pid:[1]' }])
      expect(isRunning({ ...here, pid: 2 ** 22 + 1, ...elsewhere }, here)).toBeUndefined();
  });

  it('is false after the machine has started anew, where its id tells that it is this one', () => {
    const here = { ...ownIdentity(), boot: 'b1', machine: 'm1' };
    expect(isRunning({ ...here, boot: 'b0' }, here)).toBe(false);
    const nameless = { ...here, machine: '' };
    expect(isRunning({ ...nameless, boot: 'b0' }, nameless)).toBeUndefined();
  });

  it('is false of a number that no process has', () => {
    expect(isRunning({ ...ownIdentity(), pid: 2 ** 22 + 1 })).toBe(false);
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
      const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]!;
      expect(isRunning({ ...ownIdentity(), pid, started })).toBe(false);
    },
  );
});

it('what a process is called by is told from what else may stand there', () => {
  const own = ownIdentity();
  expect(isProcessIdentity(JSON.parse(JSON.stringify(own)))).toBe(true);
  const { started, ...without } = own;
  for (const other of [null, 'text', [], { pid: 3 }, without, { ...own, pid: -1 }, { ...own, pid: '3' }])
    expect(isProcessIdentity(other)).toBe(false);
});
