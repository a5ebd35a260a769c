/** A request over HTTP and its answer, as both eras have them. */
import type { Handlers } from './handlers/handlers.ts';
import type { JsonRpcMessage } from './json-rpc.ts';

/** A posted body, and how it came. */
export interface HttpExchange {
  handlers: Handlers;
  /** The address that was asked, as clients write it. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
  /** Names the request in the log, and in the text of an error. */
  requestId: string;
}

/** The same with its message, once that was read. */
export interface MessageExchange extends HttpExchange {
  message: JsonRpcMessage;
}

export interface HttpAnswer {
  status: number;
  /** Absent where there is nothing to say. */
  type?: 'application/json' | 'text/event-stream';
  /** A stream where the client is told of progress. */
  body?: string | ReadableStream<Uint8Array>;
}

export const jsonAnswer = (status: number, body: object): HttpAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

export const errorAnswer = (status: number, code: number, message: string, data?: object): HttpAnswer =>
  jsonAnswer(status, { jsonrpc: '2.0', id: null, error: { code, message, ...(data && { data }) } });
