/** Makes server.json, by which the official MCP registry knows this server: `npm run readme` writes it. */
import {
  CONFIRMATIONS,
  PRIVACY_MODES,
  SETTINGS,
  type Setting,
  type SettingKey,
  TIERS,
} from '../src/config/settings.ts';
// Nobody starts a server for a team from a registry.
import { TEAM_SETTINGS } from '../src/config/team/settings.ts';
import type { PackageJson } from './package-json.ts';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** Without these there is no dialer to talk to; other ways to give them are in README.md. */
const REQUIRED: readonly SettingKey[] = ['dialer', 'token'];

const CHOICES: Partial<Record<SettingKey, readonly string[]>> = {
  access: TIERS,
  confirm: CONFIRMATIONS,
  privacy: PRIVACY_MODES,
};

const plain = (text: string): string => text.replaceAll('`', '');

function variable(key: SettingKey) {
  const setting: Setting = SETTINGS[key];
  return {
    name: setting.env,
    description: plain(setting.meaning),
    ...(REQUIRED.includes(key) && { isRequired: true }),
    // What is never a flag is never shown.
    ...(!setting.flag && { isSecret: true }),
    ...(setting.value === 'path' && { format: 'filepath' }),
    ...(CHOICES[key] && { choices: CHOICES[key] }),
    ...(setting.default !== undefined && { default: setting.default }),
  };
}

export function serverJson({ name, mcpName, version, homepage }: PackageJson) {
  const keys = Object.keys(SETTINGS) as SettingKey[];
  return {
    $schema: SCHEMA,
    name: mcpName,
    title: 'Hitrate',
    description: 'Hands a Hitrate call-centre dialer to an assistant; changes only what you allow.',
    version,
    websiteUrl: homepage,
    repository: { url: 'https://github.com/hitrate-mcp/hitrate-mcp', source: 'github' },
    packages: [
      {
        registryType: 'npm',
        identifier: name,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        environmentVariables: keys.filter((key) => !Object.hasOwn(TEAM_SETTINGS, key)).map(variable),
      },
    ],
  };
}
