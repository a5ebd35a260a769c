/** Starting has no side effect: hosts start a server to see what it can do, some of them twice. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { greet, type Running, request, run, serve, toolCall } from '../../support/process.ts';

let dialer: FakeDialer;
const servers: Running[] = [];
const folders: string[] = [];

beforeAll(async () => {
  dialer = await fakeDialer(() => ({ body: [{ id: 1, name: 'Uppsala' }] }));
});
afterAll(async () => {
  for (const server of servers) await server.end();
  for (const folder of folders) rmSync(folder, { recursive: true });
  await dialer.close();
});

const emptyFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-'));
  folders.push(folder);
  return folder;
};
const start = (env: Record<string, string> = {}, cwd = emptyFolder()): Running => {
  const server = serve(dialer.url, env, cwd);
  servers.push(server);
  return server;
};
const startSandbox = (env: Record<string, string> = {}, cwd = emptyFolder()): Running => {
  const server = run(['--sandbox'], { env: { HITRATE_LOG_LEVEL: 'silent', ...env }, cwd });
  servers.push(server);
  return server;
};

/** Asks for all that a host asks for before a person says a word. */
async function lookedAt(server: Running): Promise<void> {
  await greet(server);
  server.send(
    request(1, 'tools/list'),
    request(2, 'resources/list'),
    request(3, 'resources/templates/list'),
    request(4, 'ping'),
  );
  for (let id = 1; id <= 4; id++) await server.answer(id);
}

/** Loaded before the server: tells on stderr of each port that is opened. */
const WATCHED = `import net from 'node:net';
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (...args) {
  process.stderr.write('LISTENS\\n');
  return listen.apply(this, args);
};`;
const watched = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCHED)}` };

describe.concurrent('a server that is only looked at', () => {
  it('the server asks the dialer nothing until a tool is called', async () => {
    const own = await fakeDialer(() => ({ body: [{ id: 1, name: 'Uppsala' }] }));
    const server = start({ HITRATE_URL: own.url });
    await lookedAt(server);
    expect(own.requests).toHaveLength(0);
    server.send(toolCall(5, 'list_offices'));
    await server.answer(5);
    expect(own.requests).toHaveLength(1);
    await own.close();
  });

  it('the server writes nothing to its working directory, not even during a call', async () => {
    const folder = emptyFolder();
    const server = start({ HITRATE_LOG_LEVEL: 'trace' }, folder);
    await lookedAt(server);
    server.send(toolCall(5, 'list_offices'));
    await server.answer(5);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('the server runs in a working directory that is read-only', async () => {
    const folder = emptyFolder();
    chmodSync(folder, 0o555);
    await lookedAt(start({}, folder));
  });

  it('the server opens no port, not even during a call to a dialer', async () => {
    const server = start(watched);
    await lookedAt(server);
    server.send(toolCall(5, 'list_offices'));
    await server.answer(5);
    expect(server.stderr()).toBe('');
  });

  it('the server with the sandbox opens its only port at the first call', async () => {
    const folder = emptyFolder();
    const server = startSandbox(watched, folder);
    await lookedAt(server);
    expect(server.stderr()).toBe('');
    server.send(toolCall(5, 'list_offices'));
    expect((await server.answer(5)).result.isError).toBeFalsy();
    expect(server.stderr()).toBe('LISTENS\n');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('the server sends nothing but the answer to initialize before it is asked', async () => {
    const server = start({ HITRATE_LOG_LEVEL: 'trace' });
    await greet(server);
    expect(server.messages().map(({ id }) => id)).toEqual([0]);
    expect(server.stderr()).toBe('');
  });
});

describe.concurrent('two servers at once', () => {
  it.each([
    ['on one dialer', () => [start(), start()]],
    ['with a sandbox each', () => [startSandbox(), startSandbox()]],
  ])('two servers at once do not disturb each other: %s', async (_, both) => {
    const pair = both();
    await Promise.all(pair.map(lookedAt));
    for (const server of pair) server.send(toolCall(5, 'list_offices'));
    for (const server of pair) expect((await server.answer(5)).result.isError).toBeFalsy();
    await pair[0]!.end();
    pair[1]!.send(toolCall(6, 'list_offices'));
    expect((await pair[1]!.answer(6)).result.isError).toBeFalsy();
  });
});
