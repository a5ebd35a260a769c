import { describe, expect, test } from 'vitest';
import { useDialer } from '../support/sandbox.ts';

interface Row {
  id: number;
  customer_id: number;
  user_id: number;
  campaign_id: number;
  cancelled: boolean;
  create_time: string;
  confirmation_datetime: string | null;
}

const dialer = useDialer();
const search = async (query: string): Promise<Row[]> =>
  (await dialer().call(`GET /api/orders/?${query}`)).json;
const ids = (rows: Row[]) => rows.map((row) => row.id);
const one = async (id: number) => (await dialer().call(`GET /api/order/${id}`)).json[0];

describe('searching orders', () => {
  test('an order has exactly the documented keys, in their order', async () => {
    const [row] = (await dialer().call('GET /api/order/39')).json;
    expect(row).toMatchObject({
      is_company: false,
      agent_name: 'Mawila Nathaniel',
      agent_office: 'Göteborg',
      verified: true,
      create_time: '2026-11-20T10:01:55.000Z',
      value: 399,
      units: 1,
      campaign_title: 'Animal snacks',
      cancelled: false,
      order_products: [
        { product_id: 1, units: 1, unit_price: 399, title: 'Dog box', artnr: '10001', vat_percentage: 25 },
      ],
      comments: [],
    });
    expect(Object.keys(row).join(' ')).toBe(
      'id campaign_customer_id customer_id customer_firstname customer_lastname customer_address ' +
        'customer_postal_code customer_city customer_phone customer_email customer_identity_number is_company ' +
        'company_name company_org_number agent_name agent_office confirmation_datetime verified user_id ' +
        'create_time call_id order_recording_id value units payment_start_date validated api_exporter_status ' +
        'api_exporter_sent_date campaign_id campaign_title cancelled order_products scrive_documents ' +
        'customer_custom_fields comments',
    );
  });

  test('a search without filters returns all orders', async () => {
    expect(await search('')).toHaveLength(dialer().sandbox.state.orders.size);
  });

  test.each(['070-174 06 05', '+46701740605', '0046701740605', '46701740605', '+46 (0)70 174 06 05'])(
    'a search for orders finds a phone number written as %s',
    async (phone) => {
      expect(ids(await search(`phone=${encodeURIComponent(phone)}`))).toEqual([31, 39]);
    },
  );

  test('a search for orders takes id as the id of a customer', async () => {
    expect(ids(await search('id=922'))).toEqual([31, 39]);
    expect(await search('id=39')).toEqual([]);
  });

  test('a search for orders filters by user, campaign and external id', async () => {
    dialer().sandbox.state.customers.get(922)!.external_id_3 = 'x1';
    expect(ids(await search('external_id_3=x1'))).toEqual([31, 39]);
    const rows = await search('user_id=6&campaign_id=8');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatchObject({ user_id: 6, campaign_id: 8 });
  });

  test('a search for orders filters by cancelled, and returns both kinds without this filter', async () => {
    const [all, yes, no] = [
      await search(''),
      await search('cancelled=true'),
      await search('cancelled=false'),
    ];
    expect(yes.every((row) => row.cancelled)).toBe(true);
    expect(no.some((row) => row.cancelled)).toBe(false);
    expect(yes.length + no.length).toBe(all.length);
  });

  test('a search for orders takes dates as whole days in Stockholm, both included', async () => {
    const state = dialer().sandbox.state;
    state.orders.get(39)!.create_time = Date.parse('2026-11-19T23:00:00Z') / 1000;
    expect(ids(await search('exact_date=2026-11-20'))).toContain(39);
    expect(ids(await search('start_date=2026-11-20&end_date=2026-11-20'))).toContain(39);
    expect(ids(await search('end_date=2026-11-19'))).not.toContain(39);
    expect(await search('start_date=2023-11-06&end_date=2023-11-07')).toEqual([]);
  });

  test('a search for orders prefers dates of confirmation to dates of creation', async () => {
    const day = 'confirm_start_date=2026-11-20&confirm_end_date=2026-11-20';
    const rows = await search(day);
    expect(ids(rows)).toContain(39);
    expect(ids(rows)).not.toContain(41);
    expect(await search(`${day}&start_date=2020-01-01&end_date=2020-01-02`)).toEqual(rows);
  });
});

