/** `POST /mcp`: who is there, may they ask now, and what is the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerHttp } from '../mcp/http.ts';
import { MAX_BODY_BYTES, readBody } from './body.ts';
import type { Identify } from './callers.ts';
import { replyAnswer, replyText } from './reply.ts';
import type { Traffic } from './traffic.ts';

export interface EndpointOptions {
  identify: Identify;
  traffic: Traffic;
  /** The address of the endpoint, as clients write it. */
  resource: string;
  /** Counts what was turned away, by a word for why. */
  onRefusal(reason: string): void;
}

/** How a request is known. */
export interface RequestNames {
  /** Names it in the log and in the text of an error. */
  requestId: string;
  /** The address of the client. */
  address: string;
}

export function createMcpEndpoint({ identify, traffic, resource, onRefusal }: EndpointOptions) {
  /** Says why not, and counts it. */
  function refuse(response: ServerResponse, ...[reason, status, text, headers]: Refused): void {
    onRefusal(reason);
    replyText(response, status, text, headers);
  }

  async function take(
    request: IncomingMessage,
    response: ServerResponse,
    { requestId, address }: RequestNames,
  ): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort(new Error('the client went away'));
    });
    const caller = await identify(request.headers.authorization);
    if ('refusal' in caller) {
      const { status, body, wwwAuthenticate } = caller.refusal;
      // Who is not told apart from a guesser is counted as one. Others at that address, or behind that proxy, go on.
      const blockedS = status === 401 ? await traffic.refused(address) : 0;
      if (blockedS > 0)
        return refuse(response, 'address', 429, `Too many requests without a login. Wait ${blockedS} s.`, {
          'retry-after': String(blockedS),
        });
      return refuse(
        response,
        'login',
        status,
        body,
        wwwAuthenticate ? { 'www-authenticate': wwwAuthenticate } : {},
      );
    }
    const admission = await traffic.admit(caller.subject);
    if ('retryAfterS' in admission) {
      const { retryAfterS } = admission;
      return refuse(response, 'rate', 429, `Too many requests at a time. Wait ${retryAfterS} s.`, {
        'retry-after': String(retryAfterS),
      });
    }
    try {
      const body = await readBody(request);
      if (!body) {
        // A connection that is closed while a client sends breaks before it has read why; how long it may send is limited.
        request.resume();
        return refuse(response, 'size', 413, `A request may have ${MAX_BODY_BYTES / 1024 / 1024} MB.`);
      }
      const { handlers } = caller;
      const { headers } = request;
      await replyAnswer(
        response,
        await answerHttp({ handlers, url: resource, headers, body, signal: gone.signal, requestId }),
      );
    } finally {
      admission.done();
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, names: RequestNames): Promise<void> => {
    const problem = formProblem(request);
    return problem ? refuse(response, ...problem) : take(request, response, names);
  };
}

type Refused = [reason: string, status: number, text: string, headers?: Record<string, string>];

/** Returns why a request can't be taken from anybody; undefined where it can. */
function formProblem({ method, headers }: IncomingMessage): Refused | undefined {
  // Streams and sessions of the initialize era: this server has neither.
  if (method !== 'POST') return ['method', 405, 'Only POST: there are no sessions here.', { allow: 'POST' }];
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return ['type', 415, 'Only application/json.'];
  if (!/^(identity)?$/i.test(headers['content-encoding'] ?? ''))
    return ['type', 415, 'Only as it is, without a content encoding.'];
  return undefined;
}
