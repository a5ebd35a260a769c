/** A dialer that a test scripts: real HTTP on loopback, and a record of all that arrived. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrived {
  method: string;
  path: string;
  query: Record<string, string>;
  /** As it stood in the request line, still encoded. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Parsed where it is JSON. */
  body: any;
}

export interface Scripted {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  /** JSON value, text or bytes. */
  body?: unknown;
}

/** What to answer; undefined when the script has dealt with the response itself (stalled it, cut it, reset it). */
export type Script = (
  request: Arrived,
  response: ServerResponse,
) => Scripted | undefined | Promise<Scripted | undefined>;

export interface FakeDialer {
  url: string;
  requests: Arrived[];
  /** What is answered from now on. */
  script(script: Script): void;
  close(): Promise<void>;
}

export async function fakeDialer(first: Script = () => ({ body: {} })): Promise<FakeDialer> {
  let script = first;
  const requests: Arrived[] = [];
  // Whoever asks may be gone before all of the request is here, or before there is an answer.
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url!, 'http://localhost');
    const arrived: Arrived = {
      method: request.method!,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      url: request.url!,
      headers: request.headers,
      body: parsed(text),
    };
    requests.push(arrived);
    const answer = await script(arrived, response);
    if (!answer) return;
    const bytes =
      Buffer.isBuffer(answer.body) || typeof answer.body === 'string'
        ? answer.body
        : JSON.stringify(answer.body);
    response.writeHead(answer.status ?? 200, {
      'content-type': answer.type ?? 'application/json; charset=utf-8',
      ...answer.headers,
    });
    response.end(bytes);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (next) => {
      script = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A search for calls is sent by POST. */
export const isRead = ({ method, path }: Pick<Arrived, 'method' | 'path'>): boolean =>
  method === 'GET' || (method === 'POST' && path === '/api/calls/search');

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
