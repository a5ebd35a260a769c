/** What is answered at which path. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '../auth/authenticator.ts';
import type { HttpConfig } from '../config/team/http.ts';
import type { Logger } from '../shared/logger.ts';
import type { Identify } from './callers.ts';
import { clientAddress, isForwarded, isIn, peerAddress } from './client-address.ts';
import { createMcpEndpoint, type RequestNames } from './mcp-endpoint.ts';
import type { Readiness } from './operations/health.ts';
import type { Metrics } from './operations/metrics.ts';
import type { Origins } from './origins.ts';
import { type Site, siteAt } from './pages/site.ts';
import { reply, replyJson, replyText } from './reply.ts';
import { createTraffic } from './traffic.ts';

export interface AppParts {
  http: HttpConfig;
  origins: Origins;
  identify: Identify;
  /** Absent for a server without logins. */
  authenticator?: Authenticator;
  /** What people see in a browser; none for a server without logins. */
  sites: readonly Site[];
  readiness(): Promise<Readiness>;
  metrics: Metrics;
  log: Logger;
}

export interface App {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /**
   * From here on new requests are turned away, so that a load balancer takes them elsewhere.
   * @returns when those are answered that were under way
   */
  drain(): Promise<void>;
}

type Route = (request: IncomingMessage, response: ServerResponse, names: RequestNames) => Promise<void>;

const METADATA_PATH = '/.well-known/oauth-protected-resource';
/** They come from within the network, by whatever name. */
const PROBES = new Set(['/livez', '/readyz', '/metrics']);
/** Of two of them a proxy may have looked at the other one. */
const SINGLE_HEADERS = ['host', 'origin', 'authorization', 'content-type', 'mcp-protocol-version'];
/** What a proxy or host may call a request, to find it in several logs. */
const REQUEST_ID = /^[\w.:-]{1,64}$/;

export function createApp(parts: AppParts): App {
  const { http, origins, sites, metrics, log } = parts;
  const routes = routesOf(parts);
  let draining = false;
  let underWay = 0;
  let onIdle = (): void => {};

  async function respond(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    names: RequestNames,
  ): Promise<void> {
    const site = siteAt(sites, path);
    const route = routes.get(path);
    if (!route && !site) return replyText(response, 404, 'There is nothing here.');
    if (path !== '/mcp' && !site && !isReading(request))
      return replyText(response, 405, 'Only GET.', { allow: 'GET, HEAD' });
    if (draining && path !== '/livez') {
      metrics.onRefusal('ending');
      return replyText(response, 503, 'The server is being ended.', {
        'retry-after': '1',
        connection: 'close',
      });
    }
    const repeated = SINGLE_HEADERS.find((name) => (request.headersDistinct[name]?.length ?? 0) > 1);
    if (repeated) return replyText(response, 400, `The header ${repeated} may stand once.`);
    const problem = PROBES.has(path) ? undefined : origins.problem(request);
    if (problem) {
      metrics.onRefusal('origin');
      return replyText(response, 403, problem);
    }
    if (site) await site.handle(request, response, path);
    else await route!(request, response, names);
  }

  return {
    async drain() {
      draining = true;
      if (underWay > 0)
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
    },
    handle(request, response) {
      const isNew = !draining;
      if (isNew) underWay++;
      const started = performance.now();
      const names = { requestId: requestIdOf(request), address: clientAddress(request, http.trustedProxies) };
      const path = pathOf(request);
      response.setHeader('x-request-id', names.requestId);
      response.on('close', () => {
        if (isNew && --underWay === 0) onIdle();
        const ms = performance.now() - started;
        const { statusCode: status } = response;
        metrics.onRequest(labelOf(path, routes, sites), status, ms);
        log.debug({ request: names.requestId, path, status, ms: Math.round(ms) }, 'http');
      });
      respond(request, response, path, names).catch((error) => {
        // A client that is gone needs no answer.
        if (response.destroyed || request.readableAborted) return response.destroy();
        log.error({ request: names.requestId, err: error }, 'a request failed inside hitrate-mcp');
        if (response.headersSent) response.destroy();
        else replyText(response, 500, `hitrate-mcp itself failed [request ${names.requestId}].`);
      });
    },
  };
}

function routesOf({
  http,
  origins,
  identify,
  authenticator,
  readiness,
  metrics,
}: AppParts): Map<string, Route> {
  const resource = `${origins.publicUrl}/mcp`;
  const routes = new Map<string, Route>();
  routes.set(
    '/mcp',
    createMcpEndpoint({
      identify,
      traffic: createTraffic(http.limits),
      resource,
      onRefusal: metrics.onRefusal,
    }),
  );
  routes.set('/livez', async (_, response) => replyText(response, 200, 'ok'));
  routes.set('/readyz', async (_, response) => {
    const { ready, parts } = await readiness();
    replyJson(response, ready ? 200 : 503, parts);
  });
  routes.set('/metrics', async (request, response) => {
    // As if it were not there: who may not read it need not know of it.
    if (isForwarded(request) || !isIn(http.metricsFrom, peerAddress(request)))
      return replyText(response, 404, 'There is nothing here.');
    const { type, text } = await metrics.read();
    reply(response, 200, type, text);
  });
  const metadata = authenticator?.metadata();
  // RFC 9728 puts the resource's path behind; some hosts ask without it.
  if (metadata)
    for (const path of [METADATA_PATH, `${METADATA_PATH}/mcp`])
      routes.set(path, async (_, response) => replyJson(response, 200, metadata));
  return routes;
}

const isReading = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

/** Few, and no more: each is a time series, and anybody may ask for any path. */
function labelOf(path: string, routes: Map<string, Route>, sites: readonly Site[]): string {
  return siteAt(sites, path)?.path ?? (routes.has(path) ? path : 'other');
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0]!;

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}
