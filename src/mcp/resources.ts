/** Recordings and PDFs as MCP's resources. */
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ReadResourceRequestSchema,
  type Result,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { withoutToken } from '../shared/text.ts';
import { type ErrorKind, ToolError } from '../shared/tool-error.ts';
import type { Connection } from './connection.ts';
import { callContext } from './host.ts';
import { responseError } from './json-rpc.ts';

export function serveResources(connection: Connection): void {
  const { server, services, track } = connection;

  server.setRequestHandler(ListResourcesRequestSchema, () =>
    track(async () => {
      const { resources } = await services();
      return {
        resources: (await resources.list()).map(({ uri, title, type, bytes }) => ({
          uri,
          name: title,
          title,
          mimeType: type,
          size: bytes,
        })),
      };
    }),
  );

  server.setRequestHandler(ListResourceTemplatesRequestSchema, () =>
    track(async () => {
      const { resources } = await services();
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
    track(() => readResource(connection, params.uri, extra)),
  );
}

async function readResource(
  { server, config, services, notifyOfResources }: Connection,
  uri: string,
  extra: RequestHandlerExtra<ServerRequest, ServerNotification>,
): Promise<Result> {
  const { resources, privacy, log } = await services();
  const logOutcome = (outcome: string) => {
    const level = outcome === 'answer' ? 'debug' : 'info';
    log[level]({ resource: resources.templateOf(uri), outcome }, 'read');
  };
  try {
    const { signal, progress } = callContext(server, extra);
    const content = await resources.read(uri, signal, progress);
    logOutcome('answer');
    notifyOfResources(resources);
    const text = content.text === undefined ? {} : { text: withoutToken(content.text, config.token) };
    return { contents: [{ ...content, ...text }] };
  } catch (error) {
    logOutcome(error instanceof ToolError ? error.kind : 'failed');
    throw resourceError(error, privacy.redactEntry({ uri, title: '' }).uri, config.token);
  }
}

/** MCP's code for a resource that is not there, up to the revision 2025-11-25; later ones take -32602 for it. */
const NOT_FOUND_CODE = -32002;
/** The dialer or a limit refuses it: one of the codes that JSON-RPC leaves to servers, and neither MCP nor its SDK takes. */
const REFUSED_CODE = -32050;

const CODES: { [kind in ErrorKind]?: number } = {
  not_found: NOT_FOUND_CODE,
  invalid_arguments: ErrorCode.InvalidParams,
  permission_denied: REFUSED_CODE,
  unauthenticated: REFUSED_CODE,
  conflict: REFUSED_CODE,
  rejected: REFUSED_CODE,
  too_large: REFUSED_CODE,
  rate_limited: REFUSED_CODE,
};

function resourceError(error: unknown, uri: string, token: string | undefined): unknown {
  if (!(error instanceof ToolError)) return error;
  const code = CODES[error.kind] ?? ErrorCode.InternalError;
  const message = withoutToken(`${error.kind}: ${error.message}`, token);
  return responseError(code, message, { uri: uri.toWellFormed(), kind: error.kind });
}
