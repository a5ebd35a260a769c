import { describe, expect, test } from 'vitest';
import { useDialer } from '../support/sandbox.ts';

const dialer = useDialer();
const get = (query: string) => dialer().call(`GET /api/customer?${query}`);
const free = '+46701740700';

describe('finding a customer', () => {
  test('a customer is found by id, number or external id', async () => {
    dialer().sandbox.state.customers.get(922)!.external_id_2 = 'K-7';
    for (const query of ['id=922', 'phone=070-174%2006%2005', 'phone=%2B46701740605', 'external_id_2=K-7']) {
      const { json } = await get(query);
      expect(json).toMatchObject({ customer_id: 922, name: 'Anna Ek', order_ids: [31, 39] });
      expect(json.call_ids).toHaveLength(5);
    }
  });

  test('the id of a customer goes before the number, and empty values count as absent', async () => {
    expect((await get('id=922&phone=0701740650')).json.customer_id).toBe(922);
    expect((await get('id=&phone=0701740605')).json.customer_id).toBe(922);
    expect(await get('id=&phone=')).toMatchObject({
      status: 400,
      json: { message: 'Query parameters are empty' },
    });
  });

  test('the most recent of several customers with the same number is returned', async () => {
    const same = [...dialer().sandbox.state.customers.values()].filter((row) => row.phone === '+46701740606');
    expect(same.length).toBeGreaterThan(1);
    expect((await get('phone=0701740606')).json.customer_id).toBe(same.at(-1)!.id);
  });

  test('an unknown customer is answered with 404', async () => {
    expect(await get('id=1234544')).toMatchObject({ status: 404, json: { message: 'Customer not found' } });
  });
});

describe('creating a customer', () => {
  const create = (body: object) => dialer().call('POST /api/customer', { body });

  test('a new customer needs a contact list and a valid number', async () => {
    expect(await create({ phone: free })).toMatchObject({
      status: 400,
      json: { message: 'list_id field not found' },
    });
    for (const phone of [undefined, '123', '+46424424313332']) {
      expect(await create({ list_id: 6, phone })).toMatchObject({
        status: 400,
        json: { message: 'customer phonenumber is not valid' },
      });
    }
  });

  test('a new customer keeps custom fields as text, without unknown fields', async () => {
    const body = {
      list_id: 6,
      phone: '0701740700',
      external_id_2: 123,
      custom_field_6: '2023-01-12',
      custom_field_10: 127,
      custom_field_999: 'x',
    };
    const { json } = await create(body);
    expect(json).toEqual({ status: 'Data inserted successfully', customer_id: 4802 });
    expect((await get('id=4802')).json).toMatchObject({
      phone: free,
      external_id_2: '123',
      custom_fields: [
        { title: 'Ansökningsdatum', custom_field_id: 6, value: '2023-01-12' },
        { title: 'Belopp', custom_field_id: 10, value: '127' },
      ],
    });
  });

  test('a duplicate on the contact list is refused unless allowed', async () => {
    expect(await create({ list_id: 6, phone: '+46701740605' })).toMatchObject({
      status: 409,
      json: { message: 'Found duplication' },
    });
    expect((await create({ list_id: 6, phone: '+46701740605', allow_duplicates: true })).status).toBe(200);
    expect((await create({ list_id: 2, phone: '+46701740605' })).status).toBe(200);
  });

  test('other contact lists can be searched for duplicates', async () => {
    const body = { list_id: 2, phone: '+46701740605', allow_duplicates: true, contactlist_duplicates: [6] };
    expect((await create(body)).status).toBe(409);
  });
});

describe('creating many customers', () => {
  const create = (body: object) => dialer().call('POST /api/customers', { body });

  test('creating many customers reports the outcome of each customer', async () => {
    const data = [
      { phone: '0701740700', first_name: 'Ny', custom_field_30: 'ny' },
      { phone: free, first_name: 'Samma' },
      { phone: '+46424424313332', first_name: 'Fel' },
      { phone: '+46701740701', earliest_ringtime: 'snart' },
      { phone: '+46701740605' },
    ];
    const { json } = await create({ list_id: 6, data });
    expect(Object.keys(json)).toEqual([
      'illegal_phone',
      'filtered_duplicates',
      'success_insert',
      'failed_insert',
    ]);
    expect(json.success_insert).toEqual([
      {
        phone: '0701740700',
        first_name: 'Ny',
        earliest_ringtime: null,
        custom_fields: [{ id: 30, value: 'ny' }],
        phonenumber: free,
        customer_id: 4802,
      },
    ]);
    expect(json.filtered_duplicates.map((row: { duplcates: unknown }) => row.duplcates)).toEqual([
      [{ contactlist_id: 6, nr: 1 }],
      [{ contactlist_id: 6, nr: 1 }],
    ]);
    expect(json.illegal_phone).toEqual([
      { phone: '+46424424313332', first_name: 'Fel', earliest_ringtime: null, custom_fields: [] },
    ]);
    expect(json.failed_insert).toHaveLength(1);
  });

  test('creating many customers needs a contact list and takes at most 5,000', async () => {
    expect(await create({ data: [] })).toMatchObject({
      status: 400,
      json: { message: 'list_id must be provided' },
    });
    const data = Array.from({ length: 5001 }, () => ({ phone: free }));
    expect((await create({ list_id: 6, data })).status).toBe(413);
    const some = await create({ list_id: 6, allow_duplicates: true, data: data.slice(1) });
    expect(some.json.success_insert).toHaveLength(5000);
  });
});

