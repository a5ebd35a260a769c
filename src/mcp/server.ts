/** An MCP server for one connection, on the SDK's line 1; no other folder imports the SDK. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallResult } from '../call/call.ts';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import { withheldBySetting } from '../guard/access.ts';
import type { Resources } from '../recordings/resources.ts';
import type { Logger } from '../shared/logger.ts';
import { truncate, withoutToken } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { VERSION } from '../shared/version.ts';
import { callContext } from './host.ts';
import { instructions } from './instructions.ts';
import { noValidator } from './no-validator.ts';
import { servePrompts } from './prompts.ts';
import { type CountRequest, serveResources } from './resources.ts';
import { toolList } from './tool-list.ts';

export interface ServedConnection {
  server: Server;
  /** Requests under way. */
  busy(): number;
}

/** @param engine loads what calls need; asked for at the first call, or when there is time after the tool list. */
export function createServer(config: Config, engine: () => Promise<Services>): ServedConnection {
  const offered = toolList.filter((listed) => !withheldBySetting(listed, config)).map(({ tool }) => tool);
  const server = new Server(
    { name: 'hitrate-mcp', title: 'Hitrate dialer', version: VERSION },
    {
      capabilities: { tools: {}, resources: { listChanged: true }, prompts: {}, completions: {} },
      instructions: instructions(config, new Set(offered.map(({ name }) => name))),
      jsonSchemaValidator: noValidator,
    },
  );
  const tiers = new Map(toolList.map(({ tool, tier }) => [tool.name, tier]));
  let calls = 0;
  /** The state of the list of resources that the host has been told of. */
  let listed = 0;
  const tellOfChanges = ({ changes }: Resources) => {
    if (listed === changes()) return;
    listed = changes();
    // A host that went away misses nothing.
    server.sendResourceListChanged().catch(() => {});
  };
  const counted: CountRequest = async (work) => {
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
      let log: Logger | undefined;
      // What changed something or failed is worth a line; a read that went well is one only for who looks for it.
      const tell = (outcome: string) => {
        const level = outcome === 'answer' && tiers.get(tool) === 'read' ? 'debug' : 'info';
        log?.[level]({ tool, outcome, ms: Math.round(performance.now() - started) }, 'call');
      };
      try {
        const { caller, resources, ...rest } = await engine();
        log = rest.log;
        const reply = await caller.call(params.name, params.arguments, callContext(server, extra));
        tell((reply.row.status as string | undefined) ?? 'answer');
        tellOfChanges(resources);
        return successResult(reply, config.token);
      } catch (error) {
        if (error instanceof ToolError) {
          tell(error.kind);
          return errorResult(`${error.kind}: ${error.message}`, config.token);
        }
        if (extra.signal.aborted) throw error;
        log?.error({ tool, err: error }, 'a call failed inside hitrate-mcp');
        return errorResult(
          `unavailable: hitrate-mcp itself failed (${(error as Error).name}); its log says more.`,
          undefined,
        );
      }
    }),
  );

  serveResources(server, config, engine, { counted, tellOfChanges });
  servePrompts(server, offered, engine, counted);
  return { server, busy: () => calls };
}

const MAX_ERROR_LENGTH = 4_000;

function successResult({ row, file }: CallResult, token: string | undefined): CallToolResult {
  const text = JSON.stringify(row);
  const safe = withoutToken(text, token && JSON.stringify(token).slice(1, -1));
  // Not as structuredContent too: no tool has an output schema, and several hosts hand both to the model.
  return { content: [{ type: 'text', text: safe }, ...(file ? [attachment(file)] : [])] };
}

/** The bytes where they were asked for, else a link that hosts can show. */
function attachment({
  uri,
  type,
  title,
  bytes,
  base64,
}: NonNullable<CallResult['file']>): CallToolResult['content'][number] {
  if (base64 === undefined) return { type: 'resource_link', uri, name: title, mimeType: type, size: bytes };
  if (type.startsWith('audio/')) return { type: 'audio', data: base64, mimeType: type };
  return { type: 'resource', resource: { uri, mimeType: type, blob: base64 } };
}

const errorResult = (text: string, token: string | undefined): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: withoutToken(shortened(text), token) }],
});

/** Errors may quote what is of any length. */
const shortened = (text: string): string =>
  (text.length > MAX_ERROR_LENGTH ? `${truncate(text, MAX_ERROR_LENGTH)}…` : text).toWellFormed();
