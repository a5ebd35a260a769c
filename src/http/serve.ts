/** Serving a team over HTTP. */
import type { Server } from 'node:http';
import type { Configs } from '../config/dialers/read-configs.ts';
import type { HttpConfig } from '../config/team/http.ts';
import { createLogger } from '../shared/logger.ts';
import { openState } from '../state/open-state.ts';
import { createApp } from './app.ts';
import { endOnSignals } from './end-on-signals.ts';
import { listen } from './listen.ts';
import { checkDialers, createReadiness } from './operations/health.ts';
import { createMetrics } from './operations/metrics.ts';
import { createOrigins } from './origins.ts';
import { createTeam, type TeamParts } from './team.ts';

/** Beyond the deadline of a call: for what is written after it. */
const END_MARGIN_MS = 5_000;

/** Serves until a signal ends it. @throws SettingError where it can't begin */
export async function serveHttp(configs: Configs, http: HttpConfig, parts: TeamParts): Promise<void> {
  const [config] = configs;
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
  const team = createTeam(configs, http, parts, {
    store,
    publicUrl: origins.publicUrl,
    observer: metrics,
    report,
  });
  const { authenticator, callers, sites } = team;
  const readiness = createReadiness({
    dialer: () => checkDialers(configs),
    ...(store && { state: store.ping }),
    ...(authenticator && {
      keys: async () => {
        const problem = await authenticator.problem();
        if (problem !== undefined) throw new Error(problem);
      },
    }),
  });
  const { identify } = callers;
  const app = createApp({ http, origins, identify, authenticator, sites, readiness, metrics, log });
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

function trackConnections(server: Server): Set<unknown> {
  const connections = new Set<unknown>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  return connections;
}
