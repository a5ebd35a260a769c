/** No text of an answer is longer than what hosts show: where fields or limits ask for more there are fewer rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { fitRecord, limitAnswer } from '../../../src/response/limit.ts';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { startHost } from '../../support/host.ts';

const LONGEST = 45_000;

let dialer: FakeDialer;
let host: Host;
beforeAll(async () => {
  dialer = await fakeDialer();
  host = await startHost({ HITRATE_URL: dialer.url, HITRATE_ACCESS: 'write' });
});
afterAll(async () => {
  await host.close();
  await dialer.close();
});

/** What needs an escape is twice as long in JSON. */
const LONG = '"\\'.repeat(1_500);
const order = (id: number) => ({
  id,
  customer_firstname: LONG,
  customer_email: LONG,
  agent_name: LONG,
  campaign_title: LONG,
  create_time: '2026-11-20T10:02:00.000Z',
  comments: [{ comment: LONG }],
  order_products: [{ product_id: 1, units: 1, unit_price: 399, title: LONG }],
});
const call = (id: number) => ({
  id,
  init_time: '2026-11-20T10:02:00.000Z',
  finish_time: '2026-11-20T10:03:00.000Z',
  phonenumber: '46701740605',
  type: `${'samtal "'.repeat(40)}`,
  recording: true,
});

async function all(name: string, args: object, ids = 0): Promise<number[]> {
  const found: number[] = [];
  let more: Record<string, number> | undefined = {};
  for (let asked = 0; more && asked < 300; asked++) {
    const { text, data, isError } = await host.call(name, { ...args, ...more });
    expect(isError, text.slice(0, 200)).toBe(false);
    expect(text.length).toBeLessThanOrEqual(LONGEST);
    expect(data.returned).toBe(data.rows.length);
    found.push(...data.rows.map((row: unknown[]) => row[ids]));
    const next = Object.entries(data).filter(([key]) => key.startsWith('next_'));
    more = next.length
      ? { ...more, ...Object.fromEntries(next.map(([key, value]) => [key.slice(5), value as number])) }
      : undefined;
  }
  return found;
}

describe('lists', () => {
  it('a list of long rows with all fields comes in parts, and no row is left out', async () => {
    dialer.script(() => ({ body: Array.from({ length: 60 }, (_, i) => order(i + 1)) }));
    const fields = ['email', 'comments'];
    expect(await all('search_orders', { period: 'today', limit: 200, sort: 'oldest', fields })).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
  });

  it('a list that the dialer pages continues where it was cut, with each row exactly once', async () => {
    const calls = Array.from({ length: 530 }, (_, i) => call(i + 1));
    dialer.script(({ path, body }) => {
      if (path !== '/api/calls/search') return { body: [] };
      const { limit, page = 0 } = body;
      const rows = calls.slice(page * limit, (page + 1) * limit);
      return {
        body: { rows, count: 530, current_page: page, last_page: Math.ceil(530 / limit) - 1 },
      };
    });
    const asked: { limit: number; sort?: string; page?: number }[] = [
      { limit: 200, sort: 'oldest' },
      { limit: 200, page: 1 },
      { limit: 150, page: 2 },
    ];
    for (const args of asked) {
      const from = (args.page ?? 0) * args.limit;
      expect(await all('search_calls', args)).toEqual(calls.slice(from).map(({ id }) => id));
    }
  });

  it('a list without a given limit stays below 25,000 characters', async () => {
    dialer.script(() => ({ body: Array.from({ length: 300 }, (_, i) => order(i + 1)) }));
    const { text } = await host.call('search_orders', { period: 'today' });
    expect(text.length).toBeLessThan(25_000);
  });

  it('a list repeats a long filter in a shortened form', async () => {
    dialer.script(() => ({ body: { rows: [], count: 0, current_page: 0, last_page: 0 } }));
    const customer_ids = Array.from({ length: 20_000 }, (_, i) => i + 1);
    const { text, data } = await host.call('search_calls', { customer_ids });
    expect(text.length).toBeLessThan(4_000);
    expect(data.filter.left_out).toEqual(['customer_ids: 50 of 20000 shown']);
  });
});

describe('whatever the dialer says', () => {
  it.each([
    [
      'an object of 100,000 members',
      Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`m${i}`, LONG.slice(0, 9)])),
    ],
    ['texts of 3 MB', { id: 1, name: LONG.repeat(1_000), title: LONG.repeat(1_000), [LONG.repeat(20)]: 1 }],
    [
      'lists of lists',
      { id: 1, name: Array.from({ length: 60 }, () => Array.from({ length: 60 }, () => LONG)) },
    ],
  ])('the answer to %s from the dialer stays within 45,000 characters', async (_, body) => {
    dialer.script(() => ({ body }));
    for (const [name, args] of [
      ['get_campaign', { campaign_id: 1 }],
      ['get_customer', { customer_id: 1 }],
      ['update_client', { client_id: 1, name: 'x' }],
    ] as const) {
      const { text } = await host.call(name, args);
      expect(text.length).toBeLessThanOrEqual(LONGEST);
    }
  });

  it('a report with long names has fewer groups and a row for the others', async () => {
    dialer.script(({ path }) => ({
      body: path.startsWith('/api/order')
        ? Array.from({ length: 400 }, (_, i) => ({
            ...order(i + 1),
            user_id: i + 1,
            campaign_id: i + 1,
            value: 1,
          }))
        : [],
    }));
    const { text, data, isError } = await host.call('order_report', {
      start_date: '2026-11-20',
      end_date: '2026-11-20',
      by: ['agent', 'campaign'],
      top: 200,
    });
    expect(isError, text.slice(0, 200)).toBe(false);
    expect(text.length).toBeLessThanOrEqual(LONGEST);
    expect(data.total).toBe(400);
    expect(data.rows.at(-1)[0]).toBe(`${400 - data.returned} others`);
  });
});

describe('an answer that is too long as a whole', () => {
  it('an answer that is too long loses rows and says how many are left', () => {
    const row = {
      total: 900,
      returned: 900,
      rows: Array.from({ length: 900 }, () => ['x'.repeat(100)]),
      note: 'n',
    };
    const fitted = limitAnswer(row);
    expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(LONGEST);
    expect(fitted).toMatchObject({ total: 900, returned: fitted.rows.length, note: 'n' });
    expect(fitted.rows.length).toBeGreaterThan(250);
    expect(fitted.left_out).toEqual([`rows: ${fitted.rows.length} of 900 shown`]);
  });

  it('a text that is cut never ends in half a character', () => {
    for (const pad of ['', 'x']) {
      const { text } = fitRecord({ text: pad + '😀'.repeat(9_000) });
      expect(text.isWellFormed()).toBe(true);
    }
  });
});
