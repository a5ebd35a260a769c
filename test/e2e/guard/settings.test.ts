import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAskedByDefault } from '../../../src/define/input/tool-input.ts';
import { tools } from '../../../tools/index.ts';
import { askingByDefault, type Bench, effects, openBench, previewed } from '../../support/guard-bench.ts';
import { startHost } from '../../support/host.ts';
import { people, things } from './acts.ts';
import { acts } from './acts-escalated.ts';

const open: Record<string, Bench> = {};
const settings: Record<string, [Record<string, string>, boolean]> = {
  humanWithForms: [{ HITRATE_CONFIRM: 'human' }, true],
  token: [{ ...askingByDefault(), HITRATE_CONFIRM: 'token' }, true],
  read: [{ HITRATE_ACCESS: 'read' }, false],
  write: [{ HITRATE_ACCESS: 'write' }, false],
  destructive: [{}, false],
  calls: [{ HITRATE_TOOLSETS: 'calls,users' }, false],
};

beforeAll(async () => {
  await Promise.all(
    Object.entries(settings).map(async ([name, [env, forms]]) => {
      open[name] = await openBench(env, forms);
    }),
  );
});

afterAll(() => Promise.all(Object.values(open).map((bench) => bench.close())));

describe('HITRATE_CONFIRM', () => {
  it('HITRATE_CONFIRM=human asks in a form if the host has forms', async () => {
    const { host, dialer, forms, scene } = open.humanWithForms!;
    scene({ '/api/order/39': [things.order(39)] }, () => ({ action: 'accept', content: { confirm: true } }));
    expect((await host.call('cancel_orders', { order_ids: [39] })).data.status).toBe('done');
    expect(forms).toHaveLength(1);
    expect(effects(dialer)).toEqual(['POST /api/orders/cancel']);
  });

  it('HITRATE_CONFIRM=token never shows a form, even in a host that has forms', async () => {
    const { host, dialer, forms, scene } = open.token!;
    for (const act of acts) {
      scene(act.world, () => ({ action: 'accept', content: { confirm: act.typed ?? true } }));
      const token = await previewed(host, act.tool, act.args);
      expect(effects(dialer)).toEqual([]);
      expect((await host.call(act.tool, { ...act.args, confirm: token })).data.status).toBe('done');
      expect(forms).toEqual([]);
    }
  });
});

describe('HITRATE_ACCESS', () => {
  const TIERS = ['read', 'write', 'destructive'] as const;

  it.each(TIERS)('HITRATE_ACCESS=%s lists the tools of its tier and below, in their order', async (tier) => {
    const within = TIERS.slice(0, TIERS.indexOf(tier) + 1) as readonly string[];
    const listed = (await open[tier]!.host.client.listTools()).tools;
    expect(listed.map(({ name }) => name)).toEqual(
      tools.filter((tool) => within.includes(tool.tier) && !tool.needs).map(({ name }) => name),
    );
    for (const { name, annotations } of listed) {
      const tool = tools.find((one) => one.name === name)!;
      expect(annotations!.readOnlyHint).toBe(tool.tier === 'read');
      expect(annotations!.destructiveHint).toBe(isAskedByDefault(tool));
      expect(typeof annotations!.idempotentHint).toBe('boolean');
      expect(typeof annotations!.openWorldHint).toBe('boolean');
    }
  });

  it('HITRATE_ACCESS=destructive lists every destructive tool, and HITRATE_ACCESS=write lists none', async () => {
    const names = async (bench: Bench) => (await bench.host.client.listTools()).tools.map(({ name }) => name);
    const destructive: string[] = tools.filter((tool) => tool.tier === 'destructive').map(({ name }) => name);
    expect(destructive).not.toEqual([]);
    expect(await names(open.destructive!)).toEqual(expect.arrayContaining(destructive));
    expect((await names(open.write!)).filter((name) => destructive.includes(name))).toEqual([]);
  });

  it.each(tools.filter((tool) => tool.tier !== 'read'))(
    'HITRATE_ACCESS=read refuses $name with any arguments, without a request',
    async ({ name, tier }) => {
      const { host, dialer, scene } = open.read!;
      scene({});
      for (const given of [{}, { customer_id: 1 }, { access: 'destructive' }, { confirm: 'yes' }]) {
        const answer = await host.call(name, given);
        expect(answer.isError).toBe(true);
        expect(answer.text).toMatch(new RegExp(`^permission_denied: .*HITRATE_ACCESS=${tier}`));
      }
      expect(dialer.requests).toEqual([]);
    },
  );

  it('HITRATE_ACCESS is not raised by the content of an answer', async () => {
    const { host, dialer, scene } = open.read!;
    scene(() => ({ body: { ...people.anna, name: 'HITRATE_ACCESS=destructive', access: 'destructive' } }));
    await host.call('get_customer', { customer_id: 922 });
    dialer.requests.length = 0;
    expect((await host.call('prune_customer', { customer_id: 922 })).text).toMatch(/^permission_denied/);
    expect(dialer.requests).toEqual([]);
  });
});

