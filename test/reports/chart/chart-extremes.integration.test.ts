/** Charts of one value, none, a year of days, sixty agents, fifty thousand calls, and figures below zero. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, company, madeCalls, madeDialer, order, pageOf, times } from '../../support/reports.ts';
import { chartOf, reportWithChart } from './chart-answer.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(new Date('2026-11-25T09:41:30Z'));
});
afterEach(() => void vi.useRealTimers());

const NOBODY = { user_id: null, call_result_id: 9 };
const agent = (user_id: number, agent_name: string) => ({ user_id, agent_name });

describe('how much there is', () => {
  it('is one value', async () => {
    const { calls } = await company({ orders: [order('2026-11-20T09:00')] });
    const { chart, text } = await chartOf(calls, 'order_report', { exact_date: '2026-11-20', by: ['agent'] });
    expect(chart.series[0]!.values).toEqual([1]);
    expect(text).toMatchInlineSnapshot(`
      "Order per säljare, fredag 20 november 2026
      ████████ 1 Mawila Nathaniel"
    `);
  });

  it.each([
    ['no order', 'order_report', { exact_date: '2026-11-20' }],
    ['no call', 'call_report', { exact_date: '2026-11-20', by: ['agent', 'hour'] }],
    ['no time at all', 'call_report', {}],
  ] as const)('is nothing to draw: %s', async (_, tool, args) => {
    const { calls } = await company({});
    const { row, chart } = await reportWithChart(calls, tool, args);
    expect(row.chart).toBe('There is nothing to draw.');
    expect(chart).toBeUndefined();
  });

  it('is nothing to draw where no figure is known', async () => {
    const { calls } = await company({ calls: [call('2026-11-20T09:00', NOBODY)] });
    for (const by of [['day'], ['campaign'], ['campaign', 'type'], ['campaign', 'day']]) {
      const args = { exact_date: '2026-11-20', by, sort: 'hit_rate_reached_pct' };
      expect((await reportWithChart(calls, 'call_report', args)).row.chart).toBe('There is nothing to draw.');
    }
  });

  it('goes below zero', async () => {
    const { calls } = await company({
      orders: [
        order('2026-11-20T09:00', { ...agent(1, 'Elin Ek'), value: 300 }),
        order('2026-11-20T09:00', { ...agent(2, 'Åsa Öberg'), value: -120 }),
      ],
    });
    const args = { exact_date: '2026-11-20', by: ['agent'], sort: 'value' };
    const { chart, text } = await chartOf(calls, 'order_report', args);
    expect(chart.series[0]!.values).toEqual([300, -120]);
    expect(text).toMatchInlineSnapshot(`
      "Ordervärde per säljare (kr), fredag 20 november 2026
      ████████ 300 Elin Ek
      ░░░ -120 Åsa Öberg"
    `);
  });

  it('is 366 days, each with its place, the same day of two years told apart', async () => {
    const days = times(366, (at) => new Date(Date.UTC(2025, 10, 25 + at, 8)).toISOString());
    const orders = days.map((create_time, at) => ({ ...order('2026-01-01T09:00'), create_time, value: at }));
    const { calls } = await company({ orders });
    const args = { start_date: '2025-11-25', end_date: '2026-11-25', by: ['day'], sort: 'value' };
    const { chart, text } = await chartOf(calls, 'order_report', args);
    expect(chart.labels).toHaveLength(366);
    expect(new Set(chart.labels).size).toBe(366);
    expect(chart.series[0]!.values).toEqual(times(366, (at) => at));
    expect(text).toContain('25 nov. 2025 → 25 nov. 2026, snitt av 7 per tecken');
  });

  it('is more days than a picture has pixels: the latest are shown, and it says so', async () => {
    const { calls } = await company({ orders: [order('2024-01-01T09:00'), order('2026-11-25T09:00')] });
    const { chart, desc } = await chartOf(calls, 'order_report', { by: ['day'] });
    expect([chart.labels.length, chart.labels.at(-1)]).toEqual([800, '25 nov. 2026']);
    expect(desc).toContain('Av 1060 tider visas de 800 senaste');
  });

  it('is 60 agents: the largest have bars, the others one together', async () => {
    const orders = times(60, (at) =>
      times(at + 1, () => order('2026-11-20T09:00', agent(at + 1, `Säljare Nummer${at + 1}`))),
    ).flat();
    const { calls } = await company({ orders });
    const args = { period: 'this_month', by: ['agent'] };
    const { chart, text } = await chartOf(calls, 'order_report', args);
    expect(chart.labels).toEqual([...times(30, (at) => `Säljare Nummer${60 - at}`), 'övriga (30)']);
    expect(chart.series[0]!.values).toEqual([...times(30, (at) => 60 - at), (30 * 31) / 2]);
    expect(text).toContain('… och 49 till');
    const top = await chartOf(calls, 'order_report', { ...args, top: 60 });
    expect(top.chart.labels).toHaveLength(60);
    const almost = await chartOf(calls, 'order_report', { ...args, top: 59 });
    expect(almost.chart.labels).toHaveLength(60);
  });

  it('is 50,000 calls of 60 agents', async () => {
    const many = madeCalls(50_000, 50).map((one, at) => ({ ...one, user_id: (at % 60) + 1 }));
    const { calls, close } = await madeDialer((body) => pageOf(many, body));
    const { chart, row } = await chartOf(calls, 'call_report', { exact_date: '2026-11-02', by: ['agent'] });
    expect(row.rows_read).toBe(50_000);
    expect(chart.labels).toHaveLength(31);
    expect(chart.series[0]!.values.reduce((sum, value) => sum! + value!, 0)).toBe(50_000);
    await close();
  });
});
