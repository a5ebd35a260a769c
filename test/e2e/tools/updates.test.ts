/** An update tells old and new, and what is so already is neither sent nor claimed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, DONE, effects, openBench, type World } from '../../support/guard-bench.ts';
import { card, dropdown, list, order, product, result, template, user } from './before.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ HITRATE_ACCESS: 'write' });
});
afterAll(() => bench.close());

interface Update {
  tool: string;
  choose: Record<string, unknown>;
  /** The path of what is read, and its answer before and after. */
  url: string;
  before: unknown;
  after?: unknown;
  /** What the dialer repeats of the update. */
  echo?: unknown;
  /** As it stands, in the words of the arguments. */
  same: Record<string, unknown>;
  /** What is set, and what the answer says of it. */
  set: Record<string, unknown>;
  changed: Record<string, unknown>;
}

const updates: Update[] = [
  {
    tool: 'update_client',
    choose: { client_id: 3 },
    url: '/api/client/3',
    before: { success: true, client: { id: 3, name: 'Hitrate', office_id: 10 } },
    after: { success: true, client: { id: 3, name: 'Hitrate AB', office_id: 10 } },
    same: { name: 'Hitrate', office_id: 10 },
    set: { name: 'Hitrate AB' },
    changed: { name: ['Hitrate', 'Hitrate AB'] },
  },
  {
    tool: 'update_contactlist',
    choose: { contactlist_id: 34 },
    url: '/api/contactlist/34',
    before: list,
    echo: { id: '34', title: 'Winter', is_company: 1 },
    same: { title: 'Autumn', is_company: false, keep_order_on_prune: true, office_id: 10 },
    set: { title: 'Winter', is_company: true },
    changed: { title: ['Autumn', 'Winter'], is_company: [false, true] },
  },
  {
    tool: 'update_customer',
    choose: { customer_id: 922 },
    url: '/api/customer?id=922',
    before: card,
    after: { ...card, city: 'Lund', custom_fields: [{ custom_field_id: 2, value: '3' }] },
    echo: { customer_id: 922, status: 'ok' },
    same: {
      changes: {
        city: 'Göteborg',
        external_id_2: 127,
        phone: '070-174 06 05',
        first_name: 'Anna',
        last_name: 'Ek',
        custom_fields: [{ id: 2, value: 2 }],
      },
    },
    set: { changes: { city: 'Lund', custom_fields: [{ id: 2, value: 3 }] } },
    changed: { city: ['Göteborg', 'Lund'], custom_field_2: ['2', '3'] },
  },
  {
    tool: 'update_order_product',
    choose: { order_id: 39 },
    url: '/api/order/39',
    before: [order()],
    after: [
      order({ value: 897, order_products: [{ product_id: 8, units: 3, unit_price: 299, title: 'Dog box' }] }),
    ],
    echo: { unit_price: 299, product_id: 8, order_id: '39' },
    same: { units: 3, unit_price: 399 },
    set: { unit_price: 299 },
    changed: { unit_price: [399, 299], order_value: [1197, 897] },
  },
  {
    tool: 'update_order_status',
    choose: { order_id: 39 },
    url: '/api/order/39',
    before: [order()],
    after: [order({ verified: 1 })],
    same: { verified: false, cancelled: false },
    set: { verified: true },
    changed: { verified: [false, true] },
  },
  {
    tool: 'update_product',
    choose: { product_id: 8 },
    url: '/api/product/8',
    before: product,
    after: { ...product, price: 299, product_type_id: 2, periodicity_id: 4 },
    same: { price: 399, product_type: 'one_time', periodicity_parts: 3 },
    set: { price: 299, product_type: 'recurring', periodicity: 'monthly' },
    changed: { price: [399, 299], product_type: ['one_time', 'recurring'], periodicity: [null, 'monthly'] },
  },
  {
    tool: 'update_product_field',
    choose: { product_field_id: 15 },
    url: '/api/products/field/15',
    before: dropdown,
    echo: { id: '15', options: 'S;;M;;L;;XL', type: 2 },
    same: { name: 'Storlek', options: ['S', 'M', 'L'], description: '' },
    set: { options: ['S', 'M', 'L', 'XL'] },
    changed: {
      options: [
        ['S', 'M', 'L'],
        ['S', 'M', 'L', 'XL'],
      ],
    },
  },
  {
    tool: 'update_sms_template',
    choose: { sms_template_id: 2 },
    url: '/api/sms_template/2',
    before: template,
    echo: { id: '2', content: 'Svara JA' },
    same: { title: 'Order', content: 'Svara OK' },
    set: { content: 'Svara JA' },
    changed: { content: ['Svara OK', 'Svara JA'] },
  },
  {
    tool: 'update_user',
    choose: { user_id: 6 },
    url: '/api/user/6',
    before: user,
    echo: { id: '6', city: 'Malmö' },
    same: { city: 'Lund', firstname: 'Mawila' },
    set: { city: 'Malmö' },
    changed: { city: ['Lund', 'Malmö'] },
  },
  {
    tool: 'update_call_result',
    choose: { call_result_id: 62 },
    url: '/api/call_result/62',
    before: { success: true, call_result: result },
    after: { success: true, call_result: { ...result, retry: '60', retry_flags: 4 } },
    same: {
      type: 'order_recurring',
      title: 'Ring igen',
      retry_minutes: 1440,
      callback: ['dialer', 'private'],
      agent_picks_date: true,
    },
    set: { retry_minutes: 60, callback: ['dialer'] },
    changed: { retry_minutes: [1440, 60], callback: [['private', 'dialer'], ['dialer']] },
  },
];

