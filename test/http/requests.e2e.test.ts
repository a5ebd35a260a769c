/** Requests over HTTP, odd and plain: each wrong one is told what is right, by a status that hosts know. */
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { envelope } from '../support/stateless-messages.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

let dialer: FakeDialer;
let server: TeamServer;
let anna: Member;
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

beforeAll(async () => {
  dialer = await fakeDialer(() => ({ body: [] }));
  anna = member('anna');
  server = await startTeamServer([anna], { HITRATE_URL: dialer.url, HITRATE_ACCESS: 'destructive' });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await dialer.close();
});
beforeEach(() => void dialer.requests.splice(0));

const statusOf = async (message: unknown, headers?: Record<string, string>) =>
  (await server.post(message, anna.key, headers)).status;

describe('the way in', () => {
  it.each(['/', '/mcp/', '/MCP', '/mcp%2f', '//mcp', '/sse', '/mcp;x'])(
    'there is nothing at %s',
    async (path) => {
      const response = await fetch(`${server.url}${path}`, { method: 'POST' });
      expect(response.status).toBe(404);
      expect(await response.text()).toBe('There is nothing here.\n');
    },
  );

  it('a query behind the path changes nothing', async () => {
    const response = await fetch(`${server.url}/mcp?access=destructive&token=x`, { method: 'POST' });
    expect(response.status).toBe(415);
  });

  it.each(['GET', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD'])('%s is answered with 405', async (method) => {
    const response = await fetch(`${server.url}/mcp`, {
      method,
      headers: { authorization: `Bearer ${anna.key}`, accept: 'text/event-stream' },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it.each(['/livez', '/readyz', '/metrics'])('%s is only read', async (path) => {
    const response = await fetch(`${server.url}${path}`, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect((await fetch(`${server.url}${path}`, { method: 'HEAD' })).status).toBe(200);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ])('a body of the type "%s" is refused, since any page may send one', async (type) => {
    expect(await statusOf(list, { 'content-type': type })).toBe(415);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json ;x=y'])(
    '%s is JSON',
    async (type) => {
      expect(await statusOf(list, { 'content-type': type })).toBe(200);
    },
  );

  it('a body in a content encoding is refused, since what a proxy sees in it is another thing', async () => {
    const statuses = ['gzip', 'br', 'identity, gzip', 'identity'].map((encoding) =>
      statusOf(list, { 'content-encoding': encoding }),
    );
    expect(await Promise.all(statuses)).toEqual([415, 415, 415, 200]);
  });

  it.each(['text/html', '*/*', ''])('it answers in JSON to who accepts "%s"', async (accept) => {
    const response = await server.post(list, anna.key, { accept });
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('every answer may be kept nowhere, and is sniffed by nobody', async () => {
    for (const response of [await server.post(list, anna.key), await server.post(list)]) {
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('server')).toBeNull();
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

/** Streams a body without a length. @returns the status; undefined where the connection broke */
function postChunks(bytes: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = httpRequest(
      `${server.url}/mcp`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${anna.key}` },
      },
      (response) => resolve(response.resume().statusCode),
    );
    request.on('error', () => resolve(undefined));
    const chunk = Buffer.alloc(64 * 1024, ' ');
    Readable.from(
      (function* () {
        for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
      })(),
    ).pipe(request);
  });
}

describe('the body', () => {
  it('over 4 MB it is refused by its length, before it is read', async () => {
    const response = await server.post(`"${'x'.repeat(5_000_000)}"`, anna.key);
    expect(response.status).toBe(413);
    expect(await response.text()).toBe('A request may have 4 MB.\n');
  });

  it('over 4 MB it is refused without a length too', async () => {
    expect(await postChunks(5_000_000)).toBe(413);
  });

  it('of almost 4 MB it is read', async () => {
    expect(await statusOf({ ...list, params: { _meta: { x: 'y'.repeat(4_000_000) } } })).toBe(200);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"jsonrpc":'],
    ['a null byte', '{"jsonrpc":"2.0",\0"id":1,"method":"ping"}'],
    ['NaN', '{"jsonrpc":"2.0","id":NaN,"method":"ping"}'],
  ])('%s is answered as no JSON', async (_, body) => {
    const response = await server.post(body, anna.key);
    expect(response.status).toBe(400);
    expect((await response.json()) as any).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32700, message: 'The body is no JSON.' },
    });
  });

  it('what is no UTF-8 is answered as such, since another text would be read than was meant', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"x":"'),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('"}}}'),
    ]);
    const response = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${anna.key}` },
      body: bytes,
    });
    expect(response.status).toBe(400);
    expect(((await response.json()) as any).error).toEqual({
      code: -32700,
      message: 'The body is no UTF-8.',
    });
  });

  it.each([
    ['null', null],
    ['a number', 7],
    ['an empty object', {}],
    ['an empty list', []],
    ['an id of null', { jsonrpc: '2.0', id: null, method: 'ping' }],
  ])('%s is no message', async (_, message) => {
    const response = await server.post(JSON.stringify(message), anna.key);
    expect(response.status).toBe(400);
    expect(((await response.json()) as any).error.code).toBe(-32600);
  });

  it('a batch is refused by the id of its first request', async () => {
    const response = await server.post([list, { ...list, id: 2 }], anna.key);
    expect(response.status).toBe(400);
    expect((await response.json()) as any).toMatchObject({ id: 1, error: { code: -32600 } });
  });

  it.each([
    ['lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('100,000 %s within each other in the arguments end in an answer', async (_, nested) => {
    const response = await server.post(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_orders","arguments":{"phone":${nested}}}}`,
      anna.key,
    );
    expect([200, 400]).toContain(response.status);
    expect((await response.text()).length).toBeLessThan(10_000);
    expect(dialer.requests).toEqual([]);
    expect(await statusOf(list)).toBe(200);
  });

  it('a name such as __proto__ in it is a name like any other', async () => {
    const response = await server.post(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"__proto__","arguments":{"__proto__":{"x":1}}}}',
      anna.key,
    );
    expect(((await response.json()) as any).result).toMatchObject({ isError: true });
  });
});

describe('messages that nobody waits for', () => {
  it.each([
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
    ['a cancellation', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }],
    ['a response', { jsonrpc: '2.0', id: 1, result: {} }],
    ['an error', { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'x' } }],
  ])('%s is taken with 202 and nothing else', async (_, message) => {
    const response = await server.post(message, anna.key);
    expect(response.status).toBe(202);
    expect(await response.text()).toBe('');
  });
});

describe('the revision', () => {
  it.each(['1999-01-01', 'latest', '2026-07-27', '9999-12-31', '2025-06-18, 2025-11-25'])(
    '%s in the header is refused with 400',
    async (version) => {
      const response = await server.post(list, anna.key, { 'mcp-protocol-version': version });
      expect(response.status).toBe(400);
      expect(((await response.json()) as any).error.code).toBeLessThan(0);
    },
  );

  it.each(['2025-03-26', '2025-06-18', '2025-11-25', undefined])('%s is taken', async (version) => {
    expect(await statusOf(list, version ? { 'mcp-protocol-version': version } : {})).toBe(200);
  });

  it('a header of the newer revision over a body of the older one is refused', async () => {
    const response = await server.post(list, anna.key, {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/list',
    });
    expect(response.status).toBe(400);
  });

  it('a body of the newer revision under a header of the older one, or none, is refused', async () => {
    const message = { ...list, params: { _meta: envelope() } };
    expect(await statusOf(message, { 'mcp-protocol-version': '2025-11-25' })).toBe(400);
    expect(await statusOf(message)).toBe(400);
  });

  it('a header that names another method or tool than the body is refused, and nothing is called', async () => {
    const params = { name: 'search_orders', arguments: { phone: '0701740605' }, _meta: envelope() };
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    for (const [method, name] of [
      ['tools/list', 'search_orders'],
      ['tools/call', 'get_order'],
    ])
      expect(
        await statusOf(message, {
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': method!,
          'mcp-name': name!,
        }),
      ).toBe(400);
    expect(dialer.requests).toEqual([]);
  });
});
