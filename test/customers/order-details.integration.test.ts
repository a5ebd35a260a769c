/** What get_order tells of an order beside its own row: the call, how it was confirmed, titles of fields, what a price is for. */
import { describe, expect, it } from 'vitest';
import { localSecond } from '../support/sandbox-rows.ts';
import { failing, sandboxServices, silent, TOKEN } from '../support/sandbox-services.ts';

const get = (here: Awaited<ReturnType<typeof sandboxServices>>, order_id = 39) =>
  here.ask('get_order', { order_id });
const custom = (id: number, name: string) => ({ id, name, type: 1, deleted: 0 });

describe('get_order', () => {
  it('get_order shows the call with its time, talk time, line time and result', async () => {
    const here = await sandboxServices();
    const call = here.state.calls.find(({ id }) => id === 4371)!;
    expect((await get(here)).call).toEqual({
      start: localSecond(call.init_time),
      type: 'predictive',
      talk_s: call.finish_time - call.connect_time!,
      line_s: call.finish_time - call.init_time,
      result: 'Order (5)',
      recorded: true,
    });
  });

  it('get_order tells how an order was confirmed, and requests no SMS for an unconfirmed order', async () => {
    const here = await sandboxServices();
    expect(await get(here)).toMatchObject({ confirmed_by: 'by the answer to the SMS, as the times say' });
    here.state.orders.get(39)!.confirmation_datetime = null;
    here.requests.length = 0;
    expect(await get(here)).not.toHaveProperty('confirmed_by');
    expect(here.requests.some(({ path }) => path.includes('sms'))).toBe(false);
  });

  it('get_order shows custom fields with their titles, and masks identity numbers by title', async () => {
    const here = await sandboxServices();
    const customer = here.state.customers.get(922)!;
    customer.custom_fields = [
      { id: 2, value: 'två' },
      { id: 7, value: '7203111234' },
      { id: 8, value: '7203111234' },
      { id: 9, value: '7203111234' },
    ];
    here.instead(({ path }) =>
      /customfield/.test(path)
        ? { body: [custom(2, 'Antal husdjur'), custom(7, 'Personnummer'), custom(8, 'Kundnummer')] }
        : 'sandbox',
    );
    expect((await get(here)).custom_fields).toEqual({
      'Antal husdjur (2)': 'två',
      'Personnummer (7)': '720311-****',
      'Kundnummer (8)': '7203111234',
      // Nobody has named it: it may be one.
      custom_field_9: '720311-****',
    });
  });

  it('get_order shows empty lists of comments and documents, but omits a list that the dialer does not send', async () => {
    const here = await sandboxServices();
    Object.assign(here.state.orders.get(39)!, { comments: [], scrive_documents: [] });
    expect(await get(here)).toMatchObject({ comments: [], documents: [] });
    here.state.orders.get(39)!.comments = [{ user_id: 6, comment: 'Ring efter fem' }];
    expect((await get(here)).comments).toEqual(['Ring efter fem']);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const told: any = await (await fetch(`${here.url}/api/order/39`, { headers })).json();
    const { comments: _, ...row } = told[0];
    here.instead(({ path }) => (path === '/api/order/39' ? { body: [row] } : 'sandbox'));
    expect(await get(here)).not.toHaveProperty('comments');
  });

  it('get_order tells the period of a price, and that the API does not tell whether VAT is included', async () => {
    const here = await sandboxServices();
    const { products, prices } = await get(here);
    expect(products).toEqual([
      expect.objectContaining({ unit_price: 399, vat_percentage: 25, per: 'monthly', payments: 12 }),
    ]);
    expect(prices).toMatch(/includes VAT the API does not tell/);
    here.state.products.get(1)!.periodicity_id = 1;
    here.state.products.get(1)!.periodicity_parts = 0;
    const [once] = (await get(here)).products;
    expect(once).toMatchObject({ per: 'one_time' });
    expect(once).not.toHaveProperty('payments');
  });

  it.each([
    ['call', /api\/call\//],
    ['confirmed_by', /sms_communication/],
    ['custom_field_titles', /customfield/],
    ['period_of_products', /api\/product\//],
  ])('get_order names the unreadable part %s, and shows the order all the same', async (part, path) => {
    for (const broken of [failing(path), failing(path, { status: 403, body: { message: 'Denied' } })]) {
      const here = await sandboxServices();
      here.instead(broken);
      const answer = await get(here);
      expect(Object.keys(answer.not_shown)).toEqual([part]);
      expect(answer).toMatchObject({ id: 39, value: 399, state: 'confirmed', call_id: 4371 });
    }
  });

  it('get_order reports a part without an answer as a timeout', async () => {
    const here = await sandboxServices({ HITRATE_TIMEOUT_MS: '1500' });
    here.instead(silent(/sms_communication/));
    expect((await get(here)).not_shown.confirmed_by).toMatch(/^timeout: /);
  });

  it('get_order requests the order once', async () => {
    const here = await sandboxServices();
    await get(here);
    expect(here.requests.filter(({ path }) => path === '/api/order/39')).toHaveLength(1);
    expect(here.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('seconds of a call', () => {
  it('get_call and search_calls use the same names for the seconds of a call', async () => {
    const here = await sandboxServices();
    const call = here.state.calls.find(({ id }) => id === 4371)!;
    const line_s = call.finish_time - call.init_time;
    const after_call_s = call.handling_end! - call.finish_time;
    const one = await here.ask('get_call', { call_id: 4371 });
    expect(one).toMatchObject({ talk_s: call.finish_time - call.connect_time!, line_s, after_call_s });
    expect(one).not.toHaveProperty('call_length_in_seconds');
    const { columns, rows } = await here.ask('search_calls', { customer_ids: [922], limit: 200 });
    const row = rows.find(([id]: number[]) => id === 4371);
    expect(row[columns.indexOf('line_s')]).toBe(line_s);
    expect(row[columns.indexOf('after_call_s')]).toBe(after_call_s);
    expect(columns.filter((name: string) => /second|length|duration/.test(name))).toEqual([]);
  });
});
