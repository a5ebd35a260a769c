/** The handlers as a server of the initialize era (revisions up to 2025-11-25), on the SDK's line 1. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { type Handlers, SERVER_INFO } from '../handlers/handlers.ts';
import { noValidator } from '../no-validator.ts';
import { capabilitiesOf, type ServerOptions } from '../server-options.ts';
import { callHost } from './host.ts';
import { LenientGetPromptRequestSchema } from './request-check.ts';

export function createServer(handlers: Handlers, { notifies = true, requestId }: ServerOptions = {}): Server {
  const server = new Server(SERVER_INFO, {
    capabilities: capabilitiesOf(notifies),
    instructions: handlers.instructions,
    jsonSchemaValidator: noValidator,
  });
  server.setRequestHandler(ListToolsRequestSchema, () => handlers.listTools());
  server.setRequestHandler(
    CallToolRequestSchema,
    // The SDK's result type has an index signature, as its protocol leaves room for more members.
    async ({ params }, extra) => ({
      ...(await handlers.callTool(params, callHost(server, extra), requestId)),
    }),
  );
  server.setRequestHandler(ListResourcesRequestSchema, () => handlers.listResources());
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => handlers.listResourceTemplates());
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, extra) =>
    handlers.readResource(params.uri, callHost(server, extra)),
  );
  server.setRequestHandler(ListPromptsRequestSchema, () => handlers.listPrompts());
  server.setRequestHandler(LenientGetPromptRequestSchema, async ({ params }) => ({
    ...(await handlers.getPrompt(params.name, params.arguments ?? {})),
  }));
  server.setRequestHandler(CompleteRequestSchema, async ({ params }, { signal }) => ({
    ...(await handlers.complete(params, signal)),
  }));
  return server;
}
