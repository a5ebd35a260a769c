import { describe, expect, test } from 'vitest';
import { useDialer } from './client.ts';

const dialer = useDialer();

describe('an agent', () => {
  test('may not search calls', async () => {
    const answer = await dialer().call('POST /api/calls/search', { as: 'agent', body: {} });
    expect(answer).toMatchObject({
      status: 403,
      json: { message: 'Permission denied, user missing coach all_calls permission' },
    });
  });

  test.each([
    ['POST /api/user', 'admin users'],
    ['PUT /api/user/6', 'admin users'],
    ['DELETE /api/user/6', 'admin users'],
    ['DELETE /api/gdpr/customer?id=922', 'admin gdpr'],
    ['DELETE /api/sms_template/1', 'admin sms_templates'],
    ['DELETE /api/product/1', 'admin products'],
    ['DELETE /api/products/field/8', 'admin products'],
    ['POST /api/contactlist', 'admin contactlists'],
    ['DELETE /api/client/2', 'admin clients'],
    ['DELETE /api/blocklist', 'admin blocklists'],
    ['DELETE /api/call_result/62', 'admin call_results'],
    ['DELETE /api/campaign/product/3', 'admin campaigns'],
    ['POST /api/orders/cancel', 'coach edit_orders'],
  ])('may not %s', async (what, right) => {
    const answer = await dialer().call(what, { as: 'agent', body: {} });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({ message: `Permission denied, user missing ${right} permission` });
  });

  test("sees the own calls, and not others'", async () => {
    const mine = dialer().sandbox.state.calls.find((row) => row.user_id === 26 && row.recording)!;
    expect((await dialer().call(`GET /api/call/${mine.id}`, { as: 'agent' })).json.user).toBe('Axel Gran');
    expect((await dialer().call('GET /api/call/4371', { as: 'agent' })).status).toBe(500);
    expect((await dialer().call('GET /api/call/4371/recording', { as: 'agent' })).status).toBe(500);
  });

  test('reads orders and customers, and may block a number', async () => {
    expect((await dialer().call('GET /api/order/39', { as: 'agent' })).status).toBe(200);
    expect((await dialer().call('GET /api/customer?id=922', { as: 'agent' })).status).toBe(200);
    const body = { id: 6, phone: '070-174 06 50', comment: '' };
    expect((await dialer().call('POST /api/blocklist/customer', { as: 'agent', body })).status).toBe(200);
  });

  test('has the rights of the roles the user has now', async () => {
    dialer().sandbox.state.users.get(26)!.role = [2];
    expect((await dialer().call('POST /api/calls/search', { as: 'agent', body: {} })).status).toBe(200);
  });
});

describe('a coach', () => {
  test('sees all calls', async () => {
    expect((await dialer().call('POST /api/calls/search', { as: 'coach', body: {} })).json.count).toBe(500);
  });

  test('may not delete users', async () => {
    const answer = await dialer().call('DELETE /api/user/62', { as: 'coach' });
    expect(answer).toMatchObject({ status: 403, json: { message: 'permission denied' } });
    expect(dialer().sandbox.state.users.get(62)!.deleted).toBe(false);
  });
});

describe('a user of a limited office', () => {
  const get = async (path: string) => (await dialer().call(`GET ${path}`, { as: 'office' })).json;

  test('sees only that office in every list', async () => {
    expect(await get('/api/users/office')).toEqual([{ id: 3, name: 'Malmö' }]);
    expect((await get('/api/users')).map((row: { id: number }) => row.id)).toEqual([42, 46, 50]);
    expect((await get('/api/campaigns')).map((row: { id: number }) => row.id)).toEqual([36]);
    expect(
      (await get('/api/campaign/products')).map((row: { product_id: number }) => row.product_id),
    ).toEqual([25]);
    expect((await get('/api/campaign/contactlists')).map((row: { id: number }) => row.id)).toEqual([51]);
    expect((await get('/api/contactlist')).map((row: { id: number }) => row.id)).toEqual([26]);
    expect((await get('/api/blocklist')).map((row: { id: number }) => row.id)).toEqual([10]);
    expect((await get('/api/product')).map((row: { id: number }) => row.id)).toEqual([25]);
    expect((await get('/api/sms_templates')).map((row: { id: number }) => row.id)).toEqual([10]);
    for (const order of await get('/api/orders/')) expect(order.campaign_id).toBe(36);
  });

  test('sees only calls of its campaigns', async () => {
    const { json } = await dialer().call('POST /api/calls/search', { as: 'office', body: {} });
    expect(json.count).toBeGreaterThan(10);
    for (const row of json.rows) expect(row.campaign_id).toBe(36);
  });

  test.each([
    ['/api/call/4371', 500],
    ['/api/call/4371/recording', 500],
    ['/api/campaigns/2', 500],
    ['/api/client/2', 404],
    ['/api/contactlist/6', 404],
    ['/api/customer?id=922', 404],
    ['/api/customer?phone=0701740605', 404],
    ['/api/order/39', 404],
    ['/api/order_recording/39', 404],
    ['/api/product/1', 404],
    ['/api/sms_template/1', 403],
    ['/api/user/6', 404],
  ])("another office's %s is not there", async (path, status) => {
    expect((await dialer().call(`GET ${path}`, { as: 'office' })).status).toBe(status);
  });

  test("can change nothing of another office's", async () => {
    const call = (what: string, body?: unknown) => dialer().call(what, { as: 'office', body });
    expect((await call('DELETE /api/gdpr/customer?id=922')).status).toBe(404);
    expect((await call('DELETE /api/user/6')).status).toBe(404);
    expect((await call('DELETE /api/product/1')).status).toBe(404);
    expect((await call('PUT /api/campaign/product/?product_id=1', { sms_template_id: 10 })).status).toBe(404);
    expect((await call('DELETE /api/blocklist', { id: 6 })).status).toBe(404);
    expect((await call('POST /api/orders/cancel', { order_ids: [39] })).json.failed_ids).toEqual([
      { id: 39, error: 'Order not found' },
    ]);
    expect((await call('GET /api/sms_communication', { customer_id: 922 })).status).toBe(404);
  });

  test('what it creates belongs to its office', async () => {
    const body = { title: 'Ny', content: 'x', name: 'Ny', office_id: 2 };
    const { state } = dialer().sandbox;
    const create = async (path: string) =>
      (await dialer().call(`POST ${path}`, { as: 'office', body })).json.id as number;
    expect(state.contactlists.get(await create('/api/contactlist'))!.office_id).toBe(3);
    expect(state.clients.get(await create('/api/client'))!.office_id).toBe(3);
    expect(state.products.get(await create('/api/product'))!.office_id).toBe(3);
    expect(state.sms_templates.get(await create('/api/sms_template'))!.office_id).toBe(3);
    expect(state.blocklists.get(await create('/api/blocklist'))!.office_id).toBe(3);
    const user = { username: 'ny', password: 'x', firstname: 'Ny', lastname: 'Ny' };
    const { json } = await dialer().call('POST /api/user', { as: 'office', body: user });
    expect(state.users.get(json.id)!.office_id).toBe(3);
  });
});
