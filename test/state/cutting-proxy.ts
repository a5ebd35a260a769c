/** A way to Redis on which answers get lost: what was asked arrives, and the connection breaks before the answer does. */
import { connect, createServer, type Socket } from 'node:net';
import { afterThisFile } from '../support/cleanup.ts';

export interface CuttingProxy {
  url: string;
  /** Cuts the connection after the next such request was answered. @param meanwhile done before that is seen */
  cutNext(meanwhile?: () => Promise<unknown>): void;
  cuts(): number;
}

export async function cutAfterRequests(port: number, request: RegExp): Promise<CuttingProxy> {
  let armed: (() => Promise<unknown>) | undefined;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let cutting: (() => Promise<unknown>) | undefined;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [near, far].forEach((one) => void one.destroy()));
    }
    near.on('data', (bytes) => {
      if (armed && request.test(bytes.toString('latin1'))) {
        cutting = armed;
        armed = undefined;
      }
      far.write(bytes);
    });
    far.on('data', async (bytes) => {
      if (!cutting) return near.write(bytes);
      cuts++;
      await cutting();
      near.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThisFile(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as { port: number }).port}`,
    cutNext(meanwhile = async () => {}) {
      armed = meanwhile;
    },
    cuts: () => cuts,
  };
}
