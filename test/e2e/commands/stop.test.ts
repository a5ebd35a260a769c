/** stop and start: what they print, what they leave, and how they end. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { registerServer } from '../../../src/limits/servers.ts';
import { readStop } from '../../../src/limits/stop.ts';
import { newFolder } from '../../support/files.ts';
import { finished } from '../../support/process.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = join(newFolder(), 'state');
});

const command = (args: string[], env: Record<string, string> = {}) =>
  finished(args, { env: { HITRATE_STATE_DIR: stateDir, TZ: 'Europe/Stockholm', ...env } });

describe('stop', () => {
  it('stops all changes, says since when, why and what lifts it, and leaves a file for this user alone', async () => {
    const { code, stdout, stderr } = await command(['stop', 'the prices', 'are wrong']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^All changes are stopped since 20\d\d-\d\d-\d\d \d\d:\d\d: the prices are wrong\n/,
    );
    expect(stdout).toContain('refuses each change from now on, also after a restart; reading goes on.');
    expect(stdout).toContain('`hitrate-mcp start` lifts it.');
    expect(stdout).toContain(stateDir);
    expect(stdout).toContain('No server that may change something runs there');
    expect(await readStop(stateDir)).toEqual({ since: expect.any(Date), reason: 'the prices are wrong' });
    if (process.platform !== 'win32')
      expect(statSync(join(stateDir, 'stopped.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(stateDir)).toEqual(['stopped.json']);
  });

  it('needs no reason, and keeps the one that there is', async () => {
    await command(['stop', 'first']);
    const { since } = (await readStop(stateDir))!;
    const { code, stdout } = await command(['stop']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^All changes are stopped since .*: first\n/);
    expect(await readStop(stateDir)).toEqual({ since, reason: 'first' });
  });

  it('lists the servers that run', async () => {
    const unregister = await registerServer(stateDir, { dialer: 'demodialer', access: 'write' });
    for (const words of [['stop'], ['start']]) {
      const { stdout } = await command(words);
      expect(stdout).toContain('Servers that run and may change something:\n');
      expect(stdout).toMatch(
        new RegExp(
          `^  process ${process.pid}  demodialer  write  since 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d$`,
          'm',
        ),
      );
    }
    await unregister();
  });

  it('works where other settings are wrong or missing', async () => {
    const env = { HITRATE_ACCESS: 'everything', HITRATE_LIMITS: 'x', HITRATE_DIALER: 'a b' };
    expect((await command(['stop'], env)).code).toBe(0);
    expect(existsSync(join(stateDir, 'stopped.json'))).toBe(true);
    expect((await command(['start'], env)).code).toBe(0);
    expect(existsSync(join(stateDir, 'stopped.json'))).toBe(false);
  });

  it('takes the folder as a flag, before or behind the reason', async () => {
    for (const args of [
      ['stop', 'now', '--state-dir', stateDir],
      ['--state-dir', stateDir, 'stop', 'now'],
      ['stop', `--state-dir=${stateDir}`, 'now'],
    ]) {
      expect(await finished(args)).toMatchObject({ code: 0, stderr: '' });
      expect(await readStop(stateDir)).toMatchObject({ reason: 'now' });
      expect((await finished(['start', '--state-dir', stateDir])).code).toBe(0);
    }
  });

  it('says in one line that nothing is stopped where it can not be written: exit code 1', async () => {
    writeFileSync(stateDir, '');
    const { code, stdout, stderr } = await command(['stop']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^hitrate-mcp: NOTHING is stopped: .*ENOTDIR.*\n$/);
  });

  it('refuses a flag that there is none of: exit code 2', async () => {
    const { code, stderr } = await command(['stop', '--now']);
    expect(code).toBe(2);
    expect(stderr).toContain("Unknown option '--now'");
    expect(existsSync(stateDir)).toBe(false);
    expect((await finished(['stop', '--state-dir', 'state'])).code).toBe(2);
  });
});

describe('start', () => {
  it('lifts a stop, and says what it was', async () => {
    await command(['stop', 'first']);
    const { code, stdout, stderr } = await command(['start']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^The stop since 20\d\d-\d\d-\d\d \d\d:\d\d is lifted \(it was: first\): servers may change again/,
    );
    expect(existsSync(join(stateDir, 'stopped.json'))).toBe(false);
  });

  it('says where nothing was stopped, and makes no folder', async () => {
    const { code, stdout } = await command(['start']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Nothing was stopped in ${stateDir}.\n`);
    expect(existsSync(stateDir)).toBe(false);
  });

  it('lifts a stop whose file is damaged', async () => {
    mkdirSync(stateDir);
    writeFileSync(join(stateDir, 'stopped.json'), '{');
    const { code, stdout } = await command(['start']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The stop is lifted: /);
  });

  it('takes no words: exit code 2', async () => {
    await command(['stop']);
    expect((await command(['start', 'again'])).stderr).toBe('hitrate-mcp: start takes no words\n');
    expect(readFileSync(join(stateDir, 'stopped.json'), 'utf8')).toContain('since');
  });

  it('says in one line that a stop can not be lifted: exit code 1', async () => {
    mkdirSync(join(stateDir, 'stopped.json'), { recursive: true });
    const { code, stderr } = await command(['start']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hitrate-mcp: The stop can't be lifted: .*EISDIR.*\n$/);
  });
});
