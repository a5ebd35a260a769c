/** Charts of made-up companies: the right form by itself, the days it covers, what is not over or partial. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, company, madeCalls, madeDialer, order, pageOf, times } from '../../support/reports.ts';
import { chartOf } from './chart-answer.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  // A Wednesday, 10:41 in Stockholm.
  vi.setSystemTime(new Date('2026-11-25T09:41:30Z'));
});
afterEach(() => void vi.useRealTimers());

const agent = (user_id: number, agent_name: string) => ({ user_id, agent_name });
/** One order a day, on each of so many days of November. */
const november = (count: number, more: object = {}) =>
  times(count, (at) => order(`2026-11-${String(at + 1).padStart(2, '0')}T09:00`, more));

describe('the form', () => {
  it.each([
    ['hours', { period: 'today' }, 'Order per timme'],
    ['days', { period: 'last_month' }, 'Order per dag'],
    ['weeks', { start_date: '2026-06-01', end_date: '2026-11-20' }, 'Order per vecka'],
    ['months', { start_date: '2025-01-01', end_date: '2026-11-20' }, 'Order per månad'],
    ['months', {}, 'Order per månad'],
  ])('is a time of a suitable length where no groups are asked for: %s', async (_, when, title) => {
    const orders = [order('2026-11-25T09:00'), order('2026-10-20T09:00'), order('2026-10-22T09:00')];
    const { calls } = await company({ orders });
    expect((await chartOf(calls, 'order_report', when)).chart.title).toBe(title);
  });

  it('is sorted bars for agents, the largest first, without ids where names tell them apart', async () => {
    const { calls } = await company({
      orders: [
        order('2026-11-20T09:00', agent(1, 'Elin Ek')),
        ...times(3, () => order('2026-11-20T09:00', agent(2, 'Åsa Öberg'))),
        ...times(2, () => order('2026-11-20T09:00', agent(3, 'Elin Ek'))),
      ],
    });
    const { chart, text } = await chartOf(calls, 'order_report', { period: 'this_month', by: ['agent'] });
    expect(chart.labels).toEqual(['Åsa Öberg', 'Elin Ek (3)', 'Elin Ek (1)']);
    expect(text).toMatchInlineSnapshot(`
      "Order per säljare, 1–25 november 2026
      ████████ 3 Åsa Öberg
      █████ 2 Elin Ek (3)
      ███ 1 Elin Ek (1)
      Perioden är inte slut: siffrorna gäller till kl. 10.41
      Uppgifterna börjar 20 november 2026"
    `);
  });

  it('is the largest figure that was sorted by, with its unit', async () => {
    const { calls } = await company({ orders: november(3, { value: 1_250.5 }) });
    const args = { period: 'this_month', by: ['product'], sort: 'value' };
    const { chart, text } = await chartOf(calls, 'order_report', args);
    expect([chart.title, chart.axis]).toEqual(['Ordervärde per produkt', 'Ordervärde, kr']);
    expect(text).toContain('3752 ingen produkt');
    const english = await chartOf(calls, 'order_report', { ...args, chart: 'en' });
    expect([english.chart.title, english.chart.axis]).toEqual(['Order value by product', 'Order value, SEK']);
  });

  it('is stacked for orders by week and state, and small charts for a rate by agent and campaign', async () => {
    const orders = [
      ...november(20),
      ...november(10, { cancelled: true, ...agent(7, 'Elin Ek'), campaign_id: 4 }),
    ];
    const { calls } = await company({ orders });
    const stacked = await chartOf(calls, 'order_report', { period: 'this_month', by: ['state', 'week'] });
    expect(stacked.chart.labels).toEqual(['v. 44', 'v. 45', 'v. 46', 'v. 47', 'v. 48']);
    expect(stacked.chart.series).toEqual([
      { name: 'obekräftad', values: [1, 7, 7, 5, 0] },
      { name: 'makulerad', values: [1, 7, 2, 0, 0] },
    ]);
    const panels = await chartOf(calls, 'order_report', {
      period: 'this_month',
      by: ['agent', 'state'],
      sort: 'average',
      min_orders: 0,
    });
    expect(panels.chart.series.map(({ values }) => values)).toEqual([
      [null, 100],
      [100, null],
    ]);
  });

  it('is a heat map for weekday and hour in either order, hours along', async () => {
    const calls = [call('2026-11-23T09:10'), call('2026-11-23T09:20'), call('2026-11-24T14:00')];
    const made = await company({ calls });
    for (const by of [
      ['weekday', 'hour'],
      ['hour', 'weekday'],
    ]) {
      const { chart } = await chartOf(made.calls, 'call_report', { period: 'this_week', by });
      expect(chart.labels).toEqual(['09', '10', '11', '12', '13', '14']);
      expect(chart.series.slice(0, 2)).toEqual([
        { name: 'måndag', values: [2, 0, 0, 0, 0, 0] },
        { name: 'tisdag', values: [0, 0, 0, 0, 0, 1] },
      ]);
      expect(chart.series).toHaveLength(5);
    }
  });

  it('has days along where a heat map would be higher than a page', async () => {
    const { calls } = await company({ orders: [order('2026-01-10T09:00'), order('2026-11-10T10:00')] });
    const { chart } = await chartOf(calls, 'order_report', { period: 'this_year', by: ['day', 'hour'] });
    expect([chart.labels.length, chart.series.length]).toEqual([329, 2]);
  });
});

