/** Pauses that the dialer asks for, and answers that a read may ask for again. */
import { describe, expect, it } from 'vitest';
import { fakeDialer, type Scripted } from '../support/fake-dialer.ts';
import { CHECK, callsTo, OFFICES, READ, WRITE } from '../support/services.ts';

const SEARCH = ['search_calls', {}] as const;
const FOUND = { body: { rows: [], count: 0 } };

/** Answers one by one, the last one for good; tells when each request came. */
async function played(
  answers: (Scripted | (() => Scripted))[],
  tool: readonly [string, object] = READ,
  timeoutMs = 4000,
) {
  const at: number[] = [];
  const dialer = await fakeDialer(({ path }) => {
    // The names that stand beside ids in a list of calls.
    if (tool === SEARCH && path !== '/api/calls/search') return { body: [] };
    const answer = answers[Math.min(at.length, answers.length - 1)]!;
    at.push(performance.now());
    return typeof answer === 'function' ? answer() : answer;
  });
  const calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: String(timeoutMs) });
  const started = performance.now();
  const outcome = await calls.call(tool);
  const took = performance.now() - started;
  await calls.close();
  await dialer.close();
  return { ...outcome, sent: at.length, gaps: at.slice(1).map((time, i) => time - at[i]!), took };
}

const away = (status: number, retryAfter?: string): Scripted => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: { message: 'Slow down' },
});
const ok = { body: OFFICES };

describe.concurrent('a read', () => {
  it.each([429, 502, 503, 504])('a read is sent again after a %i and answered', async (status) => {
    expect(await played([away(status), ok])).toMatchObject({ kind: 'answer', sent: 2 });
  });

  it.each([
    [429, 'rate_limited'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
  ])('a read is sent three times where each answer is a %i, and is then %s', async (status, kind) => {
    const outcome = await played([away(status)]);
    expect(outcome).toMatchObject({ kind, sent: 3 });
    expect(outcome.text).toContain('Slow down');
  });

  it.each([400, 401, 403, 404, 409, 413, 500, 501])('a read is not sent again after a %i', async (status) => {
    expect(await played([away(status), ok])).toMatchObject({ sent: 1 });
  });

  it('a read by POST is sent again like any other read', async () => {
    expect(await played([away(503), FOUND], SEARCH)).toMatchObject({ kind: 'answer', sent: 2 });
  });

  it('a read waits as many seconds as Retry-After says', async () => {
    const { kind, gaps } = await played([away(429, '1'), ok]);
    expect(kind).toBe('answer');
    // Timers round down to the millisecond.
    expect(gaps[0]).toBeGreaterThanOrEqual(990);
  });

  it('a read waits until the date that Retry-After names', async () => {
    // HTTP dates have whole seconds.
    const until = Math.ceil(Date.now() / 1000) * 1000 + 1000;
    const { kind, gaps, sent } = await played([away(503, new Date(until).toUTCString()), ok]);
    expect({ kind, sent }).toEqual({ kind: 'answer', sent: 2 });
    expect(gaps[0]).toBeGreaterThanOrEqual(900);
  });

  it('a read is sent again where Retry-After names a date in the past', async () => {
    const outcome = await played([away(429, 'Wed, 21 Oct 2015 07:28:00 GMT'), ok]);
    expect(outcome).toMatchObject({ kind: 'answer', sent: 2 });
  });

  it('a read is sent again where Retry-After is invalid', async () => {
    expect(await played([away(429, 'soon'), ok])).toMatchObject({ kind: 'answer', sent: 2 });
  });

  it.each([
    ['in seconds', () => away(429, '120')],
    ['as a date', () => away(429, new Date(Date.now() + 120_000).toUTCString())],
  ])('a read gives up at once where Retry-After asks for more time than is left, %s', async (_, answer) => {
    const { kind, text, sent, took } = await played([answer, ok]);
    expect({ kind, sent }).toEqual({ kind: 'rate_limited', sent: 1 });
    expect(text).toMatch(/It asks to wait 1(20|19) s/);
    expect(took).toBeLessThan(3000);
  });

  it('a read ends at its deadline though the dialer stays busy', async () => {
    const { kind, took } = await played([away(503, '1')], READ, 1500);
    expect(['unavailable', 'timeout']).toContain(kind);
    expect(took).toBeLessThan(5000);
  });
});

describe.concurrent('a write', () => {
  it.each([502, 503, 504])(
    'a write is sent once where the answer is a %i, and its outcome is unknown',
    async (status) => {
      const { kind, text, sent } = await played([away(status), ok], WRITE);
      expect({ kind, sent }).toEqual({ kind: 'outcome_unknown', sent: 1 });
      expect(text).toContain(`Look with ${CHECK}`);
      expect(text).toContain('not sent again');
    },
  );

  it('a write that is turned down with 429 is sent once and is rate_limited', async () => {
    expect(await played([away(429, '0'), ok], WRITE)).toMatchObject({ kind: 'rate_limited', sent: 1 });
  });

  it.each([
    [400, 'rejected'],
    [401, 'unauthenticated'],
    [404, 'not_found'],
    [409, 'conflict'],
    [413, 'too_large'],
    [422, 'rejected'],
  ])('a write that is turned down with %i is %s, in the words of the dialer', async (status, kind) => {
    const outcome = await played([away(status)], WRITE);
    expect(outcome).toMatchObject({ kind, sent: 1 });
    expect(outcome.text).toContain('Slow down');
    expect(outcome.text).not.toContain('not known');
  });

  it('a write that needs a confirmation is sent once after the confirmation', async () => {
    const dialer = await fakeDialer(({ method }) =>
      method === 'GET'
        ? { body: { success: true, call_result: { id: 90, title: 'Too dear', type: 'Loss' } } }
        : away(503),
    );
    const calls = callsTo(dialer.url);
    const args = { call_result_id: 90 };
    const asked = await calls.call(['delete_call_result', args]);
    const { token } = JSON.parse(asked.text).confirmation;
    const { kind, text } = await calls.call(['delete_call_result', { ...args, confirm: token }]);
    expect(kind).toBe('outcome_unknown');
    expect(text).toContain('Look with get_call_result');
    expect(dialer.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    await calls.close();
    await dialer.close();
  });
});
