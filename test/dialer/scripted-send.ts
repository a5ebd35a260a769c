/** A send function that answers from a script, for tests of what is composed around it. */
import { Readable } from 'node:stream';
import type { OutgoingRequest, Send, SentResponse } from '../../src/dialer/transport/send-once.ts';
import { withDeadline } from '../../src/shared/deadline.ts';

export const ORIGIN = 'https://dialer.example';

export interface ScriptedResponse {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export const response = (
  { status = 200, headers = {}, body = '' }: ScriptedResponse = {},
  path = '/api/users',
): SentResponse => ({ url: `${ORIGIN}${path}`, status, headers, body: Readable.from([Buffer.from(body)]) });

/** Answers one by one, the last one for good; an error is thrown. */
export function scriptedSend(...script: (ScriptedResponse | Error)[]) {
  const sent: OutgoingRequest[] = [];
  const responses: SentResponse[] = [];
  const send: Send = async (request) => {
    const next = script[Math.min(sent.length, script.length - 1)]!;
    sent.push(request);
    if (next instanceof Error) throw next;
    responses.push(response(next, request.wire.path));
    return responses.at(-1)!;
  };
  return { send, sent, responses };
}

export interface TestRequest {
  method?: 'GET' | 'POST';
  path?: string;
  read?: boolean;
  ms?: number;
  cancel?: AbortSignal;
}

/** Runs a test's work with a request under a deadline. */
export const withRequest = <T>(
  { method = 'GET', path = '/api/users', read = true, ms = 5_000, cancel }: TestRequest,
  work: (request: OutgoingRequest) => Promise<T>,
): Promise<T> => withDeadline(ms, cancel, (deadline) => work({ wire: { method, path }, read, deadline }));
