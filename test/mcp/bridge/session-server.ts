/** A server of the SDK's line 1 over Streamable HTTP: sessions, streams, forms, and a restart that forgets them. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';
import { serveOnLoopback } from '../../support/loopback.ts';

/** Of the answer of the tool `big`. */
export const BIG_LENGTH = 5 * 1024 * 1024;

export interface SessionServer {
  url: string;
  /** The headers and JSON-RPC methods that came. */
  requests: { method: string; headers: IncomingHttpHeaders; rpc?: string }[];
  /** The tools that were called, in order. */
  calls: string[];
  cancelled: number;
  /** Names the resources anew to all who listen. */
  announce(): Promise<void>;
  /** Forgets all sessions, as a restart does. */
  forget(): void;
  stop(): Promise<void>;
  restart(): Promise<void>;
}

interface SessionServerOptions {
  /** What it answers to a session that it does not know: 404, as the specification says, or 400, as many do. */
  lostStatus?: 400 | 404;
  /** Whether answers are JSON instead of streams. */
  json?: boolean;
  /** Answers in place of the server, and returns true, where a request is not let in. */
  guard?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
}

/** Lets in who has the key. */
export const keyGuard =
  (key: string) =>
  ({ headers }: IncomingMessage, response: ServerResponse): boolean => {
    if (headers.authorization === `Bearer ${key}`) return false;
    response.writeHead(401).end();
    return true;
  };

export async function startSessionServer(options: SessionServerOptions = {}): Promise<SessionServer> {
  const sessions = new Map<string, { transport: StreamableHTTPServerTransport; server: McpServer }>();
  const { port, stop, restart } = await serveOnLoopback((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  const fake: SessionServer = {
    url: `http://127.0.0.1:${port}/mcp`,
    requests: [],
    calls: [],
    cancelled: 0,
    async announce() {
      for (const { server } of sessions.values()) server.sendResourceListChanged();
    },
    forget: () => sessions.clear(),
    stop,
    restart,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    fake.requests.push({ method: request.method!, headers: request.headers, rpc: body?.method });
    if (await options.guard?.(request, response)) return;
    const id = request.headers['mcp-session-id'];
    if (id === undefined) {
      const session = await begin();
      return session.transport.handleRequest(request, response, body);
    }
    const session = sessions.get(String(id));
    if (!session)
      return void response.writeHead(options.lostStatus ?? 404, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          jsonrpc: '2.0',
          error: { code: -32_001, message: 'Session not found' },
          id: null,
        }),
      );
    await session.transport.handleRequest(request, response, body);
  }

  async function begin() {
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      enableJsonResponse: options.json ?? false,
      onsessioninitialized: (id) => void sessions.set(id, session),
    });
    const session = { transport, server: createTools(fake) };
    await session.server.connect(transport as any);
    return session;
  }

  return fake;
}

function createTools(fake: SessionServer): McpServer {
  const server = new McpServer(
    { name: 'far', version: '1' },
    { capabilities: { resources: { listChanged: true } } },
  );
  const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });
  server.registerTool('echo', { inputSchema: { said: z.string() } }, ({ said }) => {
    fake.calls.push(said);
    return text(said);
  });
  server.registerTool('big', {}, () => text('x'.repeat(BIG_LENGTH)));
  server.registerTool('ask', {}, async () => {
    const { action, content } = await server.server.elicitInput({
      message: 'Which colour?',
      requestedSchema: { type: 'object', properties: { colour: { type: 'string' } }, required: ['colour'] },
    });
    return text(`${action} ${content?.colour}`);
  });
  server.registerTool('slow', {}, async ({ signal, sendNotification, _meta }: any) => {
    await sendNotification({
      method: 'notifications/progress',
      params: { progressToken: _meta.progressToken, progress: 1, total: 2 },
    });
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    fake.cancelled++;
    return text('too late');
  });
  return server;
}
