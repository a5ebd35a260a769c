/** What the bridge tells where something is wrong: settings, the key, the server, the host. */
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../../support/files.ts';
import { serveOnLoopback } from '../../support/loopback.ts';
import { finished, greet, initialize, request, toolCall } from '../../support/process.ts';
import { until } from '../../support/waiting.ts';
import { bridgeEnv, startBridge } from './bridge-process.ts';
import { keyGuard, startSessionServer } from './session-server.ts';

const KEY = 'invented-key-0123456789';

/** A server that answers as the test says. */
async function startServer(answer: RequestListener): Promise<string> {
  const { port } = await serveOnLoopback(answer);
  return `http://127.0.0.1:${port}/mcp`;
}

const idOf = async (request: IncomingMessage): Promise<unknown> => {
  let body = '';
  for await (const chunk of request) body += chunk;
  return JSON.parse(body).id;
};

/** Returns what the host is told of one request. */
async function errorOf(url: string): Promise<{ code: number; message: string }> {
  const bridge = startBridge(url);
  bridge.send(toolCall(1, 'echo'));
  return (await bridge.answer(1)).error;
}

describe('connect with settings that are wrong', () => {
  it.each([
    [[], {}, 'connect takes one address, such as'],
    [['http://mcp.example/mcp'], {}, 'http://mcp.example must be https (plain http only for loopback)'],
    [['mcp.example'], {}, 'the address must be a URL such as'],
    [['https://anna:secret-word@mcp.example'], {}, 'must not hold a user name or password'],
    [['https://mcp.example', '--key', KEY], {}, 'the key is never a flag'],
    [['https://mcp.example', `--key=${KEY}`], {}, 'the key is never a flag'],
    [['https://mcp.example', '--what'], {}, "Unknown option '--what'"],
    [['https://mcp.example'], { HITRATE_CONNECT_KEY: 'two words' }, 'has a space'],
    [
      ['https://mcp.example'],
      { HITRATE_CONNECT_KEY_FILE: '/nowhere' },
      "/nowhere: can't be read (ENOENT: there is no such file; give its path in full)",
    ],
    [['https://mcp.example'], { HITRATE_CONNECT_KEY: KEY, HITRATE_CONNECT_KEY_FILE: '/x' }, 'are both set'],
    [['https://mcp.example', '--login'], { HITRATE_CONNECT_KEY: KEY }, 'with a key there is no login'],
    [['https://mcp.example'], { HTTPS_PROXY: 'nonsense' }, 'HTTPS_PROXY is no address such as'],
  ])('ends with one line: %j %j', async (args, env, line) => {
    const { code, stdout, stderr } = await finished(['connect', ...args], { env: bridgeEnv(env as any) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^hitrate-mcp: [^\n]+\n$/);
    expect(stderr).toContain(line);
    expect(stderr).not.toMatch(/secret-word|invented-key|two words/);
  });
});

describe('a static key', () => {
  it('is sent from a file, and shown nowhere', async () => {
    const { url } = await startSessionServer({ guard: keyGuard(KEY) });
    const path = join(newFolder(), 'key');
    writeFileSync(path, `${KEY}\n`);
    const bridge = startBridge(url, bridgeEnv({ HITRATE_CONNECT_KEY_FILE: path }));
    await greet(bridge);
    bridge.send(request(1, 'tools/list'));
    expect((await bridge.answer(1)).result.tools).not.toHaveLength(0);
    await bridge.end();
    expect(bridge.stdout() + bridge.stderr()).not.toContain(KEY);
  });

  it('that is refused is named, not shown', async () => {
    const { url } = await startSessionServer({ guard: keyGuard('another') });
    const bridge = startBridge(url, bridgeEnv({ HITRATE_CONNECT_KEY: KEY }));
    bridge.send(initialize());
    expect((await bridge.answer(0)).error).toEqual({
      code: -32_000,
      message: expect.stringContaining('refuses the key (status 401): check HITRATE_CONNECT_KEY'),
    });
    expect(bridge.stdout() + bridge.stderr()).not.toContain(KEY);
  });

  it('that the server repeats in its words is not shown', async () => {
    const url = await startServer((request, response) =>
      response
        .writeHead(403, { 'content-type': 'text/plain' })
        .end(`no right for ${request.headers.authorization}`),
    );
    const bridge = startBridge(url, bridgeEnv({ HITRATE_CONNECT_KEY: KEY }));
    bridge.send(request(1, 'ping'));
    expect((await bridge.answer(1)).error.message).toContain('no right for Bearer ***');
    expect(bridge.stdout() + bridge.stderr()).not.toContain(KEY);
  });

  it('goes to no other origin, and along with a redirect within its own', async () => {
    const seen: unknown[] = [];
    const other = await startServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const url = await startServer(async (request, response) => {
      const id = await idOf(request);
      if (id === 1) response.writeHead(307, { location: other }).end();
      else if (request.url === '/mcp') response.writeHead(308, { location: '/moved' }).end();
      else {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            jsonrpc: '2.0',
            id,
            result: { path: request.url, key: request.headers.authorization },
          }),
        );
      }
    });
    const bridge = startBridge(url, bridgeEnv({ HITRATE_CONNECT_KEY: 'another-key' }));
    bridge.send(request(1, 'ping'));
    expect((await bridge.answer(1)).error.message).toContain(
      `redirects to ${new URL(other).origin} (status 307)`,
    );
    bridge.send(request(2, 'ping'));
    expect((await bridge.answer(2)).result).toEqual({ path: '/moved', key: 'Bearer another-key' });
    expect(seen).toEqual([]);
  });
});

