/** Calls by list and agent: who is ranked, by which figure, what stands apart, and what is far outside. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { call, cell, company, listening, report, times } from '../support/reports.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  // A Wednesday, 10:41 in Stockholm.
  vi.setSystemTime(new Date('2026-11-25T09:41:30Z'));
});
afterEach(() => void vi.useRealTimers());

describe('calls', () => {
  it('searches calls of each contact list, and counts a call that is on two lists once in the sum', async () => {
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

  it('puts calls without an agent after the agents, however few are shown', async () => {
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

  it('has a row for calls without an agent and one for calls on no list', async () => {
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

  it('sorts calls in the order of time where that is asked for', async () => {
    const { call: ask } = await company({
      calls: [call('2026-11-24T09:00'), ...times(2, () => call('2026-11-24T11:00'))],
    });
    const { rows } = await ask({ period: 'yesterday', by: ['hour'], sort: 'hour' });
    expect(rows.map(([hour]: string[]) => hour)).toEqual(['09-10', '11-12']);
  });

  it('reports active hours of an agent and orders an hour, and counts each clock hour once', async () => {
    const at = (hour: string, call_result_id: number) => call(`2026-11-24T${hour}`, { call_result_id });
    const { call: ask } = await company({
      calls: [at('09:00', 5), at('09:59', 5), at('11:10', 50), at('11:20', 5), call('2026-11-25T09:30')],
    });
    const answer = await ask({ start_date: '2026-11-24', end_date: '2026-11-25', by: ['agent'] });
    expect(cell(answer, '6', 'active_hours')).toBe(3);
    expect(cell(answer, '6', 'orders_per_active_hour')).toBe(1);
    expect(answer.legend.active_hours).toContain('a proxy for hours worked');
  });

  it('reports a median, and names a duration that is far outside', async () => {
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

  it('keeps agents of few calls from leading a ranking by a rate, and names them', async () => {
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
    expect((await ranked({ sort: 'hit rate', min_attempts: 50 })).notes).toMatch(
      /^Under min_attempts 50 .*: all of them\./,
    );
    // A number that is no rate is one of its own.
    expect((await ranked({ sort: 'orders' })).order).toEqual(['Axel', 'Elin', 'Mawila']);
  });

  it('asks for the calls of one day by exact_date', async () => {
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
  ] as const)('%s sorts by the word %s as by the figure %s', async (tool, sort, figure) => {
    const dialer = await listening(createSandbox({ calls: 600 }));
    const calls = dialer.from('Europe/Stockholm');
    const asked = (word: string) => report(calls, tool, { by: ['agent'], sort: word });
    expect((await asked(sort)).rows).toEqual((await asked(figure)).rows);
    await dialer.close();
  });
});
