/** Host, Origin and the shape of a request on the wire: what a page of another site or a proxy's twin could send. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

const PUBLIC = 'https://hitrate.example.com';
const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

let dialer: FakeDialer;
let server: TeamServer;
let anna: Member;
let port: number;

beforeAll(async () => {
  dialer = await fakeDialer(() => ({ body: [] }));
  anna = member('anna');
  server = await startTeamServer([anna], { HITRATE_URL: dialer.url });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await dialer.close();
});
beforeAll(() => {
  port = Number(new URL(server.url).port);
});

type Headers = (readonly [string, string])[];

/** Asks for a ping with these headers beside the usual ones. */
async function ask(headers: Headers, { line = 'POST /mcp HTTP/1.1', body = PING, at = server.url } = {}) {
  const usual: Headers = [
    ['Content-Type', 'application/json'],
    ['Authorization', `Bearer ${anna.key}`],
    ['Connection', 'close'],
    ['Content-Length', String(Buffer.byteLength(body))],
  ];
  return sendRaw(at, rawRequest(line, [...headers, ...usual], body));
}
const statuses = async (...args: Parameters<typeof ask>) => (await ask(...args)).map(({ status }) => status);

describe('the name of the server', () => {
  it.each(['localhost', 'LocalHost', '127.0.0.1', '[::1]'])(
    'it answers to %s with its port',
    async (name) => {
      expect(await statuses([['Host', `${name}:${port}`]])).toEqual([200]);
    },
  );

  it.each([
    'evil.example',
    'localhost',
    'localhost.',
    '127.0.0.1.nip.io',
    '127.1',
    '2130706433',
    '0.0.0.0',
    '',
  ])('it does not answer to "%s"', async (name) => {
    const host = name === 'localhost' || name === '' ? name : `${name}:${port}`;
    const [response] = await ask([['Host', host]]);
    expect(response!.status).toBe(403);
    expect(response!.body).toBe(
      `This server does not answer to the name in the request: use http://localhost:${port}.\n`,
    );
  });

  it.each([`localhost:${1}`, 'localhost:443', 'localhost:80', `user@localhost`, 'localhost:80:80'])(
    'it does not answer to %s, which has another port',
    async (host) => {
      expect(await statuses([['Host', host]])).toEqual([403]);
    },
  );

  it('two Host headers are refused, since a proxy may have looked at the other one', async () => {
    const own = ['Host', `localhost:${port}`] as const;
    expect(await statuses([own, ['Host', 'evil.example']])).toEqual([400]);
    expect(await statuses([['Host', 'evil.example'], own])).toEqual([400]);
    expect(await statuses([own, own])).toEqual([400]);
  });

  it('no Host header is refused', async () => {
    expect(await statuses([])).toEqual([400]);
    expect(await statuses([], { line: 'POST /mcp HTTP/1.0' })).toEqual([403]);
  });

  it('a whole address as the target of a request leads nowhere, whatever its host', async () => {
    for (const origin of ['http://evil.example', `http://localhost:${port}`])
      expect(
        await statuses([['Host', `localhost:${port}`]], { line: `POST ${origin}/mcp HTTP/1.1` }),
      ).toEqual([404]);
  });

  it('two keys in one request are refused', async () => {
    expect(
      await statuses([
        ['Host', `localhost:${port}`],
        ['Authorization', 'Bearer hmcp_other'],
      ]),
    ).toEqual([400]);
  });
});

describe('pages of other sites', () => {
  const origin = (value: string): Headers => [
    ['Host', `localhost:${port}`],
    ['Origin', value],
  ];

  it.each([
    'https://evil.example',
    'null',
    'http://localhost',
    'file://',
    '',
    'http://localhost.evil.example',
  ])('a request from "%s" is refused', async (value) => {
    const [response] = await ask(origin(value));
    expect(response!.status).toBe(403);
    expect(response!.body).toBe('Pages of other sites may not ask this server.\n');
  });

  it("a request from the server's own pages is taken", async () => {
    expect(await statuses(origin(`http://localhost:${port}`))).toEqual([200]);
  });

  it('the metadata of the login is as closed to them', async () => {
    const [response] = await ask(origin('https://evil.example'), { line: 'GET /mcp HTTP/1.1', body: '' });
    expect(response!.status).toBe(403);
  });
});

