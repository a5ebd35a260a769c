/** Both eras of the protocol over stdio: what opens the connection decides. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { greet, type Running, request, serve, toolCall } from '../../support/process.ts';
import { startStatelessHost } from '../../support/stateless-host.ts';
import { statelessCall, statelessRequest } from '../../support/stateless-messages.ts';

let dialer: FakeDialer;
let server: Running;

beforeAll(async () => {
  dialer = await fakeDialer(() => ({ body: [{ id: 1, name: 'Uppsala' }] }));
});
afterAll(() => dialer.close());
afterEach(() => server?.end());

const textOf = ({ result }: any): string => result.content[0].text;

describe('a connection', () => {
  it('of a client of the newer SDK is of the stateless era, with all that it offers', async () => {
    const host = await startStatelessHost({ HITRATE_SANDBOX: 'on' });
    try {
      expect(host.client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
      const { tools } = await host.client.listTools();
      expect(tools.map(({ name }) => name)).toContain('order_report');
      expect((await host.call('list_offices')).data.total).toBe(4);
      expect((await host.call('get_order', { order_id: 0 })).text).toMatch(/^invalid_arguments: /);
      expect((await host.client.listPrompts()).prompts.length).toBeGreaterThan(0);
      expect((await host.client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
      const { completion } = await host.client.complete({
        ref: { type: 'ref/resource', uri: 'hitrate://order/{order_id}/recording.mp3' },
        argument: { name: 'order_id', value: '' },
      });
      expect(completion.values.length).toBeGreaterThan(0);
    } finally {
      await host.close();
    }
  });

  it('is of the stateless era where its requests say so, each by itself', async () => {
    server = serve(dialer.url);
    server.send(statelessCall(1, 'list_offices', {}));
    expect(textOf(await server.answer(1))).toContain('Uppsala');
    server.send(statelessRequest(2, 'tools/list'));
    const { result } = await server.answer(2);
    expect(result).toMatchObject({ resultType: 'complete', ttlMs: 3_600_000, cacheScope: 'private' });
  });

  it('is of the initialize era after a handshake, also where the host only probed for the newer one', async () => {
    server = serve(dialer.url);
    server.send(statelessRequest(50, 'server/discover'));
    expect((await server.answer(50)).result.supportedVersions).toEqual(['2026-07-28']);
    await greet(server);
    expect((await server.answer(0)).result.protocolVersion).toBe('2025-06-18');
    server.send(toolCall(1, 'list_offices'));
    expect(textOf(await server.answer(1))).toContain('Uppsala');
  });

  it('keeps the order of messages that come in one piece', async () => {
    server = serve(dialer.url);
    server.send(...[1, 2, 3, 4, 5].map((id) => statelessRequest(id, 'tools/list')), request(6, 'ping'));
    await server.answer(5);
    const ids = server.messages().map(({ id }) => id);
    expect(ids.filter((id) => id <= 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['a revision that nobody has', { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' }],
    ['half an envelope', { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }],
    ['a revision that is no text', { 'io.modelcontextprotocol/protocolVersion': 7 }],
  ])('answers %s with an error, and works on', async (_, meta) => {
    server = serve(dialer.url);
    server.send(request(1, 'tools/list', { _meta: meta }));
    expect((await server.answer(1)).error.code).toBeLessThan(0);
    server.send(statelessCall(2, 'list_offices', {}));
    expect(textOf(await server.answer(2))).toContain('Uppsala');
  });

  it('ends a call that is cancelled, in the stateless era too', async () => {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let closed = false;
    const slow = await fakeDialer((_, response) => {
      response.on('close', () => {
        closed = true;
      });
      arrived();
      return undefined;
    });
    server = serve(slow.url);
    server.send(statelessCall(1, 'list_offices', {}));
    await asked;
    server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await expect.poll(() => closed).toBe(true);
    await slow.close();
  });
});
