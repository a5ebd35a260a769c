/** The host behind the SDK: who calls, how it is told of progress, and how it asks a person between two requests. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
  type Implementation,
  type InputRequest,
  type InputRequiredResult,
  inputRequired,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { EraHost } from '../../call/call.ts';
import type { PersonRequest, PersonResponse } from '../../guard/question.ts';
import { isObject } from '../../shared/json.ts';
import { showsApps } from '../handlers/app-extension.ts';
import { formSchema } from '../handlers/form-schema.ts';
import { progressReporter } from '../handlers/progress.ts';

/** Names our one question in `inputRequests` and `inputResponses`. */
const QUESTION = 'confirm';

export function callHost({ mcpReq }: ServerContext): EraHost {
  const { signal, _meta } = mcpReq;
  // The SDK has checked it against the revision's schema, and types it as a record.
  const envelope = (mcpReq.envelope ?? {}) as {
    [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
    [CLIENT_INFO_META_KEY]?: Implementation;
  };
  const { elicitation, extensions } = envelope[CLIENT_CAPABILITIES_META_KEY] ?? {};
  const progressToken = _meta?.progressToken;
  return {
    signal,
    host: envelope[CLIENT_INFO_META_KEY]?.name,
    showsApps: showsApps(extensions),
    progress:
      progressToken === undefined
        ? undefined
        : progressReporter(signal, (notice) =>
            mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...notice } }),
          ),
    retry: elicitation && {
      forms: elicitation.form !== undefined,
      urls: elicitation.url !== undefined,
      given: responseOf(mcpReq),
    },
  };
}

/** What comes from a client is whatever it likes: all of it is checked by the guard. */
function responseOf({ inputResponses, requestState }: ServerContext['mcpReq']): PersonResponse | undefined {
  const state = requestState();
  if (typeof state !== 'string') return undefined;
  const response = inputResponses?.[QUESTION];
  const { action, content } = isObject(response) ? response : {};
  return {
    state,
    accepted: action === 'accept',
    value: isObject(content) ? content.confirm : undefined,
  };
}

/** Returns the answer that has the host ask a person and send the request again. */
export const askByRetry = (request: PersonRequest): InputRequiredResult =>
  inputRequired({ inputRequests: { [QUESTION]: inputRequestOf(request) }, requestState: request.state });

function inputRequestOf(request: PersonRequest): InputRequest {
  if ('url' in request) return inputRequired.elicitUrl({ message: request.message, url: request.url });
  const { message, field } = request.form;
  return inputRequired.elicit({ message, requestedSchema: formSchema(field) });
}
