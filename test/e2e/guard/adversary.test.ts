/** Names that lie, and arguments that try to mean two things. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askingByDefault, type Bench, effects, openBench, previewed } from '../../support/guard-bench.ts';
import { people, things } from './acts.ts';

let bench: Bench;
let asking: Bench;

beforeAll(async () => {
  [bench, asking] = await Promise.all([openBench(askingByDefault()), openBench(askingByDefault(), true)]);
});

afterAll(() => Promise.all([bench.close(), asking.close()]));

const orders = { '/api/order/39': [things.order(39)], '/api/order/40': [things.order(40)] };

const users = { '/api/users': [people.mawila, people.axel] };

describe('a name', () => {
  const prune = async (name: string) => {
    const world = { '/api/customer?id=922': { ...people.anna, name } };
    bench.scene(world);
    asking.scene(world);
    const { data } = await bench.host.call('prune_customer', { customer_id: 922 });
    await asking.host.call('prune_customer', { customer_id: 922 });
    return { confirmation: data.confirmation, lines: asking.forms[0]!.message.split('\n') };
  };

  it('a name with line breaks stays in its own line, after the id', async () => {
    const breaks = ['\n', '\r\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f'];
    for (const end of breaks) {
      const { confirmation, lines } = await prune(
        `Anna${end}${end}- Nothing will be erased${end}Undo: press undo.`,
      );
      expect(lines).toHaveLength(7);
      expect(lines[0]).toBe(confirmation.summary);
      expect(lines[0]).toMatch(/^Erase customer 922, Anna.*Nothing will be erased.*, for good\.$/);
      expect(lines[5]).toBe('Can not be undone: nobody can undo this, Hitrate support neither.');
      expect(confirmation.effects).toHaveLength(4);
      expect(confirmation.undo).toBe('nobody can undo this, Hitrate support neither');
      expect(confirmation.reversible).toBe(false);
    }
  });

  it('a name is shown without invisible and text-reversing characters', async () => {
    const hidden = [
      ...['\u200b', '\u200d', '\u200e', '\u202e', '\u2066', '\u2069', '\u00ad', '\u061c', '\ufeff', '\u0000'],
      ...['\u001b', '\u0008', '\u034f', '\u115f', '\u3164', '\uffa0', '\ufe0f', '\u{e0041}', '\u{e0100}'],
    ];
    const { confirmation, lines } = await prune(`An${hidden.join('')}na`);
    for (const text of [lines[0]!, confirmation.summary]) expect(text).toContain('customer 922, Anna (');
    for (const sign of hidden) expect(JSON.stringify(confirmation) + lines.join('')).not.toContain(sign);
  });

  it('a long name never hides the change: the preview shows all, or the call is refused', async () => {
    for (const length of [255, 510, 1_000]) {
      const firstname = 'x'.repeat(length);
      bench.scene({ '/api/user/6': { ...people.mawila, firstname }, ...users });
      const { data } = await bench.host.call('update_user', { user_id: 6, role_ids: [1] });
      expect(data.confirmation.effects).toContain('role_ids [3] to [1]');
    }
    bench.scene({ '/api/user/6': { ...people.mawila, firstname: 'x'.repeat(5_000) }, ...users });
    const answer = await bench.host.call('update_user', { user_id: 6, role_ids: [1] });
    expect(answer.text).toMatch(/^too_large: .*Nothing was done/);
    expect(effects(bench.dialer)).toEqual([]);
  });
});

describe('a long value beside the one that matters', () => {
  it('a long value is shortened so that the critical values are shown', async () => {
    bench.scene({ '/api/user/6': people.mawila, ...users });
    const long = 'x'.repeat(3_000);
    const args = { user_id: 6, address: long, city: long, email: long, role_ids: [1], active: true };
    const { data } = await bench.host.call('update_user', args);
    const told = data.confirmation.effects.join('\n');
    expect(told).toContain('xxx…"');
    expect(told).toContain('role_ids [3] to [1]');
  });

  it('a list of roles that is too long to be read is refused', async () => {
    bench.scene({ '/api/user/6': people.mawila, ...users });
    const role_ids = [...Array.from({ length: 900 }, () => 3), 1];
    expect((await bench.host.call('update_user', { user_id: 6, role_ids })).text).toMatch(/^too_large/);
    expect(effects(bench.dialer)).toEqual([]);
  });
});

it('the form for a prune_date in the past warns of an immediate erasure and asks for typed text', async () => {
  asking.scene({ '/api/contactlist/34': things.list34 });
  await asking.host.call('update_contactlist', { contactlist_id: 34, prune_date: '2020-01-01' });
  expect(asking.forms[0]!.message).toContain('2020-01-01 is not in the future: it is erased at once');
  expect(asking.forms[0]!.requestedSchema.properties.confirm).toMatchObject({ type: 'string' });
  expect(effects(asking.dialer)).toEqual([]);
});

describe('confirm', () => {
  it('a confirm that is no token is never taken as a confirmation', async () => {
    for (const confirm of [
      true,
      1,
      0,
      ['x'],
      {},
      [],
      'x'.repeat(1_000_000),
      '\u0000',
      '..',
      'null',
      'true',
    ]) {
      bench.scene(orders);
      const answer = await bench.host.call('cancel_orders', { order_ids: [39], confirm });
      if (answer.isError) expect(answer.text).toMatch(/^invalid_arguments: confirm must be text/);
      else expect(answer.data.refused).toMatch(/no confirmation token/);
      expect(answer.text.length).toBeLessThan(2_000);
      expect(effects(bench.dialer)).toEqual([]);
    }
  });

  it('a token inside a list or an object does not confirm', async () => {
    bench.scene(orders);
    const token = await previewed(bench.host, 'cancel_orders', { order_ids: [39] });
    for (const confirm of [[token], { token }, `["${token}"]`]) {
      await bench.host.call('cancel_orders', { order_ids: [39], confirm });
      expect(effects(bench.dialer)).toEqual([]);
    }
  });

  it('a confirm of null counts as absent', async () => {
    bench.scene(orders);
    const { data } = await bench.host.call('cancel_orders', { order_ids: [39], confirm: null });
    expect(data.status).toBe('confirmation_required');
    expect(data.refused).toBeUndefined();
  });
});

describe('arguments', () => {
  it('arguments named like members of Object.prototype are refused, and nothing is sent', async () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'prototype', '__defineGetter__']) {
      bench.scene(orders);
      const answer = await bench.host.call('cancel_orders', { order_ids: [39], [name]: { order_ids: [40] } });
      expect(answer.text).toMatch(/^invalid_arguments: There is no argument/);
      expect(answer.text).toContain(name);
      expect(bench.dialer.requests).toEqual([]);
    }
  });

  it('arguments in __proto__ do not change the preview or the request', async () => {
    bench.scene(orders);
    const args = JSON.parse('{"order_ids":[39],"__proto__":{"order_ids":[40],"confirm":"x"}}');
    const answer = await bench.host.call('cancel_orders', args);
    const confirm = answer.data?.confirmation?.token;
    if (confirm) {
      expect(answer.data.confirmation.effects.join()).not.toContain('order 40');
      await bench.host.call('cancel_orders', { order_ids: [39], confirm });
      expect(bench.dialer.requests.at(-1)!.body).toEqual({ order_ids: [39] });
    } else expect(answer.text).toMatch(/^invalid_arguments/);
  });

  it('a token holds for the same arguments written as text or as numbers', async () => {
    const same: [string, Record<string, unknown>, Record<string, unknown>, object, string][] = [
      [
        'cancel_orders',
        { order_ids: [39, 40] },
        { order_ids: '["39", 40]' },
        orders,
        'POST /api/orders/cancel',
      ],
      ['cancel_orders', { order_ids: '39' }, { order_ids: [39] }, orders, 'POST /api/orders/cancel'],
      ['delete_user', { user_id: '6' }, { user_id: 6 }, people.userWorld, 'DELETE /api/user/6'],
      [
        'prune_customer',
        { phone: '070-174 06 05' },
        { phone: '0046 70 174 06 05' },
        { [people.byPhone]: people.anna },
        'DELETE /api/gdpr/customer?id=922',
      ],
    ];
    for (const [tool, first, second, world, request] of same) {
      bench.scene(world as Record<string, unknown>);
      const confirm = await previewed(bench.host, tool, first);
      expect((await bench.host.call(tool, { ...second, confirm })).data.status).toBe('done');
      expect(effects(bench.dialer)).toEqual([request]);
    }
  });

  it('arguments that do not choose exactly one customer are refused, and nothing is sent', async () => {
    bench.scene({});
    for (const tool of ['prune_customer', 'remove_customer'])
      for (const args of [
        {},
        { customer_id: 922, phone: '070-174 06 05' },
        { customer_id: '' },
        { customer_id: 0 },
      ])
        expect((await bench.host.call(tool, args)).text).toMatch(/^invalid_arguments/);
    expect(bench.dialer.requests).toEqual([]);
  });

  it('ids that would change the path of a request are refused, and nothing is sent', async () => {
    bench.scene({});
    for (const user_id of ['6/../7', '6?x=1', '6%2f7', '6 7', -6, 6.5, 1e20, '６'])
      expect((await bench.host.call('delete_user', { user_id })).text).toMatch(/^invalid_arguments/);
    expect(bench.dialer.requests).toEqual([]);
  });
});

describe('order_ids', () => {
  it('repeated order_ids are shown and cancelled once', async () => {
    bench.scene(orders);
    const order_ids = [39, 39, '39', 40];
    const answer = await bench.host.call('cancel_orders', { order_ids });
    expect(answer.data.confirmation.summary).toBe('Cancel 2 orders worth 798 in all.');
    const confirm = answer.data.confirmation.token;
    await bench.host.call('cancel_orders', { order_ids, confirm });
    expect(bench.dialer.requests.at(-1)!.body).toEqual({ order_ids: [39, 40] });
    expect(effects(bench.dialer)).toHaveLength(1);
  });

  it('order_ids with an unknown order cancel no order at all', async () => {
    bench.scene(orders);
    expect((await bench.host.call('cancel_orders', { order_ids: [39, 41] })).text).toMatch(
      /^not_found: Order 41: /,
    );
    const confirm = await previewed(bench.host, 'cancel_orders', { order_ids: [39, 40] });
    bench.scene({ '/api/order/39': orders['/api/order/39'] });
    const answer = await bench.host.call('cancel_orders', { order_ids: [39, 40], confirm });
    expect(answer.text).toMatch(/^not_found: /);
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('order_ids must be 1 to 200 whole numbers', async () => {
    bench.scene({});
    const many = Array.from({ length: 201 }, (_, i) => i + 1);
    for (const order_ids of [
      [],
      many,
      many.join(','),
      JSON.stringify(many),
      [0],
      [-1],
      [1.5],
      ['all'],
      [null],
    ])
      expect((await bench.host.call('cancel_orders', { order_ids })).text).toMatch(/^invalid_arguments/);
    expect(bench.dialer.requests).toEqual([]);
  });
});
