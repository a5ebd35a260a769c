import { tools } from '../../tools/index.ts';
import { type Config, dialerArgument } from '../config/config.ts';
import { type Configs, readConfigs } from '../config/dialers/read-configs.ts';
import type { Tool } from '../define/tool.ts';
import { withheldBySetting } from '../guard/access.ts';
import { textTable } from './terminal/text-table.ts';

const COLUMNS = ['name', 'toolset', 'tier', 'method', 'path'] as const;

/** `tools [--json]`: lists all tools under the present settings, and why one is not on offer. */
export async function listTools(argv: string[]): Promise<void> {
  const json = argv.includes('--json');
  const configs = await readConfigs(
    argv.filter((word) => word !== '--json'),
    process.env,
  );
  const rows = tools.map((tool) => {
    const state = stateAt(tool, configs);
    return {
      name: tool.name,
      toolset: tool.toolset,
      tier: tool.tier,
      method: tool.request?.method ?? '-',
      path: tool.request?.path ?? '-',
      ...state,
    };
  });
  if (json) return void process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  const table = textTable(rows.map((row) => [...COLUMNS.map((column) => row[column]), stateText(row)]));
  const enabled = rows.filter((row) => row.enabled).length;
  process.stdout.write(`${table}\n${enabled} of ${rows.length} tools are on offer.\n`);
}

interface ToolState {
  /** At any dialer. */
  enabled: boolean;
  /** Where it is not on offer at all. */
  why?: string;
  /** Where there are several: those at which it is on offer. */
  dialers?: string[];
}

function stateText({ enabled, why, dialers }: ToolState): string {
  if (!enabled) return `off: ${why}`;
  return dialers ? `on: ${dialers.join(', ')}` : 'on';
}

function stateAt(tool: Tool, configs: Configs): ToolState {
  const offering = configs.filter((config) => withheldBySetting(tool, config) === undefined);
  if (!offering.length) return { enabled: false, why: whyOff(tool, configs) };
  const names = offering.flatMap((config) => dialerArgument(config) ?? []);
  return { enabled: true, ...(names.length && { dialers: names }) };
}

/** The same reason once, or each with its dialer. */
function whyOff(tool: Tool, configs: Configs): string {
  const reason = (config: Config) => withheldBySetting(tool, config)!;
  const reasons = new Set(configs.map(reason));
  if (reasons.size === 1) return reason(configs[0]);
  return configs.map((config) => `${config.profile!.name}: ${reason(config)}`).join('; ');
}
