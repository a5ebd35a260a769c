/** The end of a server over HTTP. */
import type { Server } from 'node:http';

/** For answers that are on their way once nothing is under way. */
const LAST_BYTES_MS = 500;

interface Ending {
  /** Turns new requests away. Resolves when those that were there before are answered. */
  drain(): Promise<void>;
  close(): Promise<void>;
  /** The server is gone by then, whatever is under way. */
  maxMs: number;
}

/** What is under way is answered, what is new is turned away; a second signal ends it at once. */
export function endOnSignals(server: Server, { drain, close, maxMs }: Ending): void {
  let ending = false;
  const end = () => {
    if (ending) process.exit(0);
    ending = true;
    const exit = () => void close().finally(() => process.exit(0));
    setTimeout(exit, maxMs).unref();
    // It listens until then: who is new is told to go elsewhere, and not just cut off.
    void drain().then(() => {
      server.close(exit);
      // Keep-alive connections that are idle would hold it open, and half a request for as long as nobody ends it.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), LAST_BYTES_MS).unref();
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}
