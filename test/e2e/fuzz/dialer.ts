/** A dialer that is the sandbox most of the time and says anything else at others, and keeps an eye on what arrives. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { dialerServer } from '../../../src/sandbox/http/server.ts';
import { createSandbox } from '../../../src/sandbox/index.ts';
import { random } from '../../../src/sandbox/seed/random.ts';
import { tools } from '../../../tools/index.ts';
import { deepText } from './values.ts';

type Body = { [name: string]: any } | undefined;

/** Acts that a person must have said yes to, as they go over the wire: written from the API, not from the guard. */
const GUARDED: [method: string, path: RegExp, when: (body: any, query: URLSearchParams) => boolean][] = [
  ['DELETE', /./, () => true],
  ['POST', /^\/api\/user$/, () => true],
  ['POST', /^\/api\/customer\/call$/, () => true],
  ['POST', /^\/api\/campaign\/contactlist$/, () => true],
  ['POST', /^\/api\/order\/confirm\//, () => true],
  ['PUT', /^\/api\/orders\/update$/, () => true],
  ['POST', /^\/api\/product$/, () => true],
  ['POST', /^\/api\/customers$/, (body) => body.data?.length > 25],
  ['POST', /^\/api\/contactlist$/, (body) => 'prune_date' in body || body.keep_order_on_prune === false],
  ['PUT', /^\/api\/contactlist\//, (body) => 'prune_date' in body || body.keep_order_on_prune === false],
  ['PUT', /^\/api\/order\/status\//, (body) => 'cancelled' in body || 'verified' in body],
  ['PUT', /^\/api\/user\//, (body) => 'password' in body || 'role' in body || 'active' in body],
  [
    'PUT',
    /^\/api\/campaign\/product\/$/,
    (_, query) => !(query.has('campaign_id') && query.has('product_id')),
  ],
  ['PUT', /^\/api\/products\/field\//, (body) => 'datatype' in body],
  ['PUT', /^\/api\/product\//, (body) => body.product_fields?.some((link: any) => link.delete === 1)],
  ['PUT', /^\/api\/product\//, (body) => 'price' in body || 'min_price' in body || 'max_price' in body],
];
/** Those that always need it. */
const ALWAYS = tools.flatMap(({ tier, request }) =>
  tier === 'destructive' && request
    ? [{ method: request.method, path: new RegExp(`^${request.path.replace(/:\w+/g, '[^/]+')}$`) }]
    : [],
);

const isGuarded = (method: string, { pathname, searchParams }: URL, body: Body): boolean =>
  ALWAYS.some((act) => act.method === method && act.path.test(pathname)) ||
  GUARDED.some((act) => act[0] === method && act[1].test(pathname) && act[2](body ?? {}, searchParams));

const SOUND = Buffer.concat([
  Buffer.from(
    'RIFF$\u0003\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0@\u001f\0\0@\u001f\0\0\u0001\0\u0008\0data',
    'latin1',
  ),
  Buffer.from([0, 3, 0, 0]),
  Buffer.alloc(768, 128),
]);

interface Odd {
  status: number;
  body: string | Buffer;
}

const json = (status: number, body: unknown): Odd => ({ status, body: JSON.stringify(body) });
const ROW = {
  id: 7,
  name: 'a\ud800<b>\u202e',
  customer_id: 9,
  title: 'x'.repeat(3_000),
  content: '"'.repeat(3_000),
};
const ODD: (() => Odd)[] = [
  () => json(500, { error: 'Server Error', message: 'Error: x<br> at /srv/app.js:1' }),
  () => ({
    status: 500,
    body: '<!DOCTYPE html><pre>TypeError: no<br> at Route.dispatch (/srv/a.js:1:2)</pre>',
  }),
  () => json(403, { message: 'Permission denied, user missing sms permission' }),
  () => json(404, { success: true, message: 'not found' }),
  () => json(409, 'Duplicate entry'),
  () => json(200, { success: false, message: '\ud800' }),
  () => json(200, null),
  () => json(200, []),
  () => json(200, {}),
  () => json(200, [null]),
  () => json(200, 5),
  () => json(200, 'ok'),
  () => json(200, { rows: 5, count: 'x' }),
  () => json(200, { rows: [null, 5], count: -1, current_page: 0, last_page: 9 }),
  () => ({ status: 200, body: '[{"id":1,' }),
  () => ({ status: 200, body: Buffer.from([0xff, 0x00, 0x7b]) }),
  () => ({ status: 200, body: `{"id":1,"a":${deepText(500)}}` }),
];
/** Rarer, since each is work for many. */
const LARGE: (() => Odd)[] = [
  () =>
    json(
      200,
      Array.from({ length: 300 }, () => ROW),
    ),
  () =>
    json(200, { rows: Array.from({ length: 200 }, () => ROW), count: 1e9, current_page: 0, last_page: 0 }),
  () => json(200, Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`member_${i}`, ROW.title]))),
  () => ({ status: 200, body: deepText(200_000) }),
];

export interface FuzzDialer {
  url: string;
  requests(): number;
  /** Guarded acts that arrived: there must be none, since nobody said yes. */
  unconfirmed: string[];
  close(): Promise<void>;
}

/** @param seed of its answers; what it says to a request depends on the request alone */
export async function fuzzDialer(seed: number): Promise<FuzzDialer> {
  const sandbox = dialerServer(createSandbox({ seed, calls: 60, days: 30 }).state);
  const unconfirmed: string[] = [];
  let requests = 0;

  const server = createServer(async (request, response) => {
    requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const { method = '', url = '' } = request;
    let body: Body;
    try {
      if (bytes.length) body = JSON.parse(bytes.toString());
    } catch {
      unconfirmed.push(`a body that is no JSON: ${method} ${url}`);
    }
    const place = new URL(url, 'http://dialer');
    if (isGuarded(method, place, body))
      unconfirmed.push(`${method} ${url} ${bytes.toString().slice(0, 300)}`);
    const r = random(seed + hash(method + url + bytes.length));
    if (r.chance(0.002)) return void response.destroy();
    if (/recording|pdf$/.test(url) && r.chance(0.8)) return send(response, 200, SOUND, 'audio/wav');
    if (r.chance(0.25)) {
      const odd = r.pick(r.chance(0.02) ? LARGE : ODD)();
      return send(response, odd.status, odd.body, 'application/json');
    }
    const again = Object.assign(Readable.from([bytes]), { method, url, headers: request.headers });
    sandbox.emit('request', again as unknown as IncomingMessage, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    unconfirmed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: string | Buffer, type: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function hash(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) | 0;
  return sum;
}
