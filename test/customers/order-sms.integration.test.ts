/** Lists of orders and SMS: the newest first or the oldest, without gaps or doubles, and orders by their age. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/files.ts';
import { addCustomer, addOrder, addSms, table } from '../support/sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

const HOUR = 3600;
const START = Date.UTC(2026, 9, 1, 8) / 1000;

/** A customer with as many orders and SMS, one of each an hour; every third moment is that of the one before. */
function busy(here: SandboxServices, count: number) {
  const { id: customer_id } = addCustomer(here.state, { phone: '+46406280499' });
  let made = 0;
  const add = () => {
    const at = START + (made % 3 === 2 ? made - 1 : made) * HOUR;
    addOrder(here.state, { customer_id, create_time: at });
    addSms(here.state, { customer_id, sent: at, message: `SMS ${made}` });
    made++;
  };
  for (let i = 0; i < count; i++) add();
  return { customer_id, add };
}

const LISTS = [
  ['search_orders', 'id', 'create_time'],
  ['get_sms_history', 'message', 'sent'],
] as const;

describe.each(LISTS)('%s', (tool, name, time) => {
  const keys = (answer: any) => table(answer).map((row) => row[name]);
  const times = (answer: any) => table(answer).map((row) => row[time]);

  it('the list begins with the newest row, or with the oldest row where sort asks for that', async () => {
    const here = await sandboxServices();
    const { customer_id } = busy(here, 8);
    const newest = await here.ask(tool, { customer_id });
    const oldest = await here.ask(tool, { customer_id, sort: 'oldest' });
    expect(times(newest)).toEqual(times(newest).toSorted().reverse());
    expect(keys(oldest)).toEqual(keys(newest).reverse());
    expect(oldest.filter).toEqual({ customer_id });
  });

  it.each(['newest', 'oldest'])(
    'pages show each row once while new rows come in, with the %s row first',
    async (sort) => {
      const here = await sandboxServices();
      const { customer_id, add } = busy(here, 20);
      const before = new Set(keys(await here.ask(tool, { customer_id, limit: 200 })));
      const shown: unknown[] = [];
      for (let cursor: string | undefined; ; add()) {
        const answer = await here.ask(tool, { customer_id, limit: 3, sort, ...(cursor && { cursor }) });
        shown.push(...keys(answer));
        cursor = answer.next_cursor;
        expect(answer.next_offset).toBeUndefined();
        expect(answer.total).toBeGreaterThanOrEqual(20);
        if (cursor === undefined) break;
      }
      expect(new Set(shown).size).toBe(shown.length);
      if (sort === 'newest') expect(new Set(shown)).toEqual(before);
      else expect(shown.length).toBeGreaterThan(20);
      for (const key of before) expect(shown).toContain(key);
    },
  );

  it('the list still takes an offset, and its cursor goes on from that offset', async () => {
    const here = await sandboxServices();
    const { customer_id } = busy(here, 10);
    const all = keys(await here.ask(tool, { customer_id }));
    const answer = await here.ask(tool, { customer_id, offset: 4, limit: 2 });
    expect(keys(answer)).toEqual(all.slice(4, 6));
    const next = await here.ask(tool, { customer_id, limit: 2, cursor: answer.next_cursor });
    expect(keys(next)).toEqual(all.slice(6, 8));
  });

  it('the answer gives its time of day in as_of where the period depends on the present time', async () => {
    const here = await sandboxServices();
    const of = async (args: object) => (await here.ask(tool, { customer_id: 922, ...args })).as_of;
    expect(await of({ period: 'last_7_days' })).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect(await of({})).toBeUndefined();
  });
});

