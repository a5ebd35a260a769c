import { tools } from '../../tools/index.ts';
import { readConfig } from '../config/config.ts';
import { withheldBySetting } from '../guard/access.ts';

const COLUMNS = ['name', 'toolset', 'tier', 'method', 'path'] as const;

/** `tools [--json]`: lists all tools under the present settings, and why one is not on offer. */
export function listTools(argv: string[]): void {
  const json = argv.includes('--json');
  const config = readConfig(
    argv.filter((word) => word !== '--json'),
    process.env,
  );
  const rows = tools.map((tool) => {
    const why = withheldBySetting(tool, config);
    return {
      name: tool.name,
      toolset: tool.toolset,
      tier: tool.tier,
      method: tool.request?.method ?? '-',
      path: tool.request?.path ?? '-',
      enabled: why === undefined,
      ...(why && { why }),
    };
  });
  if (json) return void process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  const widths = COLUMNS.map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    const cells = COLUMNS.map((column, index) => row[column].padEnd(widths[index]!));
    process.stdout.write(`${cells.join('  ')}  ${row.enabled ? 'on' : `off: ${row.why}`}\n`);
  }
  const enabled = rows.filter((row) => row.enabled).length;
  process.stdout.write(`${enabled} of ${rows.length} tools are on offer.\n`);
}
