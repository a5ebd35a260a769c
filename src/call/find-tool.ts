import { nearest } from '../define/input/unknown-arguments.ts';
import type { Tool } from '../define/tool.ts';
import { ToolError } from '../shared/tool-error.ts';

/** @throws ToolError invalid_arguments that names the tool which may be meant */
export function findTool(tools: readonly Tool[], name: string): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found) return found;
  const near = nearest(
    name,
    tools.map((tool) => tool.name),
  );
  throw new ToolError(
    'invalid_arguments',
    `There is no tool ${name}${near ? `: did you mean ${near}?` : '.'}`,
  );
}
