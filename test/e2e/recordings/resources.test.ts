/** Recordings and PDFs as resources, through the built server: which there are, and their bytes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer, type Scripted } from '../../support/fake-dialer.ts';
import { SECRET, startHost } from '../../support/host.ts';
import { fetched, PDF, samples, spokenSandbox } from '../../support/recordings.ts';

const KINDS = [
  ['hitrate://call/7/recording.wav', 'audio/wav', '/api/call/7/recording'],
  ['hitrate://call/7/recording.mp3', 'audio/mpeg', '/api/call/7/recording?mp3=1'],
  ['hitrate://order/39/recording.wav', 'audio/wav', '/api/order_recording/39'],
  ['hitrate://customer/922/sms.pdf', 'application/pdf', undefined],
] as const;

let dialer: FakeDialer;
let host: Host;
beforeAll(async () => {
  dialer = await fakeDialer();
  host = await startHost({ HITRATE_URL: dialer.url, HITRATE_TIMEOUT_MS: '5000' });
});
afterAll(async () => {
  await host.close();
  await dialer.close();
});

const { wav, mp3 } = samples[0]!;
const file = (type: string): Buffer => (type === 'audio/wav' ? wav : type === 'audio/mpeg' ? mp3 : PDF);

async function read(uri: string, from = host) {
  const { contents } = await from.client.readResource({ uri });
  expect(contents).toHaveLength(1);
  const [{ mimeType, blob, ...rest }] = contents as [{ uri: string; mimeType: string; blob: string }];
  return { mimeType, bytes: Buffer.from(blob, 'base64'), uri: rest.uri };
}

/** The JSON-RPC error. */
const refused = (uri: string, from = host): Promise<{ code: number; message: string; data: unknown }> =>
  from.client.readResource({ uri }).then(
    () => expect.fail(`${uri} was read`),
    (error) => error,
  );

describe('resource templates', () => {
  it('four resource templates are listed, each with its type', async () => {
    const { resourceTemplates } = await host.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate, mimeType }) => [uriTemplate, mimeType])).toEqual([
      ['hitrate://call/{call_id}/recording.wav{?start_s,end_s,channel}', 'audio/wav'],
      ['hitrate://call/{call_id}/recording.mp3{?start_s,end_s}', 'audio/mpeg'],
      ['hitrate://order/{order_id}/recording.wav{?start_s,end_s,channel}', 'audio/wav'],
      ['hitrate://customer/{customer_id}/sms.pdf', 'application/pdf'],
    ]);
    for (const { name, description } of resourceTemplates) expect(name && description).toBeTruthy();
  });

  it('resource templates of a disabled toolset are not listed, and their resources can not be read', async () => {
    const narrow = await startHost({ HITRATE_URL: dialer.url, HITRATE_TOOLSETS: 'orders' });
    const { resourceTemplates } = await narrow.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'hitrate://order/{order_id}/recording.wav{?start_s,end_s,channel}',
    ]);
    dialer.requests.length = 0;
    for (const uri of [KINDS[0][0], KINDS[1][0], KINDS[3][0]])
      expect((await refused(uri, narrow)).code).toBe(-32002);
    expect(dialer.requests).toHaveLength(0);
    await narrow.close();
  });

  it('no resource template is listed when no enabled toolset has any', async () => {
    const none = await startHost({ HITRATE_URL: dialer.url, HITRATE_TOOLSETS: 'users' });
    expect((await none.client.listResourceTemplates()).resourceTemplates).toEqual([]);
    expect((await refused(KINDS[0][0], none)).code).toBe(-32002);
    await none.close();
  });

  it('no resource is listed at the start of a session', async () => {
    expect((await host.client.listResources()).resources).toEqual([]);
  });
});

