/** Arguments of a tool as a host sends them: read, or refused in which words. */
import { expect } from 'vitest';
import { validateArguments } from '../../src/define/input/validate.ts';
import type { ToolError } from '../../src/shared/tool-error.ts';
import { tools } from '../../tools/index.ts';

export const settings = { region: 'SE', timezone: 'Europe/Stockholm' };

export const readArgs = (name: string, given: unknown) =>
  validateArguments(tools.find((tool) => tool.name === name)!, given, settings);

export function refusedArgs(name: string, given: unknown): string {
  try {
    readArgs(name, given);
  } catch (error) {
    expect((error as ToolError).kind).toBe('invalid_arguments');
    return (error as ToolError).message;
  }
  throw new Error(`${name} took ${JSON.stringify(given)}`);
}
