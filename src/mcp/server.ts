/** An MCP server for one connection, on the SDK's line 1; no other folder imports the SDK. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallContext } from '../call.ts';
import type { Config } from '../config.ts';
import type { Engine } from '../engine.ts';
import { ToolError } from '../errors.ts';
import type { Ask } from '../guard/confirm.ts';
import { withheldBy } from '../guard/tiers.ts';
import type { Log } from '../log.ts';
import { withoutToken } from '../text.ts';
import type { Row } from '../tool.ts';
import { VERSION } from '../version.ts';
import { instructions } from './instructions.ts';
import { noValidator } from './no-validator.ts';
import { toolList } from './tool-list.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Often enough for a person to see that something moves. */
const PROGRESS_EVERY_MS = 200;

export interface Serving {
  server: Server;
  /** Requests under way. */
  busy(): number;
}

/** @param engine loads what calls need; asked for at the first call, or when there is time after the tool list. */
export function createServer(config: Config, engine: () => Promise<Engine>): Serving {
  const offered = toolList.filter((listed) => !withheldBy(listed, config)).map(({ tool }) => tool);
  const server = new Server(
    { name: 'hitrate-mcp', title: 'Hitrate dialer', version: VERSION },
    {
      capabilities: { tools: {}, resources: {} },
      instructions: instructions(config, new Set(offered.map(({ name }) => name))),
      jsonSchemaValidator: noValidator,
    },
  );
  const tiers = new Map(toolList.map(({ tool, tier }) => [tool.name, tier]));
  let calls = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    calls++;
    try {
      return await work();
    } finally {
      calls--;
    }
  };

  server.setRequestHandler(ListToolsRequestSchema, () => {
    // Ahead of the first call; if it fails, that call tells.
    setImmediate(() => engine().catch(() => {}));
    return { tools: offered };
  });

  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) =>
    counted(async () => {
      const started = performance.now();
      // A name that is none of ours is a host's text.
      const tool = tiers.has(params.name) ? params.name : 'unknown';
      let log: Log | undefined;
      // What changed something or failed is worth a line; a read that went well is one only for who looks for it.
      const tell = (outcome: string) => {
        const level = outcome === 'answer' && tiers.get(tool) === 'read' ? 'debug' : 'info';
        log?.[level]({ tool, outcome, ms: Math.round(performance.now() - started) }, 'call');
      };
      try {
        const { caller, ...rest } = await engine();
        log = rest.log;
        const answer = await caller.call(params.name, params.arguments, context(server, extra));
        tell((answer.status as string | undefined) ?? 'answer');
        return success(answer, config.token);
      } catch (error) {
        if (error instanceof ToolError) {
          tell(error.kind);
          return failed(`${error.kind}: ${error.message}`, config.token);
        }
        if (extra.signal.aborted) throw error;
        log?.error({ tool, err: error }, 'a call failed inside hitrate-mcp');
        return failed(
          `unavailable: hitrate-mcp itself failed (${(error as Error).name}); its log says more.`,
          undefined,
        );
      }
    }),
  );

  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }));

  server.setRequestHandler(ListResourceTemplatesRequestSchema, () =>
    counted(async () => {
      const { resources } = await engine();
      return {
        resourceTemplates: resources.templates().map(({ uriTemplate, name, description, mimeType }) => ({
          uriTemplate,
          name,
          description,
          mimeType,
        })),
      };
    }),
  );

  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, extra) =>
    counted(async () => {
      const { resources, log } = await engine();
      const tell = (outcome: string) =>
        log[outcome === 'answer' ? 'debug' : 'info'](
          { resource: resources.templateOf(params.uri), outcome },
          'read',
        );
      try {
        const { signal, progress } = context(server, extra);
        const bytes = await resources.read(params.uri, signal, progress);
        tell('answer');
        return { contents: [bytes] };
      } catch (error) {
        tell(error instanceof ToolError ? error.kind : 'failed');
        throw resourceError(error, params.uri, config.token);
      }
    }),
  );

  return { server, busy: () => calls };
}

/** The host, in our own words. */
function context(server: Server, extra: Extra): CallContext {
  return {
    signal: extra.signal,
    progress: progress(extra),
    ask: server.getClientCapabilities()?.elicitation?.form ? asking(server, extra) : undefined,
  };
}

function progress(extra: Extra): CallContext['progress'] {
  const progressToken = extra._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let last = -1;
  let lastAt = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (done <= last || extra.signal.aborted || (now - lastAt < PROGRESS_EVERY_MS && done !== total)) return;
    last = done;
    lastAt = now;
    const told = extra.sendNotification({
      method: 'notifications/progress',
      params: { progressToken, progress: done, ...(total === undefined ? {} : { total }) },
    });
    // A host that went away misses nothing by a missed progress.
    told.catch(() => {});
  };
}

const asking =
  (server: Server, extra: Extra): Ask =>
  async ({ message, field: { name, title, type } }, timeout) => {
    const property =
      type === 'boolean' ? { type: 'boolean' as const, title } : { type: 'string' as const, title };
    const requestedSchema = { type: 'object' as const, properties: { [name]: property }, required: [name] };
    try {
      const { action, content } = await server.elicitInput(
        { message, requestedSchema },
        { timeout, signal: extra.signal, relatedRequestId: extra.requestId },
      );
      return action === 'accept' ? content?.[name] : undefined;
    } catch (error) {
      // Left unanswered is a no; whatever else went wrong is told to the guard, which takes it for one too.
      if (error instanceof McpError && error.code === ErrorCode.RequestTimeout) return undefined;
      throw error;
    }
  };

const success = (answer: Row, token: string | undefined): CallToolResult => {
  const text = JSON.stringify(answer);
  const safe = withoutToken(text, token && JSON.stringify(token).slice(1, -1));
  return {
    content: [{ type: 'text', text: safe }],
    structuredContent: safe === text ? answer : JSON.parse(safe),
  };
};

const failed = (text: string, token: string | undefined): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: withoutToken(text, token) }],
});

/** MCP's code for a resource that is not there is -32002. Not the SDK's McpError: both sides would prefix its text. */
function resourceError(error: unknown, uri: string, token: string | undefined): unknown {
  if (!(error instanceof ToolError)) return error;
  const missing = error.kind === 'not_found' || error.kind === 'invalid_arguments';
  const code = missing ? -32002 : ErrorCode.InternalError;
  return Object.assign(new Error(withoutToken(`${error.kind}: ${error.message}`, token)), {
    code,
    data: { uri },
  });
}
