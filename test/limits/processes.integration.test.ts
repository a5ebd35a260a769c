/** Real processes that count against the same limits, some of which are killed, halted, or can't write. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LimitsConfig } from '../../src/config/trust.ts';
import { readLimitUse } from '../../src/limits/act-limits.ts';
import { runningServers } from '../../src/limits/servers.ts';
import { stopChanges } from '../../src/limits/stop.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { until } from '../support/waiting.ts';

let program: string;
beforeAll(async () => {
  program = join(newFolder(), 'take-acts.mjs');
  await build({
    entryPoints: [new URL('take-acts.ts', import.meta.url).pathname],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['date-holidays'],
  });
});

interface Taker {
  child: ChildProcess;
  /** So far. */
  answers(): string[];
  ended: Promise<void>;
}

const FOREVER = 1_000_000;

/** @param shell a line before the program, as `"$@"` */
function take(
  stateDir: string,
  limits: LimitsConfig,
  answers = FOREVER,
  { shell = 'exec "$@"', diesAt }: { shell?: string; diesAt?: number } = {},
): Taker {
  const given = JSON.stringify({ stateDir, limits, answers, diesAt });
  const child = spawn('sh', ['-c', shell, 'sh', process.execPath, program, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  afterThisTest(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return {
    child,
    answers: () => output.split('\n').slice(0, -1),
    ended: new Promise((resolve) => child.on('close', () => resolve())),
  };
}

const count = (takers: Taker[], answer: string): number =>
  takers.flatMap((taker) => taker.answers()).filter((one) => one === answer).length;

const used = async (stateDir: string, limits: LimitsConfig): Promise<number> =>
  (await readLimitUse({ limits, stateDir, principal: 'anna' }))[0]!.used;

const files = (stateDir: string): string[] => readdirSync(join(stateDir, 'limits'));

describe.skipIf(process.platform === 'win32')('processes with the same limits', () => {
  it('four at once let through exactly what the limit allows, and a fifth one after them nothing', async () => {
    const stateDir = join(newFolder(), 'state');
    const limits = { writes_per_hour: 100 };
    const takers = [1, 2, 3, 4].map(() => take(stateDir, limits, 40));
    await Promise.all(takers.map(({ ended }) => ended));
    expect(count(takers, 'ok')).toBe(100);
    expect(count(takers, 'rate_limited')).toBe(60);
    expect(await used(stateDir, limits)).toBe(100);
    const later = take(stateDir, limits, 3);
    await later.ended;
    expect(later.answers()).toEqual(Array(3).fill('rate_limited'));
    expect(files(stateDir)).toHaveLength(1);
  });

  it('that are killed at any moment lose no act that was let through, and leave nothing that others wait for', async () => {
    const stateDir = join(newFolder(), 'state');
    const limits = { writes_per_hour: FOREVER };
    const dead: Taker[] = [];
    for (let round = 0; round < 5; round++) {
      const takers = [take(stateDir, limits), take(stateDir, limits)];
      await until(() => takers.every((taker) => taker.answers().length > round));
      for (const { child } of takers) child.kill('SIGKILL');
      await Promise.all(takers.map(({ ended }) => ended));
      dead.push(...takers);
    }
    expect(count(dead, 'ok')).toBe(dead.flatMap((taker) => taker.answers()).length);
    const last = take(stateDir, limits, 2);
    await last.ended;
    expect(last.answers()).toEqual(['ok', 'ok']);
    const told = count([...dead, last], 'ok');
    // Of those that were killed each may have counted an act that it had no time to tell of.
    const counted = await used(stateDir, limits);
    expect(counted).toBeGreaterThanOrEqual(told);
    expect(counted).toBeLessThanOrEqual(told + dead.length);
    expect(files(stateDir).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  it('that die while they hold the counts are passed over by the next one, which leaves nothing of them', async () => {
    const stateDir = join(newFolder(), 'state');
    const limits = { writes_per_hour: 100 };
    for (let round = 1; round <= 3; round++) {
      await Promise.all([1, 2].map((diesAt) => take(stateDir, limits, 5, { diesAt }).ended));
      expect(files(stateDir).filter((name) => name.endsWith('.lock')).length).toBeGreaterThan(0);
    }
    const living = [1, 2, 3].map(() => take(stateDir, limits, 40));
    await Promise.all(living.map(({ ended }) => ended));
    // Those that died at their second hold had counted one act each.
    expect(count(living, 'ok')).toBe(97);
    expect(await used(stateDir, limits)).toBe(100);
    expect(files(stateDir)).toEqual([expect.stringMatching(/^\w+\.json$/)]);
  });

  it('one that hangs while all is stopped refuses when it goes on', async () => {
    const stateDir = join(newFolder(), 'state');
    const limits = { writes_per_hour: FOREVER };
    const taker = take(stateDir, limits);
    await until(() => taker.answers().length > 3);
    taker.child.kill('SIGSTOP');
    await until(() => isHalted(taker.child.pid!));
    const counted = await used(stateDir, limits);
    await stopChanges(stateDir, 'it hangs', new Date());
    taker.child.kill('SIGCONT');
    await until(() => count([taker], 'permission_denied') > 3);
    // An act that was under way is counted, and refused all the same.
    expect(count([taker], 'ok')).toBeLessThanOrEqual(counted);
    expect(taker.answers().at(-1)).toBe('permission_denied');
  });

  it('are told of while they run, and no longer once they have ended or were killed', async () => {
    const stateDir = join(newFolder(), 'state');
    const limits = { writes_per_hour: FOREVER };
    const servers = () => readdirSync(join(stateDir, 'servers'));
    const [running, killed, ending] = [
      take(stateDir, limits),
      take(stateDir, limits),
      take(stateDir, limits, 1),
    ];
    await until(() => [running, killed].every((taker) => taker.answers().length > 0));
    await ending.ended;
    expect(servers().sort()).toEqual([running, killed].map(({ child }) => `${child.pid}.json`).sort());
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect((await runningServers(stateDir)).map(({ pid }) => pid)).toEqual([running.child.pid]);
    expect(servers()).toEqual([`${running.child.pid}.json`]);
  });

  it('that are started while all is stopped refuse from the first act on', async () => {
    const stateDir = join(newFolder(), 'state');
    await stopChanges(stateDir, undefined, new Date());
    const taker = take(stateDir, { writes_per_hour: 10 }, 2);
    await taker.ended;
    expect(taker.answers()).toEqual(['permission_denied', 'permission_denied']);
  });

  it('one that can write no byte, as on a full disk, refuses, and leaves the counts as they were', async () => {
    const stateDir = join(newFolder(), 'state');
    const limits = { writes_per_hour: 10 };
    await take(stateDir, limits, 1).ended;
    const [name] = files(stateDir);
    const before = readFileSync(join(stateDir, 'limits', name!));
    const taker = take(stateDir, limits, 2, { shell: 'trap "" XFSZ; ulimit -f 0; exec "$@"' });
    await taker.ended;
    expect(taker.answers()).toEqual(['unavailable', 'unavailable']);
    expect(files(stateDir)).toEqual([name]);
    expect(readFileSync(join(stateDir, 'limits', name!))).toEqual(before);
  });

  it('find the counts of others damaged: all refuse until a person has looked', async () => {
    const stateDir = join(newFolder(), 'state');
    await take(stateDir, { writes_per_hour: 10 }, 1).ended;
    writeFileSync(join(stateDir, 'limits', files(stateDir)[0]!), '{');
    const takers = [1, 2].map(() => take(stateDir, { writes_per_hour: 10 }, 2));
    await Promise.all(takers.map(({ ended }) => ended));
    expect(count(takers, 'unavailable')).toBe(4);
  });
});

/** Whether a process has halted, where the system tells; elsewhere the signal has done so. */
function isHalted(pid: number): boolean {
  try {
    return /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
