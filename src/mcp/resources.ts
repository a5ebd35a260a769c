/** Recordings and PDFs as MCP's resources. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import type { Resources } from '../recordings/resources.ts';
import { withoutToken } from '../shared/text.ts';
import { type ErrorKind, ToolError } from '../shared/tool-error.ts';
import { callContext } from './host.ts';

/** Counts a request as under way for as long as it is. */
export type CountRequest = <T>(work: () => Promise<T>) => Promise<T>;

export function serveResources(
  server: Server,
  config: Config,
  engine: () => Promise<Services>,
  { counted, tellOfChanges }: { counted: CountRequest; tellOfChanges: (resources: Resources) => void },
): void {
  server.setRequestHandler(ListResourcesRequestSchema, () =>
    counted(async () => {
      const { resources } = await engine();
      return {
        resources: resources.list().map(({ uri, title, type, bytes }) => ({
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
        const { signal, progress } = callContext(server, extra);
        const bytes = await resources.read(params.uri, signal, progress);
        tell('answer');
        tellOfChanges(resources);
        return {
          contents: [
            { ...bytes, ...(bytes.text !== undefined && { text: withoutToken(bytes.text, config.token) }) },
          ],
        };
      } catch (error) {
        tell(error instanceof ToolError ? error.kind : 'failed');
        throw resourceError(error, params.uri, config.token);
      }
    }),
  );
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

/** Not the SDK's McpError: both sides would prefix its text. */
function resourceError(error: unknown, uri: string, token: string | undefined): unknown {
  if (!(error instanceof ToolError)) return error;
  const code = CODES[error.kind] ?? ErrorCode.InternalError;
  const text = withoutToken(`${error.kind}: ${error.message}`, token).toWellFormed();
  return Object.assign(new Error(text), {
    code,
    data: { uri: uri.toWellFormed(), kind: error.kind },
  });
}
