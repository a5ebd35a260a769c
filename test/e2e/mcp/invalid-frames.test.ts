/** Whatever comes in on stdin, only JSON-RPC goes out on stdout. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { SECRET } from '../../support/host.ts';
import { greet, type Running, request, serve, toolCall } from '../../support/process.ts';
import { SOON_MS } from '../../support/waiting.ts';

let dialer: FakeDialer;
const servers: Running[] = [];

beforeAll(async () => {
  dialer = await fakeDialer(({ path }, response) => {
    if (path === '/api/call/1') {
      response.destroy();
      return undefined;
    }
    return { body: [{ id: 1, name: 'Uppsala' }] };
  });
});
afterAll(async () => {
  for (const server of servers) await server.end();
  await dialer.close();
});

const start = (env?: Record<string, string>): Running => {
  const server = serve(dialer.url, env);
  servers.push(server);
  return server;
};
const write = (server: Running, text: string | Buffer) => void server.child.stdin!.write(text);

const RUBBISH: [string, string | Buffer][] = [
  ['text', 'hello, are you there?\n'],
  ['an empty line', '\n\n\r\n'],
  ['half a message', '{"jsonrpc":"2.0","id":7,\n'],
  ['JSON that is no object', '5\n"x"\nnull\ntrue\n'],
  ['JSON that is no JSON-RPC', '{"id":77}\n{"jsonrpc":"1.0","id":77,"method":"ping"}\n{}\n'],
  ['a batch', '[{"jsonrpc":"2.0","id":77,"method":"ping"}]\n'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a])],
  ['HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['an answer to nothing', '{"jsonrpc":"2.0","id":99,"result":{}}\n'],
  ['an error for nothing', '{"jsonrpc":"2.0","id":99,"error":{"code":1,"message":"x"}}\n'],
  ['an unknown notification', '{"jsonrpc":"2.0","method":"notifications/unheard"}\n'],
  ['a cancel of nothing', '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}\n'],
  ['deep nesting', `${'['.repeat(50_000)}\n`],
];

describe.concurrent('rubbish on stdin', () => {
  it('the server works after invalid input before initialize', async () => {
    const server = start({ HITRATE_LOG_LEVEL: 'trace' });
    for (const [, rubbish] of RUBBISH) write(server, rubbish);
    await greet(server);
    server.send(toolCall(1, 'list_offices'));
    expect((await server.answer(1)).result.content[0].text).toContain('Uppsala');
  });

  it('the server works after invalid input between calls, and logs it as JSON on stderr', async () => {
    const server = start({ HITRATE_LOG_LEVEL: 'trace' });
    await greet(server);
    for (const [at, [what, rubbish]] of RUBBISH.entries()) {
      write(server, rubbish);
      server.send(toolCall(at + 1, 'list_offices'));
      const { result } = await server.answer(at + 1);
      expect(result.content[0].text, what).toContain('Uppsala');
    }
    await server.end();
    const { stderr } = await server.ended;
    expect(stderr).toContain('unusable');
    for (const line of stderr.split('\n').filter(Boolean)) JSON.parse(line);
  });
});

describe.concurrent('a request that can not be answered', () => {
  const code = async (method: string, params?: object) => {
    const server = start();
    await greet(server);
    server.send(request(1, method, params));
    return (await server.answer(1)).error?.code;
  };

  it('a request with an unknown method gets the JSON-RPC error -32601', async () => {
    expect(await code('no/such/method')).toBe(-32601);
  });

  it('a request with wrong params gets a JSON-RPC error', async () => {
    expect(await code('tools/call', { name: 5 })).toBeLessThan(0);
  });

  it('a call of an unknown tool gets an error result that the model can read', async () => {
    const server = start();
    await greet(server);
    server.send(toolCall(1, 'get_cal', {}));
    const { result } = await server.answer(1);
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toMatch(/^invalid_arguments: .*get_call/);
  });
});

describe.concurrent('a line on stdin', () => {
  it('a line of 11 MB on stdin is answered or ends the process, and stdout holds nothing but JSON-RPC', async () => {
    const server = start({ HITRATE_LOG_LEVEL: 'trace' });
    await greet(server);
    write(server, `${JSON.stringify(request(1, 'ping', { x: 'a'.repeat(11_000_000) }))}\n`);
    server.send(request(2, 'ping'));
    const ended = server.ended.then(({ code, signal }) => ({ code, signal }));
    const answered = server.answer(2).then(
      () => 'answered',
      () => ended,
    );
    const outcome = await Promise.race([answered, ended]);
    expect(['answered', { code: 0, signal: null }]).toContainEqual(outcome);
    server.messages();
    expect(server.stderr()).not.toMatch(/\n\s+at /);
    expect(server.stderr()).not.toContain('aaaaaaaaaa');
  });

  it('a line on stdin may arrive byte by byte', async () => {
    const server = start();
    await greet(server);
    const line = Buffer.from(`${JSON.stringify(request(1, 'ping', { x: 'åäö' }))}\n`);
    for (const byte of line) write(server, Buffer.from([byte]));
    expect((await server.answer(1)).result).toEqual({});
  });
});

describe.concurrent('stdout', () => {
  it.each(['trace', 'silent'])(
    'stdout holds nothing but JSON-RPC while calls succeed and fail, with log level %s',
    async (level) => {
      const server = start({ HITRATE_LOG_LEVEL: level });
      await greet(server);
      server.send(
        request(1, 'tools/list'),
        request(2, 'resources/templates/list'),
        request(3, 'resources/list'),
        toolCall(4, 'list_offices', {}, { progressToken: 'p' }),
        toolCall(5, 'get_call', { call_id: 1 }),
        toolCall(6, 'get_call', { call_id: 'x' }),
        toolCall(7, 'prune_customer', { customer_id: 1 }),
        request(8, 'resources/read', { uri: 'hitrate://nothing' }),
      );
      for (let id = 1; id <= 8; id++) await server.answer(id);
      expect(await server.end()).toBeLessThan(SOON_MS);
      const { stdout, stderr } = await server.ended;
      expect(stdout.endsWith('\n')).toBe(true);
      server.messages();
      expect(stdout + stderr).not.toContain(SECRET);
      if (level === 'silent') expect(stderr).toBe('');
      else for (const line of stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
    },
  );
});
