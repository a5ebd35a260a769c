/** Clients that go away: what they asked for is broken off at the dialer, and nobody's log is filled with it. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StalledDialer, stalledDialer } from '../support/stalled-dialer.ts';
import { envelope } from '../support/stateless-messages.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';
import { settle, until } from '../support/waiting.ts';

let dialer: StalledDialer;
let server: TeamServer;
let anna: Member;

beforeAll(async () => {
  dialer = await stalledDialer();
  anna = member('anna');
  server = await startTeamServer([anna], {
    HITRATE_URL: dialer.url,
    HITRATE_HTTP_LIMITS: 'at_once=1',
    HITRATE_LOG_LEVEL: 'debug',
  });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await dialer.close();
});

const params = { name: 'search_orders', arguments: { phone: '070-174 06 05' } };
const STATELESS = {
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': 'search_orders',
};

function call(more: object, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  return fetch(`${server.url}/mcp`, {
    method: 'POST',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${anna.key}`,
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { ...params, ...more } }),
  });
}

describe('a client that goes away', () => {
  it.each([
    ['the initialize era', {}, {}],
    ['2026-07-28', { _meta: envelope() }, STATELESS],
    ['2026-07-28, told of progress', { _meta: { ...envelope(), progressToken: 1 } }, STATELESS],
  ])("in %s breaks the dialer's request off, and its place is free again", async (_, more, headers) => {
    const before = dialer.brokenOff();
    const leaving = new AbortController();
    const answer = call(more, headers, leaving.signal).then((response) => response.text());
    await until(() => dialer.waiting() === 1);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await until(() => dialer.brokenOff() === before + 1);
    let status = 429;
    while (status === 429)
      ({ status } = await server.post({ jsonrpc: '2.0', id: 1, method: 'ping' }, anna.key));
    expect(status).toBe(200);
  });

  it('in the middle of its body is no failure of the server', async () => {
    const { port } = new URL(server.url);
    const asked = dialer.requests.length;
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n` +
        `Authorization: Bearer ${anna.key}\r\nX-Request-Id: half\r\nContent-Length: 500\r\n\r\n{"jsonrpc"`,
    );
    await settle();
    socket.destroy();
    await until(() => server.stderr().includes('"request":"half"'));
    expect(dialer.requests.length).toBe(asked);
  });

  it('leaves no line of a failure in the log', () => {
    expect(server.stderr()).not.toMatch(/"level":[456]0/);
  });
});
