/** Downloads that end in the middle, whoever ends them: the dialer is let go, and nothing is left behind. */
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer, type Script } from '../../support/fake-dialer.ts';
import { announced, cutting, stalling } from '../../support/file-sending.ts';
import { newFolder, sha256 } from '../../support/files.ts';
import { answerOf, startHost } from '../../support/host.ts';
import { greet, serve, toolCall } from '../../support/process.ts';
import { noise } from '../../support/recordings.ts';
import { SOON_MS, until } from '../../support/waiting.ts';

const body = noise('a minute', 60);
const older = noise('older', 60);
const name = 'call-4371.wav';

let dialer: FakeDialer;
let folder: string;
let host: Host;
/** Time is up within a second. */
let hasty: Host;
beforeAll(async () => {
  dialer = await fakeDialer();
  folder = newFolder();
  const env = { HITRATE_URL: dialer.url, HITRATE_DOWNLOAD_DIR: folder };
  [host, hasty] = await Promise.all([
    startHost(env, { name: 'claude-code' }),
    startHost({ ...env, HITRATE_TIMEOUT_MS: '1000' }, { name: 'claude-code' }),
  ]);
  // What calls need is loaded at the first one.
  await Promise.all([host, hasty].map((one) => one.client.listResourceTemplates()));
});
afterAll(async () => {
  await Promise.all([host.close(), hasty.close()]);
  await dialer.close();
});

type Way = (from: Host, signal?: AbortSignal) => Promise<unknown>;

const asked =
  (args: object): Way =>
  async (from, signal) => {
    const { isError, text } = await answerOf(
      from,
      ['get_call_recording', { call_id: 4371, ...args }],
      {},
      signal,
    );
    if (isError) throw new Error(text);
  };

const WAYS: [string, Way][] = [
  ['a link', asked({})],
  ['a link to a clip', asked({ start_s: 1, end_s: 50 })],
  ['inline', asked({ deliver: 'inline', format: 'wav', start_s: 20, end_s: 40 })],
  ['a file', asked({ deliver: 'file' })],
  ['a file of a clip', asked({ deliver: 'file', start_s: 1, end_s: 50 })],
  [
    'a resource',
    ({ client }, signal) => client.readResource({ uri: 'hitrate://call/4371/recording.wav' }, { signal }),
  ],
];

/** An older file under the name, of another length and of the same. */
const OLDER = [older, older.subarray(0, 1000)];

function put(bytes: Buffer) {
  writeFileSync(join(folder, name), bytes);
  const before = lstatSync(join(folder, name));
  return () => {
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
    const { ino, mtimeMs } = lstatSync(join(folder, name));
    expect({ ino, mtimeMs }).toEqual({ ino: before.ino, mtimeMs: before.mtimeMs });
  };
}

describe.each(WAYS)('a download for %s', (way, ask) => {
  it('a download that the host cancels closes its connection to the dialer and leaves no part of a file', async () => {
    for (const bytes of OLDER) {
      const untouched = put(bytes);
      const file = stalling(body);
      dialer.script(file.script);
      const controller = new AbortController();
      const asking = ask(host, controller.signal);
      const cancelled = expect(asking).rejects.toThrow(/host's person/);
      await until(() => file.sent() === 100_000);
      // It may still lie in the connection; where it is written to a file, that tells when it is there.
      if (way.startsWith('a file') && bytes !== older)
        await until(() => readdirSync(folder).some((one) => one.endsWith('.part')));
      controller.abort(new Error("the host's person"));
      await cancelled;
      await file.over;
      await until(() => readdirSync(folder).length === 1);
      untouched();
    }
    // The next call finds all in order.
    dialer.script(() => announced(body));
    expect((await answerOf(host, ['get_call_recording', { call_id: 4371 }])).about.sha256).toBe(sha256(body));
  });

  it.each([
    ['announced', { 'content-length': String(body.length) }],
    ['not announced', {}],
  ])(
    'a download that the dialer cuts off is an error and leaves no part of a file: its length was %s',
    async (_, headers) => {
      for (const bytes of OLDER) {
        const untouched = put(bytes);
        dialer.script(cutting(body, headers));
        await expect(ask(host)).rejects.toThrow(/unavailable: The download broke off after \d+ bytes\./);
        untouched();
      }
    },
  );
});

it('a download that outlasts its deadline is an error, closes its connection and leaves no part of a file', async () => {
  const untouched = put(older.subarray(0, 1000));
  const files = WAYS.map(() => stalling(body));
  const left = [...files];
  dialer.script((arrived, response) => left.pop()!.script(arrived, response));
  const timeout = /timeout: .*No answer within 1 s/;
  await Promise.all(WAYS.map(([, ask]) => expect(ask(hasty)).rejects.toThrow(timeout)));
  await Promise.all(files.map(({ over }) => over));
  untouched();
});

describe.concurrent('a server that ends in the middle of a download', () => {
  const ENDS = ['stdin', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  const stalls: Script = (arrived, response) => stalling(body).script(arrived, response);

  it.each(ENDS)('a server that ends during a download leaves no temporary file: %s', async (how) => {
    const folder = newFolder();
    const dialer = await fakeDialer(stalls);
    const server = serve(dialer.url, { HITRATE_DOWNLOAD_DIR: folder });
    await greet(server);
    for (const [id, clip] of [{}, { start_s: 1, end_s: 50 }].entries()) {
      const more = { ...clip, deliver: 'file' };
      server.send(toolCall(10 + id, 'get_call_recording', { call_id: 1, ...more }));
      server.send(toolCall(20 + id, 'get_order_recording', { order_id: 2, ...more }));
    }
    await until(() => readdirSync(folder).length === 4);
    for (const one of readdirSync(folder))
      expect(one).toMatch(/^\.(call-1|order-2)(-1-50)?\.wav\.[0-9a-f]{12}\.part$/);
    expect(await server.end(how)).toBeLessThan(SOON_MS);
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(folder)).toEqual([]);
    await dialer.close();
  });

  it('a server that ends during a download leaves an older file as it was', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, name), 'older');
    const dialer = await fakeDialer(stalls);
    const server = serve(dialer.url, { HITRATE_DOWNLOAD_DIR: folder });
    await greet(server);
    server.send(toolCall(1, 'get_call_recording', { call_id: 4371, deliver: 'file' }));
    await until(() => readdirSync(folder).length === 2);
    await server.end('SIGTERM');
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe('older');
    await dialer.close();
  });
});
