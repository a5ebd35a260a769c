/** The commands beside serving. */

import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { sandboxTokens } from '../../../src/sandbox/index.ts';
import { tools } from '../../../tools/index.ts';
import { finished, type Running, run } from '../../support/process.ts';
import { SOON_MS, until } from '../../support/waiting.ts';

describe('--version', () => {
  it.each(['--version', '-v'])('%s prints the version of the package', async (flag) => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(await finished([flag])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('--help', () => {
  const help = async (...args: string[]) => {
    const { code, stdout, stderr } = await finished(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  it.each([
    ['setup', ['--print', '--remove', '--hosts <a,b>', '--yes', 'Ctrl-C', 'Exit code 0']],
    ['doctor', ['Exit code', '--dialer demodialer', 'doctor --sandbox']],
    ['sandbox', ['--port <n>', '--calls <n>', 'sandbox-agent']],
    ['tools', ['--json', '--access', '--toolsets']],
    ['approve', ['--pin', '--enroll', '--remove <which>', 'Exit code 1']],
    ['demo', ['No flags', 'invented']],
    ['policy', ['--language sv', 'changes nothing']],
    ['stop', ['--state-dir', 'Exit code', 'Reading goes on']],
    ['start', ['--state-dir', 'Exit code']],
  ])('the command %s has its own help', async (command, says) => {
    const text = await help(command, '--help');
    expect(text).toMatch(new RegExp(`^hitrate-mcp ${command}\\b`));
    for (const one of says) expect(text).toContain(one);
    expect(text).not.toContain('HITRATE_MAX_CONNECTIONS');
    for (const same of [
      [command, '-h'],
      ['help', command],
      ['--help', command],
      ['--sandbox', command, '--help'],
    ])
      expect(await help(...same)).toBe(text);
  });

  it('--help without a command shows the general help', async () => {
    const text = await help('--help');
    for (const same of [['help'], ['-h'], ['serve', '--help'], ['--access', 'write', '--help']])
      expect(await help(...same)).toBe(text);
    expect(text).toContain('HITRATE_MAX_CONNECTIONS');
  });
});

describe('flags before the command', () => {
  it('flags before the command are accepted, with or without a value', async () => {
    const { code, stdout } = await finished(['--sandbox', 'doctor']);
    expect(code).toBe(0);
    expect(stdout).toContain('the sandbox (invented people) at http://127.0.0.1:');
    for (const args of [
      ['--access', 'write', 'tools', '--json'],
      ['--json', '--access=write', 'tools'],
    ]) {
      const rows: any[] = JSON.parse((await finished(args)).stdout);
      expect(new Set(rows.flatMap((row) => (row.enabled ? [row.tier] : [])))).toEqual(
        new Set(['read', 'write']),
      );
    }
    const { stderr } = await finished(['--port', '65536', 'sandbox']);
    expect(stderr).toContain('--port=65536: must be a whole number up to 65535');
  });

  it('a flag keeps a value that is named like a command', async () => {
    const { code, stderr } = await finished(['--dialer', 'doctor', 'demo']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('demo takes no flags'),
    });
  });
});

describe('tools', () => {
  it('tools --json reports for each tool whether and why not the tool is on offer, without a dialer or token', async () => {
    const { code, stdout, stderr } = await finished(['tools', '--json', '--toolsets', 'calls,orders'], {});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows: any[] = JSON.parse(stdout);
    expect(rows.map(({ name }) => name).sort()).toEqual(tools.map(({ name }) => name).sort());
    expect(Object.keys(rows[0])).toEqual(
      expect.arrayContaining(['name', 'toolset', 'tier', 'method', 'path', 'enabled']),
    );
    const named = (name: string) => rows.find((row) => row.name === name);
    expect(named('get_call')).toMatchObject({ enabled: true, method: 'GET', path: '/api/call/:id' });
    expect(named('get_call')).not.toHaveProperty('why');
    expect(named('create_call_result')).toMatchObject({ enabled: false, why: 'HITRATE_ACCESS=read' });
    expect(named('list_users')).toMatchObject({ enabled: false, why: 'HITRATE_TOOLSETS without users' });
    for (const row of rows) expect(row.enabled).toBe(row.why === undefined);
  });

  it('tools prints one line for each tool and their number', async () => {
    const env = {
      HITRATE_ACCESS: 'destructive',
      HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}',
      HITRATE_DOWNLOAD_DIR: tmpdir(),
    };
    const { stdout } = await finished(['tools'], { env });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(tools.length + 1);
    expect(lines.at(-1)).toBe(`${tools.length} of ${tools.length} tools are on offer.`);
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^\w+ +\w+ +\w+ +([A-Z]+ +\/api\S*|- +-) +on$/);
  });
});

describe('sandbox', () => {
  let sandbox: Running | undefined;
  afterEach(() => sandbox?.end('SIGKILL'));

  const started = async (...args: string[]): Promise<string> => {
    sandbox = run(['sandbox', ...args]);
    await until(() => sandbox!.stdout().includes('Ctrl-C'));
    return /http:\/\/\S+:\d+/.exec(sandbox.stdout())![0];
  };

  it('sandbox prints its address and tokens and answers each token', async () => {
    const url = await started('--port', '0');
    for (const { token } of sandboxTokens) {
      expect(sandbox!.stdout()).toContain(token);
      const answer = await fetch(`${url}/api/campaigns`, { headers: { authorization: `Bearer ${token}` } });
      expect([200, 403]).toContain(answer.status);
    }
    expect((await fetch(`${url}/api/campaigns`)).status).toBe(401);
  });

  it('sandbox listens on the local machine only', async () => {
    expect(await started('--port', '0')).toMatch(/^http:\/\/(127\.0\.0\.1|localhost):/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'sandbox ends on %s, even with open connections',
    async (signal) => {
      const { port } = new URL(await started('--port', '0'));
      const silent = connect(Number(port), '127.0.0.1');
      silent.on('error', () => {});
      const kept = await fetch(`http://127.0.0.1:${port}/api/campaigns`);
      expect(kept.status).toBe(401);
      expect(await sandbox!.end(signal)).toBeLessThan(SOON_MS);
      expect((await sandbox!.ended).code).toBe(0);
      expect(sandbox!.stderr()).toBe('');
      silent.destroy();
    },
  );

  it('sandbox on a port in use ends with one line and exit code 2', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stdout, stderr } = await finished(['sandbox', '--port', String(port)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`hitrate-mcp: port ${port} is in use: give another --port\n`);
    await new Promise((resolve) => taken.close(resolve));
  });
});
