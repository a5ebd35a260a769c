/** Starting has no side effect: hosts start a server to see what it can do, some of them twice. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../support/dialer.ts';
import { SECRET } from '../support/host.ts';
import { greet, type Running, request, run, serve, toolCall } from './support.ts';

let dialer: FakeDialer;
let folder: string;
const servers: Running[] = [];

beforeAll(async () => {
  dialer = await fakeDialer(() => ({ body: [{ id: 1, name: 'Uppsala' }] }));
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-'));
  dialer.requests.length = 0;
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
  rmSync(folder, { recursive: true });
});
afterAll(() => dialer.close());

const start = (env: Record<string, string> = {}): Running => {
  const server = serve(dialer.url, env, folder);
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

/** Sockets that the process listens on, by the kernel's word. */
function listening(pid: number): number {
  const inodes = new Set<string>();
  for (const table of ['tcp', 'tcp6'])
    for (const line of readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1)) {
      const cells = line.trim().split(/\s+/);
      if (cells[3] === '0A') inodes.add(`socket:[${cells[9]}]`);
    }
  const links = execFileSync('ls', ['-l', `/proc/${pid}/fd`], { encoding: 'utf8' });
  return [...inodes].filter((inode) => links.includes(inode)).length;
}

describe('a server that is only looked at', () => {
  it('asks the dialer nothing, until a tool is called', async () => {
    const server = start();
    await lookedAt(server);
    expect(dialer.requests).toHaveLength(0);
    server.send(toolCall(5, 'list_offices'));
    await server.answer(5);
    expect(dialer.requests).toHaveLength(1);
  });

  it('writes nothing to its working directory, nor does a call', async () => {
    const server = start({ HITRATE_LOG_LEVEL: 'trace' });
    await lookedAt(server);
    server.send(toolCall(5, 'list_offices'));
    await server.answer(5);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('runs in a working directory that it can not write to', async () => {
    chmodSync(folder, 0o555);
    await lookedAt(start());
  });

  it.skipIf(process.platform !== 'linux')('opens no port, nor does a call to a dialer', async () => {
    const server = start();
    await lookedAt(server);
    server.send(toolCall(5, 'list_offices'));
    await server.answer(5);
    expect(listening(server.child.pid!)).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')('with the sandbox opens its port at the first call', async () => {
    const server = run(['--sandbox'], { env: { HITRATE_LOG_LEVEL: 'silent' }, cwd: folder });
    servers.push(server);
    await lookedAt(server);
    expect(listening(server.child.pid!)).toBe(0);
    server.send(toolCall(5, 'list_offices'));
    expect((await server.answer(5)).result.isError).toBeFalsy();
    expect(listening(server.child.pid!)).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says nothing before it is asked', async () => {
    const server = start({ HITRATE_LOG_LEVEL: 'trace' });
    await greet(server);
    expect(server.messages().map(({ id }) => id)).toEqual([0]);
    expect(server.stderr()).toBe('');
  });
});

describe('two servers at once', () => {
  it.each([
    ['on one dialer', () => [start(), start()]],
    [
      'with a sandbox each',
      () =>
        [1, 2].map(() => {
          const server = run(['--sandbox'], { env: { HITRATE_LOG_LEVEL: 'silent' } });
          servers.push(server);
          return server;
        }),
    ],
  ])('do not mind each other: %s', async (_, both) => {
    const pair = both();
    await Promise.all(pair.map(lookedAt));
    for (const server of pair) server.send(toolCall(5, 'list_offices'));
    for (const server of pair) expect((await server.answer(5)).result.isError).toBeFalsy();
    await pair[0]!.end();
    pair[1]!.send(toolCall(6, 'list_offices'));
    expect((await pair[1]!.answer(6)).result.isError).toBeFalsy();
  });
});

describe('the token', () => {
  it.skipIf(process.platform !== 'linux')('is not in the process list', async () => {
    const server = start();
    await greet(server);
    expect(readFileSync(`/proc/${server.child.pid}/cmdline`, 'utf8')).not.toContain(SECRET);
  });
});
