/** A connection of the revision 2026-07-28, over any stream of messages. */
import type { Server, Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { EraConnection, Output } from '../era.ts';
import type { Handlers } from '../handlers/handlers.ts';
import type { JsonRpcMessage } from '../json-rpc.ts';
import { createServer } from './server.ts';

export async function connect(handlers: Handlers, output: Output): Promise<EraConnection> {
  let server: Server | undefined;
  const transport: Transport = {
    async start() {},
    send: (message) => output.send(message as JsonRpcMessage),
    async close() {
      transport.onclose?.();
    },
  };
  const factory = () => {
    server = createServer(handlers);
    return server;
  };
  // The other era has an adapter of its own.
  serveStdio(factory, { legacy: 'reject', transport, onerror: output.onError });
  return {
    receive: (message) => transport.onmessage?.(message as never),
    resourcesChanged() {
      // A host that has not subscribed is not told.
      server?.sendResourceListChanged().catch(() => {});
    },
  };
}
