/** HTTP servers on loopback. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterThisTest } from './cleanup.ts';

export interface Loopback {
  port: number;
  /** Breaks all connections and takes no more. */
  stop(): Promise<void>;
  /** Answers again, at the same port. */
  restart(): Promise<void>;
}

/** Serves on loopback, until the test ends. */
export async function serveOnLoopback(handle: RequestListener): Promise<Loopback> {
  const server = createServer(handle);
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  afterThisTest(stop);
  const { port } = server.address() as AddressInfo;
  return { port, stop, restart: () => listen(port) };
}
