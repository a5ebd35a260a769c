/** Progress of calls at a dialer that takes its time: every tool tells that something moves, or what it waits for. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runOneByOne } from '../../../src/call/one-by-one.ts';
import { withDeadline } from '../../../src/shared/deadline.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { fakeDialer, type Script } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { madeCalls, order, pageOf } from '../../support/reports.ts';
import { sandboxServices } from '../../support/sandbox-services.ts';
import { callsTo } from '../../support/services.ts';
import { stalledDialer } from '../../support/stalled-dialer.ts';
import { until } from '../../support/waiting.ts';

/** Short, so that no test waits for seconds. */
const HEARTBEAT_MS = 10;
const NO_HEARTBEAT_MS = 600_000;

/** What a host is told, one entry for each kind of notice. */
function listener() {
  const told: { done: number; total?: number; what: string }[] = [];
  const progress = (done: number, total: number | undefined, what = '') =>
    void told.push({ done, total, what });
  return { told, progress, kinds: () => [...new Set(told.map(({ what }) => what))] };
}

it.each([
  ['list_campaigns', {}],
  ['call_report', { period: 'last_week', compare: true }],
  ['order_report', { period: 'last_week', by: ['agent'] }],
  ['customer_overview', { customer_id: 922 }],
  ['check_order_acceptance', { period: 'last_week' }],
  ['cancel_orders', { order_ids: [1, 2, 3] }],
] as const)('%s tells how long it waits for a dialer that does not answer', async (tool, args) => {
  const dialer = await stalledDialer();
  afterThisTest(dialer.close);
  const calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000' }, undefined, HEARTBEAT_MS);
  afterThisTest(calls.close);
  const { told, progress } = listener();
  const controller = new AbortController();
  const call = calls.call([tool, args], { progress, signal: controller.signal }).catch(() => {});
  const waits = () => told.filter(({ what }) => what === 'seconds waited for the dialer');
  await until(() => dialer.waiting() > 0 && waits().length >= 3);
  controller.abort();
  await call;
  const seconds = waits().map(({ done }) => done);
  expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  expect(new Set(seconds).size).toBe(seconds.length);
});

async function dialerOf(script: Script, env: Record<string, string> = {}) {
  const dialer = await fakeDialer(script);
  afterThisTest(dialer.close);
  const calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000', ...env }, undefined, NO_HEARTBEAT_MS);
  afterThisTest(calls.close);
  return calls;
}

it('a comparison tells of both times, each in its own words', async () => {
  const all = madeCalls(9_000);
  const calls = await dialerOf(({ path, body }) =>
    path === '/api/calls/search' ? pageOf(all, { ...body, start_date: undefined }) : { body: [] },
  );
  const { told, progress, kinds } = listener();
  await calls.call(['call_report', { period: 'last_week', compare: true }], { progress });
  expect(kinds().sort()).toEqual(['calls read', 'calls read of the earlier time']);
  for (const what of kinds())
    expect(told.filter((one) => one.what === what).map(({ done, total }) => [done, total])).toEqual([
      [5_000, 9_000],
      [9_000, 9_000],
    ]);
});

it('a comparison of orders tells of both times, each in its own words', async () => {
  const calls = await dialerOf(({ path }) =>
    path.startsWith('/api/orders') ? { body: [order('2026-11-25T10:00:00')] } : { body: [] },
  );
  const { progress, kinds } = listener();
  await calls.call(['order_report', { period: 'last_week', compare: true }], { progress });
  expect(kinds().sort()).toEqual(['orders read', 'orders read of the earlier time']);
});

it('a report by contact list counts the lists, then the calls', async () => {
  const all = madeCalls(30);
  const calls = await dialerOf(({ path, body }) => {
    if (path === '/api/calls/search') return pageOf(all, { ...body, start_date: undefined });
    if (path.startsWith('/api/contactlist'))
      return { body: [1, 2, 3].map((id) => ({ id, title: `Lista ${id}` })) };
    return { body: [] };
  });
  const { told, progress } = listener();
  await calls.call(['call_report', { period: 'last_week', by: ['contactlist'] }], { progress });
  expect(told).toEqual([
    ...[1, 2, 3].map((done) => ({ done, total: 3, what: 'contact lists read' })),
    { done: 30, total: 30, what: 'calls read' },
  ]);
});

it('the acceptance of a period counts the orders that are read, then those that are checked', async () => {
  const orders = Array.from({ length: 3 }, () => order('2026-11-25T10:00:00', { customer_id: 922 }));
  const calls = await dialerOf(({ path }) => {
    const one = orders.find(({ id }) => path === `/api/orders/${id}`);
    return { body: one ?? (path.startsWith('/api/orders') ? orders : []) };
  });
  const { told, progress } = listener();
  await calls.call(['check_order_acceptance', { period: 'last_week' }], { progress });
  expect(told.map(({ done, total, what }) => `${done}/${total} ${what}`)).toEqual([
    '3/undefined orders read',
    '3/3 orders read',
    ...[1, 2, 3].map((done) => `${done}/3 orders checked`),
  ]);
});

it('a large import counts the bytes of the file, the rows that are checked and those that are done', async () => {
  const folder = join(newFolder(), 'downloads');
  mkdirSync(folder);
  // Lines that are no customers are quick to check.
  const row = `;${'x'.repeat(190)}\n`;
  writeFileSync(join(folder, 'kunder.csv'), `telefon;namn\n070-1740605;Anna\n${row.repeat(60_000)}`);
  const calls = await dialerOf(
    ({ path }) => ({ body: path.startsWith('/api/contactlist') ? { id: 6 } : [] }),
    {
      HITRATE_DOWNLOAD_DIR: folder,
    },
  );
  const { told, progress } = listener();
  const { text } = await calls.call(['import_customers', { contactlist_id: 6, file: 'kunder.csv' }], {
    progress,
  });
  expect(JSON.parse(text)).toMatchObject({ rows: 60_001 });
  expect(told).toEqual([
    { done: expect.any(Number), total: 11_520_030, what: 'bytes of the file read' },
    { done: 50_000, what: 'rows checked' },
    { done: 60_001, total: 60_001, what: 'rows checked' },
  ]);
});

it('an overview counts the parts that are read: the calls, and orders and SMS of each customer', async () => {
  const here = await sandboxServices();
  const { told, progress } = listener();
  await here.ask('customer_overview', { customer_id: 922 }, { progress });
  expect(told).toEqual([1, 2, 3].map((done) => ({ done, total: 3, what: 'parts read' })));
});

it('several acts after one yes are counted as they are tried', async () => {
  const told: unknown[] = [];
  const acts = [{ order_id: 1 }, { order_id: 2 }, { order_id: 3 }];
  await withDeadline(20_000, undefined, (deadline) =>
    runOneByOne(
      acts,
      async () => ({}),
      deadline,
      (...one) => void told.push(one),
    ),
  );
  expect(told).toEqual([1, 2, 3].map((done) => [done, 3, 'acts tried']));
});
