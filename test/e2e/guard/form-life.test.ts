/** What may happen to a form while a person has it before them. */

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServices } from '../../../src/call/services.ts';
import { readConfig } from '../../../src/config/config.ts';
import { createHandlers } from '../../../src/mcp/handlers/handlers.ts';
import { createServer } from '../../../src/mcp/initialize-era/server.ts';
import { fakeDialer } from '../../support/fake-dialer.ts';
import { askingByDefault, type Bench, effects, openBench, worldScript } from '../../support/guard-bench.ts';
import { answerRow } from '../../support/host.ts';
import { settle, until } from '../../support/waiting.ts';
import { people, things } from './acts.ts';

let shared: Bench;
beforeAll(async () => {
  shared = await openBench(askingByDefault(), true);
});
afterAll(() => shared.close());
afterEach(() => {
  vi.useRealTimers();
});

const never = () => new Promise<never>(() => {});

describe('a target that never rests', () => {
  it('a target that keeps changing is given up after three forms, each with the current state', async () => {
    const { host, dialer, forms, scene } = shared;
    let value = 399;
    scene(
      ({ method }) => ({ body: method === 'GET' ? [things.order(39, { value: value++ })] : {} }),
      () => ({ action: 'accept', content: { confirm: true } }),
    );
    const answer = await host.call('cancel_orders', { order_ids: [39] });
    expect(answer.data).toEqual({
      status: 'declined',
      note: 'It kept changing while the person was asked. Nothing was done.',
    });
    expect(forms.map(({ message }) => /Ek, (\d+)/.exec(message)![1])).toEqual(['399', '400', '401']);
    expect(effects(dialer)).toEqual([]);
  });

  it('a target that cannot be read after the confirmation is an error, and nothing is done', async () => {
    const { host, dialer, scene } = shared;
    for (const later of [
      { status: 404, body: { message: 'Order not found' } },
      { status: 500, body: 'Server Error' },
      { status: 403, body: { message: 'Permission denied' } },
      { body: [things.order(40)] },
      { body: [] },
    ]) {
      scene({ '/api/order/39': [things.order(39)] }, () => {
        dialer.script(() => later);
        return { action: 'accept', content: { confirm: true } };
      });
      expect((await host.call('cancel_orders', { order_ids: [39] })).isError).toBe(true);
      expect(effects(dialer)).toEqual([]);
    }
  });
});

describe('a form that is open', () => {
  it('an open form is withdrawn when the call is cancelled, and a later yes does nothing', async () => {
    const { host, dialer, scene, close } = await openBench(askingByDefault(), true);
    scene({ '/api/order/39': [things.order(39)] });
    // The SDK's client takes the id 0 of a server's first request for none, and never withdraws that one.
    await host.call('cancel_orders', { order_ids: [39] });
    let withdrawn: AbortSignal | undefined;
    let sayYes = () => {};
    host.client.setRequestHandler(ElicitRequestSchema, async (_, { signal }) => {
      withdrawn = signal;
      await new Promise<void>((resolve) => {
        sayYes = resolve;
      });
      return { action: 'accept', content: { confirm: true } };
    });
    const abort = new AbortController();
    const cancelling = { name: 'cancel_orders', arguments: { order_ids: [39] } };
    const call = host.client.callTool(cancelling, undefined, { signal: abort.signal });
    const rejected = expect(call).rejects.toThrow();
    await until(() => withdrawn !== undefined);
    abort.abort();
    await rejected;
    await until(() => withdrawn!.aborted);
    sayYes();
    await settle();
    expect(effects(dialer)).toEqual([]);
    await close();
  });

  it('an open form is void when the host disconnects', async () => {
    const { host, dialer, forms, scene } = await openBench(askingByDefault(), true);
    scene({ '/api/customer?id=922': people.anna }, never);
    const call = host.call('prune_customer', { customer_id: 922 }).catch((error) => error);
    await until(() => forms.length === 1);
    await host.close();
    expect(await call).toBeInstanceOf(Error);
    await settle();
    expect(effects(dialer)).toEqual([]);
    await dialer.close();
  });

  it('an open form is void when the server is killed', async () => {
    const { host, dialer, forms, scene } = await openBench(askingByDefault(), true);
    scene({ '/api/customer?id=922': people.anna }, never);
    const call = host.call('prune_customer', { customer_id: 922 }).catch((error) => error);
    await until(() => forms.length === 1);
    process.kill(host.pid!, 'SIGKILL');
    expect(await call).toBeInstanceOf(Error);
    await settle();
    expect(effects(dialer)).toEqual([]);
    await dialer.close();
  });

  it('the answers to two open forms are not mixed up', async () => {
    const { host, dialer, forms, scene } = shared;
    const world = { '/api/order/39': [things.order(39)], '/api/order/40': [things.order(40)] };
    scene(world, async ({ message }) => {
      await until(() => forms.length === 2);
      return { action: 'accept', content: { confirm: message.includes('order 40') } };
    });
    const answers = await Promise.all([39, 40].map((id) => host.call('cancel_orders', { order_ids: [id] })));
    expect(answers.map(({ data }) => data.status)).toEqual(['declined', 'done']);
    expect(dialer.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { order_ids: [40] },
    ]);
  });

  it('an open form counts as declined after five minutes, and not before', async () => {
    const dialer = await fakeDialer(worldScript({ '/api/customer?id=922': people.anna }));
    const env = { HITRATE_URL: dialer.url, HITRATE_TOKEN: 'x'.repeat(20), HITRATE_ACCESS: 'destructive' };
    const config = readConfig(['--log-level', 'silent'], env);
    const engine = createServices(config, env, async () => dialer.url);
    const server = createServer(createHandlers(config, async () => engine));
    const client = new Client({ name: 'host', version: '1' }, { capabilities: { elicitation: {} } });
    let shown = false;
    client.setRequestHandler(ElicitRequestSchema, () => {
      shown = true;
      return never();
    });
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(ours), client.connect(theirs)]);

    const real = globalThis.setTimeout;
    const breathe = () => new Promise((resolve) => real(resolve, 20));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let answer: any;
    const call = client.callTool({ name: 'prune_customer', arguments: { customer_id: 922 } }, undefined, {
      timeout: 3_600_000,
    });
    const done = call.then((value) => {
      answer = value;
    });
    while (!shown) await breathe();
    await vi.advanceTimersByTimeAsync(299_900);
    await breathe();
    expect(answer).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    await done;
    expect(answer.isError).toBeUndefined();
    expect(answerRow(answer)).toEqual({
      status: 'declined',
      note: 'The person did not confirm. Nothing was done.',
    });
    expect(effects(dialer)).toEqual([]);
    vi.useRealTimers();
    await Promise.all([client.close(), engine.close(), dialer.close()]);
  });
});
