/** Reports can be quoted as they stand: what stands beside what, what is left out, and what is too little to rank. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { callsTo } from '../dialer/support.ts';
import { fakeDialer } from '../support/dialer.ts';
import { type Answer, listening, type MadeCall, pageOf, report } from './reports.ts';

const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  // A Wednesday, 10:41 in Stockholm.
  vi.setSystemTime(new Date('2026-11-25T09:41:30Z'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  vi.useRealTimers();
});

interface Company {
  orders?: object[];
  calls?: MadeCall[];
  /** Of a contact list, the ids of its calls. */
  lists?: Record<number, number[]>;
  offices?: object[];
  users?: object[];
}

/** A dialer that filters calls by time, agent and list as the real one does. */
async function company({ orders = [], calls = [], lists = {}, offices = [], users = [] }: Company, env = {}) {
  const searches: any[] = [];
  const found = (body: any) =>
    calls.filter(
      ({ id, init_time, user_id }) =>
        (!body.start_date || init_time >= body.start_date) &&
        (!body.end_date || init_time <= body.end_date) &&
        (!body.user_ids || body.user_ids.includes(user_id)) &&
        (!body.contactlist_ids || body.contactlist_ids.some((list: number) => lists[list]?.includes(id))),
    );
  const dialer = await fakeDialer(({ path, body }) => {
    if (path === '/api/calls/search') {
      searches.push(body);
      return pageOf(found(body), { page: 0, ...body, start_date: undefined });
    }
    if (path.startsWith('/api/orders')) return { body: orders };
    if (path.startsWith('/api/users/office')) return { body: offices };
    if (path.startsWith('/api/users')) return { body: users };
    if (path.startsWith('/api/contactlist'))
      return { body: Object.keys(lists).map((id) => ({ id: Number(id), title: `Lista ${id}` })) };
    if (path.startsWith('/api/call_results'))
      return {
        body: {
          success: true,
          call_results: [
            { id: 5, type: 'Order', title: 'Order' },
            { id: 50, type: 'No thanks', title: 'Nej tack' },
            { id: 9, type: null, title: 'No answer' },
          ],
        },
      };
    return { body: [] };
  });
  const engine = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000', ...env });
  closing.push(async () => {
    await engine.close();
    await dialer.close();
  });
  return {
    searches,
    order: (args: object) => report(engine, 'order_report', args),
    call: (args: object) => report(engine, 'call_report', args),
  };
}

let nextId = 1;
const order = (local: string, more: object = {}) => ({
  id: nextId++,
  user_id: 6,
  agent_name: 'Mawila Nathaniel',
  agent_office: 'Malmö',
  // Winter time in Stockholm.
  create_time: new Date(`${local}+01:00`).toISOString(),
  confirmation_datetime: null,
  verified: false,
  cancelled: false,
  value: 100,
  units: 1,
  ...more,
});
const call = (local: string, more: object = {}): MadeCall => {
  const start = new Date(`${local}+01:00`).getTime();
  return {
    id: nextId++,
    user_id: 6,
    init_time: new Date(start).toISOString(),
    finish_time: new Date(start + 60_000).toISOString(),
    handling_end: new Date(start + 100_000).toISOString(),
    call_result_id: 50,
    campaign_id: 2,
    recording: false,
    ...more,
  } as MadeCall;
};
const times = <T>(count: number, one: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));
/** A cell of the row that begins so. */
const cell = ({ columns, rows }: Answer, label: string, column: string) =>
  rows.find(([first]: string[]) => first!.startsWith(label))?.[columns.indexOf(column)];

