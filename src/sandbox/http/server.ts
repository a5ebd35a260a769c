// The HTTP side: bodies read as Express reads them, and replies of each kind written.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pruneDueLists } from '../lookup.ts';
import { callResultRoutes } from '../routes/call-results.ts';
import { callRoutes } from '../routes/calls.ts';
import { campaignRoutes } from '../routes/campaigns.ts';
import { clientRoutes } from '../routes/clients.ts';
import { contactlistRoutes } from '../routes/contactlists.ts';
import { customerRoutes } from '../routes/customers.ts';
import { newCustomerRoutes } from '../routes/new-customers.ts';
import { orderRoutes } from '../routes/orders.ts';
import { productRoutes } from '../routes/products.ts';
import { smsRoutes } from '../routes/sms.ts';
import { userRoutes } from '../routes/users.ts';
import type { State } from '../state.ts';
import { authenticate, hasRights, limitedTo } from './auth.ts';
import type { Json, Reply, Route } from './context.ts';
import { fail, match } from './router.ts';

const ROUTES: Route[] = [
  ...callRoutes,
  ...callResultRoutes,
  ...campaignRoutes,
  ...clientRoutes,
  ...contactlistRoutes,
  ...customerRoutes,
  ...newCustomerRoutes,
  ...orderRoutes,
  ...productRoutes,
  ...smsRoutes,
  ...userRoutes,
];

const MAX_BODY_BYTES = 10 * 1024 * 1024;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const errorPage = (status: number, message: string): Reply => ({
  status,
  html: `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Error</title>
</head>
<body>
<pre>${message.replace(/[&<>"']/g, (char) => ENTITIES[char]!)}</pre>
</body>
</html>
`,
});

/**
 * Reads a body; null where it is too large. It is read to its end all the same, since a client that still sends would
 * get a broken pipe.
 */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks);
}

/** Parses a body as Express does: one that is not JSON counts as empty; null where it is not valid. */
function parseBody(bytes: Buffer, type: string | undefined): Json | null {
  if (bytes.length === 0 || (type !== undefined && !/\bjson\b/i.test(type))) return {};
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : null;
  } catch {
    return null;
  }
}

async function answer(state: State, request: IncomingMessage): Promise<Reply> {
  const bytes = await readBody(request);
  if (!bytes) return errorPage(413, 'PayloadTooLargeError: request entity too large');
  const body = parseBody(bytes, request.headers['content-type']);
  if (!body) return errorPage(400, 'SyntaxError: request body is not valid JSON');
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const matched = match(ROUTES, method, url.pathname);
  if (!matched) return errorPage(404, `Cannot ${method} ${url.pathname}`);
  const user = authenticate(state, request.headers.authorization);
  if (!user) return fail(401, { message: 'Unauthenticated' });
  const { right, handle } = matched.route;
  if (right !== null && !hasRights(user)) {
    return fail(403, { message: `Permission denied, user missing ${right} permission` });
  }
  pruneDueLists(state);
  const query = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
  return handle({ state, user, office: limitedTo(state, user), params: matched.params, query, body });
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}

async function write(response: ServerResponse, reply: Reply): Promise<void> {
  const html = 'text/html; charset=utf-8';
  if ('json' in reply) {
    send(response, reply.status, 'application/json; charset=utf-8', JSON.stringify(reply.json));
  } else if ('text' in reply) send(response, reply.status, html, reply.text);
  else if ('html' in reply) send(response, reply.status, html, reply.html);
  else if ('bytes' in reply) send(response, reply.status, reply.type, reply.bytes);
  else if ('chunks' in reply) {
    response.writeHead(reply.status, { 'content-type': reply.type, 'content-length': reply.size });
    // As bytes, so that what is buffered is counted in bytes and not in chunks.
    await pipeline(Readable.from(reply.chunks, { objectMode: false }), response);
  } else {
    const { size } = await stat(reply.file);
    response.writeHead(reply.status, { 'content-type': reply.type, 'content-length': size });
    await pipeline(createReadStream(reply.file), response);
  }
}

export function dialerServer(state: State): Server {
  return createServer((request, response) => {
    answer(state, request)
      .then((reply) => write(response, reply))
      .catch((error: Error) => {
        if (response.headersSent || response.destroyed) response.destroy();
        else
          send(response, 500, 'application/json; charset=utf-8', JSON.stringify({ message: error.message }));
      });
  });
}
