/** The listening server: HTTP parsing is Node's, with limits for who is slow or endless. */
import { once } from 'node:events';
import { readFileSync, watchFile } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HttpConfig } from '../config/http.ts';
import { SettingError } from '../config/parse.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const BODY_TIMEOUT_MS = 30_000;
/** Longer than proxies keep connections, so that none is closed just when they use it. */
const KEEP_ALIVE_MS = 75_000;
/** Nothing has come or gone for so long: longer than any call lasts. */
const IDLE_MS = 180_000;
const MAX_HEADER_BYTES = 16_384;
const TLS_LOOK_MS = 60_000;

const OPTIONS = {
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: BODY_TIMEOUT_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: 5_000,
  // Two lengths, odd line ends and the like are how requests are smuggled past a proxy.
  insecureHTTPParser: false,
};

/** Returns a server that listens, and has no handler for requests yet. @throws SettingError where it can't listen */
export async function listen(
  { host, port, tls }: HttpConfig,
  report: (message: string) => void,
): Promise<{ server: Server | TlsServer; port: number }> {
  const server = tls ? createTls(tls, report) : createServer(OPTIONS);
  server.timeout = IDLE_MS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingError(
      code === 'EADDRINUSE'
        ? `port ${port} of ${host} is in use: give another HITRATE_HTTP_PORT`
        : `can't listen at ${host}, port ${port} (${code})`,
    );
  }
  return { server, port: (server.address() as AddressInfo).port };
}

/** The files are looked at again and again: certificates are renewed while a server runs. */
function createTls(
  { cert, key }: NonNullable<HttpConfig['tls']>,
  report: (message: string) => void,
): TlsServer {
  const read = () => ({ cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' as const });
  let server: TlsServer;
  try {
    server = createTlsServer({ ...OPTIONS, ...read() });
  } catch (error) {
    throw new SettingError(
      `HITRATE_TLS_CERT and HITRATE_TLS_KEY are no certificate and its key (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})`,
    );
  }
  const renew = () => {
    try {
      server.setSecureContext(read());
    } catch {
      report('the renewed certificate or key can not be used; the old one stays');
    }
  };
  for (const path of [cert, key]) watchFile(path, { interval: TLS_LOOK_MS, persistent: false }, renew);
  return server;
}
