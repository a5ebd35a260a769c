/** Calls of tools. */
import type { CallResult, EraHost } from '../../call/call.ts';
import { dialerArgument } from '../../config/config.ts';
import type { PersonRequest } from '../../guard/question.ts';
import type { Logger } from '../../shared/logger.ts';
import { truncate, withoutToken } from '../../shared/text.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { toolList } from '../tool-list.ts';
import type { HandlerContext } from './context.ts';

export interface ToolCallParams {
  name: string;
  arguments?: Record<string, unknown>;
}

/** MCP's content blocks that tools answer with. */
export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'audio' | 'image'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; blob: string } }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size?: number };

export interface ToolResult {
  content: ContentBlock[];
  isError?: true;
}

const TIERS = new Map(toolList.map(({ tool, tier }) => [tool.name, tier]));
const MAX_ERROR_LENGTH = 4_000;

/** `ask`: what the host is to put before a person; only where it said that it asks between two requests. */
export type ToolOutcome = ToolResult | { ask: PersonRequest };

export const createToolCalls =
  ({ config, services, noteResources }: HandlerContext) =>
  async (
    { name, arguments: args }: ToolCallParams,
    host: EraHost,
    requestId?: string,
  ): Promise<ToolOutcome> => {
    const started = performance.now();
    const dialer = dialerArgument(config);
    const named = { ...(dialer && { dialer }), ...(requestId !== undefined && { request: requestId }) };
    // The name of a tool that does not exist is a host's text.
    const tool = TIERS.has(name) ? name : 'unknown';
    const at = dialer && TIERS.has(name) ? `At ${dialer}: ` : '';
    let log: Logger | undefined;
    /** A failure or a change is worth a line; a read that went well only at the level debug. */
    const logOutcome = (outcome: string) => {
      const level = outcome === 'answer' && TIERS.get(tool) === 'read' ? 'debug' : 'info';
      const ms = Math.round(performance.now() - started);
      log?.[level]({ tool, outcome, ms, ...named }, 'call');
    };
    try {
      const { caller, resources, ...loaded } = await services();
      log = loaded.log;
      const result = await caller.call(name, args, host);
      if ('ask' in result) {
        logOutcome('input_required');
        return result;
      }
      logOutcome(result.row.status ?? 'answer');
      noteResources(resources);
      return successResult(dialer ? namedResult(result, dialer) : result, config.token);
    } catch (error) {
      if (error instanceof ToolError) {
        logOutcome(error.kind);
        return errorResult(`${error.kind}: ${at}${error.message}`, config.token, requestId);
      }
      if (host.signal.aborted) throw error;
      log?.error({ tool, err: error, ...named }, 'a call failed inside hitrate-mcp');
      return errorResult(
        `unavailable: ${at}hitrate-mcp itself failed (${(error as Error).name}); its log says more.`,
        undefined,
        requestId,
      );
    }
  };

/** The same answer, with the dialer before all else, and in the title of its file: a person chooses by that. */
const namedResult = ({ row, files, texts }: CallResult, dialer: string): CallResult => ({
  row: { dialer, ...row },
  files: files.map((file) => ({ ...file, title: `${file.title}, ${dialer}` })),
  texts,
});

function successResult({ row, files, texts }: CallResult, token: string | undefined): ToolResult {
  const json = withoutToken(JSON.stringify(row), token && JSON.stringify(token).slice(1, -1));
  const all = [json, ...texts.map((text) => withoutToken(text, token))];
  // Not as structuredContent too: no tool has an output schema, and several hosts hand both to the model.
  return { content: [...all.map((text) => ({ type: 'text' as const, text })), ...files.map(attachment)] };
}

/** Returns the bytes where they were asked for, else a link that hosts can show. */
function attachment({ uri, type, title, bytes, base64 }: CallResult['files'][number]): ContentBlock {
  if (base64 === undefined) return { type: 'resource_link', uri, name: title, mimeType: type, size: bytes };
  const [kind] = type.split('/', 1);
  if (kind === 'audio' || kind === 'image') return { type: kind, data: base64, mimeType: type };
  return { type: 'resource', resource: { uri, mimeType: type, blob: base64 } };
}

export const errorResult = (
  text: string,
  token: string | undefined,
  requestId: string | undefined,
): ToolResult => ({
  isError: true,
  content: [
    {
      type: 'text',
      // Whoever looks after the server finds it in the log by that.
      text: `${withoutToken(truncateError(text), token)}${requestId === undefined ? '' : ` [request ${requestId}]`}`,
    },
  ],
});

/** Errors may quote texts of any length. */
const truncateError = (text: string): string =>
  (text.length > MAX_ERROR_LENGTH ? `${truncate(text, MAX_ERROR_LENGTH)}…` : text).toWellFormed();
