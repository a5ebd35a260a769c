/**
 * Every tool as hosts are told of it. The build replaces this module by its own result, so that a server which starts
 * need not load the tools' schemas before it can list them.
 */
import { tools } from '../../tools/index.ts';
import { type ListedTool, toListedTool } from './tool-schema.ts';

export const toolList: readonly ListedTool[] = tools.map(toListedTool);
