/** What a report is asked for: errors that say what is right, and figures that are told as they are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { type Listening, listening, report } from '../support/reports.ts';
import { type Calls, callsTo } from '../support/services.ts';

describe('a wrong wish', () => {
  let dialer: Listening;
  let calls: Calls;
  beforeAll(async () => {
    dialer = await listening(createSandbox({ calls: 100 }));
    calls = dialer.from('Europe/Stockholm');
  });
  afterAll(() => dialer.close());

  const DAY = '2026-11-02';
  it.each([
    ['order_report', { compare: true }, 'compare needs a period, or a first and a last date.'],
    [
      'call_report',
      { compare: true, start_date: DAY },
      'compare needs a period, or a first and a last date.',
    ],
    ['order_report', { compare: true, confirm_end_date: DAY }, 'compare needs a period'],
    [
      'order_report',
      { period: 'today', confirm_start_date: DAY },
      'Give either period or dates, not period and confirm_start_date.',
    ],
    [
      'order_report',
      { start_date: DAY, confirm_start_date: DAY, confirm_end_date: DAY },
      'dates of the order, not start_date and confirm_start_date and confirm_end_date.',
    ],
    ['order_report', { exact_date: DAY, confirm_end_date: DAY }, 'not exact_date and confirm_end_date.'],
    [
      'order_report',
      { exact_date: DAY, start_date: DAY },
      'Give either exact_date or start_date and end_date.',
    ],
    ['call_report', { period: 'today', end_date: DAY }, 'not period and end_date.'],
    ['call_report', { start_date: DAY, end_date: '2026-11-01' }, 'start_date must not be after end_date.'],
    ['order_report', { by: ['seller'] }, 'by[0] must be one of agent, office, campaign, product, day, week'],
    [
      'call_report',
      { by: ['product'] },
      'by[0] must be one of agent, office, campaign, contactlist, call_result, type, day',
    ],
    [
      'order_report',
      { sort: 'colour' },
      'sort must be one of orders, value, net_value, cancelled_value, units, average',
    ],
    [
      'call_report',
      { sort: 'colour' },
      'sort must be one of attempts, reached, orders, no_thanks, hit_rate_reached_pct',
    ],
    [
      'call_report',
      { sort: 'answer rate', by: ['agent'] },
      'answer_rate_pct says nothing of the calls of agents or results, which were all answered or none.',
    ],
    ['call_report', { sort: 'answer rate', by: ['hour'], user_ids: [6] }, 'answer_rate_pct says nothing of'],
    ['call_report', { sort: 'orders per hour' }, 'orders_per_active_hour is told by agent only.'],
    [
      'order_report',
      { sort: 'cancelled', cancelled: false },
      "cancelled can't be sorted by where cancelled = false leaves the cancelled ones out.",
    ],
    ['call_report', { exact_date: DAY, end_date: DAY }, 'Give either exact_date or start_date and end_date.'],
    ['call_report', { exact_date: DAY, period: 'today' }, 'Give either period or dates, not period and'],
    ['order_report', { compare_with: 'easter', period: 'today' }, 'compare_with must be whole, or dates'],
    ['call_report', { compare_with: 'whole' }, 'compare needs a period, or a first and a last date.'],
    ['call_report', { by: ['day', 'agent', 'type'] }, 'by must be a list of at most 2'],
    ['order_report', { by: ['agents'] }, 'by[0] must be one of'],
    ['order_report', { period: 'last_year' }, 'period must be one of today, yesterday, this_week'],
    ['call_report', { top: -1 }, 'top must be at least 1'],
  ] as const)('%s refuses the wrong arguments %j and says what is right', async (name, args, words) => {
    const { kind, text } = await calls.call([name, args]);
    expect(kind).toBe('invalid_arguments');
    expect(text).toContain(words);
  });

  it('order_report names an unknown office in its error', async () => {
    expect(await calls.call(['order_report', { office_id: 77 }])).toEqual({
      kind: 'not_found',
      text: 'There is no office 77 that this token may see.',
    });
  });
});

describe('orders as the dialer has them', () => {
  let dialer: FakeDialer;
  let calls: Calls;
  beforeAll(async () => {
    dialer = await fakeDialer();
    calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000' });
  });
  afterAll(async () => {
    await calls.close();
    await dialer.close();
  });

  const order = (id: number, more: object = {}) => ({
    id,
    user_id: 6,
    agent_name: 'Mawila Nathaniel',
    create_time: '2026-11-02T10:00:00.000Z',
    confirmation_datetime: null,
    value: 100,
    units: 1,
    ...more,
  });
  const has = (...orders: object[]) => dialer.script(() => ({ body: orders }));
  const ask = (args: object) => report(calls, 'order_report', args);

  it('order_report sums values without rounding errors of floats', async () => {
    has(...[0.1, 0.2, 0.7].map((value, id) => order(id, { value })));
    expect((await ask({})).sum).toMatchObject({ orders: 3, value: 1, average: 0.33 });
  });

  it('order_report counts each order once, however often the dialer sends it', async () => {
    has(order(1), order(2), order(1));
    expect(await ask({ by: ['agent'] })).toMatchObject({
      rows_read: 2,
      rows: [['Mawila Nathaniel (6)', 2, 200, 200, 0, 2, 100, 0, 0, 2, 0, 0, 100]],
    });
  });

  it('order_report counts orders without a valid time on no day', async () => {
    const times = [null, '0000-00-00T00:00:00.000Z', '2026-11-02T10:00:00.000Z'];
    has(...times.map((time, id) => order(id, { create_time: time, confirmation_datetime: time })));
    expect((await ask({ start_date: '2026-11-01' })).rows_read).toBe(1);
    expect((await ask({ confirm_start_date: '2026-11-01' })).rows_read).toBe(1);
    const { rows } = await ask({ by: ['day'] });
    expect(rows.map((row: unknown[]) => row.slice(0, 2))).toEqual([
      ['2026-11-02', 1],
      ['no time', 2],
    ]);
  });

  it('order_report by day names the days without orders, of a period that has begun', async () => {
    has(
      order(1, { create_time: '2024-11-02T10:00:00.000Z' }),
      order(2, { create_time: '2024-11-04T10:00:00.000Z' }),
    );
    const notes = async (args: object) => (await ask({ by: ['day'], ...args })).notes?.join(' ') ?? '';
    const days = { start_date: '2024-11-01', end_date: '2024-11-05' };
    expect(await notes(days)).toBe('Nothing on 2024-11-01, 2024-11-03, 2024-11-05.');
    expect(await notes({ ...days, end_date: '2024-11-30' })).toMatch(/2024-11-12 and \d+ more\.$/);
    expect(await notes({ start_date: '2024-11-02', end_date: '2024-11-02' })).toBe('');
    // Of what is long before the first one, data_begins tells.
    expect(await notes({ ...days, start_date: '2024-01-01' })).toBe('Nothing on 2024-11-03, 2024-11-05.');
    expect(await notes({ ...days, by: ['day', 'agent'] })).toBe('');
    expect(await notes({})).toBe('');
  });

  it('order_report requests a day more on both sides, whatever the time zone of the dialer is', async () => {
    has(
      order(1, {
        create_time: '2026-03-29T10:00:00.000Z',
        confirmation_datetime: '2026-11-02T10:00:00.000Z',
      }),
    );
    dialer.requests.length = 0;
    await ask({ start_date: '2026-03-29', end_date: '2026-03-29', cancelled: false });
    await ask({ confirm_start_date: '2026-11-01', phone: '070-174 06 05' });
    expect(dialer.requests.map(({ query }) => query)).toEqual([
      // The cancelled ones are asked for too: it is told how many are left out.
      { start_date: '2026-03-28', end_date: '2026-03-30' },
      { confirm_start_date: '2026-10-31', phone: '+46701740605' },
    ]);
  });

  it('order_report shows orders of the earlier period even when the current period has none', async () => {
    has(order(1, { create_time: '2026-10-26T10:00:00.000Z' }));
    const one = { start_date: '2026-11-02', end_date: '2026-11-02', compare: true };
    expect(await ask({ ...one, by: ['agent'] })).toMatchObject({
      rows_read: 0,
      sum: { orders: 0, value: 0 },
      note: 'There are no orders at all on these days.',
      before: { covers: 'Monday 2026-10-26, the same weekday a week before', orders: 1, average: 100 },
      change: { orders_pct: -100 },
      rows: [['Mawila Nathaniel (6)', 0, 0, 0, 0, 0, null, 0, 0, 0, null, null, null, 1, 100, 100, 100, 0]],
    });
    // Days of one period are not those of another.
    expect(await ask({ ...one, by: ['day'] })).not.toHaveProperty('rows');
  });

  it('order_report sorts a negative figure before a missing one', async () => {
    has(
      order(1, { value: -50, create_time: '2026-11-02T10:00:00.000Z' }),
      order(2, { user_id: 7, agent_name: 'Elin', create_time: '2026-10-26T10:00:00.000Z' }),
    );
    const { rows } = await ask({
      start_date: '2026-11-02',
      end_date: '2026-11-02',
      compare: true,
      by: ['agent'],
      sort: 'average',
    });
    expect(rows.map(([agent]: unknown[]) => agent)).toEqual(['Mawila Nathaniel (6)', 'Elin (7)']);
  });

  it('order_report counts all of 20,000 orders and shows at most 200 rows', async () => {
    const start = Date.parse('2025-01-01T12:00:00Z');
    has(
      ...Array.from({ length: 20_000 }, (_, id) =>
        order(id, {
          user_id: id % 500,
          agent_name: `Agent ${id % 500}`,
          create_time: new Date(start + (id % 600) * 86_400_000).toISOString(),
          comments: ['x'.repeat(300)],
        }),
      ),
    );
    const answer = await ask({ by: ['agent'], top: 200 });
    expect(answer).toMatchObject({ rows_read: 20_000, sum: { orders: 20_000, value: 2_000_000 } });
    expect(answer).toMatchObject({ total: 500, returned: 200 });
    expect(answer.rows).toHaveLength(201);
    expect(answer.rows[200].slice(0, 3)).toEqual(['300 others', 12_000, 1_200_000]);
    const days = await ask({ by: ['day'], top: 5 });
    expect(days.rows[0][0]).toBe('2026-08-19');
    expect(days.rows[5][0]).toBe('595 earlier');
  });

  it('order_report fails and reports no part when the list of orders breaks off', async () => {
    dialer.script((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(`[${JSON.stringify(order(1))},`);
      setTimeout(() => response.destroy(), 50);
      return undefined;
    });
    const { kind, text } = await calls.call(['order_report', {}]);
    expect(kind).toBe('unavailable');
    expect(text).toContain('Try again');
  });
});
