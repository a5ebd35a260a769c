/** What is wrong with a request is said in one sentence; what no request can carry is a wrong argument. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { greet, type Running, request, serve, toolCall } from '../../support/process.ts';

let dialer: FakeDialer;
let server: Running;
let id = 100;

beforeAll(async () => {
  dialer = await fakeDialer(() => ({ body: [{ id: 1, name: 'Uppsala' }] }));
  server = serve(dialer.url, { HITRATE_ACCESS: 'destructive' });
  await greet(server);
});
afterAll(async () => {
  await server.end();
  await dialer.close();
});

const DEEP = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** @param text of JSON, without its id */
const raw = async (text: string): Promise<any> => {
  id++;
  server.child.stdin!.write(`{"id":${id},${text.slice(1)}\n`);
  return server.answer(id);
};
const asked = async (method: string, params: unknown) => {
  id++;
  server.send({ jsonrpc: '2.0', id, method, params });
  return server.answer(id);
};
const called = async (name: string, args: object) => {
  id++;
  server.send(toolCall(id, name, args));
  const { result } = await server.answer(id);
  return result.content[0].text as string;
};

describe('params of a wrong form', () => {
  it.each([
    ['tools/call', { name: 'get_call', arguments: true }, 'params.arguments must be an object, not true.'],
    ['tools/call', { name: 'get_call', arguments: [1] }, 'params.arguments must be an object, not [1].'],
    ['tools/call', { arguments: {} }, 'params.name is missing: text.'],
    ['tools/call', { name: 5 }, 'params.name must be text, not 5.'],
    ['tools/call', undefined, 'params is missing: an object.'],
    ['tools/call', 'x', 'params must be an object, not "x".'],
    ['tools/list', { cursor: 0.5 }, 'params.cursor must be text, not 0.5.'],
    ['tools/list', { _meta: 5 }, 'params._meta must be an object, not 5.'],
    ['resources/list', { cursor: {} }, 'params.cursor must be text, not {}.'],
    ['resources/read', { uri: 9 }, 'params.uri must be text, not 9.'],
    ['resources/read', {}, 'params.uri is missing: text.'],
    ['prompts/get', { name: [] }, 'params.name must be text, not [].'],
    ['prompts/get', { name: 'x', arguments: 1 }, 'params.arguments must be an object, not 1.'],
    [
      'completion/complete',
      { ref: 9, argument: { name: 'x', value: '' } },
      'params.ref must be an object, not 9.',
    ],
    [
      'completion/complete',
      { ref: { type: 'x' }, argument: { name: 'x', value: '' } },
      'params.ref.type must be ref/prompt or ref/resource, not "x".',
    ],
    [
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'x' } },
      'params.argument is missing: an object.',
    ],
    ['initialize', { protocolVersion: 1 }, 'params.protocolVersion must be text, not 1.'],
    ['ping', 5, 'params must be an object, not 5.'],
    ['no/such/method', { _meta: 'x' }, 'params._meta must be an object, not "x".'],
    ['no/such/method', [], 'params must be an object, not [].'],
  ])(
    'params of a wrong form get the error -32602 with one sentence: %s %j',
    async (method, params, message) => {
      const { error } = await asked(method, params);
      expect(error).toEqual({ code: -32602, message });
    },
  );

  it('params that are null count as absent', async () => {
    expect((await asked('tools/list', null)).result.tools).toHaveLength(77);
    expect((await asked('tools/list', { cursor: null, _meta: null })).result.tools).toHaveLength(77);
    const { result } = await asked('tools/call', { name: 'list_offices', arguments: null });
    expect(result.content[0].text).toContain('Uppsala');
  });

  it('a tool call that asks for a task is answered like any other call', async () => {
    const { result } = await asked('tools/call', { name: 'list_offices', arguments: {}, task: { ttl: 1 } });
    expect(result.content[0].text).toContain('Uppsala');
  });
});

describe('a message that is no request', () => {
  it.each([
    ['{"jsonrpc":"1.0","method":"ping"}', 'jsonrpc must be "2.0", not "1.0".'],
    ['{"method":"ping"}', 'jsonrpc must be "2.0", not undefined.'],
    ['{"jsonrpc":"2.0","method":5}', 'method must be text, not 5.'],
    ['{"jsonrpc":"2.0"}', 'method must be text, not undefined.'],
  ])('the invalid message %s gets the error -32600', async (text, message) => {
    expect((await raw(text)).error).toEqual({ code: -32600, message });
  });

  it('each message of a batch that has an id gets the error that batches are not accepted', async () => {
    server.child.stdin!.write(
      '[{"jsonrpc":"2.0","id":31,"method":"ping"},5,{"jsonrpc":"2.0","id":32,"method":"ping"}]\n',
    );
    for (const one of [31, 32]) {
      const { error } = await server.answer(one);
      expect(error).toEqual({ code: -32600, message: 'Batches are not taken: send one message a line.' });
    }
  });

  it('a message of more than 10 MB gets the error -32600, and the next message is answered', async () => {
    const long = 'a'.repeat(11_000_000);
    server.child.stdin!.write(`{"jsonrpc":"2.0","id":41,"method":"ping","params":{"x":"${long}"}}\n`);
    server.child.stdin!.write(`{"method":"ping","params":{"x":"${long}","id":7},"jsonrpc":"2.0","id":42}\n`);
    for (const one of [41, 42]) expect((await server.answer(one)).error.code).toBe(-32600);
    expect((await asked('ping', {})).result).toEqual({});
  });
});

