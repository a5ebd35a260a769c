/** What those who look after a server for a team see of it: probes, figures, and the name of a request. */
import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { deadUrl } from '../support/raw-dialer.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';
import { until } from '../support/waiting.ts';

let dialer: FakeDialer;
let server: TeamServer;
let anna: Member;

beforeAll(async () => {
  dialer = await fakeDialer(({ path }) => (path.includes('/users') ? { status: 500 } : { body: [] }));
  anna = member('anna');
  server = await startTeamServer([anna], { HITRATE_URL: dialer.url });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await dialer.close();
});

const call = (name: string, headers: Record<string, string> = {}) =>
  server.post(
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } },
    anna.key,
    headers,
  );

describe('the name of a request', () => {
  it('is the one that a proxy gave it, in the answer, in the text of an error and in the log', async () => {
    const response = await call('list_users', { 'x-request-id': 'proxy-4711.a:b_c' });
    expect(response.headers.get('x-request-id')).toBe('proxy-4711.a:b_c');
    const { result } = (await response.json()) as any;
    expect(result.content[0].text).toMatch(/ \[request proxy-4711\.a:b_c\]$/);
    const line = server
      .stderr()
      .split('\n')
      .find((one) => one.includes('proxy-4711'));
    expect(JSON.parse(line!)).toMatchObject({
      request: 'proxy-4711.a:b_c',
      tool: 'list_users',
      msg: 'call',
    });
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['too long', 'x'.repeat(65)],
    ['more than a word', 'a b'],
    ['markup', '<b>'],
    ['JSON', '","level":60'],
    ['twice there', 'a, b'],
  ])('is a new one where it is %s', async (_, given) => {
    const response = await call('list_users', given === undefined ? {} : { 'x-request-id': given });
    const id = response.headers.get('x-request-id')!;
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(((await response.json()) as any).result.content[0].text).toContain(`[request ${id}]`);
  });

  it('stands in refusals too', async () => {
    const response = await server.post({}, undefined, { 'x-request-id': 'refused-1' });
    expect(response.status).toBe(401);
    expect(response.headers.get('x-request-id')).toBe('refused-1');
  });
});

describe('/metrics', () => {
  const read = async (headers: Record<string, string> = {}) => fetch(`${server.url}/metrics`, { headers });

  it('tells calls by tool and outcome, refusals by reason, and what is there now', async () => {
    await call('search_products');
    await call('list_users');
    await server.post({});
    const text = await (await read()).text();
    expect(text).toMatch(/hitrate_mcp_calls_total\{tool="list_users",outcome="\w+"\} \d/);
    expect(text).toContain('hitrate_mcp_http_refusals_total{reason="login"}');
    expect(text).toContain('hitrate_mcp_people 1');
    expect(text).toMatch(/hitrate_mcp_http_request_seconds_count\{path="\/mcp",status="401"\} \d/);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('names no person, no key and nothing that a client could make longer and longer', async () => {
    await call('no-such-tool-1');
    await call('constructor');
    await fetch(`${server.url}/no-such-path`);
    const text = await (await read()).text();
    expect(text).not.toMatch(/anna|hmcp_|dialer-token|no-such/);
    expect(text).not.toContain('tool="constructor"');
  });

  it.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
    'is not there for who comes through a proxy (%s)',
    async (name) => {
      const response = await read({ [name]: '127.0.0.1' });
      expect(response.status).toBe(404);
      expect(await response.text()).toBe('There is nothing here.\n');
    },
  );

  it('is there for the networks that the operator names alone', async () => {
    const other = await startTeamServer([anna], {
      HITRATE_URL: dialer.url,
      HITRATE_METRICS_FROM: '10.0.0.0/8, 2001:db8::/32',
    });
    expect((await fetch(`${other.url}/metrics`)).status).toBe(404);
    await other.end('SIGTERM');
  });
});

describe('/readyz', () => {
  let other: TeamServer;
  afterEach(() => other?.end('SIGTERM'));
  const ask = async () => {
    const response = await fetch(`${other.url}/readyz`);
    return { status: response.status, parts: await response.json() };
  };

  it('says that all is well, whatever the dialer answers, by any name, without a login', async () => {
    other = server;
    const response = await fetch(`${server.url}/readyz`, { headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ dialer: 'ok', keys: 'ok' });
    other = undefined as never;
  });

  it('says 503 where nothing listens at the dialer, and /livez stays 200', async () => {
    other = await startTeamServer([anna], { HITRATE_URL: await deadUrl() });
    expect(await ask()).toEqual({ status: 503, parts: { dialer: 'failing', keys: 'ok' } });
    expect(await (await fetch(`${other.url}/livez`)).text()).toBe('ok\n');
  });

  it('says 503 where the user file is damaged, and nobody is let in', async () => {
    other = await startTeamServer([anna], { HITRATE_URL: dialer.url });
    writeFileSync(other.users, '{"version": 1, "users": [');
    let response: Response;
    do response = await other.post({ jsonrpc: '2.0', id: 1, method: 'ping' }, anna.key);
    while (response.status === 200);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("the user file can't be used");
    expect(await ask()).toEqual({ status: 503, parts: { dialer: 'ok', keys: 'failing' } });
    await until(() => other.stderr().includes('nobody is let in'));
    expect(other.stderr()).toContain(`${other.users}: must be JSON, and is none`);
  });
});
