/**
 * Every tool as hosts see it. The build replaces this module by its result, so that a server need not load the tools'
 * schemas before it can list them.
 */
import { tools } from '../../tools/index.ts';
import { type ListedTool, toListedTool } from './tool-schema.ts';

export const toolList: readonly ListedTool[] = tools.map(toListedTool);
