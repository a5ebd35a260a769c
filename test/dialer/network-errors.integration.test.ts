/** A connection that fails: every way in which an answer does not come, or not to its end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answers, deadUrl, JSON_TYPE, type OnRequest, rawDialer } from '../support/raw-dialer.ts';
import { CHECK, callsTo, OFFICES, READ, WRITE } from '../support/services.ts';

const HEAD = `HTTP/1.1 200 OK\r\n${JSON_TYPE}`;

/** Sends what there is, then does something to the connection. */
const after =
  (text: string, then: (socket: Parameters<OnRequest>[0]) => void): OnRequest =>
  (socket) => {
    socket.write(text, () => then(socket));
  };

interface Fault {
  fault: string;
  on: OnRequest;
  read: 'unavailable' | 'timeout' | 'bad_answer';
  /** How often a read is sent. */
  sent: number;
}

const FAULTS: Fault[] = [
  { fault: 'resets before the headers', on: (s) => s.resetAndDestroy(), read: 'unavailable', sent: 3 },
  { fault: 'closes without a word', on: (s) => void s.end(), read: 'unavailable', sent: 3 },
  {
    fault: 'closes in the middle of the headers',
    on: after('HTTP/1.1 200 OK\r\ncontent-ty', (s) => s.end()),
    read: 'unavailable',
    sent: 3,
  },
  {
    fault: 'resets in the body',
    on: after(`${HEAD}content-length: 900\r\n\r\n[{"id":1`, (s) => s.resetAndDestroy()),
    read: 'unavailable',
    sent: 3,
  },
  {
    fault: 'closes before the announced content-length',
    on: after(`${HEAD}content-length: 900\r\n\r\n[{"id":1}]`, (s) => s.end()),
    read: 'unavailable',
    sent: 3,
  },
  {
    fault: 'closes before the last chunk',
    on: after(`${HEAD}transfer-encoding: chunked\r\n\r\n8\r\n[{"id":1\r\n`, (s) => s.end()),
    read: 'unavailable',
    sent: 3,
  },
  { fault: 'stalls before the headers', on: () => {}, read: 'timeout', sent: 1 },
  {
    fault: 'stalls in the headers',
    on: after('HTTP/1.1 200 OK\r\nconte', () => {}),
    read: 'timeout',
    sent: 1,
  },
  {
    fault: 'stalls in the body',
    on: after(`${HEAD}content-length: 900\r\n\r\n[{"id":1`, () => {}),
    read: 'timeout',
    sent: 1,
  },
  {
    fault: 'speaks another protocol',
    on: after('SSH-2.0-OpenSSH_9.6\r\n', () => {}),
    read: 'bad_answer',
    sent: 1,
  },
  {
    fault: 'announces less than it sends',
    on: after(`${HEAD}content-length: 5\r\n\r\n[{"id":1,"name":"Uppsala"}]`, () => {}),
    read: 'bad_answer',
    sent: 1,
  },
  {
    fault: 'breaks the chunked encoding',
    on: after(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n[{"id":1\r\n`, () => {}),
    read: 'bad_answer',
    sent: 1,
  },
];

describe.concurrent.each(FAULTS)('a dialer that $fault', ({ on, read, sent }) => {
  it(`a read from a failing dialer is ${read} after ${sent} attempts, and the next call is answered`, async () => {
    const dialer = await rawDialer(on);
    const calls = callsTo(dialer.url);
    const failed = await calls.call(READ);
    expect(failed.kind).toBe(read);
    expect(dialer.requests).toHaveLength(sent);
    expect(failed.text).not.toMatch(/ at \S+:\d+|127\.0\.0\.1|sekret/);
    dialer.on(answers(OFFICES));
    expect(await calls.call(READ)).toMatchObject({ kind: 'answer' });
    await calls.close();
    await dialer.close();
  });

  it('a write to a failing dialer is sent once and has an unknown outcome', async () => {
    const dialer = await rawDialer(on);
    const calls = callsTo(dialer.url);
    const failed = await calls.call(WRITE);
    expect(failed.kind).toBe('outcome_unknown');
    expect(failed.text).toContain(`Look with ${CHECK}`);
    expect(dialer.requests).toHaveLength(1);
    dialer.on(answers({ success: true, result: { status: 'success', id: 81 } }));
    expect(await calls.call(WRITE)).toMatchObject({ kind: 'answer' });
    expect(dialer.requests).toHaveLength(2);
    await calls.close();
    await dialer.close();
  });
});

describe('an address where nothing listens', () => {
  let url: string;
  beforeAll(async () => {
    url = await deadUrl();
  });

  it.each([
    ['a read', READ],
    ['a write', WRITE],
  ])('%s to an address where nothing listens is unavailable, and nothing is sent', async (_, tool) => {
    const calls = callsTo(url);
    const { kind, text } = await calls.call(tool);
    expect(kind).toBe('unavailable');
    expect(text).toContain('nothing listens at its address');
    expect(text).toContain('Nothing was sent');
    await calls.close();
  });

  it('a write to a host name that does not exist is unavailable, and nothing is sent', async () => {
    const calls = callsTo('https://no-such-dialer.invalid:3007', { HITRATE_TIMEOUT_MS: '15000' });
    const { kind, text } = await calls.call(WRITE);
    expect(kind).toBe('unavailable');
    expect(text).toContain('Nothing was sent');
    await calls.close();
  });
});

describe('an address that takes a connection and never shakes hands', () => {
  it('a TLS handshake that never completes ends at the deadline or when the call is cancelled', async () => {
    const dialer = await rawDialer(() => {});
    const calls = callsTo(dialer.url.replace('http:', 'https:'));
    const started = performance.now();
    expect(await calls.call(READ)).toMatchObject({ kind: 'timeout' });
    // undici alone would wait ten seconds for the handshake.
    expect(performance.now() - started).toBeLessThan(6000);
    const cancelled = AbortSignal.timeout(50);
    expect((await calls.call(READ, { signal: cancelled })).text).toContain('cancelled');
    expect(performance.now() - started).toBeLessThan(8000);
    await calls.close();
    await dialer.close();
  });
});

describe('a connection kept alive that the dialer has closed meanwhile', () => {
  const dialers: { close(): Promise<void> }[] = [];
  afterAll(() => Promise.all(dialers.map((one) => one.close())));

  it('a read is answered after the dialer has closed the kept connection', async () => {
    const dialer = await rawDialer(answers(OFFICES));
    const calls = callsTo(dialer.url);
    dialers.push(dialer, calls);
    expect(await calls.call(READ)).toMatchObject({ kind: 'answer' });
    for (const socket of dialer.open) socket.destroy();
    expect(await calls.call(READ)).toMatchObject({ kind: 'answer' });
  });

  it('a write is never sent twice when the dialer resets a kept connection', async () => {
    const dialer = await rawDialer((socket, text) => {
      if (dialer.requests.length > 1) return void socket.resetAndDestroy();
      answers(OFFICES)(socket, text);
    });
    const calls = callsTo(dialer.url);
    dialers.push(dialer, calls);
    await calls.call(READ);
    expect(await calls.call(WRITE)).toMatchObject({ kind: 'outcome_unknown' });
    expect(dialer.requests).toHaveLength(2);
  });
});
