/** How connections are used: kept, counted, and let go of when a call is cancelled. */
import { afterEach, describe, expect, it } from 'vitest';
import { answers, type RawDialer, rawDialer } from '../support/raw-dialer.ts';
import { type Calls, callsTo, OFFICES, READ, WRITE } from '../support/services.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function pair(
  answer: Parameters<typeof rawDialer>[0],
  env: Record<string, string> = {},
): Promise<[RawDialer, Calls]> {
  const dialer = await rawDialer(answer);
  const calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '8000', ...env });
  open.push(calls, dialer);
  return [dialer, calls];
}

describe('connections to the dialer', () => {
  it('connections to the dialer are reused between calls', async () => {
    const [dialer, calls] = await pair(answers(OFFICES));
    for (let i = 0; i < 9; i++) expect(await calls.call(READ)).toMatchObject({ kind: 'answer' });
    expect(dialer.requests).toHaveLength(9);
    // A call right after another may find the first connection not yet free.
    expect(dialer.connections).toBeLessThanOrEqual(2);
  });

  it.each([
    ['1', 1],
    ['3', 3],
  ])('connections to the dialer are never more than HITRATE_MAX_CONNECTIONS=%s', async (setting, most) => {
    let highest = 0;
    const waiting: (() => void)[] = [];
    const [dialer, calls] = await pair(
      (socket, text) => {
        highest = Math.max(highest, dialer.open.size);
        waiting.push(() => answers(OFFICES)(socket, text));
        // All that may come at once have come: let them go one by one.
        if (waiting.length === most) for (const go of waiting.splice(0)) setTimeout(go, 5);
      },
      { HITRATE_MAX_CONNECTIONS: setting },
    );
    const outcomes = await Promise.all(Array.from({ length: most * 4 }, () => calls.call(READ)));
    expect(outcomes.every(({ kind }) => kind === 'answer')).toBe(true);
    expect(highest).toBe(most);
    expect(dialer.connections).toBe(most);
  });

  it('a connection to the dialer carries one request at a time', async () => {
    let under = 0;
    const [, calls] = await pair(
      (socket, text) => {
        expect(++under).toBe(1);
        setTimeout(() => {
          under--;
          answers(OFFICES)(socket, text);
        }, 5);
      },
      { HITRATE_MAX_CONNECTIONS: '1' },
    );
    await Promise.all(Array.from({ length: 6 }, () => calls.call(READ)));
  });

  it('calls that wait for a free connection time out at the deadline too', async () => {
    const [dialer, calls] = await pair(() => {}, {
      HITRATE_MAX_CONNECTIONS: '1',
      HITRATE_TIMEOUT_MS: '1000',
    });
    const outcomes = await Promise.all([calls.call(READ), calls.call(READ), calls.call(READ)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['timeout', 'timeout', 'timeout']);
    expect(dialer.requests.length).toBeLessThanOrEqual(3);
  });

  it('connections to the dialer are closed when the client is closed', async () => {
    const [dialer, calls] = await pair(answers(OFFICES));
    await calls.call(READ);
    await calls.close();
    await expect.poll(() => dialer.open.size).toBe(0);
  });
});

describe('a call that is cancelled', () => {
  it.each([
    ['before the headers', () => {}],
    [
      'in the body',
      (socket: { write(text: string): unknown }) =>
        void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[{"id":'),
    ],
  ])('a call that is cancelled %s closes its connection to the dialer', async (_, answer) => {
    const [dialer, calls] = await pair(answer);
    const cancel = new AbortController();
    const call = calls.call(READ, { signal: cancel.signal });
    await expect.poll(() => dialer.requests.length).toBe(1);
    expect(dialer.open.size).toBe(1);
    cancel.abort();
    const { kind, text } = await call;
    expect(kind).toBe('timeout');
    expect(text).toContain('cancelled');
    await expect.poll(() => dialer.open.size).toBe(0);
    expect(dialer.requests).toHaveLength(1);
  });

  it('a call that is cancelled during a download closes its connection to the dialer', async () => {
    const [dialer, calls] = await pair((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      socket.write(`1400\r\n${`ID3${'a'.repeat(5117)}`}\r\n`);
    });
    const cancel = new AbortController();
    const call = calls.call(['get_call_recording', { call_id: 7 }], { signal: cancel.signal });
    await expect.poll(() => dialer.requests.length).toBe(1);
    cancel.abort();
    expect((await call).kind).not.toBe('answer');
    await expect.poll(() => dialer.open.size).toBe(0);
  });

  it('a read that is cancelled in the pause before its retry is not sent again', async () => {
    const [dialer, calls] = await pair(
      (socket) =>
        void socket.write('HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\n\r\n'),
    );
    const cancel = new AbortController();
    const call = calls.call(READ, { signal: cancel.signal });
    await expect.poll(() => dialer.requests.length).toBe(1);
    setTimeout(() => cancel.abort(), 20);
    expect((await call).kind).toBe('timeout');
    expect(dialer.requests).toHaveLength(1);
  });

  it('a write that is cancelled has an unknown outcome', async () => {
    const [dialer, calls] = await pair(() => {});
    const cancel = new AbortController();
    const call = calls.call(WRITE, { signal: cancel.signal });
    await expect.poll(() => dialer.requests.length).toBe(1);
    cancel.abort();
    expect(await call).toMatchObject({ kind: 'outcome_unknown' });
    await expect.poll(() => dialer.open.size).toBe(0);
  });

  it('a call that is cancelled before its start is not sent at all', async () => {
    const [dialer, calls] = await pair(answers(OFFICES));
    expect((await calls.call(READ, { signal: AbortSignal.abort() })).kind).not.toBe('answer');
    expect(dialer.requests).toHaveLength(0);
  });
});