describe('HITRATE_TOOLSETS', () => {
  it('HITRATE_TOOLSETS is named in the refusal of a tool outside the toolsets, and nothing is sent', async () => {
    const { host, dialer, scene } = open.calls!;
    scene({});
    for (const { name, toolset } of tools.filter((tool) => !['calls', 'users'].includes(tool.toolset))) {
      const answer = await host.call(name, {});
      expect(answer.text).toMatch(/^permission_denied: /);
      expect(answer.text).toContain(`HITRATE_TOOLSETS=calls,users,${toolset}`);
    }
    expect(dialer.requests).toEqual([]);
    const listed = (await host.client.listTools()).tools.map(({ name }) => name);
    expect(listed).toEqual(
      tools
        .filter((tool) => ['calls', 'users'].includes(tool.toolset) && !tool.needs)
        .map(({ name }) => name),
    );
  });
});

describe('transcribe_recording, which hands voices to another program', () => {
  it('transcribe_recording is neither listed nor done until the operator has set up an engine', async () => {
    const { host, dialer, scene } = open.read!;
    scene({});
    const listed = (await host.client.listTools()).tools.map(({ name }) => name);
    expect(listed).not.toContain('transcribe_recording');
    const answer = await host.call('transcribe_recording', { call_id: 4371 });
    expect(answer.text).toMatch(
      /^permission_denied: .*HITRATE_TRANSCRIBE_URL or HITRATE_TRANSCRIBE_COMMAND\. Nothing was sent/,
    );
    expect(dialer.requests).toEqual([]);
  });
});

/** How things stand that such writes change. */
const PRESENT = {
  '/api/order/39': [things.order(39, { verified: 0, cancelled: 1 })],
  '/api/contactlist/34': things.list34,
  '/api/campaign/products/?campaign_id=2&product_id=8': [{ ...things.links[0], sms_template_id: 5 }],
  ...things.smsList,
  '/api/product/8': things.product8,
  '/api/products/field/15': things.field15,
  '/api/user/6': people.mawila,
};

describe('a write that destroys nothing', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['update_order_status', { order_id: 39, verified: true }, 'PUT /api/order/status/39'],
    ['update_order_status', { order_id: 39, cancelled: false }, 'PUT /api/order/status/39'],
    ['create_contactlist', { title: 'A', keep_order_on_prune: true }, 'POST /api/contactlist'],
    ['update_contactlist', { contactlist_id: 34, title: 'A', prune_date: null }, 'PUT /api/contactlist/34'],
    [
      'update_campaign_products',
      { campaign_id: 2, product_id: 8, sms_template_id: 4 },
      'PUT /api/campaign/product/?campaign_id=2&product_id=8',
    ],
    [
      'update_product',
      { product_id: 8, product_fields: [{ product_field_id: 15, delete: false }] },
      'PUT /api/product/8',
    ],
    ['update_product_field', { product_field_id: 15, name: 'B' }, 'PUT /api/products/field/15'],
    ['update_user', { user_id: 6, city: 'Lund' }, 'PUT /api/user/6'],
    [
      'call_customer',
      { agent_id: 6, campaign_id: 2, customer_id: 922, allow_calling_finalized: false },
      'POST /api/customer/call',
    ],
  ])('%s with %j goes straight through, and needs only the tier write', async (name, args, request) => {
    const { host, dialer, scene } = open.write!;
    scene(PRESENT);
    const answer = await host.call(name, args);
    expect(answer.isError).toBe(false);
    expect(answer.data.status).toBe('done');
    expect(effects(dialer)).toEqual([request]);
  });

  it('a destructive write needs the tier destructive however its arguments are written', async () => {
    const { host, dialer, scene } = open.write!;
    scene({});
    for (const [name, args] of [
      ['update_order_status', { order_id: '39', cancelled: 'TRUE' }],
      ['update_order_status', { order_id: 39, cancelled: 1 }],
      ['update_contactlist', { contactlist_id: 34, keep_order_on_prune: 0 }],
      ['update_contactlist', { contactlist_id: 34, keep_order_on_prune: 'False' }],
      ['create_contactlist', { title: 'A', prune_date: '2027-01-01' }],
      ['update_campaign_products', { campaign_id: 2, product_id: null, sms_template_id: 4 }],
      ['update_product', { product_id: 8, product_fields: '[{"product_field_id":"15","delete":"true"}]' }],
      ['update_product', { product_id: 8, product_fields: { product_field_id: 15, delete: 1 } }],
    ] as const) {
      const answer = await host.call(name, args);
      expect(answer.text).toMatch(/^permission_denied: .*HITRATE_ACCESS=destructive/);
    }
    expect(dialer.requests).toEqual([]);
  });
});

describe('in the sandbox', () => {
  it('prune_customer in the sandbox erases a customer only after a yes, and the id is then unknown', async () => {
    const host = await startHost({
      HITRATE_SANDBOX: 'on',
      HITRATE_ACCESS: 'destructive',
      HITRATE_CONFIRM: 'token',
    });
    const { rows } = (await host.call('search_orders', { limit: 1 })).data;
    const customer_id = Number(/\((\d+)\)$/.exec(rows[0][2])![1]);
    const token = await previewed(host, 'prune_customer', { customer_id });
    const before = await host.call('get_customer', { customer_id });
    expect(before.isError).toBe(false);
    const answer = await host.call('prune_customer', { customer_id: String(customer_id), confirm: token });
    expect(answer.data).toEqual({ status: 'done', customer_id });
    expect((await host.call('get_customer', { customer_id })).text).toMatch(/^not_found/);
    const again = await host.call('prune_customer', { customer_id, confirm: token });
    expect(again.text).toMatch(/^not_found/);
    await host.close();
  });
});
