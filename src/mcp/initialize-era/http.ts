/** Requests of the initialize era over HTTP, answered as JSON without a session: any replica can take any of them. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type JSONRPCMessage,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js';
import { errorAnswer, type HttpAnswer, jsonAnswer, type MessageExchange } from '../http-exchange.ts';
import { CODES, type JsonRpcRequest, type JsonRpcResponse, refuse } from '../json-rpc.ts';
import { requestProblem } from './request-check.ts';
import { createServer } from './server.ts';

export async function answerMessage(exchange: MessageExchange): Promise<HttpAnswer> {
  const { message, headers } = exchange;
  const version = headers['mcp-protocol-version'] ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
  if (!SUPPORTED_PROTOCOL_VERSIONS.includes(String(version)))
    return errorAnswer(
      400,
      CODES.invalidRequest,
      `This server does not speak ${String(version).slice(0, 40)}; it speaks ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}.`,
    );
  // Notifications and responses are for sessions: nothing waits for them here.
  if (!('method' in message && 'id' in message)) return { status: 202 };
  const problem = requestProblem(message);
  return jsonAnswer(
    200,
    problem ? refuse(message.id, CODES.invalidParams, problem) : await answerRequest(message, exchange),
  );
}

/** Resolves with the response; rejects where the client went away before there was one. */
async function answerRequest(
  request: JsonRpcRequest,
  { handlers, signal, requestId }: MessageExchange,
): Promise<JsonRpcResponse> {
  const server = createServer(handlers, { notifies: false, requestId });
  let transport!: Transport;
  const answered = new Promise<JsonRpcResponse>((resolve, reject) => {
    transport = {
      async start() {},
      async send(message) {
        // Progress has no way to the client in a JSON answer.
        if (!('method' in message)) resolve(message as JsonRpcResponse);
      },
      async close() {
        transport.onclose?.();
      },
    };
    const onAbort = () => {
      reject(signal.reason);
      // Aborts what is under way. An answered request has nothing left to close.
      void server.close();
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  await server.connect(transport);
  transport.onmessage?.(request as JSONRPCMessage);
  return answered;
}
