/** The way to a far server that only a proxy knows, and whose certificate is the company's own. */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { afterThisTest } from '../../support/cleanup.ts';
import { request } from '../../support/process.ts';
import { bridgeEnv, startBridge } from './bridge-process.ts';

const TLS = new URL('../../e2e/dialer/tls/', import.meta.url);
const NAME = 'demodialer.hitrate.invalid';
const certificate = fileURLToPath(new URL('cert.pem', TLS));

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThisTest(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** @param lets whether the proxy makes the tunnel */
async function startProxy(lets: boolean): Promise<string> {
  const far = createHttpsServer(
    { key: readFileSync(new URL('key.pem', TLS)), cert: readFileSync(certificate) },
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { far: true } }));
    },
  );
  const port = await listen(far);
  const proxy = createHttpServer();
  proxy.on('connect', (_, socket: Socket) => {
    afterThisTest(() => socket.destroy());
    socket.on('error', () => {});
    if (!lets) return void socket.end('HTTP/1.1 407 No\r\n\r\n');
    const through = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('close', () => through.destroy());
  });
  return `http://127.0.0.1:${await listen(proxy)}`;
}

async function ping(env: Record<string, string>): Promise<any> {
  const bridge = startBridge(`https://${NAME}/mcp`, bridgeEnv(env));
  bridge.send(request(1, 'ping'));
  return bridge.answer(1);
}

describe('a bridge behind a proxy', () => {
  it('goes through it, to a server whose certificate NODE_EXTRA_CA_CERTS vouches for', async () => {
    const env = { HTTPS_PROXY: await startProxy(true), NODE_EXTRA_CA_CERTS: certificate };
    expect((await ping(env)).result).toEqual({ far: true });
  });

  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const { message } = (await ping({ HTTPS_PROXY: await startProxy(true) })).error;
    expect(message).toMatch(/certificate is not trusted .*NODE_EXTRA_CA_CERTS.*Nothing was sent/);
  });

  it('says that the proxy does not let it through', async () => {
    const { message } = (await ping({ HTTPS_PROXY: await startProxy(false) })).error;
    expect(message).toMatch(/the proxy that HTTPS_PROXY names does not let it through \(status 407\)/);
  });

  it('says that the proxy is away', async () => {
    const { message } = (await ping({ HTTPS_PROXY: 'http://127.0.0.1:1' })).error;
    expect(message).toMatch(/the proxy that HTTPS_PROXY names does not answer/);
  });
});
