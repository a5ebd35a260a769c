/** The bridge before a server of the initialize era. */
import { describe, expect, it } from 'vitest';
import { connectHost } from '../../../src/mcp/client.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { bundle } from '../../support/host.ts';
import { greet, type Running, request, toolCall } from '../../support/process.ts';
import { SOON_MS, until } from '../../support/waiting.ts';
import { bridgeEnv, startBridge } from './bridge-process.ts';
import { BIG_LENGTH, type SessionServer, startSessionServer } from './session-server.ts';

async function host(url: string, more: object = {}) {
  const host = await connectHost({
    command: process.execPath,
    args: [bundle, 'connect', url],
    env: bridgeEnv(),
    ...more,
  });
  afterThisTest(() => host.close());
  return host.client;
}

/** Returns once the server has all of the greeting, and the bridge listens to it. */
async function greetAll(bridge: Running, server: SessionServer): Promise<void> {
  await greet(bridge);
  await until(() => server.requests.some(({ method }) => method === 'GET'));
}

const textOf = (result: any): string => result.content[0].text;

describe('a server of the initialize era behind the bridge', () => {
  it.each([false, true])('answers calls as streams or as JSON (%s)', async (json) => {
    const { url } = await startSessionServer({ json });
    const client = await host(url);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('echo');
    expect(textOf(await client.callTool({ name: 'echo', arguments: { said: 'åäö' } }))).toBe('åäö');
  });

  it('asks a person by a form through the bridge', async () => {
    const { url } = await startSessionServer();
    const elicit = async () => ({ action: 'accept' as const, content: { colour: 'blue' } });
    const client = await host(url, { elicit });
    expect(textOf(await client.callTool({ name: 'ask' }))).toBe('accept blue');
  });

  it('says by itself that its resources have changed', async () => {
    const server = await startSessionServer();
    const bridge = startBridge(server.url);
    await greetAll(bridge, server);
    await server.announce();
    await until(() =>
      bridge.messages().some(({ method }) => method === 'notifications/resources/list_changed'),
    );
  });

  it('tells of progress, and hears that a call was cancelled', async () => {
    const server = await startSessionServer();
    const client = await host(server.url);
    const cancel = new AbortController();
    const onprogress = () => cancel.abort();
    await expect(
      client.callTool({ name: 'slow' }, undefined, { signal: cancel.signal, onprogress }),
    ).rejects.toThrow();
    await until(() => server.cancelled === 1);
    expect(textOf(await client.callTool({ name: 'echo', arguments: { said: 'still here' } }))).toBe(
      'still here',
    );
  });

  it('gets session and revision with each request after the first', async () => {
    const server = await startSessionServer();
    const bridge = startBridge(server.url);
    await greet(bridge);
    bridge.send(request(1, 'tools/list'));
    await bridge.answer(1);
    const { headers } = server.requests.find(({ rpc }) => rpc === 'tools/list')!;
    expect(headers).toMatchObject({
      'mcp-session-id': expect.stringMatching(/./),
      'mcp-protocol-version': '2025-06-18',
    });
    expect(server.requests[0]!.headers).not.toHaveProperty('mcp-session-id');
  });

  it('answers 5 MB and 50 calls at once', async () => {
    const { url, calls } = await startSessionServer();
    const client = await host(url);
    expect(textOf(await client.callTool({ name: 'big' }))).toHaveLength(BIG_LENGTH);
    const words = Array.from({ length: 50 }, (_, index) => `word ${index}`);
    const said = await Promise.all(
      words.map((said) => client.callTool({ name: 'echo', arguments: { said } })),
    );
    expect(said.map(textOf)).toEqual(words);
    expect(calls.toSorted()).toEqual(words.toSorted());
  });

  it('takes what a host sends at once, the greeting first', async () => {
    const server = await startSessionServer();
    const bridge = startBridge(server.url);
    await Promise.all([greet(bridge), Promise.resolve(bridge.send(request(7, 'tools/list')))]);
    expect((await bridge.answer(7)).result.tools).not.toHaveLength(0);
  });

  it.each(['stdin', 'SIGTERM', 'SIGINT'] as const)(
    'is told that the session ends, and the bridge is gone soon: %s',
    async (how) => {
      const server = await startSessionServer();
      const bridge = startBridge(server.url);
      await greetAll(bridge, server);
      expect(await bridge.end(how)).toBeLessThan(SOON_MS);
      expect((await bridge.ended).code).toBe(0);
      expect(server.requests.at(-1)!.method).toBe('DELETE');
    },
  );

  it('answers requests that came right before the end of stdin', async () => {
    const server = await startSessionServer();
    const bridge = startBridge(server.url);
    await greet(bridge);
    bridge.send(toolCall(1, 'echo', { said: 'bye' }));
    await bridge.end();
    const { stdout, code } = await bridge.ended;
    expect(stdout).toContain('bye');
    expect(code).toBe(0);
  });
});

describe('a server that has forgotten the session', () => {
  it.each([404, 400] as const)(
    'is greeted anew for a list, of which the host notices nothing (status %i)',
    async (lostStatus) => {
      const server = await startSessionServer({ lostStatus });
      const bridge = startBridge(server.url);
      await greetAll(bridge, server);
      server.forget();
      bridge.send(request(1, 'tools/list'), request(2, 'tools/list'));
      expect((await bridge.answer(1)).result.tools).not.toHaveLength(0);
      expect((await bridge.answer(2)).result.tools).not.toHaveLength(0);
      expect(bridge.messages().filter(({ id }) => id === 0)).toHaveLength(1);
      expect(server.requests.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(2);
    },
  );

  it('does not get a call of a tool twice: the host is told, and the next call works', async () => {
    const server = await startSessionServer();
    const bridge = startBridge(server.url);
    await greetAll(bridge, server);
    server.forget();
    bridge.send(toolCall(1, 'echo', { said: 'first' }));
    expect((await bridge.answer(1)).error).toEqual({
      code: -32_000,
      message: expect.stringContaining('did not take this request. There is a new session: send it again.'),
    });
    bridge.send(toolCall(2, 'echo', { said: 'second' }));
    expect(textOf((await bridge.answer(2)).result)).toBe('second');
    expect(server.calls).toEqual(['second']);
  });

  it('goes away and comes back', async () => {
    const server = await startSessionServer();
    const bridge = startBridge(server.url);
    await greetAll(bridge, server);
    await server.stop();
    bridge.send(toolCall(1, 'echo', { said: 'lost' }));
    expect((await bridge.answer(1)).error).toEqual({
      code: -32_000,
      message: expect.stringContaining('nothing listens at its address. Nothing was sent'),
    });
    await server.restart();
    bridge.send(toolCall(2, 'echo', { said: 'found' }));
    expect(textOf((await bridge.answer(2)).result)).toBe('found');
  });
});
