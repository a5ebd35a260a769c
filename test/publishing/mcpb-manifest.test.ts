/** The manifest of the bundle that Claude Desktop opens. scripts/mcpb/check.ts tries the bundle itself. */
import { expect, it } from 'vitest';
import { mcpbManifest } from '../../scripts/mcpb/manifest.ts';
import { readPackageJson } from '../../scripts/package-json.ts';
import { readConfig } from '../../src/config/config.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { tools } from '../../tools/index.ts';

const manifest = mcpbManifest(readPackageJson('.'));
const { env } = manifest.server.mcp_config;

it('the bundle lists every tool by its name and title', () => {
  expect(manifest.tools).toEqual(tools.map(({ name, title }) => ({ name, description: title })));
});

it('the bundle hands over every value that a person is asked for, each as a setting that exists', () => {
  const known = Object.values(SETTINGS).map((setting) => setting.env as string);
  expect(known).toEqual(expect.arrayContaining(Object.keys(env)));
  expect(Object.values(env)).toEqual(
    Object.keys(manifest.user_config).map((key) => `\${user_config.${key}}`),
  );
});

it('the bundle keeps the token, and only it, as a secret', () => {
  const sensitive = Object.entries(manifest.user_config).filter(([, field]) => field.sensitive);
  expect(sensitive.map(([key]) => key)).toEqual(['token']);
});

it('a value that the person left empty counts as unset, though the host leaves its placeholder', () => {
  const config = readConfig([], { ...env, HITRATE_DIALER: 'demodialer', HITRATE_TOKEN: 'test-token' });
  expect(config.access).toBe(SETTINGS.access.default);
  expect(config.recordings.downloadDir).toBeUndefined();
});
