/** A number that several customers have: who else has it is told before an act, and an act on one of them is not guessed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Arrived, isRead, type Scripted } from '../../support/fake-dialer.ts';
import {
  askingByDefault,
  type Bench,
  doneBy,
  effects,
  openBench,
  previewed,
  readIn,
  type World,
} from '../../support/guard-bench.ts';
import { people, things } from './acts.ts';
import { card, TOOLS, world } from './customers.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(askingByDefault());
});
afterAll(() => bench.close());

const byPhone = '/api/customer?phone=%2B46701740605';
const call = (customer_id: number) => ({
  id: customer_id,
  customer_id,
  phonenumber: '46701740605',
  init_time: '2026-11-20T10:00:00.000Z',
});
const shared: World = {
  ...world,
  [byPhone]: card(1002),
  '/api/customer?id=1001': card(1001, { identity_number: '19500101-9999' }),
  '/api/calls/search': { rows: [call(922), call(1001), call(1002)], count: 3 },
  '/api/contactlist': [{ id: 34, title: 'Hösten' }],
};

it.each(TOOLS)(
  'the preview of %s shows the other customers with the same number and how to include them',
  async (tool, path) => {
    for (const args of [{ phone: '070-174 06 05' }, { customer_id: 1002 }]) {
      bench.scene(shared);
      const { confirmation } = (await bench.host.call(tool, args)).data;
      const told = [confirmation.summary, ...confirmation.effects].join('\n');
      expect(confirmation.summary).toContain('customer 1002, Customer 1002');
      expect(told).toMatch(
        /not \w+: customer 922, Customer 922, on contact lists: Hösten \(34\), 35; 2 orders and 5 calls; the same identity number/,
      );
      expect(told).toMatch(/not \w+: customer 1001, Customer 1001, .*; another identity number/);
      expect(told).toContain('customer_ids, such as [1002, 922, 1001]');
      expect(told).not.toMatch(/19720311-1|9999/);
      await bench.host.call(tool, { ...args, confirm: confirmation.token });
      expect(effects(bench.dialer)).toEqual([`DELETE ${path}?id=1002`]);
    }
  },
);

it.each(TOOLS)(
  'a token of %s is refused when one more customer with the same number is found',
  async (tool) => {
    bench.scene({ ...shared, '/api/calls/search': { rows: [call(922)], count: 1 } });
    const confirm = await previewed(bench.host, tool, { customer_id: 1002 });
    bench.scene(shared);
    const answer = await bench.host.call(tool, { customer_id: 1002, confirm });
    expect(answer.data.refused).toMatch(/state/);
    expect(effects(bench.dialer)).toEqual([]);
  },
);

it.each(['/api/orders/', '/api/calls/search', '/api/sms_communications'])(
  'a number that cannot be searched in %s stops calls by number, and calls by id report the gap',
  async (path) => {
    const script = (request: Arrived): Scripted =>
      request.path === path
        ? { status: 403, body: { message: 'Permission denied, user missing coach all_calls permission' } }
        : isRead(request)
          ? readIn(world, request)
          : { body: doneBy(request) };
    const found = (request: Arrived) => (request.url === byPhone ? { body: card(922) } : script(request));
    for (const [tool] of TOOLS) {
      bench.scene(found);
      const refused = await bench.host.call(tool, { phone: '070-174 06 05' });
      expect(refused.text).toMatch(/^permission_denied: Whether the number .*Give customer_id/);
      bench.scene(found);
      const { confirmation } = (await bench.host.call(tool, { customer_id: 922 })).data;
      expect(confirmation.effects.join()).toMatch(/could not be told .*permission_denied/);
      expect(effects(bench.dialer)).toEqual([]);
    }
    bench.scene(found);
    const change = { phone: '070-174 06 05', changes: { city: 'Lund' } };
    const update = await bench.host.call('update_customer', change);
    expect(update.text).toMatch(/^permission_denied: .*Nothing was changed\.$/);
    const ring = { agent_id: 6, campaign_id: 2, phone: '070-174 06 05' };
    expect((await bench.host.call('call_customer', ring)).isError).toBe(true);
    expect(effects(bench.dialer)).toEqual([]);
  },
);

it('a number that several customers share is not changed or called: the answer lists the customers', async () => {
  const phone = '070-174 06 05';
  const ring = { agent_id: 6, campaign_id: 2, phone };
  for (const [tool, args] of [
    ['update_customer', { phone, changes: { city: 'Lund' } }],
    ['call_customer', ring],
    ['call_customer', { ...ring, allow_calling_finalized: false }],
  ] as const) {
    bench.scene({ ...shared, '/api/user/6': people.mawila });
    const { data, isError } = await bench.host.call(tool, args);
    expect(isError).toBe(false);
    expect(data).toMatchObject({
      status: 'choose',
      total: 3,
      next: expect.stringContaining('customer_id'),
    });
    expect(data.rows.map(([id]: [number]) => id)).toEqual([1002, 922, 1001]);
    expect(effects(bench.dialer)).toEqual([]);
  }
  bench.scene({ ...shared, '/api/user/6': people.mawila });
  const finalized = await bench.host.call('call_customer', { ...ring, allow_calling_finalized: true });
  expect(finalized.text).toMatch(
    /^conflict: .*Customer 1002 \(1002\).*Customer 922 \(922\).*give customer_id/,
  );
  expect(effects(bench.dialer)).toEqual([]);
});

it('a number that no customer has is called', async () => {
  bench.scene({ '/api/user/6': people.mawila, '/api/campaigns/2': things.campaign2 });
  const ring = { agent_id: 6, campaign_id: 2, phone: '070-174 06 05' };
  const { confirmation } = (await bench.host.call('call_customer', ring)).data;
  expect(confirmation.summary).toBe('Ring +46701740605, which is on no card, now.');
  await bench.host.call('call_customer', { ...ring, confirm: confirmation.token });
  expect(effects(bench.dialer)).toEqual(['POST /api/customer/call']);
});

it('a customer who alone has a number is changed by the id', async () => {
  bench.scene({ [byPhone]: card(922) });
  await bench.host.call('update_customer', { phone: '070-174 06 05', changes: { city: 'Lund' } });
  expect(effects(bench.dialer)).toEqual(['PUT /api/customer?id=922']);
});
