/** withRetry alone, around a scripted send function and with short pauses. */
import { describe, expect, it } from 'vitest';
import type { RawResponse } from '../../src/dialer/reply/response-body.ts';
import { retryAfterMs, withRetry } from '../../src/dialer/transport/retry.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { type ScriptedResponse, scriptedSend, type TestRequest, withRequest } from './scripted-send.ts';

const LIMITS = { retries: 2, firstPauseMs: 1 };
const OK = { body: 'done' };
const BUSY = { status: 503, body: '{"message":"Busy"}' };
const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

async function textOf({ body }: RawResponse): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

interface Options extends TestRequest {
  readBody?: (response: RawResponse) => Promise<string>;
  limits?: typeof LIMITS;
}

async function exchanged(
  script: (ScriptedResponse | Error)[],
  { readBody = textOf, limits = LIMITS, ...request }: Options = {},
) {
  const { send, sent } = scriptedSend(...script);
  const outcome = await withRequest(request, (request) => withRetry(send, limits)(request, readBody)).catch(
    (error: unknown) => {
      if (error instanceof ToolError) return { kind: error.kind, message: error.message };
      throw error;
    },
  );
  return { outcome, sent: sent.length };
}

describe('withRetry', () => {
  it('withRetry returns the body of a first response that succeeds', async () => {
    expect(await exchanged([OK])).toEqual({ outcome: 'done', sent: 1 });
  });

  it('withRetry hands on a response with a status that is not retried', async () => {
    expect(await exchanged([{ status: 500, body: 'oops' }])).toEqual({ outcome: 'oops', sent: 1 });
  });

  it.each([429, 502, 503, 504])('withRetry retries a read after status %i', async (status) => {
    expect(await exchanged([{ status }, OK])).toEqual({ outcome: 'done', sent: 2 });
  });

  it('withRetry retries a read whose connection broke', async () => {
    expect(await exchanged([reset, reset, OK])).toEqual({ outcome: 'done', sent: 3 });
  });

  it('withRetry retries a read whose connection broke in the body', async () => {
    let reads = 0;
    const readBody = async (response: RawResponse) => {
      if (++reads === 1) throw reset;
      return textOf(response);
    };
    expect(await exchanged([OK], { readBody })).toEqual({ outcome: 'done', sent: 2 });
  });

  it('withRetry gives up after as many retries as the limit allows, with the last error', async () => {
    expect(await exchanged([BUSY])).toMatchObject({ outcome: { kind: 'unavailable' }, sent: 3 });
    expect(await exchanged([BUSY], { limits: { retries: 0, firstPauseMs: 1 } })).toMatchObject({ sent: 1 });
  });

  it('withRetry does not retry errors that a retry can not mend', async () => {
    const refused = async () => {
      throw new ToolError('not_found', 'There is none.');
    };
    expect(await exchanged([OK], { readBody: refused })).toMatchObject({
      outcome: { kind: 'not_found' },
      sent: 1,
    });
    const certificate = Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' });
    expect(await exchanged([certificate])).toMatchObject({ outcome: { kind: 'unavailable' }, sent: 1 });
  });

  it.each([[BUSY], [reset]])(
    'withRetry sends a write once and reports an unknown outcome',
    async (failure) => {
      expect(await exchanged([failure], { read: false })).toMatchObject({
        outcome: { kind: 'outcome_unknown' },
        sent: 1,
      });
    },
  );

  it('withRetry waits as long as the dialer asks', async () => {
    const started = performance.now();
    const busy = { ...BUSY, headers: { 'retry-after': '0' } };
    const limits = { retries: 2, firstPauseMs: 60_000 };
    expect(await exchanged([busy, OK], { limits })).toMatchObject({ outcome: 'done', sent: 2 });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('withRetry gives up at once where the pause is longer than the time that is left', async () => {
    const busy = { ...BUSY, headers: { 'retry-after': '10' } };
    const { outcome, sent } = await exchanged([busy, OK]);
    expect(sent).toBe(1);
    expect(outcome).toMatchObject({ message: expect.stringContaining('It asks to wait 10 s.') });
  });

  it('withRetry pauses for half to all of the set pause, and twice as long before the second retry', async () => {
    const started = performance.now();
    await exchanged([BUSY], { limits: { retries: 2, firstPauseMs: 40 } });
    const paused = performance.now() - started;
    expect(paused).toBeGreaterThanOrEqual(58);
    expect(paused).toBeLessThan(1_000);
  });

  it('withRetry ends a pause when the host cancels', async () => {
    const host = new AbortController();
    setTimeout(() => host.abort(), 20);
    const limits = { retries: 1, firstPauseMs: 60_000 };
    const { outcome, sent } = await exchanged([BUSY], { ms: 120_000, limits, cancel: host.signal });
    expect(sent).toBe(1);
    expect(outcome).toEqual({ kind: 'timeout', message: 'The call was cancelled.' });
  });
});

describe('retryAfterMs', () => {
  it('retryAfterMs reads seconds and dates', () => {
    expect(retryAfterMs('3')).toBe(3000);
    expect(retryAfterMs(' 0 ')).toBe(0);
    expect(retryAfterMs(new Date(Date.now() + 5_000).toUTCString())).toBeGreaterThan(3_000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:00 GMT')).toBe(0);
  });

  it('retryAfterMs returns undefined for a value that is neither seconds nor a date', () => {
    for (const value of [undefined, '', 'soon', '-1x']) expect(retryAfterMs(value)).toBeUndefined();
  });
});