describe.each(KINDS)('%s', (uri, mimeType, url) => {
  it('a resource is read byte for byte, whatever length and type the dialer announces', async () => {
    const body = file(mimeType);
    const ways: Scripted[] = [
      { body, type: mimeType, headers: { 'content-length': String(body.length) } },
      { body, type: mimeType, headers: { 'transfer-encoding': 'chunked' } },
      { body, type: 'text/html' },
    ];
    for (const way of ways) {
      dialer.script(() => way);
      const got = await read(uri);
      expect(got.mimeType).toBe(mimeType);
      expect(got.uri).toBe(uri);
      expect(got.bytes.equals(body)).toBe(true);
      if (url) expect(dialer.requests.at(-1)!.url).toBe(url);
    }
  });

  it('a missing resource gets the error -32002 with the words of the dialer', async () => {
    for (const answer of [
      { status: 500, body: { message: 'Not found anywhere' } },
      { status: 404, body: { error: 'Not found anywhere' } },
      { status: 200, type: mimeType, body: { message: 'Not found anywhere' } },
    ]) {
      dialer.script(() => answer);
      const { code, message, data } = await refused(uri);
      expect(code).toBe(-32002);
      expect(message).toContain('Not found anywhere');
      expect(data).toMatchObject({ uri });
    }
  });

  it('a resource that can not be read gets the error -32050 when it is refused and -32603 when something broke', async () => {
    const answers: [Scripted, RegExp, string, number][] = [
      [
        { status: 403, body: { message: `Permission denied for ${SECRET}` } },
        /: .*\*\*\*/,
        'permission_denied',
        -32050,
      ],
      [{ status: 401, body: { message: 'No' } }, /HITRATE_TOKEN/, 'unauthenticated', -32050],
      [{ status: 429, headers: { 'retry-after': '99' }, body: {} }, /99 s/, 'rate_limited', -32050],
      [{ status: 400, body: { message: 'No sound is kept' } }, /No sound is kept/, 'rejected', -32050],
      [{ type: mimeType, body: 'no file' }, /: .*neither WAV, MP3 nor PDF/, 'bad_answer', -32603],
      [{ type: mimeType, body: Buffer.alloc(9000) }, /./, 'bad_answer', -32603],
      [{ type: mimeType, body: '' }, /: .*empty file/, 'bad_answer', -32603],
      [{ type: 'text/html', body: '<html></html>' }, /./, 'bad_answer', -32603],
    ];
    for (const [answer, says, kind, code] of answers) {
      dialer.script(() => answer);
      const error = await refused(uri);
      expect(error).toMatchObject({ code, data: { uri, kind } });
      expect(error.message).toContain(`${kind}: `);
      expect(error.message).toMatch(says);
      expect(error.message).not.toContain(SECRET);
    }
  });

  it('a resource that breaks off is an error and not half a file', async () => {
    const body = Buffer.concat([file(mimeType), Buffer.alloc(200_000)]);
    for (const headers of [{ 'content-length': String(body.length) }, {}]) {
      dialer.script((_, response) => {
        response.writeHead(200, { 'content-type': mimeType, ...headers });
        response.write(body.subarray(0, 100_000), () => setImmediate(() => response.destroy()));
        return undefined;
      });
      const { code, message } = await refused(uri);
      expect(code).toBe(-32603);
      expect(message).toMatch(/unavailable: .*broke/);
    }
  });
});

