import { describe, expect, test } from 'vitest';
import { useDialer } from '../support/sandbox.ts';

// Campaigns, clients, contact lists and blocklists.

const dialer = useDialer();
const call = (what: string, body?: unknown) => dialer().call(what, { body });

describe('campaigns', () => {
  test('an unknown campaign is answered with 500', async () => {
    expect(await call('GET /api/campaigns/164')).toMatchObject({
      status: 500,
      json: { message: 'Campaigns does not exist or you dont have permission' },
    });
  });

  test('campaign products are found by campaign, by product or by both', async () => {
    const all = (await call('GET /api/campaign/products/?campaign_id=&product_id=')).json;
    expect(all).toHaveLength(14);
    expect((await call('GET /api/campaign/products/?campaign_id=2&product_id=')).json).toHaveLength(3);
    expect((await call('GET /api/campaign/products?product_id=1')).json).toHaveLength(3);
    expect((await call('GET /api/campaign/products/?campaign_id=64&product_id=164')).json).toEqual([]);
  });

  test('a product is added to a campaign only once', async () => {
    const body = { campaign_id: 2, product_id: 4 };
    expect((await call('POST /api/campaign/product', body)).json).toEqual({ status: 'success', id: 110 });
    expect(await call('POST /api/campaign/product', body)).toMatchObject({
      status: 409,
      json: { message: 'Campaign Product already exist' },
    });
  });

  test('an update of campaign products changes every match and echoes the ids as text', async () => {
    const put = async (query: string) =>
      (await call(`PUT /api/campaign/product/?${query}`, { sms_template_id: 1 })).json;
    const changed = () =>
      [...dialer().sandbox.state.campaign_products.values()].filter((row) => row.sms_template_id === 1)
        .length;
    expect(await put('campaign_id=2&product_id=1')).toEqual({
      campaign_id: '2',
      product_id: '1',
      sms_template_id: 1,
    });
    expect(changed()).toBe(1);
    expect(await put('campaign_id=2')).toEqual({ campaign_id: '2', product_id: null, sms_template_id: 1 });
    expect(changed()).toBe(3);
    expect(await put('product_id=1')).toEqual({ campaign_id: null, product_id: '1', sms_template_id: 1 });
    expect(changed()).toBe(5);
    expect(await put('')).toEqual({ message: 'Campaign product not found' });
  });

  test('a product is taken off a campaign by the id of the link', async () => {
    expect((await call('DELETE /api/campaign/product/3')).json).toEqual({
      id: '3',
      message: 'Campaign Product is deleted',
    });
    expect(await call('DELETE /api/campaign/product/3')).toMatchObject({
      status: 404,
      json: { message: 'Campaign product not found' },
    });
  });

  test('contact lists are activated and deactivated on a campaign', async () => {
    expect(await call('GET /api/campaign/contactlists?contactlist_id=2')).toMatchObject({
      status: 404,
      json: { message: 'Contactlists not found' },
    });
    const body = { campaign_id: 2, contactlist_id: 2 };
    expect((await call('POST /api/campaign/contactlist', body)).json).toEqual({ status: 'success', id: 79 });
    expect((await call('GET /api/campaign/contactlists?contactlist_id=2')).json).toEqual([
      {
        id: 79,
        campaign_id: 2,
        contactlist_id: 2,
        start_date: null,
        end_date: null,
        block_public_recurring: 0,
        block_private_recurring: 0,
      },
    ]);
    expect((await call('DELETE /api/campaign/contactlist/79')).json).toEqual({ status: 'success', id: 79 });
    expect(await call('DELETE /api/campaign/contactlist/79')).toMatchObject({
      status: 404,
      json: { message: "can't find the campaign_contactlist" },
    });
    const activate = async (change: object) =>
      (await call('POST /api/campaign/contactlist', { ...body, ...change })).json.message;
    expect(await activate({ contactlist_id: 124 })).toBe('Contactlist does not exist');
    expect(await activate({ campaign_id: 24 })).toBe('Campaign does not exist');
  });
});

describe('clients', () => {
  test('clients are read, created, changed and deleted', async () => {
    expect((await call('GET /api/client/2')).json).toEqual({
      success: true,
      client: { id: 2, name: 'Djurboxen AB', office_id: 2 },
    });
    expect((await call('POST /api/client', { name: 'Ny', office_id: 2 })).json).toEqual({
      success: true,
      id: 130,
    });
    expect((await call('PUT /api/client/130', { name: 'Nyare' })).json).toEqual({ success: true });
    expect((await call('GET /api/client/130')).json.client.name).toBe('Nyare');
    expect((await call('DELETE /api/client/130')).json).toEqual({ success: true });
    expect((await call('GET /api/client/130')).status).toBe(404);
  });

  test('requests for clients are refused without a known id or without a name', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect(await call(`${method} /api/client/`)).toMatchObject({
        status: 400,
        json: { success: false, error: 'id is required' },
      });
      expect(await call(`${method} /api/client/123`, { name: 'x' })).toMatchObject({
        status: 404,
        json: { success: false, error: 'client not found' },
      });
    }
    for (const what of ['POST /api/client', 'PUT /api/client/2']) {
      expect(await call(what)).toMatchObject({
        status: 500,
        json: { success: false, error: 'name is required' },
      });
    }
  });
});