describe('orders', () => {
  it('are worth what is left without the cancelled ones, in a currency that is told once', async () => {
    const orders = [
      order('2026-11-25T09:00', { value: 500 }),
      order('2026-11-25T09:30', { value: 300, cancelled: true }),
    ];
    const { order: ask } = await company({ orders });
    const answer = await ask({ period: 'today', by: ['agent'] });
    expect(answer).toMatchObject({
      currency: 'SEK',
      as_of: '2026-11-25 10:41',
      sum: { orders: 2, value: 800, net_value: 500, cancelled_value: 300 },
    });
    expect(cell(answer, 'Mawila', 'net_value')).toBe(500);
    expect(JSON.stringify(answer).match(/SEK/g)).toHaveLength(1);
    const euro = await company({ orders }, { HITRATE_CURRENCY: 'eur' });
    expect((await euro.order({ period: 'today' })).currency).toBe('EUR');
  });

  it('that are cancelled and left out are counted, and have no columns of zeros', async () => {
    const { order: ask } = await company({
      orders: [order('2026-11-25T09:00'), ...times(3, () => order('2026-11-25T09:30', { cancelled: true }))],
    });
    const answer = await ask({ period: 'today', by: ['agent'], cancelled: false });
    expect(answer).toMatchObject({ rows_read: 1, left_out_cancelled: 3, sum: { orders: 1, value: 100 } });
    expect(answer.columns.join()).not.toMatch(/cancelled|net/);
    // The value is the net one then.
    expect((await ask({ period: 'today', by: ['agent'], cancelled: false, sort: 'net' })).rows).toHaveLength(
      1,
    );
    const only = await ask({ period: 'today', by: ['agent'], cancelled: true });
    expect(only.columns).toEqual(['agent', 'orders', 'value', 'units', 'average']);
    const none = await company({ orders: [order('2026-11-25T09:30', { cancelled: true })] });
    expect(await none.order({ period: 'today', cancelled: false })).toMatchObject({
      sum: { orders: 0 },
      note: 'Each order on these days is cancelled (1).',
    });
  });

  it('of an office tell which one it is, and that two of one name are one row', async () => {
    const offices = [
      { id: 3, name: 'Malmö' },
      { id: 4, name: 'Lund' },
    ];
    const orders = [order('2026-11-25T09:00'), order('2026-11-25T09:00', { agent_office: 'Kiruna' })];
    const one = await company({ orders, offices });
    const answer = await one.order({ by: ['office'] });
    expect(answer.rows.map(([office]: string[]) => office)).toEqual(['Kiruna', 'Malmö (3)']);
    expect(answer.legend.office).toContain('agent who sold');
    expect(await one.order({ office_id: 3 })).toMatchObject({
      filter: { office: 'Malmö (3)' },
      rows_read: 1,
    });
    const two = await company({ orders, offices: [...offices, { id: 9, name: 'Malmö' }] });
    const shared = await two.order({ by: ['office'] });
    expect(shared.rows[1][0]).toBe('Malmö (3 or 9)');
    expect(shared.notes).toContainEqual(expect.stringContaining('Several offices are called Malmö'));
  });

  it('tell where they begin when the period reaches before that, and where they do not', async () => {
    const { order: ask } = await company({ orders: [order('2026-08-28T12:00'), order('2026-11-25T09:00')] });
    expect(await ask({ period: 'this_year' })).toMatchObject({ data_begins: '2026-08-28' });
    // With a filter it is not known whether others are older.
    const filtered = await ask({ period: 'this_year', user_id: 6 });
    expect(filtered).toMatchObject({ first_match: '2026-08-28' });
    expect(filtered).not.toHaveProperty('data_begins');
    const close = await ask({ start_date: '2026-08-24', end_date: '2026-11-25' });
    expect(close).not.toHaveProperty('data_begins');
  });
});

