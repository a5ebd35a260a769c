/** setup: what it writes, and into which file. */
import { chmodSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectHost } from '../../../../src/mcp/client.ts';
import { bundle, SECRET } from '../../../support/host.ts';
import { FILES, type HostId, healthyDialer, newHome } from '../../../support/setup-home.ts';

const IDS = Object.keys(FILES) as HostId[];
const SANDBOX = ['--yes', '--sandbox'];
const hasType = (id: HostId) => id === 'vscode' || id === 'claude-code';

describe.concurrent('setup', () => {
  it.each(IDS)('writes the entry of %s, where that alone is found', async (id) => {
    const home = newHome(id);
    const { code, stdout, stderr } = await home.setup(SANDBOX);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(home.entry(id)).toEqual({
      ...(hasType(id) && { type: 'stdio' }),
      command: process.execPath,
      args: [bundle],
      env: { HITRATE_ACCESS: 'read', HITRATE_SANDBOX: 'true' },
    });
    for (const other of IDS) if (other !== id) expect(() => home.read(other)).toThrow('ENOENT');
    expect(stdout).toContain(home.file(id));
  });

  it('writes an entry that starts the server', async () => {
    const home = newHome('claude-code');
    await home.setup(SANDBOX);
    const { command, args, env } = home.entry('claude-code');
    const host = await connectHost({
      command,
      args,
      env: { ...env, HOME: home.path, HITRATE_LOG_LEVEL: 'silent' },
    });
    expect((await host.call('list_campaigns')).data.total).toBeGreaterThan(0);
    await host.close();
  });

  it('puts the token into a file of its own, and names it in the entry', async () => {
    const dialer = await healthyDialer();
    const home = newHome('cursor', 'vscode');
    const env = { HITRATE_TOKEN: `Bearer ${SECRET}`, HITRATE_URL: dialer.url };
    const { code } = await home.setup(['--yes', '--access', 'write', '--toolsets', 'orders'], env);
    await dialer.close();
    expect(code).toBe(0);
    const stateDir = join(home.path, '.local/state/hitrate-mcp');
    const path = join(stateDir, `token-${new URL(dialer.url).host.replace(':', '-')}`);
    for (const id of ['cursor', 'vscode'] as const)
      expect(home.entry(id).env).toEqual({
        HITRATE_URL: dialer.url,
        HITRATE_TOKEN_FILE: path,
        HITRATE_ACCESS: 'write',
        HITRATE_TOOLSETS: 'orders',
      });
    expect(readFileSync(path, 'utf8')).toBe(`${SECRET}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(stateDir).mode & 0o777).toBe(0o700);
    expect(dialer.requests[0]!.headers.authorization).toBe(`Bearer ${SECRET}`);
  });

  it('names the token file that was given, by its full path, and copies nothing', async () => {
    const dialer = await healthyDialer();
    const home = newHome('cursor');
    const path = join(home.path, 'token.txt');
    writeFileSync(path, SECRET, { mode: 0o600 });
    const { code } = await home.setup(['--yes', '--url', dialer.url, '--token-file', path]);
    await dialer.close();
    expect(code).toBe(0);
    expect(home.entry('cursor').env.HITRATE_TOKEN_FILE).toBe(path);
    expect(home.tree().join('\n')).not.toContain('.local');
  });

  it('writes into the hosts of --hosts alone, found or not', async () => {
    const home = newHome('cursor', 'claude-code');
    const { code } = await home.setup([...SANDBOX, '--hosts', 'vscode,cursor']);
    expect(code).toBe(0);
    expect(home.entry('vscode')).toBeDefined();
    expect(home.entry('cursor')).toBeDefined();
    expect(() => home.read('claude-code')).toThrow('ENOENT');
  });
});

describe.concurrent('setup in settings that are there', () => {
  it.each([
    ['comments and a trailing comma', '{\n  // mine\n  "servers": {\n    "a": {}, // a\n  },\n}\n'],
    ['Windows line ends and tabs', '{\r\n\t"servers": {\r\n\t\t"a": {}\r\n\t}\r\n}\r\n'],
    ['a byte order mark', '\ufeff{\n  "servers": {\n    "a": {}\n  }\n}\n'],
    ['nothing at all', ''],
    ['an empty object', '{}'],
    ['an empty list', '{ "servers": { } }'],
    ['one line', '{"inputs":[],"servers":{"a":{}}}'],
  ])('keeps %s, and --remove gives back every byte', async (_, text) => {
    const home = newHome('vscode');
    home.write('vscode', text);
    expect((await home.setup(SANDBOX)).code).toBe(0);
    const written = home.read('vscode');
    expect(written).toContain('"hitrate"');
    expect(written.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
    const [backup, ...more] = home.backups('vscode');
    expect(more).toEqual([]);
    expect(readFileSync(backup!, 'utf8')).toBe(text);
    expect((await home.setup(['--remove', '--yes'])).code).toBe(0);
    expect(home.read('vscode')).toBe(text);
    expect(home.backups('vscode').map((path) => readFileSync(path, 'utf8'))).toEqual([text, written]);
  });

  it('keeps the mode, and follows a link to the real file', async () => {
    const home = newHome('cursor');
    const real = join(home.path, 'dotfiles.json');
    writeFileSync(real, '{}');
    chmodSync(real, 0o640);
    symlinkSync(real, home.file('cursor'));
    expect((await home.setup(SANDBOX)).code).toBe(0);
    expect(lstatSync(home.file('cursor')).isSymbolicLink()).toBe(true);
    expect(lstatSync(real).isFile()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(home.entry('cursor')).toBeDefined();
  });

  it('replaces an entry that is there, shows both without secrets, and keeps the variables that setup does not know', async () => {
    const home = newHome('cursor');
    const env = { HITRATE_TOKEN: SECRET, HITRATE_LIMITS: 'none', HTTPS_PROXY: 'http://me:hush@proxy' };
    const old = { command: '/old/node', args: ['main.js'], env, disabled: false };
    home.write('cursor', JSON.stringify({ mcpServers: { hitrate: old, other: {} }, z: 1 }));
    const { stdout, code } = await home.setup(SANDBOX);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /has an entry hitrate already:[\s\S]*"\/old\/node"[\s\S]*The new one:[\s\S]*HITRATE_SANDBOX/,
    );
    expect(stdout).not.toContain('hush');
    expect(JSON.parse(home.read('cursor'))).toEqual({
      mcpServers: {
        hitrate: {
          command: process.execPath,
          args: [bundle],
          env: {
            HITRATE_LIMITS: 'none',
            HTTPS_PROXY: 'http://me:hush@proxy',
            HITRATE_ACCESS: 'read',
            HITRATE_SANDBOX: 'true',
          },
          disabled: false,
        },
        other: {},
      },
      z: 1,
    });
    const again = await home.setup(SANDBOX);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('has this very entry already') });
    expect(home.backups('cursor')).toHaveLength(1);
  });

  it.each([
    ['broken', '{\n  "mcpServers": {,}\n}', /line 2, column 18: value expected/],
    [
      'a list in the place of an object',
      '{"mcpServers": []}',
      /"mcpServers" is an array and must be an object/,
    ],
    ['no object', '[]', /is no JSON object/],
    ['no UTF-8', Buffer.from('{"a": "\u00e5"}', 'latin1'), /is no text in UTF-8/],
  ])('leaves a file alone that is %s, says why, and goes on with the others', async (_, text, message) => {
    const home = newHome('cursor', 'claude-desktop');
    home.write('cursor', text);
    const before = readFileSync(home.file('cursor'));
    const { code, stdout } = await home.setup(SANDBOX);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^bad Cursor: ${home.file('cursor')} .*${message.source}.*left alone`, 'm'),
    );
    expect(readFileSync(home.file('cursor'))).toEqual(before);
    expect(home.backups('cursor')).toEqual([]);
    expect(home.entry('claude-desktop')).toBeDefined();
  });

  it('leaves a file alone that is read-only, a folder, or a link to nothing', async () => {
    const home = newHome('cursor', 'claude-desktop', 'vscode');
    home.write('cursor', '{}');
    chmodSync(home.file('cursor'), 0o444);
    mkdirSync(home.file('claude-desktop'));
    symlinkSync('/nowhere/mcp.json', home.file('vscode'));
    const { code, stdout } = await home.setup(SANDBOX);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad Cursor: .* is read-only: make it writable first/m);
    expect(stdout).toMatch(/^bad Claude Desktop: .* can't be read \(EISDIR\)/m);
    expect(stdout).toMatch(/^bad VS Code: .* is a link to a file that is not there/m);
    expect(home.read('cursor')).toBe('{}');
  });
});
