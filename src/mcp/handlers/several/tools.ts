/** Tools of several dialers: each takes `dialer`, and goes there. */
import type { EraHost } from '../../../call/call.ts';
import type { AdvertisedTool } from '../../tool-schema.ts';
import { errorResult, type ToolCallParams, type ToolOutcome } from '../tools.ts';
import { findDialer, type NamedDialer } from './dialers.ts';

/**
 * Returns what any dialer offers, in the order of all tools. Each tool takes the names of all dialers, also of those that
 * do not offer it: a model that may not name the company that was meant would name another one. What people call the
 * companies stands only where a model sees it from the start: in all of a hundred tools it would cost more than it tells.
 */
export function unionOfTools(dialers: readonly NamedDialer[], all: readonly string[]): AdvertisedTool[] {
  const plain = { type: 'string', enum: dialers.map(({ name }) => name) };
  const titles = dialers.flatMap(({ name, title }) => (title ? [`${name}: ${title}`] : [])).join('; ');
  const titled = titles ? { ...plain, description: titles } : plain;
  const offered = new Map(dialers.flatMap((one) => one.offered.map((tool) => [tool.name, tool] as const)));
  const tools = all.flatMap((name) => offered.get(name) ?? []);
  const isFirst = (tool: AdvertisedTool) => tool._meta['anthropic/alwaysLoad'] === true;
  const hasFirst = tools.some(isFirst);
  return tools.map((tool) => withDialer(tool, isFirst(tool) || !hasFirst ? titled : plain));
}

/** The same tool with the argument that says where, before all others. */
function withDialer(tool: AdvertisedTool, dialer: object): AdvertisedTool {
  const { properties, required = [], ...schema } = tool.inputSchema;
  return {
    ...tool,
    inputSchema: {
      ...schema,
      properties: { dialer, ...(properties as object) },
      required: ['dialer', ...(required as string[])],
    },
  };
}

export const callAtDialer =
  (dialers: readonly NamedDialer[], exists: (tool: string) => boolean) =>
  async (params: ToolCallParams, host: EraHost, requestId?: string): Promise<ToolOutcome> => {
    const { dialer: given, ...args } = params.arguments ?? {};
    // That there is no such tool is said first, wherever it was to go.
    const dialer = exists(params.name) ? findDialer(dialers, given) : dialers[0]!;
    if (typeof dialer === 'string') return errorResult(`invalid_arguments: ${dialer}`, undefined, requestId);
    return dialer.handlers.callTool({ ...params, arguments: args }, host, requestId);
  };