describe('a server with a public URL', () => {
  let behind: TeamServer;
  beforeAll(async () => {
    behind = await startTeamServer([anna], { HITRATE_URL: dialer.url, HITRATE_PUBLIC_URL: `${PUBLIC}/` });
  });
  afterAll(() => behind.end('SIGTERM'));
  it.each(['hitrate.example.com', 'hitrate.example.com:443', 'HITRATE.EXAMPLE.COM'])(
    'answers to %s',
    async (host) => {
      expect(await statuses([['Host', host]], { at: behind.url })).toEqual([200]);
    },
  );

  it.each(['hitrate.example.com.', 'hitrate.example.com:8443', 'xhitrate.example.com', 'example.com'])(
    'does not answer to %s, and says its own name',
    async (host) => {
      const [response] = await ask([['Host', host]], { at: behind.url });
      expect(response!.status).toBe(403);
      expect(response!.body).toContain(`use ${PUBLIC}.`);
    },
  );

  it('takes the requests of pages of that address, and not of its plain twin', async () => {
    const host = ['Host', 'hitrate.example.com'] as const;
    expect(await statuses([host, ['Origin', PUBLIC]], { at: behind.url })).toEqual([200]);
    expect(await statuses([host, ['Origin', 'http://hitrate.example.com']], { at: behind.url })).toEqual([
      403,
    ]);
  });
});

describe('requests within requests', () => {
  const host = (): Headers => [['Host', `localhost:${port}`]];
  const hidden = () => rawRequest('POST /mcp HTTP/1.1', [...host(), ['Content-Length', '0']]);
  const send = (headers: Headers, body: string) =>
    sendRaw(server.url, rawRequest('POST /mcp HTTP/1.1', [...host(), ...headers], body));

  it.each([
    [
      'a length and chunks',
      [
        ['Content-Length', '5'],
        ['Transfer-Encoding', 'chunked'],
      ],
      '0\r\n\r\n',
    ],
    [
      'chunks and a length',
      [
        ['Transfer-Encoding', 'chunked'],
        ['Content-Length', '5'],
      ],
      '0\r\n\r\n',
    ],
    [
      'two lengths',
      [
        ['Content-Length', '0'],
        ['Content-Length', '5'],
      ],
      'hello',
    ],
    ['two lengths in one', [['Content-Length', '0, 5']], 'hello'],
    ['a length with a sign', [['Content-Length', '+5']], 'hello'],
    ['a length in hex', [['Content-Length', '0x5']], 'hello'],
    ['chunks twice', [['Transfer-Encoding', 'chunked, identity']], '0\r\n\r\n'],
    ['a blank before the colon', [['Content-Length ', '5']], 'hello'],
  ] as [string, Headers, string][])('%s end the connection with 400', async (_, headers, body) => {
    const responses = await send(headers, body + hidden());
    expect(responses.map(({ status }) => status)).toEqual([400]);
  });

  it.each([
    ['a line that ends with LF alone', 'POST /mcp HTTP/1.1\nHost: x\n\n'],
    ['a header that goes on in the next line', 'POST /mcp HTTP/1.1\r\nHost: x\r\n y\r\n\r\n'],
    ['a null byte in a header', 'POST /mcp HTTP/1.1\r\nHost: x\0y\r\n\r\n'],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('%s ends the connection', async (_, bytes) => {
    const responses = await sendRaw(server.url, bytes);
    expect(responses.at(-1)!.status).toBe(400);
  });

  it.each([
    ['a size of a chunk that is none', 'chunked', 'zz\r\n'],
    ['a chunk that is longer than its size', 'chunked', '1\r\nabc\r\n0\r\n\r\n'],
    ['chunks by another name', 'xchunked', '0\r\n\r\n'],
  ])('%s gets no answer but 400', async (_, encoding, body) => {
    const headers: Headers = [
      ['Transfer-Encoding', encoding],
      ['Content-Type', 'application/json'],
      ['Authorization', `Bearer ${anna.key}`],
    ];
    const responses = await send(headers, body + hidden());
    expect(responses.map(({ status }) => status)).toEqual([400]);
  });

  it('headers of more than 16 kB are refused, be it one or 10,000', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => [`X-${at}`, '1'] as const);
    // The connection is closed with the answer: who still sends may not get to read it.
    for (const headers of [many, [['X-Long', 'x'.repeat(20_000)] as const]])
      expect([[431], []]).toContainEqual((await send(headers, '')).map(({ status }) => status));
    expect(dialer.requests).toEqual([]);
  });

  it('requests that are sent before the answers are answered in their order', async () => {
    const one = (id: number, last: boolean) => {
      const body = `{"jsonrpc":"2.0","id":${id},"method":"ping"}`;
      return rawRequest(
        'POST /mcp HTTP/1.1',
        [
          ...host(),
          ['Content-Type', 'application/json'],
          ['Authorization', `Bearer ${anna.key}`],
          ['Content-Length', String(body.length)],
          ...(last ? [['Connection', 'close'] as const] : []),
        ],
        body,
      );
    };
    const ids = Array.from({ length: 10 }, (_, at) => at);
    const responses = await sendRaw(server.url, ids.map((id) => one(id, id === 9)).join(''));
    expect(responses.map(({ body }) => JSON.parse(body).id)).toEqual(ids);
  });
});
