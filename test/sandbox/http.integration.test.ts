import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { sandboxTokens } from '../../src/sandbox/index.ts';
import { startDialer, useDialer } from '../support/sandbox.ts';

const dialer = useDialer();

test('a request without a token or with an unknown token is unauthenticated', async () => {
  for (const as of ['', 'nobody']) {
    const answer = await dialer().call('GET /api/campaigns', { as });
    expect(answer).toMatchObject({ status: 401, json: { message: 'Unauthenticated' } });
  }
});

test('all sandbox tokens are accepted', async () => {
  for (const { token } of sandboxTokens) {
    const answer = await dialer().call('GET /api/campaigns', { as: token.replace('sandbox-', '') });
    expect(answer.status).toBe(200);
  }
});

test('the token of an inactive user is refused', async () => {
  dialer().sandbox.state.users.get(26)!.active = 0;
  expect((await dialer().call('GET /api/campaigns', { as: 'agent' })).status).toBe(401);
});

test('an unknown path is answered with the 404 page of Express', async () => {
  const answer = await dialer().call('GET /api/<b>');
  expect(answer.status).toBe(404);
  expect(answer.type).toBe('text/html; charset=utf-8');
  expect(answer.text).toContain('<pre>Cannot GET /api/%3Cb%3E</pre>');
  expect((await dialer().call('PUT /api/campaigns')).text).toContain('Cannot PUT /api/campaigns');
});

test('malformed JSON is answered with the 400 page of Express', async () => {
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

test('a request body over 10 MB is refused as too large', async () => {
  const answer = await dialer().call('POST /api/customers', { raw: Buffer.alloc(10 * 1024 * 1024 + 1, 32) });
  expect(answer).toMatchObject({ status: 413, type: 'text/html; charset=utf-8' });
  expect((await dialer().call('POST /api/calls/search', { raw: `{}${' '.repeat(5_000_000)}` })).status).toBe(
    200,
  );
});

test('a trailing slash in the path does not matter', async () => {
  for (const path of ['/api/orders', '/api/orders/', '/api/campaign/products', '/api/campaign/products/']) {
    expect((await dialer().call(`GET ${path}`)).status).toBe(200);
  }
});

test('the sandbox answers fetch of the platform', async () => {
  const answer = await fetch(`${dialer().url}/api/campaigns/2`, {
    headers: { authorization: 'Bearer sandbox-admin' },
  });
  expect(await answer.json()).toEqual({ id: 2, name: 'Animal snacks' });
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('closing the sandbox ends idle connections', async () => {
  const other = await startDialer({ calls: 10 });
  const port = Number(new URL(other.url).port);
  const socket = connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write('GET /x HTTP/1.1\r\nhost: a\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  await other.close();
  await ended;
});

test('listening on a port in use is an error', async () => {
  const port = Number(new URL(dialer().url).port);
  await expect(dialer().sandbox.listen(port)).rejects.toThrow('EADDRINUSE');
});
