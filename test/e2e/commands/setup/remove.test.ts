/** setup --remove: what it takes out, and what it leaves. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SECRET } from '../../../support/host.ts';
import { type Home, healthyDialer, newHome } from '../../../support/setup-home.ts';

const REMOVE = ['--remove', '--yes'];

/** Sets up the hosts with a token of their own. Returns its file. */
async function withToken(home: Home): Promise<string> {
  const dialer = await healthyDialer();
  expect((await home.setup(['--yes'], { HITRATE_TOKEN: SECRET, HITRATE_URL: dialer.url })).code).toBe(0);
  await dialer.close();
  return home.entry('cursor').env.HITRATE_TOKEN_FILE;
}

describe.concurrent('setup --remove', () => {
  it('takes the entry out of every host that has one, and deletes the token file', async () => {
    const home = newHome('cursor', 'claude-code');
    home.write('claude-code', '{\n  "numStartups": 1\n}\n');
    const token = await withToken(home);
    const { code, stdout } = await home.setup(REMOVE);
    expect(code).toBe(0);
    expect(home.read('claude-code')).toBe('{\n  "numStartups": 1\n}\n');
    expect(JSON.parse(home.read('cursor'))).toEqual({ mcpServers: {} });
    expect(existsSync(token)).toBe(false);
    expect(stdout).toMatch(/What is left:[\s\S]*let an administrator delete it in the dialer/);
    expect(stdout).not.toContain(`the token file ${token}`);
  });

  it('keeps the token file while another host names it', async () => {
    const home = newHome('cursor', 'vscode');
    const token = await withToken(home);
    const { stdout } = await home.setup([...REMOVE, '--hosts', 'vscode']);
    expect(existsSync(token)).toBe(true);
    expect(stdout).toContain(`the token file ${token}`);
    expect(home.entry('vscode')).toBeUndefined();
    expect(home.entry('cursor')).toBeDefined();
  });

  it('keeps the token file while a host can not be read that may name it', async () => {
    const home = newHome('cursor', 'vscode');
    const token = await withToken(home);
    home.write('vscode', '{');
    expect((await home.setup(REMOVE)).code).toBe(1);
    expect(existsSync(token)).toBe(true);
    expect(home.entry('cursor')).toBeUndefined();
  });

  it('keeps a token file that the person has made', async () => {
    const home = newHome('cursor');
    const path = join(home.path, 'token-mine.txt');
    writeFileSync(path, 'x');
    const entry = { command: 'node', env: { HITRATE_TOKEN_FILE: path } };
    home.write('cursor', JSON.stringify({ mcpServers: { hitrate: entry } }));
    const { code, stdout } = await home.setup(REMOVE);
    expect(code).toBe(0);
    expect(existsSync(path)).toBe(true);
    expect(stdout).toContain(`the token file ${path}`);
  });

  it('keeps what was changed since the entry was added', async () => {
    const home = newHome('cursor');
    home.write('cursor', '{\n  "mcpServers": {\n    "a": {}\n  }\n}\n');
    await home.setup(['--yes', '--sandbox']);
    home.write('cursor', home.read('cursor').replace('"a": {}', '"a": {},\n    "b": {}'));
    await home.setup(REMOVE);
    expect(home.read('cursor')).toBe('{\n  "mcpServers": {\n    "a": {},\n    "b": {}\n  }\n}\n');
  });

  it('writes nothing where there is no entry', async () => {
    const home = newHome('cursor', 'vscode');
    home.write('cursor', '{"mcpServers": {"other": {}}}');
    const before = home.tree();
    const { code, stdout } = await home.setup(REMOVE);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'No host has an entry hitrate. Nothing was written.\n',
    });
    expect(home.tree()).toEqual(before);
  });
});
