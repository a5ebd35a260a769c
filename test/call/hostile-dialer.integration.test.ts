/** Dialers that lie: nothing leaves the folder, nothing breaks, and what can't be right is not told as if it were. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collection } from '../support/data-request.ts';
import { failing, sandboxServices } from '../support/sandbox-services.ts';

describe('an id that leads out of the folder', () => {
  it.each(['9/../../../pwned', '9/../../pwned', '../pwned', 'C:pwned'])(
    'a call id of %j leads no file out of the download folder',
    async (id) => {
      const { here, outside, collect, names, original } = await collection();
      const sound = await original('/api/call/4371/recording');
      const row = {
        id,
        customer_id: 922,
        phonenumber: '46701740605',
        user_id: 6,
        init_time: '2026-11-20T10:00:00.000Z',
        call_result_id: 5,
        finish_time: '2026-11-20T10:00:30.000Z',
        handling_end: null,
        campaign_id: 2,
        type: 'predictive',
        recording: true,
      };
      here.instead(({ path, url }) => {
        if (path === '/api/calls/search')
          return { body: { rows: [row], count: 1, current_page: 0, last_page: 0 } };
        if (/recording/.test(url)) return { body: sound, type: 'audio/wav' };
        return 'sandbox';
      });
      await collect().catch(() => {});
      expect(readdirSync(outside)).toEqual(['downloads']);
      expect(readdirSync(join(outside, 'downloads'))).toEqual(['customer-922']);
      for (const name of names()) expect(name).not.toMatch(/pwned/);
    },
  );
});

describe('rows that are none', () => {
  it.each([
    ['call_report', /calls\/search/, { rows: [null], count: 1 }],
    ['call_report', /calls\/search/, { rows: 'many', count: 1 }],
    ['order_report', /orders/, [{ id: 1, order_products: [null] }]],
    ['order_report', /orders/, [null]],
  ])('%s refuses malformed rows: %s %j', async (tool, path, body) => {
    const here = await sandboxServices();
    here.instead(failing(path, { body }));
    expect(await here.refused(tool, { by: tool === 'order_report' ? ['product'] : ['agent'] })).toMatch(
      /^bad_answer: /,
    );
  });
});

it('call_report refuses pages of more rows than the dialer ever sends', async () => {
  const here = await sandboxServices();
  const row = { id: 1, user_id: null, init_time: '2026-11-20T10:00:00.000Z', call_result_id: 9 };
  const rows = Array.from({ length: 50_001 }, (_, id) => ({ ...row, id }));
  here.instead(failing(/calls\/search/, { body: { rows, count: 50_001, current_page: 0, last_page: 0 } }));
  expect(await here.refused('call_report')).toMatch(/^bad_answer: /);
});

it('a report shortens overlong names', async () => {
  const here = await sandboxServices();
  for (const user of here.state.users.values()) user.lastname = 'x'.repeat(100_000);
  const text = JSON.stringify(await here.ask('order_report', { by: ['agent'] }));
  expect(text.length).toBeLessThan(10_000);
});

it('an identity number that the dialer sends as a number is masked too', async () => {
  const here = await sandboxServices();
  Object.assign(here.state.customers.get(922)!, { identity_number: 197203111234 });
  const { card } = await here.ask('customer_overview', { customer_id: 922 });
  expect(card.identity_number).toBe('19720311-****');
});

describe('progress', () => {
  it('the progress of call_report never decreases, even when one search continues another', async () => {
    const here = await sandboxServices();
    const all = Array.from({ length: 60_000 }, (_, id) => ({
      id: id + 1,
      user_id: null,
      init_time: new Date(Date.UTC(2026, 10, 1) + id * 1000).toJSON(),
      call_result_id: 9,
    }));
    here.instead(({ path, body }) => {
      if (path !== '/api/calls/search') return 'sandbox';
      const found = body.start_date ? all.filter(({ init_time }) => init_time >= body.start_date) : all;
      const from = body.page * body.limit;
      const last_page = Math.ceil(Math.min(found.length, 50_000) / body.limit) - 1;
      return {
        body: {
          rows: found.slice(from, from + body.limit),
          count: found.length,
          current_page: body.page,
          last_page,
        },
      };
    });
    const told: [number, number | undefined][] = [];
    await here.ask(
      'call_report',
      {},
      { progress: (done: number, total?: number) => told.push([done, total]) },
    );
    expect(told.length).toBeGreaterThan(10);
    for (const [i, [done, total]] of told.entries()) {
      expect(done).toBeGreaterThanOrEqual(told[i - 1]?.[0] ?? 0);
      expect(total).toBe(60_000);
    }
  });
});

it('call_report does not compare a partial result with a complete period', async () => {
  const here = await sandboxServices({ HITRATE_TIMEOUT_MS: '5000' });
  const rows = (from: number) =>
    Array.from({ length: 5_000 }, (_, i) => ({
      id: from + i,
      user_id: 6,
      init_time: '2026-11-20T10:00:00.000Z',
      finish_time: '2026-11-20T10:00:30.000Z',
      handling_end: null,
      campaign_id: 2,
      type: 'predictive',
      recording: false,
      call_result_id: 5,
    }));
  here.instead(async ({ path, body }) => {
    if (path !== '/api/calls/search') return 'sandbox';
    const now = body.start_date > '2026-11-19T12';
    if (now && body.page > 0) await new Promise((resolve) => setTimeout(resolve, 2_000));
    const pages = now ? 20 : 1;
    return {
      body: {
        rows: rows(body.page * 5_000),
        count: pages * 5_000,
        current_page: body.page,
        last_page: pages - 1,
      },
    };
  });
  const dates = { start_date: '2026-11-20', end_date: '2026-11-20' };
  const answer = await here.ask('call_report', { ...dates, by: ['agent'], compare: true });
  expect(answer.partial).toContain('Time was short');
  expect(answer).not.toHaveProperty('change');
  expect(answer.columns).not.toContain('attempts_before');
  expect(answer.notes.join()).toContain('a part can not be compared');
});
