/** Proxies and certificates: from the environment, hence with the built server as a child process. */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { fakeDialer } from '../../support/fake-dialer.ts';
import { SECRET, startHost } from '../../support/host.ts';
import { OFFICES, READ, WRITE } from '../../support/services.ts';

/** Only the proxy can find it: no name server knows it. */
const NAME = 'demodialer.hitrate.invalid';

/** Of that name, signed by itself, until 2126. */
const certificate = fileURLToPath(new URL('./tls/cert.pem', import.meta.url));

let dialer: Server;
let proxy: Server;
let proxyUrl: string;
let arrived: { url?: string; authorization?: string }[] = [];
let asked: { target?: string; authorization?: string }[] = [];
/** How the proxy answers a CONNECT. */
let onConnect: (socket: Socket) => void;
const hosts: Host[] = [];
const tunnels: Socket[] = [];

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

beforeAll(async () => {
  dialer = createHttpsServer(
    { key: readFileSync(new URL('./tls/key.pem', import.meta.url)), cert: readFileSync(certificate) },
    ({ url, headers }, response) => {
      arrived.push({ url, authorization: headers.authorization });
      response.end(JSON.stringify(OFFICES));
    },
  );
  const dialerPort = await listen(dialer);
  proxy = createHttpServer((_request, response) => response.writeHead(500).end('no proxy for http'));
  proxy.on('connect', ({ url, headers }, socket: Socket) => {
    asked.push({ target: url, authorization: headers.authorization });
    tunnels.push(socket);
    socket.on('error', () => {});
    onConnect(socket);
  });
  proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;
  tunnel = (socket) => {
    const through = connect(dialerPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy()).on('close', () => through.destroy());
  };
});
let tunnel: (socket: Socket) => void;

beforeEach(() => {
  arrived = [];
  asked = [];
  onConnect = tunnel;
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});
afterAll(() => {
  // A tunnel is no connection of the HTTP server any more.
  for (const socket of tunnels) socket.destroy();
  proxy.close();
  dialer.close();
});

async function host(env: Record<string, string>): Promise<Host> {
  const started = await startHost({
    HITRATE_URL: `https://${NAME}:3007`,
    HITRATE_ACCESS: 'write',
    HITRATE_TIMEOUT_MS: '4000',
    ...env,
  });
  hosts.push(started);
  return started;
}

describe('a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])(
    'the proxy named by %s leads to a dialer whose certificate is in NODE_EXTRA_CA_CERTS',
    async (name) => {
      const started = await host({ [name]: proxyUrl, NODE_EXTRA_CA_CERTS: certificate });
      expect((await started.call(...READ)).text).toContain('Uppsala');
      expect(asked).toEqual([{ target: `${NAME}:3007`, authorization: undefined }]);
      expect(arrived).toEqual([{ url: '/api/users/office', authorization: `Bearer ${SECRET}` }]);
    },
  );

  it.each(['10.0.0.1:3128', 'proxy', 'socks5://127.0.0.1:1080'])(
    'an invalid address in HTTPS_PROXY is named in the error, which says that nothing was sent: %s',
    async (address) => {
      const started = await host({ HTTPS_PROXY: address });
      for (const call of [READ, WRITE])
        expect((await started.call(...call)).text).toMatch(
          /^unavailable: HTTPS_PROXY is no address.*Nothing was sent/,
        );
    },
  );

  it('the proxy is not used for a dialer on this machine', async () => {
    const local = await fakeDialer(() => ({ body: OFFICES }));
    const started = await host({ HITRATE_URL: local.url, HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl });
    expect((await started.call(...READ)).text).toContain('Uppsala');
    expect(local.requests).toHaveLength(1);
    expect(asked).toEqual([]);
    await local.close();
  });

  it('the proxy is not used for a dialer that NO_PROXY names', async () => {
    const started = await host({ HTTPS_PROXY: proxyUrl, NO_PROXY: '.invalid,localhost' });
    expect((await started.call(...READ)).text).toMatch(/^unavailable: /);
    expect(asked).toEqual([]);
  });

  it.each([
    ['turns the tunnel down', (socket: Socket) => void socket.end('HTTP/1.1 407 No\r\n\r\n')],
    ['can not reach the dialer', (socket: Socket) => void socket.end('HTTP/1.1 502 No\r\n\r\n')],
  ])(
    'a proxy that %s makes the dialer unavailable, and the error says that nothing was sent',
    async (_, answer) => {
      onConnect = answer;
      const started = await host({ HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: certificate });
      for (const tool of [READ, WRITE]) {
        const { text } = await started.call(...tool);
        expect(text).toMatch(/^unavailable: .*proxy.*Nothing was sent/);
        expect(text).not.toContain(proxyUrl);
      }
      expect(arrived).toEqual([]);
    },
  );

  it('an unreachable proxy makes the dialer unavailable', async () => {
    const started = await host({ HTTPS_PROXY: 'http://127.0.0.1:1' });
    for (const tool of [READ, WRITE])
      expect((await started.call(...tool)).text).toMatch(/^unavailable: .*proxy.*Nothing was sent/);
  });

  it('a proxy that hangs up is asked exactly once for each call', async () => {
    onConnect = (socket) => socket.destroy();
    const started = await host({ HTTPS_PROXY: proxyUrl });
    for (const tool of [READ, WRITE])
      expect((await started.call(...tool)).text).toMatch(/^unavailable: .*proxy.*Nothing was sent/);
    expect(asked).toHaveLength(2);
  });

  it('a proxy that does not answer makes the call time out at its deadline', async () => {
    onConnect = () => {};
    const started = await host({ HTTPS_PROXY: proxyUrl, HITRATE_TIMEOUT_MS: '1000' });
    expect((await started.call(...READ)).text).toMatch(/^timeout: /);
    expect(asked).toHaveLength(1);
  });
});

describe('a certificate that nobody vouches for', () => {
  it('an unknown certificate makes the dialer unavailable, and the error names NODE_EXTRA_CA_CERTS', async () => {
    const started = await host({ HTTPS_PROXY: proxyUrl });
    for (const tool of [READ, WRITE]) {
      const { text, isError } = await started.call(...tool);
      expect(isError).toBe(true);
      expect(text).toMatch(/^unavailable: .*certificate.*NODE_EXTRA_CA_CERTS.*Nothing was sent/);
    }
    expect(arrived).toEqual([]);
  });

  it('a known certificate is refused for another host name', async () => {
    const started = await host({
      HITRATE_URL: 'https://other.hitrate.invalid:3007',
      HTTPS_PROXY: proxyUrl,
      NODE_EXTRA_CA_CERTS: certificate,
    });
    expect((await started.call(...READ)).text).toMatch(/^unavailable: .*certificate/);
    expect(arrived).toEqual([]);
  });
});
