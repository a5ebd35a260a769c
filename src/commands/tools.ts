import { tools } from '../../tools/index.ts';
import { readConfig } from '../config/config.ts';
import { withheldBySetting } from '../guard/access.ts';

/** `tools [--json]`: the catalogue under the present settings. */
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
  const width = (key: 'name' | 'toolset' | 'tier' | 'method' | 'path') =>
    Math.max(...rows.map((row) => row[key].length));
  for (const row of rows) {
    const cells = (['name', 'toolset', 'tier', 'method', 'path'] as const).map((key) =>
      row[key].padEnd(width(key)),
    );
    process.stdout.write(`${cells.join('  ')}  ${row.enabled ? 'on' : `off: ${row.why}`}\n`);
  }
  const on = rows.filter((row) => row.enabled).length;
  process.stdout.write(`${on} of ${rows.length} tools are on offer.\n`);
}