describe('a server that does not answer as it should', () => {
  it.each([
    [403, 'text/plain', 'Ask Anna to add you.', 'answers with status 403: Ask Anna to add you.'],
    [403, 'text/html', '<h1>Welcome</h1>', 'it does not allow this: ask who runs it'],
    [404, 'text/html', '<h1>', 'there is nothing at this address'],
    [500, 'text/plain', '', 'Whether the request was carried out is not known.'],
    [503, 'text/plain', '', 'it is down or being restarted'],
    [200, 'text/html', '<h1>Welcome</h1>', 'has not answered the request (status 200)'],
    [200, 'application/json', '{"half":', 'has sent something that is no JSON-RPC'],
    [200, 'application/json', '[]', 'has sent something that is no JSON-RPC'],
    [200, 'text/event-stream', 'data: nonsense\n\n', 'has sent something that is no JSON-RPC'],
    [200, 'text/event-stream', ': nothing\n\n', 'broke before the answer'],
    [202, 'text/plain', '', 'has not answered the request (status 202)'],
  ])('is told of in one sentence: %i %s %j', async (status, type, body, sentence) => {
    const url = await startServer((_, response) =>
      response.writeHead(status, { 'content-type': type }).end(body),
    );
    const { code, message } = await errorOf(url);
    expect(code).toBe(-32_000);
    expect(message).toContain(sentence);
    expect(message).not.toMatch(/\n|Welcome/);
  });

  it('has its error passed on under the id of the request, where it gives none', async () => {
    const error = { code: -32_022, message: 'Unsupported', data: { supported: ['2026-07-28'] } };
    const url = await startServer((_, response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id: null, error })),
    );
    expect(await errorOf(url)).toEqual(error);
  });

  it('may break off: whether the call was carried out is said to be unknown, and it is not sent again', async () => {
    let requests = 0;
    const url = await startServer((request) => {
      requests++;
      request.socket.destroy();
    });
    expect((await errorOf(url)).message).toMatch(/broke before the answer.*is not known\.$/);
    expect(requests).toBe(1);
  });

  it('may end its stream and have the rest asked for, where it numbers its events', async () => {
    const lastIds: unknown[] = [];
    const url = await startServer(({ method, headers }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (method === 'POST') return void response.end('id: 7\nretry: 5\ndata:\n\n');
      lastIds.push(headers['last-event-id']);
      response.end('id: 8\ndata: {"jsonrpc":"2.0","id":1,"result":{"late":true}}\n\n');
    });
    const bridge = startBridge(url);
    bridge.send(toolCall(1, 'echo'));
    expect((await bridge.answer(1)).result).toEqual({ late: true });
    expect(lastIds).toEqual(['7']);
  });

  it('may end its stream many times, and is gone in the end: what became of the call is said to be unknown', async () => {
    let resumed = 0;
    const url = await startServer(({ method }, response) => {
      if (method === 'GET' && ++resumed > 8) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`id: ${resumed}\nretry: 1\ndata:\n\n`);
    });
    expect((await errorOf(url)).message).toMatch(/broke before the answer: .* not known\.$/);
    expect(resumed).toBeGreaterThan(8);
  });

  it('has its numbers and its text passed on as they are', async () => {
    const url = await startServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(
        `{"jsonrpc": "2.0",\n "id": 1, "result": {"n": 12345678901234567890, "got": ${JSON.stringify(body)}}}`,
      );
    });
    const bridge = startBridge(url);
    const line = '{"id":1, "method":"x","jsonrpc":"2.0","params":{"big":1e400,"n":98765432109876543210}}';
    bridge.child.stdin!.write(`${line}\n`);
    await bridge.answer(1);
    expect(bridge.stdout()).toContain('"n": 12345678901234567890');
    expect(bridge.messages()[0].result.got).toBe(line);
  });
});

describe('a host that sends rubbish', () => {
  it('gets an error where there is an id to answer to, and is served on', async () => {
    const { url } = await startSessionServer();
    const bridge = startBridge(url);
    await greet(bridge);
    bridge.child.stdin!.write(
      'rubbish\n\n[]\n42\nnull\n{"jsonrpc":"2.0","id":5}\n{"id":6,"method":7}\n\u0000\n',
    );
    expect((await bridge.answer(5)).error.code).toBe(-32_600);
    expect((await bridge.answer(6)).error.code).toBe(-32_600);
    await until(() => bridge.stderr().includes('the host has sent something that is no JSON-RPC'));
    bridge.send(request(7, 'tools/list'));
    expect((await bridge.answer(7)).result.tools).not.toHaveLength(0);
  });

  it('is told that a line is too long', async () => {
    const bridge = startBridge((await startSessionServer()).url);
    bridge.send(toolCall(1, 'echo', { said: 'x'.repeat(11 * 1024 * 1024) }));
    expect((await bridge.answer(1)).error.message).toContain('larger than 10 MB');
  });
});