describe('contact lists', () => {
  test('all contact lists are listed', async () => {
    const { json } = await call('GET /api/contactlist');
    expect(json).toHaveLength(6);
    expect(json[1]).toMatchObject({ id: 6, title: 'Hösten 2026', is_company: 0, deleted: 0, pruned: 0 });
  });

  test('the customers on a contact list are counted', async () => {
    const before = (await call('GET /api/contactlist/6')).json.contacts_count;
    await call('DELETE /api/customer?id=922');
    expect((await call('GET /api/contactlist/6')).json.contacts_count).toBe(before - 1);
  });

  test('a new contact list needs a title', async () => {
    expect((await call('POST /api/contactlist', { title: 'Ny' })).json).toEqual({
      status: 'success',
      id: 71,
    });
    expect(await call('POST /api/contactlist', { office_id: 2 })).toMatchObject({
      status: 400,
      json: { message: 'title field not found' },
    });
    const answer = await call('POST /api/contactlist', { keep_order_on_prune: 1, user_group_id: 4 });
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({ success: 'false', error: 'Server Error', details: 'Validation error' });
  });

  test('an update of a contact list echoes the values that were accepted', async () => {
    const body = {
      title: 'Ny titel',
      keep_order_on_prune: 1,
      is_company: 1,
      user_group_id: 3,
      prune_date: '2037-03-01',
    };
    expect((await call('PUT /api/contactlist/69', body)).json).toEqual({
      id: '69',
      title: 'Ny titel',
      keep_order_on_prune: 1,
      is_company: 1,
      prune_date: '2037-03-01 00:00:00',
    });
    expect((await call('PUT /api/contactlist/69', { prune_date: 'snart' })).json).toEqual({ id: '69' });
    expect((await call('GET /api/contactlist/69')).json.prune_date).toBe('2037-03-01T00:00:00.000Z');
  });

  test('an invalid id of a contact list is answered with 400', async () => {
    expect(await call('GET /api/contactlist/a')).toMatchObject({
      status: 400,
      json: { message: 'Invalid ID format' },
    });
  });

  test('a contact list whose prune date has passed is pruned when read', async () => {
    await call('PUT /api/contactlist/6', { prune_date: '2026-11-23', keep_order_on_prune: 1 });
    const list = (await call('GET /api/contactlist/6')).json;
    expect(list).toMatchObject({ pruned: 1, deleted: 1, contacts_count: 0 });
    const { state } = dialer().sandbox;
    expect(state.customers.get(922)!.pruned).toBe(false);
    const ordered = new Set([...state.orders.values()].map((row) => row.customer_id));
    const gone = [...state.customers.values()].filter((row) => row.pruned);
    expect(gone.length).toBeGreaterThan(100);
    expect(gone.some((row) => ordered.has(row.id))).toBe(false);
    expect((await call('GET /api/contactlist')).json).toHaveLength(5);
    expect((await call('GET /api/campaign/contactlists?contactlist_id=6')).status).toBe(404);
  });

  test('customers with orders are pruned too if keep_order_on_prune is false', async () => {
    await call('PUT /api/contactlist/6', { prune_date: '2026-11-23', keep_order_on_prune: false });
    expect((await call('GET /api/customer?id=922')).status).toBe(404);
    expect((await call('GET /api/order/39')).json[0].customer_firstname).toBe('GDPR REMOVED');
  });

  test('a prune date in the future prunes nothing', async () => {
    await call('PUT /api/contactlist/6', { prune_date: '2026-11-24' });
    expect((await call('GET /api/contactlist/6')).json.pruned).toBe(0);
  });

  test('custom fields 6, 10 and 30 belong to the customer card', async () => {
    const { json } = await call('GET /api/customfield');
    for (const id of [6, 10, 30]) {
      expect(json.find((row: { id: number }) => row.id === id)).toMatchObject({ type: 1, deleted: 0 });
    }
  });
});

describe('blocklists', () => {
  const block = (body: object) => call('POST /api/blocklist/customer', { id: 6, comment: 'Nej', ...body });
  const count = async () =>
    (await call('GET /api/blocklist')).json.find((row: { id: number }) => row.id === 6).count;

  test('blocklists count their numbers', async () => {
    const before = await count();
    expect((await block({ phone: '070-174 06 50', end_date: '2027-07-27' })).json).toEqual({
      status: 'success',
      id: 182,
    });
    expect(await count()).toBe(before + 1);
    const remove = () => call('DELETE /api/blocklist/customer', { id: 6, phone: '+46701740650' });
    expect((await remove()).json).toEqual({ success: true });
    expect(await count()).toBe(before);
    expect(await remove()).toMatchObject({
      status: 404,
      type: 'text/html; charset=utf-8',
      text: 'Nixlist item not found',
    });
  });

  test('a blocklist takes a number only once', async () => {
    await block({ phone: '0701740650' });
    const answer = await block({ phone: '+46701740650' });
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      success: false,
      error: 'Server Error',
      message: "Duplicate entry '6-+46701740650' for key 'unique_nixlist_item'",
    });
  });

  test.each([
    [{ id: undefined }, 'Invalid ID format'],
    [{ comment: undefined }, 'comment field must be provided'],
    [{ phone: undefined }, 'phone field must be provided'],
    [{ phone: '12' }, 'Invalid phone format'],
  ])('a blocklist refuses a number with %j', async (change, message) => {
    expect(await block({ phone: '0701740650', ...change })).toMatchObject({ status: 400, json: { message } });
  });

  test('blocklists are created and deleted', async () => {
    expect((await call('POST /api/blocklist', {})).json).toEqual({ message: 'title field must be provided' });
    const { id } = (await call('POST /api/blocklist', { title: 'Ny' })).json;
    expect((await call('DELETE /api/blocklist', { id })).json).toEqual({ success: true });
    expect(await call('DELETE /api/blocklist', { id })).toMatchObject({
      status: 404,
      json: { message: 'Nixlist not found' },
    });
  });
});