/** The dialer reads as before until it was told otherwise. */
const scene = ({ url, before, after = before, echo = DONE }: Update) => {
  let done = false;
  bench.scene((asked) => {
    if (asked.method !== 'GET') {
      done = true;
      return { body: echo };
    }
    if (asked.url !== url) return { status: 404, body: { message: `${asked.url} not found` } };
    return { body: done ? after : before };
  });
};

describe.each(updates)('$tool', (update) => {
  const { tool, choose, same, set, changed } = update;

  it('an update reports the old value and the new value', async () => {
    scene(update);
    const { data } = await bench.host.call(tool, { ...choose, ...set });
    expect(data).toMatchObject({ status: 'done', ...choose, changed });
    expect(Object.keys(data.changed).sort()).toEqual(Object.keys(changed).sort());
    expect(data.not_taken).toBeUndefined();
    expect(effects(bench.dialer)).toHaveLength(1);
  });

  it('an update without a change sends nothing and reports unchanged', async () => {
    scene(update);
    const answer = await bench.host.call(tool, { ...choose, ...same });
    expect(answer.isError).toBe(false);
    expect(answer.data).toMatchObject({
      status: 'unchanged',
      note: expect.stringContaining('nothing was sent'),
    });
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('an update is not sent if the present state cannot be read', async () => {
    for (const broken of [
      { status: 403, body: { message: 'Permission denied' } },
      { status: 404, body: { message: 'not found' } },
      { status: 500, body: { message: 'Server Error' } },
      { body: {} },
      { body: 'null' },
    ]) {
      bench.scene(({ method }) => (method === 'GET' ? broken : { body: DONE }));
      const answer = await bench.host.call(tool, { ...choose, ...set });
      expect(answer.isError).toBe(true);
      expect(answer.text).toMatch(/Nothing was (changed|done)\.$/);
      expect(effects(bench.dialer)).toEqual([]);
    }
  });
});

const readBack = updates.filter(({ after }) => after);

it.each(readBack)('$tool is reported as done with a note if the new state cannot be read', async (update) => {
  const { tool, choose, set, url, before, echo = DONE } = update;
  let done = false;
  bench.scene((asked) => {
    if (asked.method !== 'GET') {
      done = true;
      return { body: echo };
    }
    return done ? { status: 403, body: { message: 'no' } } : { body: asked.url === url ? before : {} };
  });
  const { data } = await bench.host.call(tool, { ...choose, ...set });
  expect(data.status).toBe('done');
  expect(data.note).toMatch(/could not be read/);
  expect(data.order_value).toBeUndefined();
});

it.each(readBack.filter(({ tool }) => tool !== 'update_order_product'))(
  '$tool claims no change that the dialer did not make',
  async (update) => {
    scene({ ...update, after: update.before });
    const { data } = await bench.host.call(update.tool, { ...update.choose, ...update.set });
    expect(data.changed).toBeUndefined();
    expect(data.not_taken.sort()).toEqual(Object.keys(update.changed).sort());
    expect(data.note).toContain('stayed as before');
  },
);

describe('what the dialer does not tell the old value of', () => {
  it('update_user reports values without a known old value as set', async () => {
    const world: World = { '/api/user/6': user };
    bench.scene(({ method, url }) =>
      method === 'GET'
        ? { body: world[url] }
        : { body: { id: '6', hire_date: '2021-02-11', language_id: 2 } },
    );
    const { data } = await bench.host.call('update_user', {
      user_id: 6,
      hire_date: '2021-02-11',
      language_id: 2,
    });
    expect(data.changed).toBeUndefined();
    expect(data.set).toBe(
      'hire_date "2021-02-11", language_id 2: the dialer does not tell what was there before',
    );
  });

  it('update_customer reports a new last name as a change of the whole name', async () => {
    scene({ ...updates[2]!, after: { ...card, name: 'Anna Berg' } });
    const { data } = await bench.host.call('update_customer', {
      customer_id: 922,
      changes: { last_name: 'Berg', email: 'anna@example.com' },
    });
    expect(data.changed).toEqual({ name: ['Anna Ek', 'Anna Berg'] });
    expect(data.set).toContain('email "anna@example.com"');
  });
});

it('update_customer treats an external id with leading zeros as different from the id without', async () => {
  scene({ ...updates[2]!, after: { ...card, external_id_1: '7' } });
  const { data } = await bench.host.call('update_customer', {
    customer_id: 922,
    changes: { external_id_1: 7 },
  });
  expect(data.changed).toEqual({ external_id_1: ['007', '7'] });
});

it('update_customer by number looks up the customer first and changes by id', async () => {
  const byPhone = '/api/customer?phone=%2B46701740605';
  bench.scene({ [byPhone]: card });
  await bench.host.call('update_customer', { phone: '070-174 06 05', changes: { city: 'Lund' } });
  expect(bench.dialer.requests[0]!.url).toBe(byPhone);
  expect(effects(bench.dialer)).toEqual(['PUT /api/customer?id=922']);
});
