/** The evidence of several orders at once: a row each, and what they share said once. */
import { getEncoding } from 'js-tiktoken';
import { describe, expect, it } from 'vitest';
import { MINUTE, story } from '../../support/order-story.ts';
import { addOrder, localSecond, table } from '../../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices } from '../../support/sandbox-services.ts';

const check = (here: SandboxServices, args: object) => here.ask('check_order_acceptance', args);
const tokens = (value: unknown) => getEncoding('o200k_base').encode(JSON.stringify(value)).length;

/** Orders of today, none of them confirmed; the one with the highest id is the newest. */
function today(here: SandboxServices, count: number): number[] {
  const now = Math.floor(here.state.clock() / 1000);
  return Array.from(
    { length: count },
    (_, i) =>
      addOrder(here.state, {
        call_id: null,
        customer_id: 922,
        create_time: now - 60 * (count - i),
        confirmation_datetime: null,
      }).id,
  );
}
/** So that what is made today is all there is, the sandbox's own orders of the day are confirmed. */
function confirmOthers({ state }: SandboxServices): void {
  for (const order of state.orders.values()) order.confirmation_datetime ??= order.create_time + 60;
}

describe('several orders', () => {
  it('several orders are a row each, with the rule, the note and each gap explained once', async () => {
    const here = await sandboxServices();
    const answer = await check(here, { order_ids: [39, 40, 41] });
    expect(answer).toMatchObject({ total: 3, returned: 3 });
    const rows = table(answer);
    expect(rows.map(({ order_id, evidence, state }) => [order_id, evidence, state])).toEqual([
      [39, 'clear yes by SMS', 'confirmed'],
      [40, 'clear yes by SMS', 'cancelled'],
      [41, 'none', 'unconfirmed'],
    ]);
    expect(answer.evidence).toMatchObject({ 'clear yes by SMS': 2, none: 1 });
    const call = here.state.calls.find(({ id }) => id === 4371)!;
    expect(rows[0]).toMatchObject({ text: 'Ok', call_ended: localSecond(call.finish_time), missing: [] });
    expect(Object.keys(answer.missing_means).sort()).toEqual([...new Set(rows[2].missing)].sort());
    const text = JSON.stringify(answer);
    for (const once of ['2 kap. 3 a §', 'no legal verdict', answer.missing_means.no_answer])
      expect(text.split(once)).toHaveLength(2);
  });

  it('the row of each order agrees with the answer for that order alone', async () => {
    const here = await sandboxServices();
    for (const row of table(await check(here, { order_ids: [31, 39, 40, 41] }))) {
      const { found, order, missing } = await check(here, { order_id: row.order_id });
      expect(row).toMatchObject({
        customer: order.customer,
        state: order.state,
        call_ended: order.call_ended,
      });
      expect(row.order_sms_leaves_out ?? []).toEqual(found.order_sms_leaves_out ?? []);
      expect(row.text).toBe(found.written_answer_after_call ? found.written_answer_after_call.text : null);
      expect(row.missing).toHaveLength(missing.length);
    }
  });

  it('an order that is not found is left out with its reason, and a call where no order is found is refused', async () => {
    const here = await sandboxServices();
    const answer = await check(here, { order_ids: [39, 7] });
    expect(table(answer)).toHaveLength(1);
    expect(answer.not_looked_at).toEqual({ 'order 7': expect.stringMatching(/^not_found: /) });
    expect(await here.refused('check_order_acceptance', { order_ids: [7, 8] })).toMatch(/^not_found: /);
  });

  it('SMS that can not be read are reported by order, and show no yes', async () => {
    const here = await sandboxServices();
    here.instead(failing(/sms_communication/));
    const answer = await check(here, { order_ids: [39, 40] });
    expect(Object.keys(answer.not_looked_at)).toEqual(['sms of order 39', 'sms of order 40']);
    expect(table(answer).map(({ evidence }) => evidence)).toEqual(['none', 'none']);
    for (const { missing } of table(answer)) expect(missing).toContain('sms_not_read');
  });

  it('several orders request shared campaigns and products once', async () => {
    const here = await sandboxServices();
    await check(here, { order_ids: [39, 40, 41] });
    const paths = here.requests.map(({ path, url }) => (path.includes('campaign/products') ? url : path));
    for (const shared of paths.filter((path) => /campaign\/products|api\/product\//.test(path)))
      expect(paths.filter((path) => path === shared)).toHaveLength(1);
  });

  it('an order whose id is given twice is one order, and is answered in full', async () => {
    const here = await sandboxServices();
    expect(await check(here, { order_ids: [39, 39] })).toEqual(await check(here, { order_id: 39 }));
  });

  it('check_order_acceptance takes at most twenty orders', async () => {
    const here = await sandboxServices();
    const order_ids = Array.from({ length: 21 }, (_, i) => i + 1);
    expect(await here.refused('check_order_acceptance', { order_ids })).toMatch(/a list of at most 20/);
    expect(here.requests).toEqual([]);
  });

  it('the answer for twenty orders stays below 8,000 tokens, and lists the orders that did not fit', async () => {
    const here = await sandboxServices();
    confirmOthers(here);
    const ids = today(here, 20);
    const answer = await check(here, { order_ids: ids });
    expect(tokens(answer)).toBeLessThan(8000);
    expect(answer.returned + (answer.did_not_fit?.length ?? 0)).toBe(20);
  });
});

describe('a period', () => {
  it('a period selects its orders that are neither confirmed nor cancelled', async () => {
    const here = await sandboxServices();
    confirmOthers(here);
    const ids = today(here, 3);
    here.state.orders.get(ids[1]!)!.cancelled = true;
    const answer = await check(here, { period: 'today' });
    expect(answer).toMatchObject({ period: 'today', unconfirmed_orders: 2, total: 2 });
    expect(table(answer).map(({ order_id }) => order_id)).toEqual([ids[2], ids[0]]);
    expect(here.requests.some(({ path }) => path.startsWith('/api/order/'))).toBe(false);
  });

  it('a period with more than twenty unconfirmed orders covers the newest twenty, and lists the others', async () => {
    const here = await sandboxServices();
    confirmOthers(here);
    const ids = today(here, 23);
    const answer = await check(here, { period: 'today' });
    expect(answer).toMatchObject({ unconfirmed_orders: 23, total: 20 });
    expect(answer.not_checked).toEqual([ids[2], ids[1], ids[0]]);
    expect(answer.next).toMatch(/^The newest 20 of 23 were looked at: call again with order_ids/);
    expect(tokens(answer)).toBeLessThan(8000);
  });

  it('a period without unconfirmed orders is answered with a note that says so', async () => {
    const here = await sandboxServices();
    confirmOthers(here);
    expect(await check(here, { period: 'today' })).toMatchObject({
      unconfirmed_orders: 0,
      total: 0,
      note: 'There is no unconfirmed order in that period.',
    });
  });

  it('check_order_acceptance refuses a period together with orders, and a call with neither', async () => {
    const here = await sandboxServices();
    for (const args of [{}, { period: 'today', order_ids: [39] }])
      expect(await here.refused('check_order_acceptance', args)).toMatch(
        /^invalid_arguments: Give exactly one/,
      );
  });
});

it('times are given to the second, so that a yes within a minute of the order SMS is seen to come after that SMS', async () => {
  const { ask, sms, end } = await story();
  sms(end + MINUTE, 'Dog box, 399 kr/mån i 12 mån. Svara OK', 'Djurboxen');
  sms(end + MINUTE + 7, 'OK');
  const rows = table(await ask());
  expect(rows.slice(-2).map(({ time }) => time)).toEqual([
    localSecond(end + MINUTE),
    localSecond(end + MINUTE + 7),
  ]);
});
