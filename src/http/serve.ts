/** Serving a team over HTTP. */
import type { Server } from 'node:http';
import { createAuthenticator } from '../auth/authenticator.ts';
import type { CallObserver } from '../call/call.ts';
import type { ServiceOptions, Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import { SettingError } from '../config/parse.ts';
import { principalOf } from '../config/principal.ts';
import { teamConfirmProblem } from '../config/team/approval.ts';
import type { HttpConfig } from '../config/team/http.ts';
import type { StateStore } from '../define/state-store.ts';
import { monotonicClock } from '../shared/deadline.ts';
import { createLogger } from '../shared/logger.ts';
import { createMemoryStore } from '../state/memory-store.ts';
import { openState } from '../state/open-state.ts';
import { scopedStore } from '../state/scoped-store.ts';
import { createApp } from './app.ts';
import { createApprovals } from './approvals.ts';
import { type Callers, identifyAnybody, identifyBy, recheckBy } from './callers.ts';
import { endOnSignals } from './end-on-signals.ts';
import { listen } from './listen.ts';
import { checkDialer, createReadiness } from './operations/health.ts';
import { createMetrics } from './operations/metrics.ts';
import { createOrigins } from './origins.ts';
import { createPeople } from './people.ts';

/** Beyond the deadline of a call: for what is written after it. */
const END_MARGIN_MS = 5_000;

/** What a server for a team is made of that it does not know itself. */
export interface TeamParts {
  /** Makes the services of one person. */
  load(config: Config, options: Pick<ServiceOptions, 'observer' | 'state' | 'approvals' | 'recheck'>): Promise<Services>;
  /** Puts a line of a preview into another language. */
  translate(line: string, language: string): string;
}

/** Serves until a signal ends it. @throws SettingError where it can't begin */
export async function serveHttp(config: Config & { http: HttpConfig }, parts: TeamParts): Promise<void> {
  const { http } = config;
  const log = createLogger(config.logLevel);
  const report = (message: string) => log.error({ message }, 'http');
  const { server, port } = await listen(http, report);
  const origins = createOrigins(http, port);
  const store = config.state && openState(config.state, report);
  const connections = trackConnections(server);
  const metrics = createMetrics(() => ({
    people: team.callers.count(),
    pending: team.callers.pending(),
    connections: connections.size,
  }));
  const team = createTeam(config, parts, { store, publicUrl: origins.publicUrl, observer: metrics, report });
  const { authenticator, callers, approvalSite } = team;
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
  const { identify } = callers;
  const app = createApp({ http, origins, identify, authenticator, approvalSite, readiness, metrics, log });
  server.on('request', app.handle);
  process.on('unhandledRejection', (reason) => log.warn({ err: reason }, 'unhandled'));
  endOnSignals(server, {
    drain: app.drain,
    async close() {
      await callers.close();
      await store?.close();
    },
    maxMs: config.timeoutMs + END_MARGIN_MS,
  });
  if (!store)
    process.stderr.write(
      'hitrate-mcp: without HITRATE_STATE_URL nothing is shared: this must be the only server of its kind\n',
    );
  const where = http.publicUrl ? `, listening at ${http.host}, port ${port}` : '';
  process.stderr.write(`hitrate-mcp: serving at ${origins.publicUrl}/mcp${where}\n`);
}

interface TeamOptions {
  /** What the replicas share; absent for the only one. */
  store?: StateStore;
  publicUrl: string;
  observer: CallObserver;
  report(message: string): void;
}

/** Who asks: people with logins where there is a user file, else whoever uses this machine. */
function createTeam(
  config: Config & { http: HttpConfig },
  { load, translate }: TeamParts,
  { store, publicUrl, observer, report }: TeamOptions,
) {
  const ownState = (own: Config) => store && scopedStore(store, principalOf(own));
  if (!config.auth.users) {
    const callers: Callers = identifyAnybody(config, (own) => load(own, { observer, state: ownState(own) }));
    return { callers };
  }
  const problem = teamConfirmProblem(config);
  if (problem) throw new SettingError(problem);
  const authenticator = createAuthenticator({ config, resource: `${publicUrl}/mcp`, report });
  const approvals = createApprovals(config, {
    // Approvals are one person's, and answered by another: they have a scope of their own.
    store: store ? scopedStore(store, 'approvals') : createMemoryStore(),
    publicUrl,
    authenticator,
    translate,
    report,
  });
  const people = createPeople(
    config,
    (own) =>
      load(own, {
        observer,
        state: ownState(own),
        approvals: approvals.of(own.subject!),
        recheck: recheckBy(authenticator, own),
      }),
    monotonicClock,
  );
  const callers: Callers = { ...people, identify: identifyBy(authenticator, people) };
  return { callers, authenticator, approvalSite: approvals.site };
}

function trackConnections(server: Server): Set<unknown> {
  const connections = new Set<unknown>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  return connections;
}