describe('a comparison', () => {
  it('sets a weekend beside the weekend before', async () => {
    const { order: ask } = await company({
      orders: [
        order('2026-11-21T12:00'),
        order('2026-11-14T12:00'),
        order('2026-11-15T12:00'),
        order('2026-11-19T12:00'),
      ],
    });
    const answer = await ask({ start_date: '2026-11-21', end_date: '2026-11-22', compare: true });
    expect(answer).toMatchObject({
      sum: { orders: 1 },
      before: { covers: '2026-11-14 to 2026-11-15, the weekend before', orders: 2 },
      change: { orders_pct: -50 },
    });
    // Both are over: nothing hangs on when it was asked.
    expect(answer).not.toHaveProperty('as_of');
  });

  it('sets today beside the same weekday a week before, up to the same time; or beside all of it', async () => {
    const { order: ask } = await company({
      orders: [
        order('2026-11-25T09:00'),
        order('2026-11-18T10:41:30'),
        order('2026-11-18T10:41:31'),
        order('2026-11-24T09:00'),
      ],
    });
    const answer = await ask({ period: 'today', compare: true });
    expect(answer.before).toMatchObject({
      covers: 'Wednesday 2026-11-18 until 10:41, the same weekday a week before',
      orders: 1,
    });
    expect(answer.notes).toEqual([expect.stringContaining('ends at the same time of day (10:41)')]);
    const whole = await ask({ period: 'today', compare_with: 'whole' });
    expect(whole.before).toMatchObject({
      covers: 'Wednesday 2026-11-18, the same weekday a week before',
      orders: 2,
    });
    expect(whole.notes).toEqual(['Today is not over; the earlier time is whole.']);
    const yesterday = await ask({ period: 'today', compare_with: '2026-11-24' });
    expect(yesterday.before).toMatchObject({ covers: 'Tuesday 2026-11-24', orders: 1 });
  });

  it('of calls ends at the same time too', async () => {
    const { call: ask } = await company({
      calls: [call('2026-11-18T10:41:30'), call('2026-11-18T10:41:31'), call('2026-11-25T08:00')],
    });
    expect((await ask({ exact_date: '2026-11-25', compare: true })).before.attempts).toBe(1);
    expect((await ask({ exact_date: '2026-11-25', compare_with: 'whole' })).before.attempts).toBe(2);
  });

  it('has a row for a group that only the earlier time has, and the average of both', async () => {
    const { order: ask } = await company({
      orders: [
        order('2026-11-24T09:00', { value: 50 }),
        order('2026-11-17T09:00', { user_id: 7, agent_name: 'Elin', value: 70 }),
      ],
    });
    const answer = await ask({ period: 'yesterday', compare: true, by: ['agent'] });
    expect(cell(answer, 'Elin', 'orders')).toBe(0);
    expect(cell(answer, 'Elin', 'orders_before')).toBe(1);
    expect(cell(answer, 'Elin', 'average_before')).toBe(70);
    expect(cell(answer, 'Mawila', 'average_before')).toBeNull();
  });

  it('with nothing says so, and by day says why nothing stands beside', async () => {
    const { order: ask } = await company({ orders: [order('2026-11-24T09:00')] });
    const answer = await ask({ period: 'yesterday', compare: true, by: ['day'] });
    expect(answer.notes).toEqual([
      'Of the earlier time there is nothing, so no change is told.',
      expect.stringContaining('Nothing stands beside days'),
    ]);
  });
});

describe('where nothing is', () => {
  it('the sum is zero, and it is told whether there were any calls at all those days', async () => {
    const {
      call: ask,
      order: askOrders,
      searches,
    } = await company({ calls: times(3, () => call('2026-11-20T09:00')) });
    const sunday = await ask({ exact_date: '2026-11-22', user_ids: [6] });
    expect(sunday).toMatchObject({ rows_read: 0, sum: { attempts: 0, orders: 0 } });
    expect(sunday.note).toBe('There are no calls at all on these days.');
    searches.length = 0;
    const friday = await ask({ exact_date: '2026-11-20', user_ids: [77] });
    expect(friday.note).toMatch(/^No call matches, of 3 in all on these days\. An id that does not exist/);
    // One look more, by the dates alone and of one row.
    expect(searches).toHaveLength(2);
    expect(searches[1]).toEqual({
      start_date: '2026-11-19T23:00:00.000Z',
      end_date: '2026-11-20T22:59:59.999Z',
      limit: 1,
    });
    expect((await askOrders({ exact_date: '2026-11-20' })).note).toBe(
      'There are no orders at all on these days; calls: 3.',
    );
    expect((await askOrders({ exact_date: '2026-11-22', campaign_id: 4 })).note).toBe(
      'There are no orders at all on these days, and no calls either.',
    );
  });

  it('others may be', async () => {
    const { order: ask } = await company({ orders: [order('2026-11-20T09:00')] });
    const answer = await ask({ exact_date: '2026-11-20', product_id: 99 });
    expect(answer).toMatchObject({ sum: { orders: 0, value: 0 } });
    expect(answer.note).toMatch(/^No order matches, but there are others on these days\./);
  });
});

