/** doctor where something may be changed: short lines on what keeps it in bounds. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { principalOf } from '../../../src/config/principal.ts';
import { createActLimits } from '../../../src/limits/act-limits.ts';
import { stopChanges } from '../../../src/limits/stop.ts';
import { fakeDialer } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { SECRET } from '../../support/host.ts';
import { finished } from '../../support/process.ts';

let folder: string;
let stateDir: string;
beforeEach(() => {
  folder = newFolder();
  stateDir = join(folder, 'state');
});

async function doctor(env: Record<string, string> = {}) {
  const dialer = await fakeDialer(({ path }) => ({
    body: path.endsWith('/search') ? { rows: [], count: 0 } : [],
  }));
  const url = env.HITRATE_URL ?? dialer.url;
  const { code, stdout, stderr } = await finished(['doctor'], {
    env: {
      HITRATE_URL: url,
      HITRATE_TOKEN: SECRET,
      HITRATE_ACCESS: 'write',
      HITRATE_STATE_DIR: stateDir,
      ...env,
    },
  });
  await dialer.close();
  expect(stderr).toBe('');
  for (const line of stdout.trimEnd().split('\n')) expect(line).toMatch(/^(ok {2}|bad |-- {2})\S/);
  return { code, stdout };
}

describe('doctor where something may be changed', () => {
  it('finds nothing wrong with a folder that is made later, and makes none', async () => {
    const { code, stdout } = await doctor();
    expect(code).toBe(0);
    expect(stdout).toContain(`ok  state folder: ${stateDir} is made when it is needed\n`);
    expect(stdout).toContain('ok  stop: changes are not stopped\n');
    expect(stdout).toContain(
      'ok  limits: writes_per_minute 0 of 60, writes_per_hour 0 of 600, records_per_day 0 of',
    );
    expect(stdout).toContain('--  audit log: none (HITRATE_AUDIT_DIR)\n');
    expect(stdout).toMatch(
      /^(ok|--) {2}calling hours: (people may be rung now|nobody may be rung now.*, again from \w+day )/m,
    );
    expect(existsSync(stateDir)).toBe(false);
  });

  it('says none of this where nothing may be changed', async () => {
    writeFileSync(stateDir, '');
    const { code, stdout } = await doctor({ HITRATE_ACCESS: 'read' });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/state folder|stop:|limits|calling hours|audit/);
  });

  it('tells what is used of the limits, and of the folders that are there', async () => {
    const dialer = await fakeDialer(() => ({ body: [] }));
    mkdirSync(join(folder, 'log'));
    const limits = createActLimits({
      limits: { writes_per_hour: 10 },
      timezone: 'UTC',
      stateDir,
      principal: principalOf({ origin: dialer.url, token: SECRET }),
    });
    await limits.take({ writes: 2, records: 7, erasures: 0, rung: 0, contacts: false });
    const env = {
      HITRATE_URL: dialer.url,
      HITRATE_AUDIT_DIR: join(folder, 'log'),
      HITRATE_CALLING_HOURS: 'always',
    };
    const { stdout } = await doctor(env);
    await dialer.close();
    expect(stdout).toContain(`ok  state folder: ${stateDir} can be written to\n`);
    expect(stdout).toContain('writes_per_hour 2 of 600, records_per_day 7 of 20000');
    expect(stdout).toContain(`ok  audit log: ${join(folder, 'log')} can be written to\n`);
    expect(stdout).toContain('--  calling hours: none, people may be rung at any time\n');
    expect(readdirSync(join(folder, 'log'))).toEqual([]);
  });

  it('tells of a stop, which is nothing wrong: exit code 0', async () => {
    await stopChanges(stateDir, 'wrong prices', new Date('2026-11-29T12:00:00Z'));
    const { code, stdout } = await doctor();
    expect(code).toBe(0);
    expect(stdout).toContain(
      '--  stop: all changes are stopped since 2026-11-29 13:00 (wrong prices); hitrate-mcp start lifts it\n',
    );
  });

  it('finds fault with a state folder that can not be: exit code 1', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, stdout } = await doctor({ HITRATE_STATE_DIR: join(folder, 'file', 'state') });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad state folder: .* can't be made .*it is no folder.*HITRATE_STATE_DIR$/m);
    expect(stdout).toMatch(
      /^bad stop: whether changes are stopped is not known, so that they are: .*ENOTDIR/m,
    );
    expect(stdout).toMatch(
      /^bad limits: the counts can't be read, so that nothing can be changed: .*ENOTDIR/m,
    );
  });

  it('finds fault with damaged counts: exit code 1', async () => {
    const principal = principalOf({ origin: 'http://127.0.0.1:1', token: SECRET });
    const limits = createActLimits({ limits: { writes_per_hour: 10 }, timezone: 'UTC', stateDir, principal });
    await limits.take({ writes: 1, records: 0, erasures: 0, rung: 0, contacts: false });
    const [name] = readdirSync(join(stateDir, 'limits'));
    writeFileSync(join(stateDir, 'limits', name!), '');
    const { code, stdout } = await doctor({ HITRATE_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad limits: the counts can't be read.* is damaged$/m);
  });
});
