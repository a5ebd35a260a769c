/** What is answered where hitrate-mcp itself fails. */
import { BlockList, connect } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { Identify } from '../../src/http/callers.ts';
import { createMetrics } from '../../src/http/operations/metrics.ts';
import { serveOnLoopback } from '../support/loopback.ts';
import { settle } from '../support/waiting.ts';

let url: string;
let logged: object[];

async function begin(identify: Identify): Promise<void> {
  logged = [];
  const log = { debug() {}, error: (line: object) => void logged.push(line) };
  const limits = { requests_per_minute: 1_000, at_once: 10 };
  const app = createApp({
    http: { trustedProxies: new BlockList(), metricsFrom: new BlockList(), limits } as never,
    origins: { publicUrl: 'http://localhost', problem: () => undefined },
    identify,
    sites: [],
    readiness: () => Promise.reject(new Error('no probe')),
    metrics: createMetrics(() => ({ people: 0, connections: 0, pending: 0 })),
    log: log as never,
  });
  const { port } = await serveOnLoopback(app.handle);
  url = `http://127.0.0.1:${port}`;
}

const post = () =>
  fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
  });

describe('a failure of the server', () => {
  // Nothing of a failure may be known outside: it may say anything.
  const failure = new Error('a secret in it');

  it.each([
    [
      'before the body was read',
      async () => {
        throw failure;
      },
    ],
    [
      'after the body was read',
      async () => ({
        subject: 'anna',
        get handlers(): never {
          throw failure;
        },
      }),
    ],
  ] as [string, Identify][])(
    '%s is answered with 500 and the name of the request, and logged by it',
    async (_, identify) => {
      await begin(identify);
      const response = await post();
      expect(response.status).toBe(500);
      expect(await response.text()).toBe('hitrate-mcp itself failed [request r-1].\n');
      expect(logged).toEqual([{ request: 'r-1', err: failure }]);
    },
  );

  it('in a probe is answered with 500 too', async () => {
    await begin(async () => ({}) as never);
    expect((await fetch(`${url}/readyz`)).status).toBe(500);
  });
});

describe('a client that leaves in the middle of its body', () => {
  beforeEach(() => begin(async () => ({ subject: 'anna', handlers: {} }) as never));

  it('is no failure', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const head =
      'POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{';
    await new Promise<void>((resolve) => socket.write(head, () => resolve()));
    await settle();
    socket.destroy();
    await settle();
    expect(logged).toEqual([]);
  });
});
