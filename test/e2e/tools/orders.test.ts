/** What is said of orders before and after they are confirmed, cancelled or changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, DONE, effects, openBench } from '../../support/guard-bench.ts';
import { things } from '../guard/acts.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({});
});
afterAll(() => bench.close());

const { order } = things;
const line = (units: number, unit_price: number, product_id = 8, title = 'Dog box') => ({
  product_id,
  title,
  units,
  unit_price,
});

/** Orders as they are read before and after the act. */
const scene = (before: object[], after: object[] = before, act: object = { body: DONE }) => {
  let done = false;
  bench.scene(({ method, url }) => {
    if (method !== 'GET') {
      done = true;
      return act;
    }
    const id = Number(/\/api\/order\/(\d+)$/.exec(url)?.[1]);
    const found = (done ? after : before).find((one: any) => one.id === id);
    return found ? { body: [found] } : { status: 404, body: { message: 'Order not found' } };
  });
};

describe('confirm_order', () => {
  it('confirm_order reports the customer and that the order was unconfirmed', async () => {
    scene([order(39, { verified: 0, confirmation_datetime: null })], [order(39)]);
    const { data } = await bench.host.call('confirm_order', { order_id: 39 });
    expect(data).toMatchObject({
      status: 'done',
      order_id: 39,
      customer: 'Anna Ek (922)',
      value: 399,
      changed: { state: ['unconfirmed', 'confirmed'] },
      confirmed_at: '2026-11-20 11:02',
      quoted: expect.any(String),
    });
  });

  it('confirm_order of a confirmed order reports unchanged and sends nothing', async () => {
    scene([order(39)]);
    const answer = await bench.host.call('confirm_order', { order_id: 39 });
    expect(answer.data).toMatchObject({ status: 'unchanged', order_id: 39, state: 'confirmed' });
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('confirm_order does not report an order as confirmed that still waits for its document', async () => {
    scene([order(39, { verified: 0 })]);
    const { data } = await bench.host.call('confirm_order', { order_id: 39 });
    expect(data).toMatchObject({ status: 'done', state: 'unconfirmed' });
    expect(data.changed).toBeUndefined();
    expect(data.note).toMatch(/document is signed or its quality check/);
  });
});

describe('cancel_orders', () => {
  it('cancel_orders previews product, campaign, time and total, and reports the cancelled orders', async () => {
    const both = [order(39), order(41, { value: 249.9, order_products: [line(2, 124.95, 9, 'Cat box')] })];
    scene(both, both, { body: { succeeded_ids: [39, 41], failed_ids: [] } });
    const { data } = await bench.host.call('cancel_orders', { order_ids: [39, 41] });
    expect(data.confirmation.summary).toBe('Cancel 2 orders worth 648.9 in all.');
    expect(data.confirmation.effects[1]).toMatch(
      /^order 41: Anna Ek, 249\.9, 2 x Cat box, campaign Animal snacks \(2\), sold 2026-11-20 09:45, confirmed/,
    );
    const { token: confirm } = data.confirmation;
    expect((await bench.host.call('cancel_orders', { order_ids: [39, 41], confirm })).data).toEqual({
      status: 'done',
      cancelled: [39, 41],
      cancelled_value: 648.9,
    });
  });

  /** What two of three open orders, and one that is cancelled, become by the dialer's answer. */
  const outcome = async (answer: object) => {
    const three = [order(39), order(41), order(42, { cancelled: 1 })];
    scene(three, three, { body: { success: true, ...answer } });
    const order_ids = [39, 41, 42];
    const { data } = await bench.host.call('cancel_orders', { order_ids });
    return bench.host.call('cancel_orders', { order_ids, confirm: data.confirmation.token });
  };
  const already = { id: 42, error: 'Order is already cancelled' };

  it('cancel_orders reports orders that were cancelled before separately from failures', async () => {
    expect((await outcome({ succeeded_ids: [39, '41'], failed_ids: [already] })).data).toEqual({
      status: 'done',
      cancelled: [39, 41],
      cancelled_value: 798,
      cancelled_before: [42],
    });
  });

  it('cancel_orders is not reported as done if some orders failed or are missing in the answer', async () => {
    const locked = { id: 41, error: 'Order is locked' };
    const some = await outcome({ succeeded_ids: [39], failed_ids: [locked, already] });
    expect(some.data).toMatchObject({ status: 'partly done', cancelled: [39], failed: [locked] });
    const long = await outcome({ succeeded_ids: [39], failed_ids: [{ id: 41, error: 'x'.repeat(60_000) }] });
    expect(long.data.failed).toEqual([{ id: 41, error: expect.stringMatching(/^x{100}/) }]);
    const none = await outcome({ succeeded_ids: [], failed_ids: [locked, { id: 39, error: 'too' }] });
    expect(none.data).toMatchObject({ status: 'not done', cancelled_value: 0 });
    const silent = await outcome({ succeeded_ids: [39] });
    expect(silent.data).toMatchObject({ status: 'partly done', unknown: [41], note: expect.any(String) });
  });

  it('cancel_orders reports an unknown outcome if the answer names none of the orders, or other orders', async () => {
    for (const answer of [
      { succeeded_ids: [], failed_ids: [] },
      { succeeded_ids: [], failed_ids: [already] },
      { succeeded_ids: [39, 41, 7], failed_ids: [] },
    ]) {
      const { text } = await outcome(answer);
      expect(text).toMatch(/^outcome_unknown: .*39, 41.*get_order/);
    }
  });

  it('cancel_orders of cancelled orders asks nobody and sends nothing', async () => {
    scene([order(39, { cancelled: 1 }), order(40, { cancelled: 1 })]);
    const answer = await bench.host.call('cancel_orders', { order_ids: [39, 40] });
    expect(answer.data).toMatchObject({ status: 'unchanged', order_ids: [39, 40] });
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('cancel_orders of an order that was cancelled after the preview reports unchanged and sends nothing', async () => {
    scene([order(39)]);
    const { data } = await bench.host.call('cancel_orders', { order_ids: [39] });
    scene([order(39, { cancelled: 1 })]);
    const confirm = data.confirmation.token;
    const answer = await bench.host.call('cancel_orders', { order_ids: [39], confirm });
    expect(answer.data.status).toBe('unchanged');
    expect(effects(bench.dialer)).toEqual([]);
  });
});

describe('update_order_product', () => {
  it('update_order_product reports the line and the value of the order, and notes 0 units', async () => {
    const none = order(39, { value: 0, order_products: [line(0, 399)] });
    scene([none], [{ ...none, order_products: [line(0, 299)] }], { body: { unit_price: 299 } });
    const { data } = await bench.host.call('update_order_product', { order_id: 39, unit_price: 299 });
    expect(data).toMatchObject({
      status: 'done',
      changed: { unit_price: [399, 299] },
      line: '0 x Dog box (8) at 299 = 0',
      order_value: 0,
      note: expect.stringContaining('0 units'),
    });
  });

  it('update_order_product without product_id lists the products of an order with several', async () => {
    scene([order(39, { order_products: [line(1, 399), line(2, 99, 9, 'Cat box')] })]);
    const answer = await bench.host.call('update_order_product', { order_id: 39, unit_price: 1 });
    expect(answer.text).toMatch(/^invalid_arguments: .*Dog box \(8\), Cat box \(9\).*product_id/);
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('update_order_product reports a value that the dialer dropped', async () => {
    scene([order(39)], [order(39)], { body: { units: 1 } });
    const { data } = await bench.host.call('update_order_product', { order_id: 39, units: 1, unit_price: 2 });
    expect(data.not_taken).toEqual(['unit_price']);
    expect(data.changed).toBeUndefined();
    expect(data.order_value).toBe(399);
  });
});

it('update_order_status that would cancel a cancelled order asks nobody', async () => {
  scene([order(39, { cancelled: 1 })]);
  const { data } = await bench.host.call('update_order_status', { order_id: 39, cancelled: true });
  expect(data.status).toBe('unchanged');
  expect(effects(bench.dialer)).toEqual([]);
});

it('update_order_status always sends a comment, even if nothing else changes', async () => {
  scene([order(39)]);
  const { data } = await bench.host.call('update_order_status', {
    order_id: 39,
    verified: true,
    comment: 'x',
  });
  expect(data).toMatchObject({
    status: 'done',
    unchanged: ['verified'],
    set: expect.stringContaining('comment "x"'),
  });
  expect(effects(bench.dialer)).toHaveLength(1);
});
