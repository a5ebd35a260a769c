/** The handlers as a server of the revision 2026-07-28, on the SDK's line 2: nothing is kept between two requests. */
import { type CacheHint, Server } from '@modelcontextprotocol/server';
import { type Handlers, SERVER_INFO } from '../handlers/handlers.ts';
import { noValidator } from '../no-validator.ts';
import { capabilitiesOf, type ServerOptions } from '../server-options.ts';
import { askByRetry, callHost } from './host.ts';

/** The settings decide on lists, and they are read at the start: hosts need not ask again soon. */
const LIST_HINT: CacheHint = { ttlMs: 3_600_000, cacheScope: 'private' };
/** A recording stays what it is, and is about people: nobody else's cache may keep it. */
const CONTENT_HINT: CacheHint = { ttlMs: 0, cacheScope: 'private' };

export function createServer(handlers: Handlers, { notifies = true, requestId }: ServerOptions = {}): Server {
  const server = new Server(SERVER_INFO, {
    capabilities: capabilitiesOf(notifies),
    instructions: handlers.instructions,
    cacheHints: {
      'server/discover': LIST_HINT,
      'tools/list': LIST_HINT,
      'prompts/list': LIST_HINT,
      'resources/templates/list': LIST_HINT,
      'resources/list': CONTENT_HINT,
      'resources/read': CONTENT_HINT,
    },
    jsonSchemaValidator: noValidator,
  });
  server.setRequestHandler('tools/list', () => ({ ...handlers.listTools() }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const outcome = await handlers.callTool(params, callHost(context), requestId);
    return 'ask' in outcome ? askByRetry(outcome.ask) : { ...outcome };
  });
  server.setRequestHandler('resources/list', async () => ({ ...(await handlers.listResources()) }));
  server.setRequestHandler('resources/templates/list', async () => ({
    ...(await handlers.listResourceTemplates()),
  }));
  server.setRequestHandler('resources/read', async ({ params }, context) => ({
    ...(await handlers.readResource(params.uri, callHost(context))),
  }));
  server.setRequestHandler('prompts/list', async () => ({ ...(await handlers.listPrompts()) }));
  server.setRequestHandler('prompts/get', async ({ params }) => ({
    ...(await handlers.getPrompt(params.name, params.arguments ?? {})),
  }));
  server.setRequestHandler('completion/complete', async ({ params }, { mcpReq }) => ({
    ...(await handlers.complete(params, mcpReq.signal)),
  }));
  return server;
}
