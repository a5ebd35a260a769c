/** Where the dialer fails, refuses or is slow: clear words, and nothing half told. */
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { listening, type MadeDialer, madeCalls, madeDialer, pageOf, report } from '../support/reports.ts';
import { CALL_TIMEOUT_MS, type Calls, callsTo } from '../support/services.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const made = async (...args: Parameters<typeof madeDialer>): Promise<MadeDialer> => {
  const dialer = await madeDialer(...args);
  closing.push(dialer.close);
  return dialer;
};

const scripted = async (...args: Parameters<typeof fakeDialer>): Promise<FakeDialer & { calls: Calls }> => {
  const dialer = await fakeDialer(...args);
  const calls = callsTo(dialer.url);
  closing.push(async () => {
    await calls.close();
    await dialer.close();
  });
  return Object.assign(dialer, { calls });
};

const CALLS: ['call_report', object] = ['call_report', { start_date: '2026-11-01' }];
const never = () => new Promise<never>(() => {});
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('one page', () => {
  it('fails with how far it got where a page fails for good', async () => {
    const all = madeCalls(12_000);
    const dialer = await made((body) =>
      body.page === 2 ? { status: 500, body: { message: 'Deadlock in table calls' } } : pageOf(all, body),
    );
    const { kind, text } = await dialer.calls.call(CALLS);
    expect(kind).toBe('rejected');
    expect(text).toContain('Deadlock in table calls');
    expect(text).toMatch(/(5000|10000) of 12000 calls had been read by then; of a part nothing is told/);
  });

  it("fails with the dialer's error alone where the first page fails", async () => {
    const dialer = await made(() => ({ status: 500, body: { message: 'Deadlock in table calls' } }));
    const { kind, text } = await dialer.calls.call(CALLS);
    expect(kind).toBe('rejected');
    expect(text).not.toContain('had been read');
  });

  it('asks again for a page that fails once', async () => {
    const all = madeCalls(12_000);
    let failed = false;
    const dialer = await made((body) => {
      if (body.page !== 1 || failed) return pageOf(all, body);
      failed = true;
      return { status: 503, body: 'busy', type: 'text/plain' };
    });
    const answer = await report(dialer.calls, ...CALLS);
    expect(answer.rows_read).toBe(12_000);
    expect(answer.partial).toBeUndefined();
    expect(dialer.searches).toHaveLength(4);
  });

  it('calls a page of an undocumented form a bad answer', async () => {
    for (const body of [{ calls: [] }, { rows: [], count: 'many' }, [1]]) {
      const dialer = await made(() => ({ body }));
      expect(await dialer.calls.call(CALLS)).toMatchObject({ kind: 'bad_answer' });
    }
  });
});

describe('time that is short', () => {
  it('reports a part where time is short, and up to when in local time', async () => {
    const all = madeCalls(30_000);
    const dialer = await made(
      async (body) => {
        await soon(400);
        return pageOf(all, body);
      },
      { HITRATE_TIMEOUT_MS: '2500' },
    );
    const answer = await report(dialer.calls, ...CALLS);
    expect(answer.rows_read).toBeLessThan(30_000);
    expect(answer.sum.attempts).toBe(answer.rows_read);
    expect(answer.partial).toMatch(
      /^Time was short: \d+ of 30000 calls were read, the oldest first, up to 2026-11-02 \d\d:\d\d\. Ask for a shorter time\.$/,
    );
  });

  it('reports a part where time runs out between two searches', async () => {
    const all = madeCalls(50_010);
    const dialer = await made(
      async (body, nth) => {
        if (nth === 10) await soon(4_500);
        return nth > 10 ? never() : pageOf(all, body);
      },
      { HITRATE_TIMEOUT_MS: '8000' },
    );
    const answer = await report(dialer.calls, ...CALLS);
    expect(answer.rows_read).toBe(50_000);
    expect(answer.partial).toContain('Time was short: 50000 of 50010 calls were read');
  });

  it('times out where no page came', async () => {
    const dialer = await made(never, { HITRATE_TIMEOUT_MS: '1000' });
    expect(await dialer.calls.call(CALLS)).toMatchObject({
      kind: 'timeout',
      text: expect.stringContaining('Ask for less'),
    });
  });

  it.each([
    ['call_report', {}, '/api/call_results/'],
    ['order_report', { office_id: 1 }, '/api/users/office/'],
    ['order_report', {}, '/api/orders/'],
  ] as const)('%s %j times out in time when %s does not answer', async (name, args, stalled) => {
    const bare = (path: string) => path.replace(/\/$/, '');
    const dialer = await scripted(({ path }) =>
      bare(path) === bare(stalled)
        ? never()
        : path === '/api/calls/search'
          ? pageOf([], { page: 0 })
          : { body: [] },
    );
    const started = performance.now();
    expect(await dialer.calls.call([name, args])).toMatchObject({ kind: 'timeout' });
    expect(performance.now() - started).toBeLessThan(2 * CALL_TIMEOUT_MS);
  });
});

