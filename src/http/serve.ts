/** Serving a team over HTTP, and the end of it. */
import type { Server } from 'node:http';
import { createAuthenticator } from '../auth/authenticator.ts';
import type { CallObserver } from '../call/call.ts';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import type { HttpConfig } from '../config/http.ts';
import { monotonicClock } from '../shared/deadline.ts';
import { createLogger } from '../shared/logger.ts';
import { type App, createApp } from './app.ts';
import { type Identify, identifyAnybody, identifyBy } from './callers.ts';
import { checkDialer, createReadiness } from './health.ts';
import { listen } from './listen.ts';
import { createMetrics } from './metrics.ts';
import { createOrigins } from './origins.ts';
import { createPeople } from './people.ts';

/** Beyond the deadline of a call: for what is written after it. */
const END_MARGIN_MS = 5_000;

/** For answers that are on their way once nothing is under way. */
const LAST_BYTES_MS = 500;

/** Makes the services of one person. */
export type LoadServices = (config: Config, observer: CallObserver) => Promise<Services>;

/** Who asks, and what is there of them. */
interface Callers {
  identify: Identify;
  count(): number;
  pending(): number;
  close(): Promise<void>;
}

/** Serves until a signal ends it. @throws SettingError where it can't begin */
export async function serveHttp(config: Config & { http: HttpConfig }, load: LoadServices): Promise<void> {
  const { http } = config;
  const log = createLogger(config.logLevel);
  const report = (message: string) => log.error({ message }, 'http');
  const { server, port } = await listen(http, report);
  const origins = createOrigins(http, port);
  let callers!: Callers;
  const metrics = createMetrics(() => ({
    people: callers.count(),
    pending: callers.pending(),
    connections: connections.size,
  }));
  const connections = trackConnections(server);
  const authenticator = config.auth.users
    ? createAuthenticator({ config, resource: `${origins.publicUrl}/mcp`, report })
    : undefined;
  const loadObserved = (own: Config) => load(own, metrics);
  if (authenticator) {
    const people = createPeople(config, loadObserved, monotonicClock);
    callers = { ...people, identify: identifyBy(authenticator, people) };
  } else callers = identifyAnybody(config, loadObserved);
  const readiness = createReadiness({
    dialer: () => checkDialer(config),
    ...(authenticator && {
      keys: async () => {
        const problem = await authenticator.problem();
        if (problem !== undefined) throw new Error(problem);
      },
    }),
  });
  const app = createApp({
    http,
    origins,
    identify: callers.identify,
    authenticator,
    readiness,
    metrics,
    log,
  });
  server.on('request', app.handle);
  process.on('unhandledRejection', (reason) => log.warn({ err: reason }, 'unhandled'));
  endOnSignals(server, app, callers, config.timeoutMs + END_MARGIN_MS);
  const where = http.publicUrl ? `, listening at ${http.host}, port ${port}` : '';
  process.stderr.write(`hitrate-mcp: serving at ${origins.publicUrl}/mcp${where}\n`);
}

function trackConnections(server: Server): Set<unknown> {
  const connections = new Set<unknown>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  return connections;
}

/** What is under way is answered, what is new is turned away; a second signal ends it at once. */
function endOnSignals(server: Server, app: App, callers: Callers, maxMs: number): void {
  let ending = false;
  const end = () => {
    if (ending) process.exit(0);
    ending = true;
    const exit = () => void callers.close().finally(() => process.exit(0));
    setTimeout(exit, maxMs).unref();
    // It listens until then: who is new is told to go elsewhere, and not just cut off.
    void app.drain().then(() => {
      server.close(exit);
      // Keep-alive connections that are idle would hold it open, and half a request for as long as nobody ends it.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), LAST_BYTES_MS).unref();
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}
