/** Returns the manifest of the MCPB bundle: what Claude Desktop asks a person, and how it starts the server. */
import { SETTINGS, type SettingKey, TIERS } from '../../src/config/settings.ts';
import { toolList } from '../../src/mcp/tool-list.ts';
import type { PackageJson } from '../package-json.ts';

interface Field {
  setting: SettingKey;
  type: 'string' | 'directory';
  title: string;
  required?: true;
  sensitive?: true;
  default?: string;
}

/** What the person is asked for, by the name in `user_config`. Everything else has its default. */
const FIELDS: Record<string, Field> = {
  dialer: { setting: 'dialer', type: 'string', title: 'Dialer', required: true },
  token: { setting: 'token', type: 'string', title: 'API token', required: true, sensitive: true },
  access: {
    setting: 'access',
    type: 'string',
    title: `Access (${TIERS.join(', ')})`,
    default: SETTINGS.access.default,
  },
  download_dir: { setting: 'downloadDir', type: 'directory', title: 'Download folder' },
};

/** Meanings are written for Markdown, which no form shows. */
const plain = (text: string): string => text.replaceAll('`', '');

export const mcpbManifest = ({
  name,
  version,
  description,
  license,
  homepage,
  engines,
  keywords,
}: PackageJson) => ({
  // The newest that the official tool knows.
  manifest_version: '0.4',
  name,
  display_name: 'Hitrate',
  version,
  description,
  author: { name: 'the hitrate-mcp authors' },
  repository: { type: 'git', url: 'https://github.com/hitrate-mcp/hitrate-mcp.git' },
  homepage,
  license,
  keywords,
  server: {
    type: 'node',
    entry_point: 'dist/main.js',
    mcp_config: {
      command: 'node',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the host fills it in.
      args: ['${__dirname}/dist/main.js'],
      env: Object.fromEntries(
        Object.entries(FIELDS).map(([key, { setting }]) => [SETTINGS[setting].env, `\${user_config.${key}}`]),
      ),
    },
  },
  user_config: Object.fromEntries(
    Object.entries(FIELDS).map(([key, { setting, ...field }]) => [
      key,
      { required: false, ...field, description: plain(SETTINGS[setting].meaning) },
    ]),
  ),
  tools: toolList.map(({ tool }) => ({ name: tool.name, description: tool.title })),
  // Which of them are on offer follows from the access that was chosen.
  tools_generated: true,
  prompts_generated: true,
  compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines?.node } },
});
