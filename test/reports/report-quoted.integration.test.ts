/** Reports can be quoted as they stand: what stands beside what, what is left out, and that nothing is an answer. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, cell, company, order, times } from '../support/reports.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  // A Wednesday, 10:41 in Stockholm.
  vi.setSystemTime(new Date('2026-11-25T09:41:30Z'));
});
afterEach(() => void vi.useRealTimers());

describe('orders', () => {
  it('sums orders without the cancelled ones, in a currency that is named once', async () => {
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

  it('counts cancelled orders that are left out, without columns of zeros', async () => {
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

  it('names the office of a filtered report, and says that two of one name are one row', async () => {
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

  it('says where orders begin when the period reaches further back, and only then', async () => {
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
  it('compares a weekend with the weekend before', async () => {
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

  it('compares today with the same weekday a week before, up to the same time or all of it', async () => {
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

  it('ends a comparison of calls at the same time of day too', async () => {
    const { call: ask } = await company({
      calls: [call('2026-11-18T10:41:30'), call('2026-11-18T10:41:31'), call('2026-11-25T08:00')],
    });
    expect((await ask({ exact_date: '2026-11-25', compare: true })).before.attempts).toBe(1);
    expect((await ask({ exact_date: '2026-11-25', compare_with: 'whole' })).before.attempts).toBe(2);
  });

  it('has a row for a group that only the earlier period has, and the average of both', async () => {
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

  it('says that there is nothing to compare with, and why reports by day compare nothing', async () => {
    const { order: ask } = await company({ orders: [order('2026-11-24T09:00')] });
    const answer = await ask({ period: 'yesterday', compare: true, by: ['day'] });
    expect(answer.notes).toEqual([
      'Of the earlier time there is nothing, so no change is told.',
      expect.stringContaining('Nothing stands beside days'),
    ]);
  });
});

describe('where nothing is', () => {
  it('reports a sum of 0 for an empty period, and whether there were any calls at all those days', async () => {
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

  it('says that there are other orders on these days where none matches', async () => {
    const { order: ask } = await company({ orders: [order('2026-11-20T09:00')] });
    const answer = await ask({ exact_date: '2026-11-20', product_id: 99 });
    expect(answer).toMatchObject({ sum: { orders: 0, value: 0 } });
    expect(answer.note).toMatch(/^No order matches, but there are others on these days\./);
  });
});
