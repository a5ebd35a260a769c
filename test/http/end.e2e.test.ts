/** How a server for a team ends: what is under way is answered, who is new is sent elsewhere. */
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { afterThisTest } from '../support/cleanup.ts';
import { type StalledDialer, stalledDialer } from '../support/stalled-dialer.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';
import { SOON_MS, settle, until } from '../support/waiting.ts';

let dialer: StalledDialer;
let server: TeamServer;
const anna: Member = member('anna');
const order = { phone: '070-174 06 05' };

async function begin(): Promise<void> {
  dialer = await stalledDialer();
  afterThisTest(() => dialer.close());
  server = await startTeamServer([anna], { HITRATE_URL: dialer.url });
}
afterEach(() => void server.end('SIGKILL'));

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('at %s', (signal) => {
  it('a call under way is answered, new ones get 503 meanwhile, and then it is gone with status 0', async () => {
    await begin();
    const call = server.call(anna.key, 'search_orders', order);
    await until(() => dialer.waiting() === 1);
    server.child.kill(signal);
    await until503();

    const refused = await server.post({ jsonrpc: '2.0', id: 1, method: 'ping' }, anna.key);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('connection')).toBe('close');
    expect(await refused.text()).toBe('The server is being ended.\n');
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);

    dialer.release();
    expect(JSON.parse((await call).result.content[0].text).total).toBe(0);
    expect((await server.ended).code).toBe(0);
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow();
  });
});

describe('the end', () => {
  it('comes at once where nothing is under way, also with connections that are kept open', async () => {
    await begin();
    await (await server.post({ jsonrpc: '2.0', id: 1, method: 'ping' }, anna.key)).text();
    expect(await server.end('SIGTERM')).toBeLessThan(SOON_MS);
    expect((await server.ended).code).toBe(0);
  });

  it('comes at once at a second signal', async () => {
    await begin();
    const call = server.call(anna.key, 'search_orders', order).catch(() => 'broken off');
    await until(() => dialer.waiting() === 1);
    server.child.kill('SIGTERM');
    await until503();
    expect(await server.end('SIGTERM')).toBeLessThan(SOON_MS);
    expect(await call).toBe('broken off');
  });

  it('waits for no client that has sent half a request', async () => {
    await begin();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
    afterThisTest(() => socket.destroy());
    socket.write('POST /mcp HTTP/1.1\r\nHost: x');
    await settle();
    expect(await server.end('SIGTERM')).toBeLessThan(SOON_MS);
    expect((await server.ended).code).toBe(0);
  });
});

async function until503(): Promise<void> {
  let status = 0;
  while (status !== 503) ({ status } = await fetch(`${server.url}/readyz`));
}
