/** A connection of the initialize era, over any stream of messages. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { EraConnection, Output } from '../era.ts';
import type { Handlers } from '../handlers/handlers.ts';
import { CODES, type JsonRpcMessage, refuse } from '../json-rpc.ts';
import { requestProblem } from './request-check.ts';
import { createServer } from './server.ts';

export async function connect(handlers: Handlers, output: Output): Promise<EraConnection> {
  const server = createServer(handlers);
  const transport: Transport = {
    async start() {},
    send: (message) => output.send(message as JsonRpcMessage),
    async close() {
      transport.onclose?.();
    },
  };
  server.onerror = output.onError;
  server.onclose = output.onClose;
  await server.connect(transport);
  return {
    receive(message) {
      const problem = 'method' in message && 'id' in message ? requestProblem(message) : undefined;
      if (problem && 'id' in message) void output.send(refuse(message.id, CODES.invalidParams, problem));
      else transport.onmessage?.(message as JSONRPCMessage);
    },
    resourcesChanged() {
      // A host that went away misses nothing.
      server.sendResourceListChanged().catch(() => {});
    },
  };
}
