/** The requests that list and call tools. */
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  type CallToolRequest,
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallResult } from '../call/call.ts';
import type { Logger } from '../shared/logger.ts';
import { truncate, withoutToken } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { Connection } from './connection.ts';
import { callContext } from './host.ts';
import { toolList } from './tool-list.ts';

const TIERS = new Map(toolList.map(({ tool, tier }) => [tool.name, tier]));
const MAX_ERROR_LENGTH = 4_000;

export function serveTools(connection: Connection): void {
  const { server, offered, services, track } = connection;

  server.setRequestHandler(ListToolsRequestSchema, () => {
    // Loads ahead of the first call, which reports a failure.
    setImmediate(() => services().catch(() => {}));
    return { tools: offered };
  });

  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) =>
    track(() => callTool(connection, params, extra)),
  );
}

async function callTool(
  { server, config, services, notifyOfResources }: Connection,
  { name, arguments: args }: CallToolRequest['params'],
  extra: RequestHandlerExtra<ServerRequest, ServerNotification>,
): Promise<CallToolResult> {
  const started = performance.now();
  // The name of a tool that does not exist is a host's text.
  const tool = TIERS.has(name) ? name : 'unknown';
  let log: Logger | undefined;
  /** A failure or a change is worth a line; a read that went well only at the level debug. */
  const logOutcome = (outcome: string) => {
    const level = outcome === 'answer' && TIERS.get(tool) === 'read' ? 'debug' : 'info';
    log?.[level]({ tool, outcome, ms: Math.round(performance.now() - started) }, 'call');
  };
  try {
    const { caller, resources, ...loaded } = await services();
    log = loaded.log;
    const result = await caller.call(name, args, callContext(server, extra));
    logOutcome(result.row.status ?? 'answer');
    notifyOfResources(resources);
    return successResult(result, config.token);
  } catch (error) {
    if (error instanceof ToolError) {
      logOutcome(error.kind);
      return errorResult(`${error.kind}: ${error.message}`, config.token);
    }
    if (extra.signal.aborted) throw error;
    log?.error({ tool, err: error }, 'a call failed inside hitrate-mcp');
    return errorResult(
      `unavailable: hitrate-mcp itself failed (${(error as Error).name}); its log says more.`,
      undefined,
    );
  }
}

function successResult({ row, file }: CallResult, token: string | undefined): CallToolResult {
  const text = JSON.stringify(row);
  const safe = withoutToken(text, token && JSON.stringify(token).slice(1, -1));
  // Not as structuredContent too: no tool has an output schema, and several hosts hand both to the model.
  return { content: [{ type: 'text', text: safe }, ...(file ? [attachment(file)] : [])] };
}

/** Returns the bytes where they were asked for, else a link that hosts can show. */
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
  content: [{ type: 'text', text: withoutToken(truncateError(text), token) }],
});

/** Errors may quote texts of any length. */
const truncateError = (text: string): string =>
  (text.length > MAX_ERROR_LENGTH ? `${truncate(text, MAX_ERROR_LENGTH)}…` : text).toWellFormed();
