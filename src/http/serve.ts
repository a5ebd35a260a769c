/** Serving a team over HTTP, and the end of it. */
import type { Server } from 'node:http';
import { createAuthenticator } from '../auth/authenticator.ts';
import type { CallObserver } from '../call/call.ts';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import type { HttpConfig } from '../config/http.ts';
import { principalOf } from '../config/principal.ts';
import type { ScopedStore } from '../define/state-store.ts';
import { monotonicClock } from '../shared/deadline.ts';
import { createLogger } from '../shared/logger.ts';
import { openState } from '../state/open-state.ts';
import { scopedStore } from '../state/scoped-store.ts';
import { type App, createApp } from './app.ts';
import { type Identify, identifyAnybody, identifyBy } from './callers.ts';
import { checkDialer, createReadiness } from './health.ts';
import { listen } from './listen.ts';
import { createMetrics } from './metrics.ts';
import { createOrigins } from './origins.ts';
import { createPeople } from './people.ts';

/** Beyond the deadline of a call: for what is written after it. */
const END_MARGIN_MS = 5_000;

/** Makes the services of one person. @param state absent: this server is the only one */
export type LoadServices = (
  config: Config,
  parts: { observer: CallObserver; state?: ScopedStore },
) => Promise<Services>;

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
  const store = config.state && openState(config.state, report);
  const loadOwn = (own: Config) =>
    load(own, { observer: metrics, state: store && scopedStore(store, principalOf(own)) });
  if (authenticator) {
    const people = createPeople(config, loadOwn, monotonicClock);
    callers = { ...people, identify: identifyBy(authenticator, people) };
  } else callers = identifyAnybody(config, loadOwn);
  const readiness = createReadiness({
    dialer: () => checkDialer(config),
    ...(store && { state: store.ping }),
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
  const close = async () => {
    await callers.close();
    await store?.close();
  };
  endOnSignals(server, app, close, config.timeoutMs + END_MARGIN_MS);
  if (!store)
    process.stderr.write(
      'hitrate-mcp: without HITRATE_STATE_URL nothing is shared: this must be the only server of its kind\n',
    );
  process.stderr.write(`hitrate-mcp: serving at ${origins.publicUrl}/mcp\n`);
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
function endOnSignals(server: Server, app: App, close: () => Promise<void>, maxMs: number): void {
  let ending = false;
  const end = () => {
    if (ending) process.exit(0);
    ending = true;
    app.drain();
    const exit = () => void close().finally(() => process.exit(0));
    // Keep-alive connections that are idle would hold it open.
    server.close(exit);
    server.closeIdleConnections();
    setTimeout(exit, maxMs).unref();
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    sweep.unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}