describe('calls', () => {
  it('by contact list are a search of each list; the sum has a call once that is on two', async () => {
    const calls = times(5, (i) => call(`2026-11-24T09:0${i}`, { call_result_id: i ? 50 : 5 }));
    const ids = calls.map(({ id }) => id);
    const { call: ask, searches } = await company({
      calls,
      lists: { 3: [ids[0]!, ids[1]!, ids[2]!], 8: [ids[2]!, ids[3]!], 12: [] },
    });
    const answer = await ask({ period: 'yesterday', by: ['contactlist'] });
    expect(answer.sum).toMatchObject({ attempts: 5, orders: 1, no_thanks: 4 });
    expect(cell(answer, 'Lista 3 (3)', 'attempts')).toBe(3);
    expect(cell(answer, 'Lista 3 (3)', 'orders')).toBe(1);
    expect(cell(answer, 'Lista 8 (8)', 'attempts')).toBe(2);
    expect(cell(answer, 'on none of these lists', 'attempts')).toBe(1);
    expect(answer.notes).toContainEqual(expect.stringContaining('On several lists: 1.'));
    const bySearch = searches.map(({ contactlist_ids }) => String(contactlist_ids)).sort();
    expect(bySearch).toEqual(['12', '3', '8', 'undefined']);
    const some = await ask({ period: 'yesterday', by: ['contactlist', 'agent'], contactlist_ids: [8] });
    expect(some.rows.map((row: unknown[]) => row.slice(0, 3))).toEqual([['Lista 8 (8)', '6', 2]]);
  });

  it('of no agent stand after the agents, however few of them are shown', async () => {
    const { call: ask } = await company({
      calls: [
        ...times(9, () => call('2026-11-24T09:00', { user_id: null, call_result_id: 9 })),
        ...times(3, (i) => call('2026-11-24T09:00', { user_id: 6 + i })),
      ],
    });
    const answer = await ask({ period: 'yesterday', by: ['agent'], top: 1 });
    expect(answer).toMatchObject({ total: 3, returned: 1 });
    expect(answer.rows.map((row: unknown[]) => row.slice(0, 2))).toEqual([
      ['6', 1],
      ['2 others', 2],
      ['no agent (nobody took it)', 9],
    ]);
    // Of an agent's calls all were answered: a rate of that says nothing.
    expect(answer.columns).not.toContain('answer_rate_pct');
    expect(answer.sum.answer_rate_pct).toBe(25);
    expect(await ask({ period: 'yesterday', user_ids: [6] })).not.toHaveProperty('sum.answer_rate_pct');
  });

  it('of no agent and those on no list are two rows', async () => {
    const calls = [
      call('2026-11-24T09:00', { user_id: null, call_result_id: 9 }),
      ...times(2, () => call('2026-11-24T09:00')),
    ];
    const { call: ask } = await company({ calls, lists: { 3: [calls[0]!.id, calls[1]!.id] } });
    const { rows } = await ask({ period: 'yesterday', by: ['contactlist', 'agent'] });
    expect(rows.map((row: unknown[]) => row.slice(0, 3))).toEqual([
      ['Lista 3 (3)', '6', 1],
      ['on none of these lists', null, 1],
      [null, 'no agent (nobody took it)', 1],
    ]);
  });

  it('in the order of time where that is what they are to be sorted by', async () => {
    const { call: ask } = await company({
      calls: [call('2026-11-24T09:00'), ...times(2, () => call('2026-11-24T11:00'))],
    });
    const { rows } = await ask({ period: 'yesterday', by: ['hour'], sort: 'hour' });
    expect(rows.map(([hour]: string[]) => hour)).toEqual(['09-10', '11-12']);
  });

  it('have the active hours of an agent, and orders an hour: each clock hour counts once', async () => {
    const at = (hour: string, call_result_id: number) => call(`2026-11-24T${hour}`, { call_result_id });
    const { call: ask } = await company({
      calls: [at('09:00', 5), at('09:59', 5), at('11:10', 50), at('11:20', 5), call('2026-11-25T09:30')],
    });
    const answer = await ask({ start_date: '2026-11-24', end_date: '2026-11-25', by: ['agent'] });
    expect(cell(answer, '6', 'active_hours')).toBe(3);
    expect(cell(answer, '6', 'orders_per_active_hour')).toBe(1);
    expect(answer.legend.active_hours).toContain('a proxy for hours worked');
  });

  it('have a median, and one that is far outside is told', async () => {
    const long = call('2026-11-24T12:00');
    long.handling_end = new Date(Date.parse(long.init_time) + 2_751_000).toISOString();
    const { call: ask } = await company({ calls: [...times(5, (i) => call(`2026-11-24T09:0${i}`)), long] });
    const answer = await ask({ period: 'yesterday', by: ['agent'] });
    expect(answer.sum).toMatchObject({ avg_handling_s: 542, median_handling_s: 100 });
    expect(answer.notes).toContainEqual(
      `6: one call (${long.id}) took 2751 s, far more than the others: without it avg_handling_s is 100. The median says more.`,
    );
    const { call: usual } = await company({ calls: times(6, (i) => call(`2026-11-24T09:0${i}`)) });
    expect((await usual({ period: 'yesterday', by: ['agent'] })).notes).toHaveLength(1);
  });

  it('of few people do not lead a ranking by a rate, and it is said whose they are', async () => {
    const of = (user_id: number, count: number, orders: number) =>
      times(count, (i) => call('2026-11-24T09:00', { user_id, call_result_id: i < orders ? 5 : 50 }));
    const users = [
      { id: 6, firstname: 'Mawila', lastname: 'Nathaniel', active: 1 },
      { id: 7, firstname: 'Elin', lastname: 'Sandvall', active: 1 },
      { id: 8, firstname: 'Axel', lastname: 'Gran', active: 1 },
    ];
    const { call: ask } = await company({
      calls: [...of(6, 3, 3), ...of(7, 12, 6), ...of(8, 20, 12)],
      users,
    });
    const ranked = async (args: object) => {
      const { rows, notes } = await ask({ period: 'yesterday', by: ['agent'], ...args });
      return { order: rows.map(([agent]: string[]) => agent!.split(' ')[0]), notes: notes.join(' ') };
    };
    const best = await ranked({ sort: 'hit rate' });
    expect(best.order).toEqual(['Axel', 'Elin', 'Mawila']);
    expect(best.notes).toContain('Under min_attempts 10');
    expect(best.notes).toContain('so after the others: Mawila Nathaniel (6).');
    expect(best.notes).toContain('A rate of few calls says little');
    const all = await ranked({ sort: 'hit rate', min_attempts: 1 });
    expect(all.order).toEqual(['Mawila', 'Axel', 'Elin']);
    expect(all.notes).toBe('A rate of few calls says little: look at reached beside it.');
    // A number that is no rate is one of its own.
    expect((await ranked({ sort: 'orders' })).order).toEqual(['Axel', 'Elin', 'Mawila']);
  });

  it('of one day are asked for by exact_date', async () => {
    const { call: ask, searches } = await company({
      calls: [call('2026-11-20T00:00'), call('2026-11-21T00:00')],
    });
    const answer = await ask({ exact_date: '2026-11-20' });
    expect(answer).toMatchObject({ covers: '2026-11-20 (Europe/Stockholm)', rows_read: 1 });
    expect(answer).not.toHaveProperty('filter');
    expect(searches[0]).toMatchObject({ start_date: '2026-11-19T23:00:00.000Z' });
  });
});

describe('the figure to sort by', () => {
  it.each([
    ['order_report', 'försäljning', 'net_value'],
    ['order_report', 'Värde', 'value'],
    ['order_report', 'revenue', 'net_value'],
    ['order_report', 'net value', 'net_value'],
    ['order_report', 'cancelation_rate', 'cancelled_pct'],
    ['order_report', 'snittorder', 'average'],
    ['call_report', 'hit_rate', 'hit_rate_reached_pct'],
    ['call_report', 'träffprocent', 'hit_rate_reached_pct'],
    ['call_report', 'calls', 'attempts'],
    ['call_report', 'orders per hour', 'orders_per_active_hour'],
    ['call_report', 'efterarbete', 'avg_after_call_s'],
    ['call_report', 'handling_time', 'avg_handling_s'],
  ] as const)('of %s may be called %s: %s', async (tool, sort, figure) => {
    const dialer = await listening(createSandbox({ calls: 600 }));
    closing.push(dialer.close);
    const calls = dialer.from('Europe/Stockholm');
    const asked = (word: string) => report(calls, tool, { by: ['agent'], sort: word });
    expect((await asked(sort)).rows).toEqual((await asked(figure)).rows);
  });
});