describe('the days that a chart covers', () => {
  it('are named, with the zone, and that today is not over', async () => {
    const { calls } = await company({ orders: november(25) });
    const { desc, texts, text, chart } = await chartOf(calls, 'order_report', { period: 'this_month' });
    expect(texts).toContain('1–25 november 2026 (Europe/Stockholm)');
    expect(texts).toContain('25 nov. är inte slut: siffrorna gäller till kl. 10.41');
    expect(desc).toContain('25 nov. är inte slut');
    expect(text.split('\n')[0]).toBe('Order per dag, 1–25 november 2026');
    expect(text).toContain('25 nov. är inte slut');
    expect(chart.labels.at(-1)).toBe('25 nov.');
  });

  it('are named without that where all of them are over', async () => {
    const { calls } = await company({ orders: november(20) });
    const when = { start_date: '2026-11-02', end_date: '2026-11-24', by: ['day'] };
    const { desc, pictures } = await chartOf(calls, 'order_report', when);
    expect(desc).toContain('2–24 november 2026 (Europe/Stockholm)');
    expect(desc).not.toContain('slut');
    expect(pictures.wide).not.toContain('#5d9a94');
  });

  it('are all there, those without anything with 0, and none that is to come', async () => {
    const { calls } = await company({ orders: [order('2026-11-20T09:00'), order('2026-11-22T09:00')] });
    const when = { start_date: '2026-11-19', end_date: '2026-11-30', by: ['day'] };
    const { chart, desc } = await chartOf(calls, 'order_report', when);
    expect(chart.labels).toEqual(times(7, (at) => `${19 + at} nov.`));
    expect(chart.series[0]!.values).toEqual([0, 1, 0, 1, 0, 0, 0]);
    expect(desc).toContain('19–30 november 2026');
  });

  it('have gaps where there is no rate', async () => {
    const { calls } = await company({
      orders: [order('2026-11-19T09:00', { value: 80 }), order('2026-11-21T09:00')],
    });
    const when = { start_date: '2026-11-19', end_date: '2026-11-21', by: ['day'], sort: 'average' };
    expect((await chartOf(calls, 'order_report', when)).chart.series[0]!.values).toEqual([80, null, 100]);
  });

  it('say that they are those of the confirmation, and what else was chosen, without phone numbers', async () => {
    const { calls } = await company({
      orders: [order('2026-11-19T09:00', { confirmation_datetime: '2026-11-20T09:00:00Z' })],
      offices: [{ id: 3, name: 'Malmö' }],
    });
    const { texts } = await chartOf(calls, 'order_report', {
      confirm_start_date: '2026-11-20',
      confirm_end_date: '2026-11-21',
      office_id: 3,
      by: ['day'],
    });
    expect(texts.join(' ')).toContain('kontor Malmö (3)');
    expect(texts.join(' ')).toContain('bekräftade från och med 2026-11-20');
    const byPhone = await company({ calls: [call('2026-11-20T09:00')] });
    const phone = await chartOf(byPhone.calls, 'call_report', { period: 'this_month', phone: '070-1740605' });
    expect(phone.desc).toContain('Urval: ett telefonnummer');
    expect(phone.page).not.toMatch(/1740605/);
  });

  it('say that not all rows could be read', async () => {
    const many = madeCalls(60_000, 50_000);
    const { calls, close } = await madeDialer((body) => pageOf(many, body));
    const { row, desc, texts } = await chartOf(calls, 'call_report', { exact_date: '2026-11-02' });
    expect(row.partial).toBeDefined();
    expect(desc).toContain('Ofullständigt: alla rader kunde inte läsas, se svaret');
    expect(texts).toContain('Ofullständigt: alla rader kunde inte läsas, se svaret');
    await close();
  });
});

