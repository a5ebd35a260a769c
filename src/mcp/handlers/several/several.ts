/** The handlers of several dialers as those of one server: each request goes to the one that it names. */
import { instructionsForSeveral } from '../../instructions.ts';
import { toolList } from '../../tool-list.ts';
import type { Handlers } from '../handlers.ts';
import type { NamedDialer } from './dialers.ts';
import { createSeveralPrompts } from './prompts.ts';
import { createSeveralResources } from './resources.ts';
import { callAtDialer, unionOfTools } from './tools.ts';

export function createSeveralHandlers(dialers: readonly NamedDialer[]): Handlers {
  const names = toolList.map(({ tool }) => tool.name);
  const tools = unionOfTools(dialers, names);
  const resources = createSeveralResources(dialers);
  const prompts = createSeveralPrompts(dialers);
  return {
    instructions: instructionsForSeveral(
      dialers.map(({ config }) => config),
      new Set(tools.map(({ name }) => name)),
    ),
    listTools() {
      // Each loads ahead of its first call.
      for (const { handlers } of dialers) handlers.listTools();
      return { tools };
    },
    callTool: callAtDialer(dialers, (tool) => names.includes(tool)),
    listResources: resources.list,
    listResourceTemplates: resources.templates,
    readResource: resources.read,
    listPrompts: prompts.list,
    getPrompt: prompts.get,
    complete: prompts.complete,
    pending: () => dialers.reduce((sum, { handlers }) => sum + handlers.pending(), 0),
  };
}
