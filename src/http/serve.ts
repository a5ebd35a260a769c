/** Serving a team over HTTP, and the end of it. */
import type { Server } from 'node:http';
import { type AuthenticatorOptions, createAuthenticator } from '../auth/authenticator.ts';
import type { CallObserver } from '../call/call.ts';
import type { LoadServices } from '../call/dialer-services.ts';
import type { Session } from '../call/outside-text.ts';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import type { HttpConfig } from '../config/http.ts';
import { highestOf } from '../config/order.ts';
import { TIERS, TOOLSETS } from '../config/settings.ts';
import { monotonicClock } from '../shared/deadline.ts';
import { createLogger } from '../shared/logger.ts';
import { type App, createApp } from './app.ts';
import { type Identify, identifyAnybody, identifyBy } from './callers.ts';
import { checkDialers, createReadiness } from './health.ts';
import { listen } from './listen.ts';
import { createMetrics } from './metrics.ts';
import { createOrigins } from './origins.ts';
import { createPeople } from './people.ts';

/** Beyond the deadline of a call: for what is written after it. */
const END_MARGIN_MS = 5_000;

/** Makes the services of one person at one dialer. */
type LoadObserved = (config: Config, session: Session, observer: CallObserver) => Promise<Services>;

/** Who asks, and what is there of them. */
interface Callers {
  identify: Identify;
  count(): number;
  pending(): number;
  close(): Promise<void>;
}

/** Serves until a signal ends it. @throws SettingError where it can't begin */
export async function serveHttp(configs: Configs, http: HttpConfig, load: LoadObserved): Promise<void> {
  const [config] = configs;
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
    ? createAuthenticator({
        config: rightsOf(configs),
        dialers: dialerNames(configs),
        resource: `${origins.publicUrl}/mcp`,
        report,
      })
    : undefined;
  const loadObserved: LoadServices = (own, session) => load(own, session, metrics);
  if (authenticator) {
    const people = createPeople(configs, loadObserved, monotonicClock);
    callers = { ...people, identify: identifyBy(authenticator, people) };
  } else callers = identifyAnybody(configs, loadObserved);
  const readiness = createReadiness({
    dialer: () => checkDialers(configs),
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
  process.stderr.write(`hitrate-mcp: serving at ${origins.publicUrl}/mcp\n`);
}

/** What a person may have at any dialer; at each the settings of that one lower it. */
const rightsOf = (configs: Configs): AuthenticatorOptions['config'] => ({
  auth: configs[0].auth,
  access: configs.map(({ access }) => access).reduce((a, b) => highestOf(TIERS, a, b)),
  toolsets: TOOLSETS.filter((name) => configs.some(({ toolsets }) => toolsets.includes(name))),
});

/** Undefined where there is no file of dialers. */
const dialerNames = (configs: Configs): string[] | undefined =>
  configs[0].profile && configs.map(({ profile }) => profile!.name);

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
    app.drain();
    const exit = () => void callers.close().finally(() => process.exit(0));
    // Keep-alive connections that are idle would hold it open.
    server.close(exit);
    server.closeIdleConnections();
    setTimeout(exit, maxMs).unref();
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    sweep.unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}
