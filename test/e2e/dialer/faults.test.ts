/** The faults that matter most, as a host meets them: through the built server. */
import { ProgressNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { SECRET, startHost } from '../../support/host.ts';
import {
  answers,
  deadUrl,
  JSON_TYPE,
  type OnRequest,
  type RawDialer,
  rawDialer,
} from '../../support/raw-dialer.ts';
import { CHECK, OFFICES, READ, WRITE } from '../../support/services.ts';

let dialer: RawDialer;
let host: Host;
let stderr = '';
const progress: number[] = [];

beforeAll(async () => {
  dialer = await rawDialer(answers(OFFICES));
  host = await startHost(
    {
      HITRATE_URL: dialer.url,
      HITRATE_ACCESS: 'destructive',
      HITRATE_TIMEOUT_MS: '5000',
      HITRATE_LOG_LEVEL: 'trace',
    },
    {
      onStderr: (text) => {
        stderr += text;
      },
    },
  );
  host.client.setNotificationHandler(ProgressNotificationSchema, ({ params }) => {
    progress.push(params.progress);
  });
});
afterAll(async () => {
  await host.close();
  await dialer.close();
});

const FAULTS: [string, OnRequest, string, string, number][] = [
  ['resets', (socket) => socket.resetAndDestroy(), 'unavailable', 'outcome_unknown', 3],
  ['stalls', () => {}, 'timeout', 'outcome_unknown', 1],
  [
    'breaks off in the body',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: 99\r\n\r\n[{"id"`),
    'unavailable',
    'outcome_unknown',
    3,
  ],
  [
    'answers 503',
    (socket) => socket.write('HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n'),
    'unavailable',
    'outcome_unknown',
    3,
  ],
  [
    'answers with a page',
    (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n<html></html>'),
    'bad_answer',
    'outcome_unknown',
    1,
  ],
];

describe.each(FAULTS)('a dialer that %s', (_, on, read, write, sent) => {
  it(`a faulty dialer leads to ${read} for a read and ${write} for a write, and the server answers the next call`, async () => {
    dialer.on(on);
    dialer.requests.length = 0;
    const [failed, unsure] = await Promise.all([host.call(...READ), host.call(...WRITE)]);
    const sentBy = (method: string) => dialer.requests.filter((text) => text.startsWith(method));
    expect(failed).toMatchObject({ isError: true, data: undefined });
    expect(failed.text).toMatch(new RegExp(`^${read}: `));
    expect(sentBy('GET')).toHaveLength(sent);
    expect(unsure.text).toMatch(new RegExp(`^${write}: .*Look with ${CHECK}`));
    expect(sentBy('POST')).toHaveLength(1);

    dialer.on(answers(OFFICES));
    expect((await host.call(...READ)).text).toContain('Uppsala');
  });
});

describe('the token', () => {
  it('the token is sent with each request and appears in no answer or log, even when the dialer repeats it', async () => {
    const said = { message: `No right for Bearer ${SECRET}`, extra: { [SECRET]: SECRET } };
    const seen: string[] = [];
    for (const [status, body] of [
      [400, said],
      [401, said],
      [403, said],
      [404, said],
      [500, said],
      [503, said],
      [200, { status: 'Error', ...said }],
      [200, [{ id: 1, name: `Uppsala ${SECRET}` }]],
      [200, `plain ${SECRET}`],
      [307, { location: SECRET }],
    ] as const) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      dialer.on((socket) =>
        socket.write(
          `HTTP/1.1 ${status} X\r\nx-token: ${SECRET}\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
        ),
      );
      for (const tool of [READ, WRITE]) seen.push(JSON.stringify(await host.call(...tool)));
      const read = host.client.readResource({ uri: 'hitrate://call/7/recording.wav' });
      seen.push(await read.then(JSON.stringify, (error) => `${error.message} ${JSON.stringify(error.data)}`));
    }
    expect(dialer.requests.every((text) => text.includes(`Bearer ${SECRET}`))).toBe(true);
    expect(seen).toHaveLength(30);
    expect(seen.filter((text) => text.includes(SECRET))).toEqual([]);
    expect(seen.some((text) => text.includes('***'))).toBe(true);
    expect(stderr).toContain('list_offices');
    expect(stderr).not.toContain(SECRET);
  });

  it('the token does not appear in the error when nothing listens at the address of the dialer', async () => {
    const lost = await startHost({ HITRATE_URL: await deadUrl() });
    const { text } = await lost.call(...READ);
    expect(text).toMatch(/^unavailable: .*nothing listens/);
    expect(text).not.toContain(SECRET);
    await lost.close();
  });
});

describe('a call that the host cancels', () => {
  it('a call that the host cancels closes its connection to the dialer, and the server answers the next call', async () => {
    dialer.on(() => {});
    for (const socket of dialer.open) socket.destroy();
    await expect.poll(() => dialer.open.size).toBe(0);
    dialer.requests.length = 0;
    const cancel = new AbortController();
    const call = host.client.callTool({ name: READ[0], arguments: {} }, undefined, { signal: cancel.signal });
    const ended = call.catch((error: Error) => error);
    await expect.poll(() => dialer.requests.length).toBe(1);
    cancel.abort('not wanted any more');
    expect(await ended).toBeInstanceOf(Error);
    // Well before the deadline would have closed it.
    await expect.poll(() => dialer.open.size, { timeout: 3_000 }).toBe(0);
    dialer.on(answers(OFFICES));
    expect((await host.call(...READ)).text).toContain('Uppsala');
  });
});

describe('progress of a download', () => {
  const download: OnRequest = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = `ID3${'a'.repeat(5117)}`;
    for (let i = 0; i < 4; i++) socket.write(`1400\r\n${chunk}\r\n`);
    socket.write('0\r\n\r\n');
  };

  it('a download reports progress only when the host gave a progress token', async () => {
    dialer.on(download);
    progress.length = 0;
    const call = { name: 'get_call_recording', arguments: { call_id: 7 } };
    expect((await host.client.callTool(call)).isError).toBeFalsy();
    expect(progress).toEqual([]);
    const answer = await host.client.callTool(call, undefined, { onprogress: () => {} });
    expect(answer.isError).toBeFalsy();
    expect(progress.length).toBeGreaterThan(0);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });
});