describe('an order', () => {
  test('a single order is returned as a list of one', async () => {
    expect((await dialer().call('GET /api/order/31')).json).toHaveLength(1);
    expect(await dialer().call('GET /api/order/3')).toMatchObject({
      status: 404,
      json: { message: 'Order not found' },
    });
  });

  test('an order has the recording of its call', async () => {
    const answer = await dialer().call('GET /api/order_recording/39');
    expect(answer).toMatchObject({ status: 200, type: 'audio/wav' });
    // The whole of both, but not by toEqual, which takes seconds over half a megabyte.
    expect(answer.bytes.equals((await dialer().call('GET /api/call/4371/recording')).bytes)).toBe(true);
    expect(await dialer().call('GET /api/order_recording/3')).toMatchObject({
      status: 404,
      json: { message: 'Order recording not found or not completed' },
    });
  });

  test('confirming an order returns the id of the confirmation', async () => {
    expect(await one(41)).toMatchObject({ verified: false, confirmation_datetime: null });
    expect((await dialer().call('POST /api/order/confirm/41')).json).toEqual({ status: 'success', id: 500 });
    expect(await one(41)).toMatchObject({
      verified: true,
      confirmation_datetime: '2026-11-23T12:00:00.000Z',
    });
    expect(await dialer().call('POST /api/order/confirm/5')).toMatchObject({
      status: 404,
      json: { success: false, error: 'Server Error', message: 'No Order with given id found' },
    });
  });

  test('an order takes a new price, and needs product_id if several products are in the order', async () => {
    const put = (query: string) =>
      dialer().call(`PUT /api/orders/update?${query}`, { body: { units: 2, unit_price: 1000.5 } });
    expect((await put('order_id=39')).json).toEqual({
      units: 2,
      unit_price: 1000.5,
      product_id: 1,
      order_id: '39',
    });
    expect(await one(39)).toMatchObject({ value: 2001, units: 2 });
    const order = dialer().sandbox.state.orders.get(39)!;
    order.products.push({ ...order.products[0]!, product_id: 2 });
    expect(await put('order_id=39')).toMatchObject({
      status: 404,
      json: { message: 'Order product not found' },
    });
    expect((await put('order_id=39&product_id=2')).status).toBe(200);
  });

  test('an order takes a status, a comment, a confirmation and a cancellation', async () => {
    const put = (id: number, body: object) => dialer().call(`PUT /api/order/status/${id}`, { body });
    expect((await put(39, { cancelled: true, comment: 'Ångrat sig' })).json).toEqual({ success: true });
    expect(await one(39)).toMatchObject({
      cancelled: true,
      verified: true,
      comments: [{ user_id: 2, comment: 'Ångrat sig' }],
    });
    await put(39, { cancelled: false, verified: false, status: 'Väntar' });
    expect(await one(39)).toMatchObject({ cancelled: false, verified: false });
    expect(dialer().sandbox.state.orders.get(39)!.status).toBe('Väntar');
    expect(await put(3, {})).toMatchObject({
      status: 404,
      json: { success: false, message: 'Order with ID 3 does not exist' },
    });
  });
});

describe('cancelling orders', () => {
  const cancel = (order_ids: unknown) => dialer().call('POST /api/orders/cancel', { body: { order_ids } });

  test('cancelling orders reports the outcome of each order', async () => {
    const answer = await cancel([39, 40, 3]);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      success: true,
      succeeded_ids: [39],
      failed_ids: [
        { id: 40, error: 'Order is already cancelled' },
        { id: 3, error: 'Order not found' },
      ],
    });
  });

  test('cancelling orders is answered with 409 if all fail', async () => {
    const answer = await cancel([40]);
    expect(answer.status).toBe(409);
    expect(answer.json).toEqual({
      success: false,
      failed_ids: [{ id: 40, error: 'Order is already cancelled' }],
    });
    expect((await cancel(undefined)).status).toBe(400);
  });
});
