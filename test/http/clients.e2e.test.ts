/** Hosts' own SDKs of both lines, with a key in a header. */
import * as newSdk from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { order } from '../e2e/guard/things.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { effects, worldScript } from '../support/guard-bench.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

let dialer: FakeDialer;
let server: TeamServer;
let anna: Member;

beforeAll(async () => {
  dialer = await fakeDialer(worldScript({ '/api/order/39': [order(39)] }));
  anna = member('anna');
  server = await startTeamServer([anna], { HITRATE_URL: dialer.url, HITRATE_ACCESS: 'destructive' });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await dialer.close();
});

const address = () => new URL(`${server.url}/mcp`);
const withKey = (key = anna.key) => ({ requestInit: { headers: { authorization: `Bearer ${key}` } } });
const identity = { name: 'test-host', version: '1' };
const textOf = ({ content }: any) => JSON.parse(content[0].text);

/** A host of line 2; it speaks the older revisions too. @param isForm whether a person there says yes to a form */
function newHost(mode: object, isForm = false): newSdk.Client {
  const client = new newSdk.Client(identity, {
    capabilities: isForm ? { elicitation: { form: {} } } : {},
    versionNegotiation: { mode } as never,
  });
  if (isForm)
    client.setRequestHandler('elicitation/create', async () => ({
      action: 'accept',
      content: { confirm: true },
    }));
  return client;
}

const HOSTS: [string, () => Promise<any>][] = [
  [
    'line 1',
    async () => {
      const client = new OldClient(identity);
      await client.connect(new OldTransport(address(), withKey()));
      return client;
    },
  ],
  [
    'line 2, pinned to 2026-07-28',
    async () => {
      const client = newHost({ pin: '2026-07-28' });
      await client.connect(new newSdk.StreamableHTTPClientTransport(address(), withKey()));
      return client;
    },
  ],
  [
    'line 2, as it chooses by itself',
    async () => {
      const client = new newSdk.Client(identity);
      await client.connect(new newSdk.StreamableHTTPClientTransport(address(), withKey()));
      return client;
    },
  ],
];

describe.each(HOSTS)('the SDK of %s', (_, connect) => {
  it('connects with a key, lists what is there, calls, completes, and goes', async () => {
    const client = await connect();
    expect(client.getServerVersion().name).toBe('hitrate-mcp');
    expect(client.getInstructions()).toContain('dialer');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }: any) => name)).toContain('cancel_orders');
    const called = await client.callTool({ name: 'get_order', arguments: { order_id: 39 } });
    expect(textOf(called).id).toBe(39);
    expect((await client.listPrompts()).prompts.length).toBeGreaterThan(0);
    expect((await client.listResources()).resources).toEqual([]);
    expect((await client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
    await client.close();
  });

  it('hears of an error as an answer, and of a tool that is not there', async () => {
    const client = await connect();
    const missing = await client.callTool({ name: 'get_order', arguments: { order_id: 1 } });
    expect(missing.isError).toBe(true);
    const unknown = await client
      .callTool({ name: 'no_such_tool', arguments: {} })
      .catch((error: Error) => error);
    expect(unknown).toBeTruthy();
    await client.close();
  });
});

describe('a host without a key', () => {
  it('of line 1 is told that it must log in', async () => {
    const client = new OldClient(identity);
    await expect(client.connect(new OldTransport(address()))).rejects.toThrow(/send your key|401/);
  });

  it('of line 2 is told that it must log in', async () => {
    const client = newHost({ pin: '2026-07-28' });
    await expect(client.connect(new newSdk.StreamableHTTPClientTransport(address()))).rejects.toThrow(
      /send your key|401|Unauthorized/i,
    );
  });
});

describe('a form in the revision 2026-07-28', () => {
  it('comes over HTTP too, and the yes leads to the act once', async () => {
    const human = await startTeamServer([anna], {
      HITRATE_URL: dialer.url,
      HITRATE_ACCESS: 'destructive',
    });
    const client = newHost({ pin: '2026-07-28' }, true);
    const transport = new newSdk.StreamableHTTPClientTransport(new URL(`${human.url}/mcp`), withKey());
    await client.connect(transport);
    dialer.requests.splice(0);
    const answer = await client.callTool({ name: 'cancel_orders', arguments: { order_ids: [39] } });
    expect(textOf(answer).status).toBe('done');
    expect(effects(dialer)).toEqual(['POST /api/orders/cancel']);
    await client.close();
    await human.end('SIGTERM');
  });
});
