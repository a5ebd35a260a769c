/** The server of one page on this computer: it listens while it is needed, and keeps no process alive. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ToolError } from '../../shared/tool-error.ts';
import type { Page } from '../page.ts';
import { sendJson, sendPage, sendRefusal } from './replies.ts';
import { type Body, ownOrigin, readBody, requestRefusal } from './request-checks.ts';

export interface PageServer {
  /** Starts it where it does not run. @returns its port @throws ToolError where it can't listen */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export interface PageHandler {
  page: Page;
  /** Returns what to answer to a post; undefined where nothing belongs to the secret. */
  answer: (path: string, body: Body, origin: string) => Promise<object | undefined>;
  /** Wrong secrets came, as of somebody who guesses: nothing may be answered any more. */
  onGuessing: () => void;
}

/** People paste an old address once or twice. */
const MAX_WRONG_SECRETS = 20;
/** Another program may have the same port of the other family. */
const MAX_PORTS = 5;
const CLOSE_PATIENCE_MS = 1_000;
const NO_SUCH_FAMILY = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL', 'EPROTONOSUPPORT'];

export function createPageServer(handler: PageHandler): PageServer {
  let running: Promise<{ port: number; servers: Server[] }> | undefined;
  return {
    async start() {
      running ??= listen(handler);
      try {
        return (await running).port;
      } catch (error) {
        running = undefined;
        const { code = 'unknown' } = error as NodeJS.ErrnoException;
        throw new ToolError(
          'unavailable',
          `The page can't be started on this computer (${code}). Nothing was done.`,
        );
      }
    },
    async stop() {
      const stopping = running;
      running = undefined;
      const { servers } = (await stopping?.catch(() => undefined)) ?? { servers: [] };
      await Promise.all(servers.map(closeServer));
    },
  };
}

/** Listens at the same port of both families: nobody else may answer where `localhost` leads. */
async function listen(handler: PageHandler): Promise<{ port: number; servers: Server[] }> {
  const guard = { wrongSecrets: 0 };
  const newServer = () =>
    createServer({ maxHeaderSize: 16_384 }, (request, response) => {
      respond(request, response, handler, guard).catch(() => response.destroy());
    });
  for (let tries = 1; ; tries++) {
    const first = await listenAt(newServer(), '127.0.0.1', 0);
    const { port } = first.address() as AddressInfo;
    try {
      return { port, servers: [first, await listenAt(newServer(), '::1', port)] };
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (NO_SUCH_FAMILY.includes(code)) return { port, servers: [first] };
      await closeServer(first);
      if (code !== 'EADDRINUSE' || tries === MAX_PORTS) throw error;
    }
  }
}

async function listenAt(server: Server, host: string, port: number): Promise<Server> {
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  server.maxConnections = 64;
  server.on('connection', (socket) => socket.unref());
  server.listen(port, host);
  await once(server, 'listening');
  server.unref();
  return server;
}

/** What is being answered is answered to its end. */
const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS);
    timer.unref();
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  handler: PageHandler,
  guard: { wrongSecrets: number },
): Promise<void> {
  const origin = ownOrigin(request, request.socket.localPort!);
  const refusal =
    origin === undefined ? { status: 403, why: 'another host' } : requestRefusal(request, origin);
  // A page asks little: no connection is kept, so that the server can close once it has answered.
  response.shouldKeepAlive = false;
  if (refusal) return sendRefusal(response, refusal);
  if (request.method === 'GET') {
    if (request.url !== '/') return sendRefusal(response, { status: 404, why: 'there is one page' });
    return sendPage(request, response, handler.page);
  }
  const read = await readBody(request);
  if ('refusal' in read) return sendRefusal(response, read.refusal);
  if (guard.wrongSecrets >= MAX_WRONG_SECRETS) return sendJson(response, 403, { state: 'closed' });
  const reply = await handler.answer(request.url!, read.body, origin!);
  if (reply) return sendJson(response, 200, reply);
  guard.wrongSecrets++;
  if (guard.wrongSecrets === MAX_WRONG_SECRETS) handler.onGuessing();
  sendJson(response, 404, { state: 'unknown' });
}
