/** Recordings and PDFs as MCP's resources. */
import type { CallHost } from '../../call/call.ts';
import { dialerArgument } from '../../config/config.ts';
import { withoutToken } from '../../shared/text.ts';
import { type ErrorKind, ToolError } from '../../shared/tool-error.ts';
import { CODES, responseError } from '../json-rpc.ts';
import { type AppContent, isAppUri, readApp } from './apps.ts';
import type { HandlerContext } from './context.ts';

export interface ResourceListing {
  uri: string;
  name: string;
  title: string;
  mimeType: string;
  size?: number;
}

export interface TemplateListing {
  uriTemplate: string;
  name: string;
  description: string;
  mimeType: string;
}

export type ResourceContent = { uri: string; mimeType: string; _meta?: AppContent['_meta'] } & (
  | { text: string }
  | { blob: string }
);

export function createResourceHandlers(context: HandlerContext) {
  const { services } = context;
  return {
    async list(): Promise<{ resources: ResourceListing[] }> {
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
    },
    async templates(): Promise<{ resourceTemplates: TemplateListing[] }> {
      const { resources } = await services();
      return {
        resourceTemplates: resources.templates().map(({ uriTemplate, name, description, mimeType }) => ({
          uriTemplate,
          name,
          description,
          mimeType,
        })),
      };
    },
    read: (uri: string, host: Pick<CallHost, 'signal' | 'progress'>) =>
      isAppUri(uri)
        ? readApp(uri, context.config.region === 'SE' ? 'sv' : 'en')
        : readResource(context, uri, host),
  };
}

async function readResource(
  { config, services, noteResources }: HandlerContext,
  uri: string,
  { signal, progress }: Pick<CallHost, 'signal' | 'progress'>,
): Promise<{ contents: ResourceContent[] }> {
  const { resources, privacy, log } = await services();
  const dialer = dialerArgument(config);
  const logOutcome = (outcome: string) => {
    const level = outcome === 'answer' ? 'debug' : 'info';
    log[level]({ ...(dialer && { dialer }), resource: resources.templateOf(uri), outcome }, 'read');
  };
  try {
    const { mimeType, text, blob = '' } = await resources.read(uri, signal, progress);
    logOutcome('answer');
    noteResources(resources);
    const content = text === undefined ? { blob } : { text: withoutToken(text, config.token) };
    return { contents: [{ uri, mimeType, ...content }] };
  } catch (error) {
    logOutcome(error instanceof ToolError ? error.kind : 'failed');
    throw resourceError(error, privacy.redactEntry({ uri, title: '' }).uri, config.token);
  }
}

/** The dialer or a limit refuses it: one of the codes that JSON-RPC leaves to servers, and neither MCP nor its SDK takes. */
const REFUSED_CODE = -32050;

const ERROR_CODES: { [kind in ErrorKind]?: number } = {
  not_found: CODES.resourceNotFound,
  invalid_arguments: CODES.invalidParams,
  permission_denied: REFUSED_CODE,
  unauthenticated: REFUSED_CODE,
  conflict: REFUSED_CODE,
  rejected: REFUSED_CODE,
  too_large: REFUSED_CODE,
  rate_limited: REFUSED_CODE,
};

function resourceError(error: unknown, uri: string, token: string | undefined): unknown {
  if (!(error instanceof ToolError)) return error;
  const code = ERROR_CODES[error.kind] ?? CODES.internalError;
  const message = withoutToken(`${error.kind}: ${error.message}`, token);
  return responseError(code, message, { uri: uri.toWellFormed(), kind: error.kind });
}
