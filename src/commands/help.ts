import { SETTINGS } from '../settings.ts';
import { VERSION } from '../version.ts';

/** `--help`: every command and setting, made from the settings themselves. */
export function help(): void {
  process.stdout.write(helpText());
}

export function helpText(): string {
  const rows = Object.values(SETTINGS).map((setting) => {
    const flag =
      'flag' in setting ? `--${setting.flag}${'value' in setting ? ` <${setting.value}>` : ''}` : '';
    const standard = 'default' in setting ? ` (default: ${setting.default})` : '';
    return [`  ${setting.env}`, flag, `${setting.meaning.replaceAll('`', '')}${standard}`];
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map(
    ([env, flag, meaning]) => `${env!.padEnd(widths[0]!)}  ${flag!.padEnd(widths[1]!)}  ${meaning}`,
  );
  return `hitrate-mcp ${VERSION}: hands a Hitrate call-centre dialer to an AI assistant over MCP.

  hitrate-mcp                       serve over stdio (what a host starts)
  hitrate-mcp --sandbox             the same against the embedded dialer: no account, no token
  hitrate-mcp demo                  a session on the terminal, against the sandbox
  hitrate-mcp sandbox --port 3007   the embedded dialer alone, over HTTP (--calls 200000 for a large one)
  hitrate-mcp tools [--json]        the tools under the present settings, and why one is not offered
  hitrate-mcp doctor                checks settings, address, TLS, token, permissions and clock
  hitrate-mcp --help | --version

Settings, as environment or flag (flags win):
${table.join('\n')}
`;
}
