/** Workflows as MCP's prompts, and what a host may offer while a person fills in their arguments or an address. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CompleteRequestSchema,
  ErrorCode,
  ListPromptsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Services } from '../call/services.ts';
import type { Prompt } from '../define/prompt.ts';
import { ToolError } from '../shared/tool-error.ts';
import { GetPromptLeniently } from './json-rpc.ts';
import type { CountRequest } from './resources.ts';
import type { AdvertisedTool } from './tool-schema.ts';

/** MCP allows so many at a time. */
const MAX_COMPLETIONS = 100;

export function servePrompts(
  server: Server,
  offered: readonly AdvertisedTool[],
  engine: () => Promise<Services>,
  counted: CountRequest,
): void {
  const names = new Set(offered.map(({ name }) => name));
  const has = (tool: string) => names.has(tool);
  /** Loaded when a host asks for them, which not all do. */
  const load = async () => {
    const [{ prompts }, { renderPrompt }] = await Promise.all([
      import('../../tools/prompts.ts'),
      import('../define/prompt.ts'),
    ]);
    return { prompts: prompts.filter(({ tools }) => tools.every(has)), renderPrompt };
  };

  server.setRequestHandler(ListPromptsRequestSchema, () =>
    counted(async () => ({ prompts: (await load()).prompts.map(toPromptListing) })),
  );

  server.setRequestHandler(GetPromptLeniently, ({ params }) =>
    counted(async () => {
      const { prompts, renderPrompt } = await load();
      const found = prompts.find(({ name }) => name === params.name);
      if (!found)
        throw invalidParams(`There is no prompt ${params.name.slice(0, 100)}. There are ${list(prompts)}.`);
      try {
        const text = renderPrompt(found, params.arguments ?? {}, has).toWellFormed();
        return {
          description: found.description,
          messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
        };
      } catch (error) {
        throw error instanceof ToolError ? invalidParams(error.message) : error;
      }
    }),
  );

  server.setRequestHandler(CompleteRequestSchema, ({ params }, { signal }) =>
    counted(async () => {
      const { ref, argument } = params;
      const what =
        ref.type === 'ref/resource'
          ? inTemplate(ref.uri, argument.name)
          : (await load()).prompts.find(({ name }) => name === ref.name)?.args[argument.name]?.completes;
      const values = what ? await (await engine()).completions.complete(what, argument.value, signal) : [];
      return {
        completion: {
          values: values.slice(0, MAX_COMPLETIONS),
          total: values.length,
          hasMore: values.length > MAX_COMPLETIONS,
        },
      };
    }),
  );
}

/** The argument, where the address has a place for it: `{call_id}`, `{?start_s,channel}`. */
const inTemplate = (uri: string, argument: string): string | undefined =>
  [...uri.matchAll(/\{\??([\w,]+)\}/g)]
    .flatMap(([, names]) => names!.split(','))
    .find((name) => name === argument);

const list = (prompts: readonly Prompt[]): string => prompts.map(({ name }) => name).join(', ') || 'none';

const toPromptListing = ({ name, title, description, args }: Prompt) => ({
  name,
  title,
  description,
  arguments: Object.entries(args).map(([argument, { description: told, required = false }]) => ({
    name: argument,
    description: told,
    required,
  })),
});

/** Not the SDK's McpError: both sides would prefix its text. */
const invalidParams = (message: string): Error =>
  Object.assign(new Error(message.toWellFormed()), { code: ErrorCode.InvalidParams });