describe('what the token may not read', () => {
  it('names the right to all calls where the token lacks it', async () => {
    const dialer = await listening(createSandbox({ calls: 50 }), { HITRATE_TOKEN: 'sandbox-agent' });
    closing.push(dialer.close);
    const { kind, text } = await dialer.from('Europe/Stockholm').call(CALLS);
    expect(kind).toBe('permission_denied');
    expect(text).toContain('coach permission all_calls');
  });

  it('names the right to call results where the token lacks it, and leaves out the rate of decided calls', async () => {
    const all = [...madeCalls(3), { ...madeCalls(1)[0]!, id: 4, call_result_id: 50 }];
    const dialer = await scripted(({ path, body }) =>
      path === '/api/calls/search'
        ? pageOf(all, body)
        : { status: 403, body: { message: 'Permission denied, user missing coach names permission' } },
    );
    const answer = await report(dialer.calls, 'call_report', { by: ['agent', 'call_result'] });
    expect(answer.sum).toMatchObject({ attempts: 4, reached: 4, orders: 3, hit_rate_reached_pct: 75 });
    expect(answer.sum).not.toHaveProperty('hit_rate_decided_pct');
    expect(answer.sum).not.toHaveProperty('no_thanks');
    expect(answer.notes).toContainEqual(expect.stringContaining("list of call results can't be read"));
    // Names are a kindness: ids alone will do.
    expect(answer.rows.map((row: unknown[]) => row.slice(0, 2))).toEqual([
      ['6', '5'],
      ['6', '50'],
    ]);
  });

  it('reports only what a token that is limited to an office may read', async () => {
    const sandbox = createSandbox({ calls: 2_000 });
    const dialer = await listening(sandbox, { HITRATE_TOKEN: 'sandbox-office' });
    closing.push(dialer.close);
    const own = [...sandbox.state.campaigns.values()].filter(({ office_id }) => office_id === 3);
    const mine = ({ campaign_id }: { campaign_id: number }) => own.some(({ id }) => id === campaign_id);
    const from = dialer.from('Europe/Stockholm');
    const calls = await report(from, 'call_report', {});
    const orders = await report(from, 'order_report', {});
    expect(calls.rows_read).toBe(sandbox.state.calls.filter(mine).length);
    expect(orders.rows_read).toBe([...sandbox.state.orders.values()].filter(mine).length);
  });
});

it('does not count results that are no longer listed as orders, and says so', async () => {
  const all = [7, 77, 77, null].map((call_result_id, i) => ({ ...madeCalls(4)[i]!, call_result_id }));
  const dialer = await made((body) => pageOf(all, body));
  const answer = await report(dialer.calls, ...CALLS);
  expect(answer.sum).toMatchObject({ attempts: 4, orders: 0 });
  expect(answer.notes).toEqual([expect.stringContaining('Results 7, 77 are no longer listed')]);
});
