import { expect, test } from 'vitest';
import { useDialer } from './client.ts';

const dialer = useDialer();
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
  expect(await call('GET /api/user/')).toMatchObject({ status: 400, json: { message: 'Invalid ID format' } });
  expect((await call('GET /api/user/x')).status).toBe(400);
  expect(await call('GET /api/user/879474869')).toMatchObject({
    status: 404,
    json: { message: 'User not found' },
  });
});

test('offices are listed', async () => {
  expect((await call('GET /api/users/office')).json).toHaveLength(4);
});

test('a new user needs five things', async () => {
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

test('an update echoes a password hash', async () => {
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

test('a value of the wrong format is dropped without a word', async () => {
  const answer = await call('PUT /api/user/6', { firstname: 'test', hiredate: 'I am wrong' });
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.json).toEqual({ id: 6, firstname: 'test' });
});

test('a deleted user vanishes, and the name is free again', async () => {
  expect((await call('DELETE /api/user/14')).json).toEqual({ id: '14', message: 'User is deleted' });
  expect((await call('GET /api/user/14')).status).toBe(404);
  expect((await call('GET /api/users')).json).toHaveLength(19);
  expect((await call('POST /api/user', { ...nina, username: 'david' })).status).toBe(200);
  expect((await call('DELETE /api/user/14')).status).toBe(404);
});
