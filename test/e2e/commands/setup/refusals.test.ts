/** setup: what it does not do, and that nothing is written then. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeDialer } from '../../../support/fake-dialer.ts';
import { SECRET } from '../../../support/host.ts';
import { type HostId, healthyDialer, newHome } from '../../../support/setup-home.ts';

const homeWithSettings = () => {
  const home = newHome('claude-desktop', 'claude-code', 'cursor', 'vscode');
  home.write('cursor', '{"mcpServers": {"hitrate": {"command": "old", "env": {"HITRATE_LIMITS": "none"}}}}');
  home.write('vscode', '// mine\n{}');
  return home;
};

describe.concurrent('setup writes nothing', () => {
  it.each<[string, string[], Record<string, string>, RegExp]>([
    [
      'without a terminal and without --yes',
      ['--sandbox'],
      {},
      /no terminal: give --yes .*--print.* Nothing was written/,
    ],
    ['on --remove without a terminal and without --yes', ['--remove'], {}, /no terminal: give --yes/],
    ['where no dialer is given', ['--yes'], {}, /no dialer is set/],
    ['where no token is given', ['--yes', '--dialer', 'demodialer'], {}, /no token is set/],
    [
      'where the tier is wrong',
      ['--yes', '--sandbox', '--access', 'all'],
      {},
      /--access=all: must be one of/,
    ],
    ['where the folder is missing', ['--yes', '--sandbox', '--download-dir', '/nix'], {}, /no such folder/],
    ['where the token is a flag', ['--yes', '--token', SECRET], {}, /the token is never a flag/],
    [
      'for a host that it does not know',
      ['--yes', '--hosts', 'zed'],
      {},
      /--hosts: must be a comma list of claude-desktop, claude-code, cursor, vscode/,
    ],
    ['for no host by name', ['--yes', '--hosts'], {}, /--hosts: must be/],
    ['where it is to print and to remove', ['--print', '--remove'], {}, /give one of them/],
    ['for a flag that it does not have', ['--yes', '--force'], {}, /'--force'.*--help/],
  ])('%s', async (_, args, env, message) => {
    const home = homeWithSettings();
    const before = home.tree();
    const { code, stdout, stderr } = await home.setup(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(home.tree()).toEqual(before);
  });

  it('where a check fails and nobody is there to ask', async () => {
    const dialer = await fakeDialer(() => ({ status: 401, body: { message: `no ${SECRET}` } }));
    const home = homeWithSettings();
    const before = home.tree();
    const { code, stdout } = await home.setup(['--yes'], { HITRATE_URL: dialer.url, HITRATE_TOKEN: SECRET });
    await dialer.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad unauthenticated: .*\n.*\nNothing was written\.$/m);
    expect(home.tree()).toEqual(before);
  });

  it('where no host is found', async () => {
    const home = newHome();
    const { code, stderr } = await home.setup(['--yes', '--sandbox']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no assistant was found here \(looked for Claude Desktop, .*--hosts names/);
    expect(readdirSync(home.path)).toEqual([]);
  });

  it('into a host where the token can not be kept', async () => {
    const dialer = await healthyDialer();
    const home = homeWithSettings();
    mkdirSync(join(home.path, '.local/state'), { recursive: true });
    home.write('cursor', '{}');
    const state = join(home.path, '.cursor/mcp.json/state');
    const before = home.tree();
    const env = { HITRATE_URL: dialer.url, HITRATE_TOKEN: SECRET, HITRATE_STATE_DIR: state };
    const { code, stderr } = await home.setup(['--yes'], env);
    await dialer.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(/the token can't be written \(ENOTDIR\)\. No host was changed/);
    expect(home.tree()).toEqual(before);
  });
});

describe.concurrent('setup --print', () => {
  it('shows what would be written into each host that is found, with placeholders, and writes nothing', async () => {
    const home = homeWithSettings();
    const before = home.tree();
    const { code, stdout, stderr } = await home.setup(['--print']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const id of ['claude-desktop', 'claude-code', 'cursor'] satisfies HostId[])
      expect(stdout).toContain(home.file(id));
    expect(stdout).toMatch(
      /Cursor: "hitrate" in "mcpServers"[\s\S]*"HITRATE_LIMITS": "none"[\s\S]*in place of\n\{\n {2}"command": "old"/,
    );
    expect(stdout).toContain('"HITRATE_DIALER": "<dialer>"');
    expect(stdout).toContain('"HITRATE_TOKEN_FILE": "<token file>"');
    expect(home.tree()).toEqual(before);
  });

  it('shows what was given, and no token', async () => {
    const home = newHome('cursor');
    const args = ['--print', '--dialer', 'demodialer', '--access', 'write'];
    const { stdout } = await home.setup(args, { HITRATE_TOKEN: SECRET });
    expect(stdout).toContain('"HITRATE_DIALER": "demodialer"');
    expect(stdout).toContain('"HITRATE_ACCESS": "write"');
    expect(stdout).toContain(join(home.path, '.local/state/hitrate-mcp/token-demodialer'));
    expect(readdirSync(home.path)).toEqual(['.cursor']);
  });

  it('shows the entries of all hosts where none is found', async () => {
    const home = newHome();
    const { stdout, code } = await home.setup(['--print', '--sandbox']);
    expect(code).toBe(0);
    for (const name of ['Claude Desktop', 'Claude Code', 'Cursor', 'VS Code'])
      expect(stdout).toContain(`${name}: "hitrate"`);
    expect(readdirSync(home.path)).toEqual([]);
  });
});