describe('an earlier time', () => {
  it('stands day by day beside the month, and has no figure on a day that it does not have', async () => {
    vi.setSystemTime(new Date('2026-12-31T22:00:00Z'));
    const { calls } = await company({
      orders: [
        order('2026-12-01T09:00'),
        order('2026-12-31T09:00'),
        ...november(30),
        order('2026-11-30T12:00'),
      ],
    });
    const { chart, row } = await chartOf(calls, 'order_report', {
      period: 'this_month',
      by: ['day'],
      compare: true,
    });
    expect(row.before.covers).toContain('2026-11-01 to 2026-11-30');
    const [current, before] = chart.series;
    expect(before!.name).toBe('1–30 november 2026 (före)');
    expect(before!.values).toEqual([...times(29, () => 1), 2, null]);
    expect(current!.values).toEqual([1, ...times(29, () => 0), 1]);
  });

  it('stands weekday by weekday, and hour by hour', async () => {
    const { calls } = await company({
      calls: [
        call('2026-11-16T09:00'),
        call('2026-11-18T09:00'),
        call('2026-11-18T10:00'),
        call('2026-11-24T09:00'),
      ],
    });
    const args = { period: 'this_week', compare: true };
    const weekdays = await chartOf(calls, 'call_report', { ...args, by: ['weekday'] });
    expect(weekdays.chart.labels).toEqual(['mån', 'tis', 'ons', 'tor', 'fre']);
    expect(weekdays.chart.series.map(({ values }) => values)).toEqual([
      [0, 1, 0, 0, 0],
      [1, 0, 2, 0, 0],
    ]);
    const hours = await chartOf(calls, 'call_report', { ...args, by: ['hour'] });
    expect(hours.chart.labels).toEqual(['09', '10']);
    expect(hours.chart.series.map(({ values }) => values)).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it('has a bar for an agent who has nothing now', async () => {
    const { calls } = await company({
      orders: [
        order('2026-11-24T09:00', agent(6, 'Elin Ek')),
        ...times(4, () => order('2026-11-17T09:00', agent(7, 'Åsa Öberg'))),
      ],
    });
    const { chart } = await chartOf(calls, 'order_report', {
      period: 'yesterday',
      by: ['agent'],
      compare: true,
    });
    expect(chart.labels).toEqual(['Elin Ek', 'Åsa Öberg']);
    expect(chart.series.map(({ values }) => values)).toEqual([
      [1, 0],
      [0, 4],
    ]);
  });

  it('leads to no days of its own where it is later than the time', async () => {
    const { calls } = await company({ orders: november(24) });
    const { chart } = await chartOf(calls, 'order_report', {
      start_date: '2026-11-02',
      end_date: '2026-11-04',
      by: ['day'],
      compare_with: '2026-11-16..2026-11-17',
    });
    expect(chart.labels).toEqual(['2 nov.', '3 nov.', '4 nov.']);
    expect(chart.series[1]!.values).toEqual([1, 1, null]);
  });
});
