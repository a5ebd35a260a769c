import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { sandboxTokens } from '../../src/sandbox/index.ts';
import { startDialer, useDialer } from '../support/sandbox.ts';

const dialer = useDialer();

test('no token, or an unknown one, is unauthenticated', async () => {
  for (const as of ['', 'nobody']) {
    const answer = await dialer().call('GET /api/campaigns', { as });
    expect(answer).toMatchObject({ status: 401, json: { message: 'Unauthenticated' } });
  }
});

test('the four tokens are known', async () => {
  for (const { token } of sandboxTokens) {
    const answer = await dialer().call('GET /api/campaigns', { as: token.replace('sandbox-', '') });
    expect(answer.status).toBe(200);
  }
});

test('the token of an inactive user is worth nothing', async () => {
  dialer().sandbox.state.users.get(26)!.active = 0;
  expect((await dialer().call('GET /api/campaigns', { as: 'agent' })).status).toBe(401);
});

test("an unknown path is Express's page", async () => {
  const answer = await dialer().call('GET /api/<b>');
  expect(answer.status).toBe(404);
  expect(answer.type).toBe('text/html; charset=utf-8');
  expect(answer.text).toContain('<pre>Cannot GET /api/%3Cb%3E</pre>');
  expect((await dialer().call('PUT /api/campaigns')).text).toContain('Cannot PUT /api/campaigns');
});

test("malformed JSON is Express's 400", async () => {
  const answer = await dialer().call('POST /api/calls/search', { raw: '{"a": int}' });
  expect(answer).toMatchObject({ status: 400, type: 'text/html; charset=utf-8' });
  expect(answer.text).toContain('<pre>SyntaxError');
});

test('a body that is not JSON counts as empty', async () => {
  const answer = await dialer().call('POST /api/blocklist', {
    raw: 'title=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(answer.json).toEqual({ message: 'title field must be provided' });
});

test('a body over 10 MB is too large', async () => {
  const answer = await dialer().call('POST /api/customers', { raw: Buffer.alloc(10 * 1024 * 1024 + 1, 32) });
  expect(answer).toMatchObject({ status: 413, type: 'text/html; charset=utf-8' });
  expect((await dialer().call('POST /api/calls/search', { raw: `{}${' '.repeat(5_000_000)}` })).status).toBe(
    200,
  );
});

test('a trailing slash does not matter', async () => {
  for (const path of ['/api/orders', '/api/orders/', '/api/campaign/products', '/api/campaign/products/']) {
    expect((await dialer().call(`GET ${path}`)).status).toBe(200);
  }
});

test('works with the platform fetch', async () => {
  const answer = await fetch(`${dialer().url}/api/campaigns/2`, {
    headers: { authorization: 'Bearer sandbox-admin' },
  });
  expect(await answer.json()).toEqual({ id: 2, name: 'Animal snacks' });
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('close ends idle connections', async () => {
  const other = await startDialer({ calls: 10 });
  const port = Number(new URL(other.url).port);
  const socket = connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write('GET /x HTTP/1.1\r\nhost: a\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  await other.close();
  await ended;
});

test('a port that is taken is an error', async () => {
  const port = Number(new URL(dialer().url).port);
  await expect(dialer().sandbox.listen(port)).rejects.toThrow('EADDRINUSE');
});
