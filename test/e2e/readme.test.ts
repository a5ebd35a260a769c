import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renewed } from '../../scripts/readme.ts';
import { helpText } from '../../src/commands/help.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { CONNECT_VARIABLES } from '../../src/config/team/connect.ts';
import { connectHost } from '../../src/mcp/client.ts';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

it('README.md has the tables that follow from the code (npm run readme renews them)', () => {
  expect(renewed(readme)).toBe(readme);
});

it('README.md holds only JSON that parses', () => {
  const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!);
  expect(blocks.length).toBeGreaterThanOrEqual(4);
  for (const block of blocks) expect(() => JSON.parse(block)).not.toThrow();
});

it('README.md has two command lines for every assistant, with the sandbox and with a dialer, and no option swallows the name', () => {
  for (const host of ['claude', 'codex', 'gemini']) {
    const lines = readme.match(new RegExp(`^${host} mcp add .*$`, 'gm')) ?? [];
    const [sandbox, own] = lines as [string, string];
    expect(lines).toHaveLength(2);
    expect(sandbox).toMatch(/ node \/path\/to\/hitrate-mcp\/dist\/main\.js --sandbox$/);
    expect(own).toMatch(/ node \/path\/to\/hitrate-mcp\/dist\/main\.js$/);
    expect(own).toContain(' --env HITRATE_DIALER=demodialer --env HITRATE_TOKEN_FILE=/path/to/token.txt ');
    // Claude Code takes words behind --env for more of them, up to the next flag.
    if (host !== 'gemini') expect(own).toMatch(/ mcp add hitrate .* -- node /);
    expect(readme).toMatch(new RegExp(`^${host} mcp remove hitrate`, 'm'));
  }
});

it('README.md has the same settings for Codex in the TOML file and in the command line', () => {
  const [, toml] = /```toml\n([\s\S]*?)```/.exec(readme)!;
  const values = Object.fromEntries(
    [...toml!.matchAll(/^(\w+) = (.*)$/gm)].map(([, name, value]) => [name, JSON.parse(value!)]),
  );
  expect(values).toEqual({
    command: 'node',
    args: ['/path/to/hitrate-mcp/dist/main.js'],
    HITRATE_DIALER: 'demodialer',
    HITRATE_TOKEN_FILE: '/path/to/token.txt',
  });
});

it('README.md names only settings that exist', () => {
  const known: string[] = [...Object.values(SETTINGS).map(({ env }) => env), ...CONNECT_VARIABLES];
  for (const [name] of readme.matchAll(/\bHITRATE_[A-Z_]+\b/g)) expect(known).toContain(name);
});

it('README.md explains every kind of error', () => {
  const kinds = readFileSync(new URL('src/shared/tool-error.ts', root), 'utf8').match(/\| '(\w+)'/g)!;
  for (const kind of kinds) expect(readme).toContain(`| \`${kind.slice(3, -1)}\` |`);
});

it('--help names every setting, its flag and its default', () => {
  for (const setting of Object.values(SETTINGS)) {
    expect(helpText()).toContain(setting.env);
    if ('flag' in setting) expect(helpText()).toContain(`--${setting.flag}`);
    if ('default' in setting) expect(helpText()).toContain(`(default: ${setting.default})`);
  }
});

it('mcp.json.example works as it stands, with the sandbox', async () => {
  const { mcpServers } = JSON.parse(readFileSync(new URL('mcp.json.example', root), 'utf8'));
  const host = await connectHost({
    ...mcpServers.hitrate,
    cwd: root.pathname,
    env: { HITRATE_LOG_LEVEL: 'silent' },
  });
  expect((await host.call('list_campaigns')).data.total).toBeGreaterThan(0);
  await host.close();
});
