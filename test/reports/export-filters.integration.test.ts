/** Which rows go into an export: the filters of the reports, checked as theirs are. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/files.ts';
import { local } from '../support/sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

const start = async () => sandboxServices({ HITRATE_DOWNLOAD_DIR: newFolder() });

/** The ids that an export has. */
async function ids(here: SandboxServices, what: 'calls' | 'orders', filter: object): Promise<number[]> {
  const { path } = await here.ask('export_rows', { what, filter, format: 'ndjson' });
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line))
    .map(({ call_id, order_id }) => (what === 'calls' ? call_id : order_id));
}

const day = (seconds: number) => local(seconds).slice(0, 10);

describe('calls', () => {
  it('export_rows gives exactly the calls of the sandbox that match the filter', async () => {
    const here = await start();
    const { calls } = here.state;
    const one = calls.find((call) => call.customer_id !== null && call.user_id !== null && call.id !== 4371)!;
    const date = day(one.init_time);
    const cases: [object, (call: (typeof calls)[number]) => boolean][] = [
      [{ user_ids: [one.user_id] }, (call) => call.user_id === one.user_id],
      [{ campaign_ids: [2, 8] }, (call) => [2, 8].includes(call.campaign_id)],
      [{ contactlist_ids: '6' }, (call) => call.contactlist_id === 6],
      [{ call_result_ids: [5] }, (call) => call.call_result_id === 5],
      [{ customer_ids: [one.customer_id] }, (call) => call.customer_id === one.customer_id],
      [{ type: 'incoming' }, (call) => call.type === 'incoming'],
      [{ phone: `0${one.phonenumber.slice(2)}` }, (call) => call.phonenumber === one.phonenumber],
      [{ recording: true }, (call) => call.recording],
      [{ start_date: date, end_date: date }, (call) => day(call.init_time) === date],
      [{ exact_date: date }, (call) => day(call.init_time) === date],
      [{ start_date: date }, (call) => day(call.init_time) >= date],
      [{ end_date: date, recording: false }, (call) => day(call.init_time) <= date && !call.recording],
      [{ period: 'today' }, (call) => day(call.init_time) === day(here.state.clock() / 1000)],
    ];
    for (const [filter, isIn] of cases) {
      const expected = calls.filter(isIn).map(({ id }) => id);
      expect([filter, await ids(here, 'calls', filter)]).toEqual([filter, expected]);
    }
  });
});

describe('orders', () => {
  it('export_rows gives exactly the orders of the sandbox that match the filter', async () => {
    const here = await start();
    const orders = [...here.state.orders.values()];
    const one = orders.find((order) => order.confirmation_datetime !== null)!;
    here.state.customers.get(922)!.external_id_2 = 'X-1';
    const made = day(one.create_time);
    const confirmed = day(one.confirmation_datetime!);
    const office = (user: number) => here.state.users.get(user)!.office_id;
    const cases: [object, (order: (typeof orders)[number]) => boolean][] = [
      [{ user_id: one.user_id }, (order) => order.user_id === one.user_id],
      [{ campaign_id: 2 }, (order) => order.campaign_id === 2],
      [{ product_id: 1 }, (order) => order.products.some(({ product_id }) => product_id === 1)],
      [{ office_id: 2 }, (order) => office(order.user_id) === 2],
      [{ customer_id: 922 }, (order) => order.customer_id === 922],
      [{ phone: '070-174 06 05' }, (order) => order.customer_id === 922],
      [{ external_id_2: 'X-1' }, (order) => order.customer_id === 922],
      [{ confirmed: true }, (order) => order.confirmation_datetime !== null && !order.cancelled],
      [{ confirmed: 'false' }, (order) => order.confirmation_datetime === null && !order.cancelled],
      [{ cancelled: true }, (order) => order.cancelled],
      [{ exact_date: made }, (order) => day(order.create_time) === made],
      [{ start_date: made, end_date: made }, (order) => day(order.create_time) === made],
      [
        { confirm_start_date: confirmed, confirm_end_date: confirmed },
        (order) => order.confirmation_datetime !== null && day(order.confirmation_datetime) === confirmed,
      ],
    ];
    for (const [filter, isIn] of cases) {
      const expected = orders.filter(isIn).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(0);
      expect([filter, await ids(here, 'orders', filter)]).toEqual([filter, expected]);
    }
  });

  it('export_rows gives as many rows as the report with the same filter counts', async () => {
    const here = await start();
    for (const filter of [
      { period: 'last_30_days' },
      { campaign_id: 2, confirmed: true },
      { office_id: 4 },
    ]) {
      const { sum, rows_read } = await here.ask('order_report', filter);
      expect((await ids(here, 'orders', filter)).length).toBe(rows_read);
      expect(sum.orders).toBe(rows_read);
    }
    const { rows_read } = await here.ask('call_report', { period: 'last_week' });
    expect((await ids(here, 'calls', { period: 'last_week' })).length).toBe(rows_read);
  });
});

describe('a wrong filter', () => {
  it.each([
    ['calls', { user_id: 6 }, /filter of calls: There is no argument user_id: did you mean user_ids\?/],
    ['orders', { user_ids: [6] }, /filter of orders: There is no argument user_ids: did you mean user_id\?/],
    ['calls', { type: 'x' }, /type must be one of predictive, .*callback/],
    ['calls', { period: 'yesteryear' }, /period must be one of today/],
    ['orders', { start_date: '2026-02-30' }, /start_date must be a date YYYY-MM-DD/],
    ['orders', { period: 'today', start_date: '2026-01-01' }, /either period or dates/],
    [
      'orders',
      { exact_date: '2026-01-01', confirm_end_date: '2026-01-01' },
      /either dates of confirmation or/,
    ],
    ['calls', { exact_date: '2026-02-01', end_date: '2026-02-01' }, /Give either exact_date or/],
    ['calls', { start_date: '2026-02-01', end_date: '2026-01-01' }, /start_date must not be after end_date/],
    ['calls', { by: ['agent'] }, /There is no argument by\./],
    ['calls', 'last month', /filter/],
    ['calls', [1], /filter/],
    ['sms', {}, /what must be one of calls, orders/],
  ])(
    'a wrong filter of %s, %j, is refused with what is right before anything is requested',
    async (what, filter, says) => {
      const here = await start();
      const text = await here.refused('export_rows', { what, filter });
      expect(text).toMatch(/^invalid_arguments: /);
      expect(text).toMatch(says);
      expect(here.requests).toEqual([]);
    },
  );

  it('a filter with an unknown office is answered with not_found', async () => {
    const here = await start();
    expect(await here.refused('export_rows', { what: 'orders', filter: { office_id: 99 } })).toMatch(
      /^not_found: There is no office 99/,
    );
  });

  it.each([{}, null, undefined, '{}', { period: null }])(
    'an absent or empty filter is accepted: %j',
    async (filter) => {
      const here = await start();
      expect((await here.ask('export_rows', { what: 'orders', filter })).rows).toBe(here.state.orders.size);
    },
  );
});