describe('the sandbox', () => {
  it('the sandbox serves the same bytes through the server as over its own HTTP', async () => {
    const sandbox = await spokenSandbox();
    const spoken = await startHost({ HITRATE_URL: sandbox.url, HITRATE_TOKEN: 'sandbox-admin' });
    const call = sandbox.recorded[0]!;
    const order = [...sandbox.state.orders.values()].find(({ call_id }) =>
      sandbox.recorded.some(({ id }) => id === call_id),
    )!;
    const pairs = [
      [`hitrate://call/${call.id}/recording.wav`, `/api/call/${call.id}/recording`],
      [`hitrate://call/${call.id}/recording.mp3`, `/api/call/${call.id}/recording?mp3=1`],
      [`hitrate://order/${order.id}/recording.wav`, `/api/order_recording/${order.id}`],
    ] as const;
    for (const [uri, url] of pairs)
      expect((await read(uri, spoken)).bytes.equals(await fetched(`${sandbox.url}${url}`))).toBe(true);
    const told = await spoken.call('get_call_recording', { call_id: call.id });
    expect(samples.map(({ wav }) => wav.length)).toContain(told.data.bytes);
    const sample = samples.find(({ wav }) => wav.length === told.data.bytes)!;
    expect(Math.abs(told.data.duration_s - sample.seconds)).toBeLessThanOrEqual(0.3);
    const pdf = await spoken.call('get_sms_history_pdf', { customer_id: 922 });
    expect((await read(pdf.data.uri, spoken)).bytes).toHaveLength(pdf.data.bytes);
    expect((await refused('hitrate://call/99999999/recording.wav', spoken)).code).toBe(-32002);
    await spoken.close();
    await sandbox.close();
  });
});

describe('an address that names nothing', () => {
  it.each([
    'hitrate://call/7/recording.ogg',
    'hitrate://call/7/recording',
    'hitrate://call//recording.wav',
    'hitrate://call/abc/recording.wav',
    'hitrate://call/../../x',
    'hitrate://call/../order/39/recording.wav',
    'hitrate://call/7/../8/recording.wav',
    'hitrate://call/7%2f..%2f8/recording.wav',
    'hitrate://call/%2e%2e/recording.wav',
    'hitrate://call/7/recording%2ewav',
    'hitrate://call/%37/recording.wav',
    'hitrate://call/007/recording.wav',
    'hitrate://call/0/recording.wav',
    'hitrate://call/-7/recording.wav',
    'hitrate://call/+7/recording.wav',
    'hitrate://call/7.0/recording.wav',
    'hitrate://call/7e2/recording.wav',
    'hitrate://call/ 7/recording.wav',
    'hitrate://call/7/recording.wav\n',
    'hitrate://call/7/recording.wav/',
    'hitrate://call/7/recording.wav#x',
    'hitrate://call/9007199254740993/recording.wav',
    'hitrate://call/9999999999999999/recording.wav',
    `hitrate://call/${'9'.repeat(400)}/recording.wav`,
    'hitrate://order/39/recording.mp3',
    'hitrate://user/1/password',
    'HITRATE://call/7/recording.wav',
    'http://call/7/recording.wav',
    'file:///etc/passwd',
    '\r\nX-Injected: 1',
    '',
    'x'.repeat(100_000),
  ])(
    'an unknown address gets the error -32002 in one line, and nothing is sent to the dialer: %j',
    async (uri) => {
      dialer.requests.length = 0;
      const { code, message } = await refused(uri);
      expect(code).toBe(-32002);
      expect(message.length).toBeLessThan(800);
      expect(message).not.toContain('\n');
      expect(dialer.requests).toHaveLength(0);
    },
  );

  it.each([
    ['path=/api/users', 'There is no argument path'],
    ['x=1', 'There is no argument x'],
    ['__proto__=1', 'There is no argument __proto__'],
    ['call_id=8', 'call_id is no part of'],
    ['format=mp3', 'format is no part of'],
    ['deliver=file', 'deliver is no part of'],
    ['start_s=9&end_s=3', 'start_s must be before end_s'],
    ['start_s=-1', 'start_s must be at least 0'],
    ['end_s=soon', 'end_s must be a number'],
    ['channel=middle', 'channel must be one of both, left, right'],
  ])(
    'a wrong query in an address is refused with what is right, and nothing is sent to the dialer: %s',
    async (search, says) => {
      dialer.requests.length = 0;
      const { code, message } = await refused(`hitrate://call/7/recording.wav?${search}`);
      expect(code).toBe(-32602);
      expect(message).toContain(says);
      expect(dialer.requests).toHaveLength(0);
    },
  );
});
