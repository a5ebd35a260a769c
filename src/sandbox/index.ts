// The embedded dialer: a call centre in memory behind the dialer's own HTTP API.

import type { AddressInfo } from 'node:net';
import { dialerServer } from './http/server.ts';
import { seed } from './seed/seed.ts';
import type { State } from './state.ts';

export { sandboxTokens } from './http/auth.ts';
export type { State } from './state.ts';

export interface SandboxOptions {
  seed?: number;
  /** The time of a stopped clock; without it, the clock is the real one. */
  now?: Date;
  calls?: number;
  days?: number;
}

export interface Sandbox {
  /** Open on purpose, so that a test can put the dialer into any state. */
  readonly state: State;
  listen(port?: number, host?: string): Promise<{ url: string; port: number; close(): Promise<void> }>;
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const stoppedAt = options.now?.getTime();
  const state = seed({
    seed: options.seed ?? 1,
    clock: stoppedAt === undefined ? Date.now : () => stoppedAt,
    calls: options.calls ?? 3600,
    days: options.days ?? 90,
  });
  return { state, listen: (port = 0, host = '127.0.0.1') => listen(state, port, host) };
}

async function listen(state: State, port: number, host: string) {
  const server = dialerServer(state);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve, reject) => {
      // A connection whose reply has just gone out is not idle yet: look again until none is left.
      const sweep = setInterval(() => server.closeIdleConnections(), 5);
      setImmediate(() => server.closeIdleConnections());
      server.close((error) => {
        clearInterval(sweep);
        if (error) reject(error);
        else resolve();
      });
    });
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, port: bound, close };
}