describe('arguments that no request can carry', () => {
  it('arguments with half a character are refused, and nothing is sent to the dialer', async () => {
    const sent = dialer.requests.length;
    for (const [name, args] of [
      ['get_customer', { external_id_1: 'a\ud800' }],
      ['search_orders', { external_id_2: '\udc00' }],
      ['update_customer', { customer_id: 1, changes: ['city=\ud800'] }],
      ['create_customers', { contactlist_id: 1, customers: [{ phone: '070-1740605', city: '\ud83d' }] }],
      ['export_rows', { what: 'orders', filter: ['external_id_1=\ud800'] }],
      ['find', { words: ['\ud800'] }],
      ['get_call', { 'call_id\ud800': 1 }],
    ] as const)
      expect(await called(name, args)).toMatch(/^invalid_arguments: .*half a character/);
    expect(dialer.requests.length).toBe(sent);
  });

  it('arguments that are nested 200,000 deep are refused with a short error', async () => {
    for (const args of [
      `{"call_id":${DEEP(200_000)}}`,
      `{"external_id_1":${DEEP(200_000)}}`,
      `{"filter":${DEEP(200_000)},"what":"calls"}`,
      `{"customers":${DEEP(200_000)}}`,
      `{"words":"${DEEP(200_000)}"}`,
    ]) {
      const { result } = await raw(
        `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"export_rows","arguments":${args}}}`,
      );
      expect(result.content[0].text).toMatch(/^invalid_arguments: /);
      expect(result.content[0].text.length).toBeLessThan(500);
    }
  });

  it('the error for thousands of wrong arguments stays below 4,000 characters', async () => {
    const customers = Array.from({ length: 5_000 }, () => ({ wrong: 1 }));
    const text = await called('create_customers', { contactlist_id: 1, customers });
    expect(text).toMatch(/And 4990 more\.$/);
    expect(text.length).toBeLessThan(4_000);
  });
});

describe('an answer of the dialer', () => {
  it.each([
    ['nested 200,000 deep', DEEP(200_000)],
    ['with a row nested 200,000 deep', `[{"id":1,"name":${DEEP(200_000)}}]`],
    ['with a member nested 5,000 deep', `{"id":1,"name":"x","a":${DEEP(5_000)}}`],
  ])('an answer of the dialer %s is an error for a read and outcome_unknown for a write', async (_, body) => {
    dialer.script(() => ({ body }));
    for (const [name, args] of [
      ['get_campaign', { campaign_id: 1 }],
      ['list_campaigns', {}],
      ['customer_overview', { customer_id: 1 }],
    ] as const)
      expect(await called(name, args), name).toMatch(/^(bad_answer|unavailable): (?!.*itself failed)/);
    dialer.script(() => ({ status: 500, body }));
    expect(await called('get_campaign', { campaign_id: 1 })).toBe(
      'unavailable: The dialer answered with status 500 and no words. Try again later.',
    );
    dialer.script(({ method }) => ({ body: method === 'GET' ? { client: { id: 1, name: 'y' } } : body }));
    expect(await called('update_client', { client_id: 1, name: 'x' })).toMatch(/^outcome_unknown: /);
  });

  it('half a character in an answer of the dialer is left out', async () => {
    dialer.script(() => ({ body: '{"id":1,"name":"Up\\ud800psala"}' }));
    expect(await called('get_campaign', { campaign_id: 1 })).toMatch(/^{"id":1,"name":"Uppsala",/);
    dialer.script(() => ({ status: 400, body: '{"message":"No\\ud800pe"}' }));
    expect(await called('get_campaign', { campaign_id: 1 })).toBe('rejected: The dialer answered "Nope".');
  });
});

it('a request is answered with its own id, even if that is 0 or a text', async () => {
  server.send({ jsonrpc: '2.0', id: 'a', method: 'ping' });
  server.send(request(0, 'ping'));
  const found = await Promise.all([server.answer('a' as never), server.answer(0)]);
  expect(found.map(({ error }) => error)).toEqual([undefined, undefined]);
});
