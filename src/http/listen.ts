/** The listening server: HTTP parsing is Node's, with limits for who is slow or endless. */
import { once } from 'node:events';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SettingError } from '../config/parse.ts';
import type { HttpConfig } from '../config/team/http.ts';

/** How long clients may take, in ms. */
export interface ConnectionLimits {
  /** For the headers of a request; before them for the handshake of TLS. */
  headers: number;
  /** For a whole request. */
  request: number;
  /** Between two requests. */
  keepAlive: number;
  /** Without a byte in or out. */
  idle: number;
  /** Between two looks at who takes too long. */
  check: number;
  /** Between two looks at the files of the certificate. */
  certificate: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headers: 10_000,
  request: 30_000,
  // Longer than proxies keep connections, so that none is closed just when they use it.
  keepAlive: 75_000,
  // Longer than any call lasts.
  idle: 180_000,
  check: 5_000,
  certificate: 60_000,
};
const MAX_HEADER_BYTES = 16_384;

const optionsOf = ({ headers, request, keepAlive, check }: ConnectionLimits) => ({
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: headers,
  requestTimeout: request,
  keepAliveTimeout: keepAlive,
  connectionsCheckingInterval: check,
  // Two lengths, odd line ends and the like are how requests are smuggled past a proxy.
  insecureHTTPParser: false,
});

/** Returns a server that listens, and has no handler for requests yet. @throws SettingError where it can't listen */
export async function listen(
  { host, port, tls }: HttpConfig,
  report: (message: string) => void,
  limits: ConnectionLimits = CONNECTION_LIMITS,
): Promise<{ server: Server | TlsServer; port: number }> {
  const server = tls ? createTls(tls, report, limits) : createServer(optionsOf(limits));
  server.timeout = limits.idle;
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
  limits: ConnectionLimits,
): TlsServer {
  const read = () => ({ cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' as const });
  let server: TlsServer;
  try {
    server = createTlsServer({ ...optionsOf(limits), handshakeTimeout: limits.headers, ...read() });
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
  const options = { interval: limits.certificate, persistent: false };
  for (const path of [cert, key]) watchFile(path, options, renew);
  server.on('close', () => {
    for (const path of [cert, key]) unwatchFile(path, renew);
  });
  return server;
}
