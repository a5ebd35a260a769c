/** How much each person may ask, and how much who is nobody. */
import { afterEach, describe, expect, it } from 'vitest';
import { afterThisTest } from '../support/cleanup.ts';
import { type StalledDialer, stalledDialer } from '../support/stalled-dialer.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';
import { until } from '../support/waiting.ts';

let dialer: StalledDialer;
let server: TeamServer;
const anna: Member = member('anna');
const bob: Member = member('bob');
const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

async function begin(limits: string, env: Record<string, string> = {}): Promise<void> {
  dialer = await stalledDialer();
  afterThisTest(() => dialer.close());
  server = await startTeamServer([anna, bob], {
    HITRATE_URL: dialer.url,
    HITRATE_HTTP_LIMITS: limits,
    ...env,
  });
}
afterEach(() => void server.end('SIGKILL'));

const statusOf = async (key?: string, headers?: Record<string, string>) =>
  (await server.post(ping, key, headers)).status;

describe('a person', () => {
  it('may ask so often in a minute, is told when to ask again, and takes nothing from another', async () => {
    await begin('requests_per_minute=5');
    for (let at = 0; at < 5; at++) expect(await statusOf(anna.key)).toBe(200);
    const refused = await server.post(ping, anna.key);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await refused.text()).toBe(`Too many requests at a time. Wait ${seconds} s.\n`);
    expect(await statusOf(bob.key)).toBe(200);
  });

  it('may have so many requests under way, whichever way they come, and others as many', async () => {
    await begin('at_once=2');
    const calls = [anna, anna, bob, bob].map(({ key }) =>
      server.call(key, 'search_orders', { phone: '070-174 06 05' }),
    );
    await until(() => dialer.waiting() === 4);
    for (const { key } of [anna, bob]) {
      const refused = await server.post(ping, key);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('1');
    }
    dialer.release();
    for (const answer of await Promise.all(calls)) expect(answer.result.isError).toBeUndefined();
    expect(await statusOf(anna.key)).toBe(200);
  });

  it('gets a free place back after each request, however it ended', async () => {
    await begin('at_once=1');
    const wrong = ['{', '[]', `"${'x'.repeat(5_000_000)}"`, '{"jsonrpc":"2.0","id":1,"method":"nothing"}'];
    for (const body of wrong) {
      const response = await server.post(body, anna.key);
      await response.text();
      expect(response.status, body.slice(0, 50)).not.toBe(429);
    }
    let status = 429;
    while (status === 429) status = await statusOf(anna.key);
    expect(status).toBe(200);
  });
});

describe('who is nobody', () => {
  it('is told why 60 times in a minute, and then to wait; who has a key goes on from the same address', async () => {
    await begin('at_once=100');
    const attempts = await Promise.all(Array.from({ length: 70 }, () => statusOf('hmcp_guessed')));
    expect(attempts.filter((status) => status === 401)).toHaveLength(60);
    expect(attempts.filter((status) => status === 429)).toHaveLength(10);
    const refused = await server.post(ping);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30);
    expect(refused.headers.get('www-authenticate')).toBeNull();
    expect(await statusOf(anna.key)).toBe(200);
  });

  it('is counted by address: behind a proxy that is trusted by what it says, else by the proxy', async () => {
    await begin('at_once=100', { HITRATE_TRUSTED_PROXIES: '127.0.0.1' });
    const from = (address: string) => statusOf(undefined, { 'x-forwarded-for': address });
    await Promise.all(Array.from({ length: 60 }, (_, at) => from(`198.51.100.${at}, 192.0.2.1`)));
    expect(await from('203.0.113.9, 192.0.2.1')).toBe(429);
    expect(await from('192.0.2.1, 203.0.113.9')).toBe(401);
  });

  it("can't escape the count by a header where no proxy is trusted", async () => {
    await begin('at_once=100');
    const from = (address: string) => statusOf(undefined, { 'x-forwarded-for': address });
    await Promise.all(Array.from({ length: 60 }, (_, at) => from(`198.51.100.${at}`)));
    expect(await from('203.0.113.9')).toBe(429);
  });
});
