import { describe, expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { seconds } from '../../src/sandbox/state.ts';
import { localDate, startOfDay, weekday } from '../../src/sandbox/time.ts';
import { monday, startDialer } from '../support/sandbox.ts';

const plain = (options = {}) => {
  const { clock: _, ...state } = createSandbox({ now: monday, ...options }).state;
  return state;
};

describe('the seed', () => {
  const usual = plain();

  test('the same seed gives the same data', () => {
    expect(plain({ seed: 7 })).toEqual(plain({ seed: 7 }));
  });

  test('another seed gives other calls', () => {
    expect(plain({ seed: 7 }).calls).not.toEqual(plain({ seed: 8 }).calls);
  });

  test('the seed has the documented number of calls, customers and other records', () => {
    const state = usual;
    expect(state.calls).toHaveLength(3600);
    expect([state.offices, state.users, state.clients, state.campaigns].map((map) => map.size)).toEqual([
      4, 20, 4, 8,
    ]);
    expect(
      [state.products, state.contactlists, state.blocklists, state.customers].map((map) => map.size),
    ).toEqual([10, 6, 3, 1200]);
    expect(state.orders.size).toBeGreaterThan(200);
    expect(state.sms.length).toBeGreaterThan(50);
  });

  test('all phone numbers in the seed are reserved for fiction', () => {
    const state = usual;
    const fiction = /^\+?46(701740(60[5-9]|6[1-9]\d)|846500(4\d\d)|313900(6\d\d)|406280(4\d\d))$/;
    const numbers = [
      ...[...state.customers.values()].map((row) => row.phone),
      ...state.calls.map((row) => row.phonenumber),
      ...[...state.campaigns.values()].map((row) => row.callerid),
      ...[...state.blocklists.values()].flatMap((row) => [...row.numbers.keys()]),
    ];
    expect(numbers.filter((number) => !fiction.test(number))).toEqual([]);
  });

  test('the seed has Anna Ek with the calls and orders that other tests rely on', () => {
    const state = usual;
    const anna = state.customers.get(922)!;
    expect(anna).toMatchObject({
      first_name: 'Anna',
      last_name: 'Ek',
      phone: '+46701740605',
      contactlist_ids: [6],
    });
    expect([...state.customers.values()].filter((row) => row.phone === anna.phone)).toHaveLength(1);
    expect(state.calls.filter((row) => row.customer_id === 922)).toHaveLength(5);
    expect([...state.orders.values()].filter((row) => row.customer_id === 922).map((row) => row.id)).toEqual([
      31, 39,
    ]);
    expect(state.orders.get(39)).toMatchObject({
      call_id: 4371,
      user_id: 6,
      campaign_id: 2,
      cancelled: false,
    });
    expect(state.orders.get(31)).toMatchObject({ user_id: 26, cancelled: true });
    expect(state.orders.get(40)!.cancelled).toBe(true);
    expect(state.orders.get(41)!.confirmation_datetime).toBeNull();
    expect(state.calls.find((row) => row.id === 4371)).toMatchObject({ customer_id: 922, recording: true });
  });

  test('the ids of calls are unique, and every order has its call', () => {
    const state = usual;
    const calls = new Map(state.calls.map((row) => [row.id, row]));
    expect(calls.size).toBe(state.calls.length);
    const odd = [...state.orders.values()].filter((order) => {
      const call = calls.get(order.call_id!);
      return call?.customer_id !== order.customer_id || call?.user_id !== order.user_id;
    });
    expect(odd).toEqual([]);
  });

  test('calls in the seed start Monday to Friday, from nine to five in Stockholm', () => {
    const state = usual;
    const odd = state.calls.filter((call) => {
      const hour = (call.init_time - startOfDay(call.init_time)) / 3600;
      return [0, 6].includes(weekday(call.init_time)) || hour < 9 || hour >= 17;
    });
    expect(odd).toEqual([]);
  });

  test.each([
    '2026-11-23T12:00:00Z',
    '2026-11-23T04:00:00Z',
    '2026-11-22T23:20:00Z',
    '2026-11-21T10:00:00Z',
    '2026-07-05T21:50:00Z',
    '2026-10-25T00:30:00Z',
  ])('the seed has calls and orders today and none in the future, at %s', (moment) => {
    const { state } = createSandbox({ now: new Date(moment) });
    const now = seconds(state);
    const today = localDate(now);
    expect(state.calls.filter((row) => localDate(row.init_time) === today).length).toBeGreaterThan(9);
    const orders = [...state.orders.values()].filter((row) => localDate(row.create_time) === today);
    expect(orders.length).toBeGreaterThan(2);
    const late = state.calls.filter(
      (row) => Math.max(row.init_time, row.finish_time, row.handling_end ?? 0) > now,
    );
    expect(late).toEqual([]);
    expect([...state.orders.values()].filter((row) => row.create_time > now)).toEqual([]);
  });

  test('the sandbox scales to hundreds of thousands of calls that can be searched', async () => {
    const dialer = await startDialer({ calls: 200_000 });
    expect(dialer.sandbox.state.calls).toHaveLength(200_000);
    const all = await dialer.call('POST /api/calls/search', { body: { limit: 5 } });
    expect(all.json.count).toBe(200_000);
    const agent = await dialer.call('POST /api/calls/search', { body: { user_ids: [6], limit: 1 } });
    expect(agent.json.count).toBeGreaterThan(5000);
    const past = await dialer.call('POST /api/calls/search', { body: { limit: 25_000, page: 2 } });
    expect(past.json).toEqual({ rows: [], count: 200_000 });
    expect((await dialer.call('GET /api/call/4371')).json.customer_id).toBe(922);
    await dialer.close();
  });
});
