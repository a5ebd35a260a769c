/** What this server answers to MCP's requests, in any protocol era: the adapters know an SDK, the handlers none. */
import type { CallHost, EraHost } from '../../call/call.ts';
import type { Services } from '../../call/services.ts';
import type { Config } from '../../config/config.ts';
import { withheldBySetting } from '../../guard/access.ts';
import { VERSION } from '../../shared/version.ts';
import { instructions } from '../instructions.ts';
import { toolList } from '../tool-list.ts';
import type { AdvertisedTool } from '../tool-schema.ts';
import type { HandlerContext } from './context.ts';
import {
  type CompletionResult,
  type CompletionTarget,
  createPrompts,
  type PromptListing,
  type PromptResult,
} from './prompts.ts';
import {
  createResourceHandlers,
  type ResourceContent,
  type ResourceListing,
  type TemplateListing,
} from './resources.ts';
import { createToolCalls, type ToolCallParams, type ToolOutcome } from './tools.ts';

export const SERVER_INFO = { name: 'hitrate-mcp', title: 'Hitrate dialer', version: VERSION };

/** Each throws what `responseError` makes where the answer is a JSON-RPC error. */
export interface Handlers {
  instructions: string;
  listTools(): { tools: AdvertisedTool[] };
  /** @param requestId names it in the log, and in the text of an error; absent where one log has one host */
  callTool(params: ToolCallParams, host: EraHost, requestId?: string): Promise<ToolOutcome>;
  listResources(): Promise<{ resources: ResourceListing[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: TemplateListing[] }>;
  readResource(
    uri: string,
    host: Pick<CallHost, 'signal' | 'progress'>,
  ): Promise<{ contents: ResourceContent[] }>;
  listPrompts(): Promise<{ prompts: PromptListing[] }>;
  getPrompt(name: string, args: Record<string, unknown>): Promise<PromptResult>;
  complete(target: CompletionTarget, signal: AbortSignal): Promise<CompletionResult>;
  /** How many requests are under way. */
  pending(): number;
}

/** Returns the tools that the settings allow. */
export const offeredTools = (config: Config): AdvertisedTool[] =>
  toolList.filter((listed) => !withheldBySetting(listed, config)).map(({ tool }) => tool);

/**
 * @param services loads what calls need; asked for at the first call, or when there is time after the tool list
 * @param onResourcesChanged called where the list of resources has changed since it was last called
 */
export function createHandlers(
  config: Config,
  services: () => Promise<Services>,
  onResourcesChanged: () => void = () => {},
): Handlers {
  const offered = offeredTools(config);
  let notedChanges = 0;
  const context: HandlerContext = {
    config,
    offered,
    services,
    noteResources({ changes }) {
      if (notedChanges === changes()) return;
      notedChanges = changes();
      onResourcesChanged();
    },
  };
  let pending = 0;
  /** Counts a request as under way until its work is done. */
  const tracked =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      pending++;
      try {
        return await work(...args);
      } finally {
        pending--;
      }
    };
  const prompts = createPrompts(context);
  const resources = createResourceHandlers(context);
  return {
    instructions: instructions(config, new Set(offered.map(({ name }) => name))),
    listTools() {
      // Loads ahead of the first call, which reports a failure.
      setImmediate(() => services().catch(() => {}));
      return { tools: offered };
    },
    callTool: tracked(createToolCalls(context)),
    listResources: tracked(resources.list),
    listResourceTemplates: tracked(resources.templates),
    readResource: tracked(resources.read),
    listPrompts: tracked(prompts.list),
    getPrompt: tracked(prompts.get),
    complete: tracked(prompts.complete),
    pending: () => pending,
  };
}