describe('changing a customer', () => {
  test('an update of a customer changes only the values that are sent', async () => {
    const body = { city: 'Lund', custom_field_30: 'kund', phone: '0701740700' };
    const answer = await dialer().call('PUT /api/customer?phone=0701740605', { body });
    expect(answer.json).toEqual({ customer_id: 922, status: 'ok' });
    const { json } = await get('id=922');
    expect(json).toMatchObject({ city: 'Lund', address: 'Björkvägen 4', phone: free });
    expect(json.custom_fields.at(-1).value).toBe('kund');
  });

  test('an update is answered with 404 for an unknown customer, and with 400 if none is named', async () => {
    expect(await dialer().call('PUT /api/customer?id=16951904', { body: {} })).toMatchObject({
      status: 404,
      json: { message: 'Customer could not be found' },
    });
    expect((await dialer().call('PUT /api/customer', { body: {} })).status).toBe(400);
  });

  test('a customer is moved between contact lists', async () => {
    const move = (from: number, to: number) =>
      dialer().call('PATCH /api/customer/contactlist', {
        body: { customer_id: 2, contactlist_id_from: from, contactlist_id_to: to },
      });
    expect((await move(6, 2)).json).toEqual({
      success: false,
      message: 'contactlist_customer could not be found with contactlist ID 6 and customer ID 2',
    });
    expect(await move(6, 24)).toMatchObject({
      status: 500,
      json: { success: false, message: 'contactlist with ID 24 not found' },
    });
    expect((await move(2, 6)).json).toEqual({
      customer_id: 2,
      contactlist_id_to: 6,
      contactlist_id_from: 2,
      status: 'ok',
    });
    expect((await get('id=2')).json.contactlist_ids).toEqual([6]);
  });

  test('a customer removed from all contact lists can still be read', async () => {
    const { json } = await dialer().call('DELETE /api/customer?id=922');
    expect(json).toEqual({ customer_id: 922, status: 'ok' });
    expect((await get('id=922')).json).toMatchObject({ name: 'Anna Ek', contactlist_ids: [] });
    expect((await dialer().call('DELETE /api/customer')).status).toBe(400);
    expect((await dialer().call('DELETE /api/customer?id=16951904')).status).toBe(404);
  });
});

describe('a GDPR prune', () => {
  const prune = (query: string) => dialer().call(`DELETE /api/gdpr/customer?${query}`);

  test('a GDPR prune leaves orders and calls without personal data', async () => {
    expect((await prune('phone=0701740605')).json).toEqual({ customer_id: 922, status: 'ok' });
    expect((await get('id=922')).json).toEqual({ message: 'Customer not found' });
    expect((await get('phone=0701740605')).status).toBe(404);
    const [order] = (await dialer().call('GET /api/order/39')).json;
    expect(order).toMatchObject({
      customer_id: 922,
      customer_firstname: 'GDPR REMOVED',
      customer_phone: 'GDPR REMOVED',
      customer_identity_number: 'GDPR REMOVED',
      value: 399,
    });
    const { json } = await dialer().call('GET /api/call/4371');
    expect(json).toMatchObject({ phonenumber: 'GDPR REMOVED', customer_lastname: 'GDPR REMOVED' });
    expect(
      (await dialer().call('POST /api/calls/search', { body: { customer_ids: [922] } })).json.count,
    ).toBe(5);
    const everything = JSON.stringify([order, json, dialer().sandbox.state.sms]);
    expect(everything).not.toMatch(/Anna|46701740605|19720311|Björkvägen/);
  });

  test('a GDPR prune is refused for an erased customer and without an id', async () => {
    await prune('id=922');
    expect(await prune('id=922')).toMatchObject({
      status: 404,
      json: { message: 'Customer could not be found' },
    });
    expect((await prune('id=')).status).toBe(400);
  });
});
