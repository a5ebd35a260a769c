import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renewed } from '../scripts/readme.ts';
import { helpText } from '../src/commands/help.ts';
import { connectHost } from '../src/mcp/client.ts';
import { SETTINGS } from '../src/settings.ts';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

it('README.md has the tables that follow from the code (npm run readme renews them)', () => {
  expect(renewed(readme)).toBe(readme);
});

it('README.md holds only JSON that parses', () => {
  const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!);
  expect(blocks.length).toBeGreaterThanOrEqual(4);
  for (const block of blocks) expect(() => JSON.parse(block)).not.toThrow();
});

it('README.md explains every kind of error', () => {
  const kinds = readFileSync(new URL('src/errors.ts', root), 'utf8').match(/\| '(\w+)'/g)!;
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
