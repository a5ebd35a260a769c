import { describe, expect, test } from 'vitest';
import { useDialer } from '../support/sandbox.ts';

const dialer = useDialer();

describe('an agent', () => {
  test('an agent may not search calls', async () => {
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
  ])('an agent may not send %s', async (what, right) => {
    const answer = await dialer().call(what, { as: 'agent', body: {} });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({ message: `Permission denied, user missing ${right} permission` });
  });

  test('an agent sees own calls only', async () => {
    const mine = dialer().sandbox.state.calls.find((row) => row.user_id === 26 && row.recording)!;
    expect((await dialer().call(`GET /api/call/${mine.id}`, { as: 'agent' })).json.user).toBe('Axel Gran');
    expect((await dialer().call('GET /api/call/4371', { as: 'agent' })).status).toBe(500);
    expect((await dialer().call('GET /api/call/4371/recording', { as: 'agent' })).status).toBe(500);
  });

  test('an agent may read orders and customers and block a number', async () => {
    expect((await dialer().call('GET /api/order/39', { as: 'agent' })).status).toBe(200);
    expect((await dialer().call('GET /api/customer?id=922', { as: 'agent' })).status).toBe(200);
    const body = { id: 6, phone: '070-174 06 50', comment: '' };
    expect((await dialer().call('POST /api/blocklist/customer', { as: 'agent', body })).status).toBe(200);
  });

  test('an agent has the rights of the current roles', async () => {
    dialer().sandbox.state.users.get(26)!.role = [2];
    expect((await dialer().call('POST /api/calls/search', { as: 'agent', body: {} })).status).toBe(200);
  });
});

describe('a coach', () => {
  test('a coach sees all calls', async () => {
    expect((await dialer().call('POST /api/calls/search', { as: 'coach', body: {} })).json.count).toBe(500);
  });

  test('a coach may not delete users', async () => {
    const answer = await dialer().call('DELETE /api/user/62', { as: 'coach' });
    expect(answer).toMatchObject({ status: 403, json: { message: 'permission denied' } });
    expect(dialer().sandbox.state.users.get(62)!.deleted).toBe(false);
  });
});

describe('a user of a limited office', () => {
  const get = async (path: string) => (await dialer().call(`GET ${path}`, { as: 'office' })).json;

  test('a user of a limited office sees only that office in every list', async () => {
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

  test('a user of a limited office sees only calls of its campaigns', async () => {
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
  ])('a user of a limited office cannot read %s of another office', async (path, status) => {
    expect((await dialer().call(`GET ${path}`, { as: 'office' })).status).toBe(status);
  });

  test('a user of a limited office can change nothing of another office', async () => {
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

  test('a user of a limited office creates records in that office only', async () => {
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

describe('users', () => {
  const call = (what: string, body?: unknown) => dialer().call(what, { body });
  const nina = { username: 'nina', password: 'hemligt', firstname: 'Nina', lastname: 'Ny', office_id: 2 };

  test('users are listed with office and roles, and without passwords', async () => {
    const answer = await call('GET /api/users');
    expect(answer.json).toHaveLength(20);
    expect(answer.json[1]).toEqual({
      id: 6,
      username: 'mawila',
      firstname: 'Mawila',
      lastname: 'Nathaniel',
      active: 1,
      email: 'mawila.nathaniel@example.com',
      address: null,
      postal_code: null,
      city: null,
      office: 'Göteborg',
      role: [3],
    });
  });

  test('a user is read by id', async () => {
    expect((await call('GET /api/user/14')).json).toMatchObject({ firstname: 'David', lastname: 'Bärnsten' });
    expect(await call('GET /api/user/')).toMatchObject({
      status: 400,
      json: { message: 'Invalid ID format' },
    });
    expect((await call('GET /api/user/x')).status).toBe(400);
    expect(await call('GET /api/user/879474869')).toMatchObject({
      status: 404,
      json: { message: 'User not found' },
    });
  });

  test('offices are listed', async () => {
    expect((await call('GET /api/users/office')).json).toHaveLength(4);
  });

  test('a new user needs five values', async () => {
    const answer = await call('POST /api/user', {});
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      message: ['username', 'password', 'firstname', 'lastname', 'office_id'].map(
        (key) => `${key} is required when creating users`,
      ),
    });
    const { json } = await call('POST /api/user', { ...nina, hiredate: '2023-01-01', role: [3] });
    expect(json).toEqual({ status: 'success', id: 82 });
    expect(dialer().sandbox.state.users.get(82)).toMatchObject({ hire_date: '2023-01-01', office_id: 2 });
  });

  test('user names are unique', async () => {
    expect(await call('POST /api/user', { ...nina, username: 'david' })).toMatchObject({
      status: 409,
      json: { message: 'this username already exist' },
    });
    expect(await call('PUT /api/user/6', { username: 'david' })).toMatchObject({
      status: 409,
      json: { message: 'username already exist' },
    });
    expect((await call('PUT /api/user/6', { username: 'mawila' })).status).toBe(200);
  });

  test('an update of a user echoes a password hash', async () => {
    const { json } = await call('PUT /api/user/6', {
      password: 'str',
      hiredate: '2021-02-11',
      active: 1,
      role: [1],
    });
    expect(json).toEqual({
      id: '6',
      password: expect.stringMatching(/^[0-9a-f]{64}$/),
      hire_date: '2021-02-11',
      active: 1,
      role: [1],
    });
  });

  test('an update of a user silently drops a value of the wrong format', async () => {
    const answer = await call('PUT /api/user/6', { firstname: 'test', hiredate: 'I am wrong' });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).toEqual({ id: 6, firstname: 'test' });
  });

  test('a deleted user vanishes, and the user name is free again', async () => {
    expect((await call('DELETE /api/user/14')).json).toEqual({ id: '14', message: 'User is deleted' });
    expect((await call('GET /api/user/14')).status).toBe(404);
    expect((await call('GET /api/users')).json).toHaveLength(19);
    expect((await call('POST /api/user', { ...nina, username: 'david' })).status).toBe(200);
    expect((await call('DELETE /api/user/14')).status).toBe(404);
  });
});
