/** Requests of the revision 2026-07-28 over HTTP, by the SDK's own handler, which checks headers against the body. */
import { createMcpHandler, type McpRequestContext } from '@modelcontextprotocol/server';
import type { HttpAnswer, HttpExchange, MessageExchange } from '../http-exchange.ts';
import { createServer } from './server.ts';

const handler = createMcpHandler(
  (context: McpRequestContext) => {
    const { handlers, requestId } = exchangeOf(context);
    return createServer(handlers, { notifies: false, requestId });
  },
  // The other era has an adapter of its own. A stream only where there is progress to tell of.
  { legacy: 'reject', responseMode: 'auto' },
);

/** The SDK hands on what it knows of who is there; all that a request needs goes with it. */
const exchangeOf = ({ authInfo }: McpRequestContext): HttpExchange =>
  (authInfo!.extra as { exchange: HttpExchange }).exchange;

export async function answerMessage(exchange: MessageExchange): Promise<HttpAnswer> {
  const { url, signal, message } = exchange;
  const request = new Request(url, { method: 'POST', headers: headersOf(exchange), signal });
  // The token stays outside: nothing behind this door needs it.
  const authInfo = { token: '', clientId: '', scopes: [], extra: { exchange } };
  const response = await handler.fetch(request, { parsedBody: message, authInfo });
  const type = response.headers.get('content-type') ?? undefined;
  if (type?.startsWith('text/event-stream'))
    return { status: response.status, type: 'text/event-stream', body: response.body ?? '' };
  const body = await response.text();
  return body ? { status: response.status, type: 'application/json', body } : { status: response.status };
}

function headersOf({ headers }: HttpExchange): Headers {
  const own = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (name !== 'authorization' && !name.startsWith(':')) own.set(name, String(value));
  return own;
}
