/** The address on this machine to which the browser comes back from the login: for one login, and once. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const PATH = '/callback';

export interface RedirectServer {
  readonly url: string;
  /**
   * Returns what the authorization server has answered. What comes without the state of this login is turned away, and
   * the wait goes on.
   */
  wait(state: string, signal: AbortSignal): Promise<{ answer: URLSearchParams; show(text: string): void }>;
  close(): void;
}

export async function openRedirectServer(): Promise<RedirectServer> {
  let take: ((query: URLSearchParams, response: ServerResponse) => boolean) | undefined;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method !== 'GET' || url.pathname !== PATH)
      return showPage(response, 404, 'There is nothing here.');
    if (!take?.(url.searchParams, response))
      showPage(response, 400, 'This is not the login that was asked for, or it has been used.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    wait: (state, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        take = (answer, response) => {
          if (answer.get('state') !== state) return false;
          take = undefined;
          resolve({ answer, show: (text) => showPage(response, 200, text) });
          return true;
        };
      }),
    close() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

/** Plain text: nothing in it is markup. */
function showPage(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(`${text}\n`);
}
