/** The host behind the SDK: how it is notified of progress, and how it asks a person. */
import { randomUUID } from 'node:crypto';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  ErrorCode,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallHost, EraHost } from '../../call/call.ts';
import type { AskPerson, OpenUrl } from '../../guard/question.ts';
import { showsApps } from '../handlers/app-extension.ts';
import { formSchema } from '../handlers/form-schema.ts';
import { progressReporter } from '../handlers/progress.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export function callHost(server: Server, extra: Extra): EraHost {
  const { elicitation, extensions } = server.getClientCapabilities() ?? {};
  return {
    signal: extra.signal,
    host: server.getClientVersion()?.name,
    progress: progressOf(extra),
    showsApps: showsApps(extensions),
    ask: elicitation?.form ? askByForm(server, extra) : undefined,
    openUrl: elicitation?.url ? askToOpen(server, extra) : undefined,
    // The handshake's hosts are asked while the call waits.
    retry: undefined,
  };
}

function progressOf({ _meta, signal, sendNotification }: Extra): CallHost['progress'] {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return progressReporter(signal, (notice) =>
    sendNotification({ method: 'notifications/progress', params: { progressToken, ...notice } }),
  );
}

const askByForm =
  (server: Server, extra: Extra): AskPerson =>
  async ({ message, field }, timeout) => {
    try {
      const { action, content } = await server.elicitInput(
        { message, requestedSchema: formSchema(field) },
        { timeout, signal: extra.signal, relatedRequestId: extra.requestId },
      );
      return action === 'accept' ? content?.[field.name] : undefined;
    } catch (error) {
      // A form left unanswered is a no. The guard takes any other failure for a no too, and logs it.
      if (error instanceof McpError && error.code === ErrorCode.RequestTimeout) return undefined;
      throw error;
    }
  };

/** How long a person may take to agree that an address is opened. */
const OPEN_URL_TIMEOUT_MS = 60_000;

/** URL elicitation (MCP 2025-11-25): the host shows the address and opens it if the person agrees; it never sees the answer. */
const askToOpen =
  (server: Server, extra: Extra): OpenUrl =>
  async (message, url) => {
    // Names this asking alone: it is no reference that a call could come back with.
    const elicitationId = randomUUID();
    const { action } = await server.elicitInput(
      { mode: 'url', message, url, elicitationId },
      { timeout: OPEN_URL_TIMEOUT_MS, signal: extra.signal, relatedRequestId: extra.requestId },
    );
    return action === 'accept';
  };
