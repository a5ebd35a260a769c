/** What an act counts as, for the limits. */
import type { Consequence } from '../../config/settings.ts';
import type { ActSize } from '../../define/acts/limits.ts';
import type { Args } from '../../define/row.ts';
import type { Tool } from '../../define/tool.ts';

export function sizeOf(tool: Tool, args: Args, kinds: readonly Consequence[]): ActSize {
  const records = tool.records?.(args) ?? 1;
  return {
    writes: tool.each?.(args)?.length ?? 1,
    records,
    erasures: kinds.includes('erasure') ? records : 0,
    rung: tool.rings ? 1 : 0,
    contacts: kinds.includes('contact'),
  };
}