describe('orders older than some hours', () => {
  /** One of each age in hours, none confirmed, and their ids. */
  async function aged(...ages: number[]) {
    const here = await sandboxServices({ HITRATE_DOWNLOAD_DIR: newFolder() });
    const others = [...here.state.orders.keys()];
    const now = Math.floor(Date.now() / 1000);
    const made = ages.map(
      (age) =>
        addOrder(here.state, { create_time: now - age * HOUR, confirmation_datetime: null, cancelled: false })
          .id,
    );
    for (const id of others) here.state.orders.delete(id);
    return { here, made };
  }
  const ids = (answer: any) => table(answer).map(({ id }) => id);

  it('older_than_hours finds the orders made before that moment, to the minute', async () => {
    const { here, made } = await aged(100, 48.1, 47.9, 2);
    const answer = await here.ask('search_orders', { older_than_hours: 48 });
    expect(ids(answer)).toEqual([made[1], made[0]]);
    expect(answer).toMatchObject({ total: 2, filter: { older_than_hours: 48 } });
    expect(answer.as_of).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect(ids(await here.ask('search_orders', { older_than_hours: '1.5' }))).toHaveLength(4);
    expect(ids(await here.ask('search_orders', { older_than_hours: 2.5 }))).toHaveLength(3);
  });

  it('older_than_hours limits the request by days, so that the dialer does not send all orders', async () => {
    const { here } = await aged(100);
    // A report that finds nothing looks further.
    const isOrders = ({ path }: { path: string }) => path === '/api/orders/';
    const day = (hours: number) =>
      new Date(Date.now() - hours * HOUR * 1000).toLocaleDateString('sv-SE', {
        timeZone: 'Europe/Stockholm',
      });
    await here.ask('search_orders', { older_than_hours: 72, confirmed: false });
    expect(here.requests.at(-1)!.query).toEqual({ end_date: day(48) });
    await here.ask('search_orders', { older_than_hours: 72, end_date: '2026-01-05' });
    expect(here.requests.at(-1)!.query).toEqual({ end_date: '2026-01-05' });
    await here.ask('order_report', { older_than_hours: 72 });
    expect(here.requests.at(-1)!.query).toEqual({ end_date: day(48) });
    here.requests.length = 0;
    await here.ask('order_report', { older_than_hours: 72, end_date: '2026-01-05' });
    expect(here.requests.find(isOrders)!.query).toEqual({ end_date: '2026-01-06' });
    here.requests.length = 0;
    await here.ask('order_report', { older_than_hours: 72, confirm_end_date: '2026-01-05' });
    expect(here.requests.find(isOrders)!.query).toEqual({ confirm_end_date: '2026-01-06' });
  });

  it('older_than_hours can be combined with unconfirmed orders and the oldest order first', async () => {
    const { here, made } = await aged(100, 90, 80, 70, 60, 50, 40, 3);
    here.state.orders.get(made[1]!)!.confirmation_datetime = START;
    const answer = await here.ask('search_orders', {
      older_than_hours: 48,
      confirmed: false,
      sort: 'oldest',
      limit: 3,
    });
    expect(ids(answer)).toEqual([made[0], made[2], made[3]]);
    expect(answer.total).toBe(5);
  });

  it('order_report and export_rows take older_than_hours, too', async () => {
    const { here, made } = await aged(100, 48.1, 47.9, 2);
    const report = await here.ask('order_report', { older_than_hours: 48, confirmed: false });
    expect(report).toMatchObject({ rows_read: 2, sum: { orders: 2 }, filter: { older_than_hours: 48 } });
    const exported = await here.ask('export_rows', { what: 'orders', filter: { older_than_hours: 48 } });
    expect(exported.rows).toBe(2);
    expect(exported.as_of).toMatch(/ \d\d:\d\d$/);
    const lines = readFileSync(exported.path, 'utf8').trim().split('\r\n').slice(1);
    expect(lines.map((line) => Number(line.split(';')[0])).sort()).toEqual(made.slice(0, 2).sort());
  });

  it('older_than_hours refuses negative numbers, impossibly large numbers and words', async () => {
    const { here } = await aged();
    for (const hours of [-1, 1e12, 'two days'])
      expect(await here.refused('search_orders', { older_than_hours: hours })).toMatch(
        /^invalid_arguments: older_than_hours must be /,
      );
    expect((await here.ask('search_orders', { older_than_hours: 1_000_000 })).total).toBe(0);
  });
});
