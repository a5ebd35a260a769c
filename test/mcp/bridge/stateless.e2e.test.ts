/** The bridge before a server of the revision 2026-07-28. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it } from 'vitest';
import { afterThisTest } from '../../support/cleanup.ts';
import { bundle } from '../../support/host.ts';
import { until } from '../../support/waiting.ts';
import { bridgeEnv } from './bridge-process.ts';
import { startSessionServer } from './session-server.ts';
import { startStatelessServer } from './stateless-server.ts';

/** A host that speaks the newest revision where the server does. */
async function connect(url: string): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: 'auto' } },
  );
  client.setRequestHandler('elicitation/create', async () => ({
    action: 'accept' as const,
    content: { colour: 'blue' },
  }));
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [bundle, 'connect', url], env: bridgeEnv() }),
  );
  afterThisTest(() => client.close());
  return client;
}

const textOf = (result: any): string => result.content[0].text;

describe('a stateless server behind the bridge', () => {
  it('is discovered, asks a person between two requests, and needs no greeting', async () => {
    const server = await startStatelessServer();
    const client = await connect(server.url);
    expect(textOf(await client.callTool({ name: 'ask' }))).toBe('accept blue');
    expect(server.requests.some(({ body }) => body.includes('"initialize"'))).toBe(false);
  });

  it('gets in the headers what the body says, arguments that a tool has marked too', async () => {
    const server = await startStatelessServer();
    const client = await connect(server.url);
    await client.listTools();
    const args = { said: 'hi', region: 'Skåne' };
    expect(textOf(await client.callTool({ name: 'echo', arguments: args }))).toBe('hi');
    expect(server.requests.at(-1)!.headers).toMatchObject({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'echo',
      'mcp-param-region': `=?base64?${Buffer.from('Skåne').toString('base64')}?=`,
    });
  });

  it('gets marked arguments also where the host calls a tool that it has not listed here', async () => {
    const client = await connect((await startStatelessServer()).url);
    const args = { said: 'hi', region: 'eu' };
    expect(textOf(await client.callTool({ name: 'echo', arguments: args }))).toBe('hi');
  });

  it('tells of progress, and a cancelled call ends its request', async () => {
    const server = await startStatelessServer();
    const client = await connect(server.url);
    const cancel = new AbortController();
    const onprogress = () => cancel.abort();
    await expect(client.callTool({ name: 'slow' }, { signal: cancel.signal, onprogress })).rejects.toThrow();
    await until(() => server.cancelled === 1);
    expect(server.requests.some(({ body }) => body.includes('notifications/cancelled'))).toBe(false);
  });

  it('has its own errors passed on', async () => {
    const { url } = await startStatelessServer();
    const client = await connect(url);
    await expect(client.callTool({ name: 'nothing' })).rejects.toThrow(/nothing/);
  });

  it('may be an older one: the host finds out through the bridge', async () => {
    const { url } = await startSessionServer();
    const client = await connect(url);
    expect(textOf(await client.callTool({ name: 'ask' }))).toBe('accept blue');
  });
});
