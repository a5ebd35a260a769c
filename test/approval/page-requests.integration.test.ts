/** What the page's server refuses, told over plain HTTP. */
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { approvalBench, givePin, PIN, post, REQUEST, secretOf, send, TYPED } from '../support/approval.ts';
import { newFolder } from '../support/files.ts';
import { until } from '../support/waiting.ts';

const isOpen = (port: string, host = '127.0.0.1') =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(port), host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
const portOf = ({ address }: { address: string }) => new URL(address).port;

describe("the page's server", () => {
  it('serves the page with headers that keep everything else out', async () => {
    const opened = await approvalBench().open();
    const reply = await send(opened.address, 'GET', '/', { host: new URL(opened.address).host });
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('publickey-credentials-get=(self)'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const csp = String(reply.headers['content-security-policy']);
    for (const rule of [
      "default-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
      expect(csp).toContain(rule);
    expect(csp).not.toMatch(/unsafe|https?:|\*/);
    expect(Object.keys(reply.headers).join()).not.toMatch(/access-control|set-cookie/);
    // Whoever has no secret learns nothing of what is asked.
    expect(reply.text).not.toContain('Lindqvist');
  });

  it.each([
    ['a name that somebody made to mean this computer', { host: 'evil.example' }],
    ['such a name with the right port', (port: string) => ({ host: `evil.example:${port}` })],
    ['another port', { host: '127.0.0.1:1' }],
    ['no port', { host: 'localhost' }],
    ['a name that only begins like ours', (port: string) => ({ host: `localhost.evil.example:${port}` })],
    ['another address of this computer', (port: string) => ({ host: `127.0.0.2:${port}` })],
  ])('refuses %s as Host, for the page and for an answer', async (_, headers) => {
    const bench = approvalBench();
    const opened = await bench.open();
    const { host } = typeof headers === 'function' ? headers(portOf(opened)) : headers;
    expect((await send(opened.address, 'GET', '/', { host })).status).toBe(403);
    const body = { secret: secretOf(opened), answer: 'yes' };
    const reply = await post(opened, '/answer', body, { host, origin: `http://${host}` });
    expect(reply.status).toBe(403);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it.each([
    ['another origin', 403, { origin: 'https://evil.example' }],
    ['no origin', 403, { origin: undefined }],
    ['the origin null', 403, { origin: 'null' }],
    [
      'the other name of this computer as origin',
      403,
      (port: string) => ({ origin: `http://localhost:${port}` }),
    ],
    ['https as origin', 403, (port: string) => ({ origin: `https://127.0.0.1:${port}` })],
    ['another site', 403, { 'sec-fetch-site': 'cross-site' }],
    ['another port of the same site', 403, { 'sec-fetch-site': 'same-site' }],
    ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', 415, { 'content-type': 'text/plain' }],
    ['no type', 415, { 'content-type': undefined }],
  ])('refuses an answer with %s', async (_, status, headers) => {
    const bench = approvalBench();
    const opened = await bench.open();
    const given = typeof headers === 'function' ? headers(portOf(opened)) : headers;
    const body = { secret: secretOf(opened), answer: 'yes' };
    const reply = await post(opened, '/answer', body, given);
    expect(reply.status).toBe(status);
    expect(Object.keys(reply.headers).join()).not.toContain('access-control');
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it.each([undefined, 'chunked'])('refuses what is longer than all answers, sent as %s', async (encoding) => {
    const bench = approvalBench();
    const opened = await bench.open();
    const body = { secret: secretOf(opened), answer: 'yes', more: 'x'.repeat(16_385) };
    const reply = await post(opened, '/answer', body, { 'transfer-encoding': encoding });
    expect(reply.status).toBe(413);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it.each([
    ['GET', '/state', 404],
    ['GET', '/?secret', 404],
    ['OPTIONS', '/answer', 405],
    ['PUT', '/answer', 405],
    ['DELETE', '/', 405],
  ])('has nothing for %s %s', async (method, path, status) => {
    const opened = await approvalBench().open();
    const reply = await send(opened.address, method, path, { host: new URL(opened.address).host });
    expect(reply.status).toBe(status);
  });

  it.each(['iframe', 'script', 'image', 'empty'])('is no %s of another page', async (destination) => {
    const opened = await approvalBench().open();
    const headers = { host: new URL(opened.address).host, 'sec-fetch-dest': destination };
    expect((await send(opened.address, 'GET', '/', headers)).status).toBe(403);
  });

  it.each(['', '[]', 'null', '"yes"', '{"secret"', '\u0000'])(
    'refuses a body that is no object: %j',
    async (body) => {
      const opened = await approvalBench().open();
      const { host, origin } = new URL(opened.address);
      const headers = { host, origin, 'content-type': 'application/json' };
      expect((await send(opened.address, 'POST', '/answer', headers, body)).status).toBe(400);
    },
  );

  it('listens on this computer alone', async () => {
    const opened = await approvalBench().open();
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4');
    if (!outside) return;
    expect(await isOpen(portOf(opened), outside.address)).toBe(false);
  });

  it('has the same port of both families, so that nobody else answers where localhost leads', async () => {
    const hasLoopback6 = Object.values(networkInterfaces())
      .flat()
      .some((one) => one?.address === '::1');
    const opened = await approvalBench().open();
    expect(await isOpen(portOf(opened), '::1')).toBe(hasLoopback6);
  });

  it('keeps no process alive by itself', async () => {
    const program = `
      const { createApprovals } = await import('./src/approval/approvals.ts');
      const request = { binding: '', tool: '', dialer: '', summary: '', effects: [], undo: '', proof: 'none' };
      const approvals = createApprovals({ stateDir: ${JSON.stringify(newFolder())}, openBrowser: false });
      const { address, reference } = await approvals.open(request);
      await (await fetch(address)).text();
      approvals.wait(reference, '', 60_000, new AbortController().signal);
      console.log('opened');`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
    expect(stdout).toBe('opened\n');
  });
});

describe('a program that tries to say yes', () => {
  it.each([undefined, '', 'x'.repeat(43), 42, null, ['x'], { length: 43 }])(
    'gets nowhere with the secret %j',
    async (secret) => {
      const bench = approvalBench();
      const opened = await bench.open();
      for (const path of ['/state', '/answer', '/challenge']) {
        const reply = await post(opened, path, { secret, answer: 'yes' });
        expect(reply).toMatchObject({ status: 404, json: { state: 'unknown' } });
      }
      expect(await bench.look(opened)).toEqual({ state: 'pending' });
    },
  );

  it('gets nowhere with the reference, which is all that an assistant needs', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    expect((await post(opened, '/answer', { secret: opened.reference, answer: 'yes' })).status).toBe(404);
    expect(opened.address).not.toContain(opened.reference);
  });

  it('guesses at secrets a few times: then all that waits is withdrawn', async () => {
    const bench = approvalBench();
    const [first, second] = [await bench.open(), await bench.open()];
    for (let i = 0; i < 20; i++) await post(first, '/answer', { secret: `guess ${i}`, answer: 'yes' });
    const right = await post(first, '/answer', { secret: secretOf(first), answer: 'yes' });
    expect(right).toMatchObject({ status: 403, json: { state: 'closed' } });
    for (const opened of [first, second])
      expect(await bench.look(opened)).toMatchObject({
        state: 'void',
        why: expect.stringContaining('guessed'),
      });
  });

  it('knows the address, but not the PIN', async () => {
    const bench = approvalBench();
    await givePin(bench.stateDir);
    const opened = await bench.open({ proof: 'PIN or passkey' });
    const secret = secretOf(opened);
    for (const pin of [undefined, '', null, true, [PIN], { pin: PIN }]) {
      const reply = await post(opened, '/answer', { secret, answer: 'yes', pin });
      expect(reply.json).toEqual({ state: 'waiting', problem: { code: 'no_pin' } });
    }
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it.each(['yes ', 'YES', true, 1, ['yes'], undefined])('has not said yes by %j', async (answer) => {
    const bench = approvalBench();
    const opened = await bench.open();
    await post(opened, '/answer', { secret: secretOf(opened), answer });
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('is told after ten wrong answers that nothing can be answered any more', async () => {
    const bench = approvalBench();
    const opened = await bench.open({ type: TYPED });
    const answer = (typed: string) =>
      post(opened, '/answer', { secret: secretOf(opened), answer: 'yes', typed });
    for (let id = 0; id < 9; id++)
      expect((await answer(String(id))).json).toEqual({ state: 'waiting', problem: { code: 'wrong_text' } });
    expect((await answer('9')).json).toEqual({ state: 'void' });
    expect((await answer(TYPED.value)).json).toEqual({ state: 'void', already: true });
  });
});

describe('approvals', () => {
  it('listen only while something waits: the port is closed a little after the last answer', async () => {
    const bench = approvalBench({ graceMs: 50 });
    const [first, second] = [await bench.open(), await bench.open()];
    expect(portOf(first)).toBe(portOf(second));
    await post(first, '/answer', { secret: secretOf(first), answer: 'yes' });
    await post(second, '/answer', { secret: secretOf(second), answer: 'no' });
    let closed = false;
    await until(() => {
      void isOpen(portOf(first)).then((open) => {
        closed ||= !open;
      });
      return closed;
    });
    // A yes is kept for the next call.
    expect(await bench.look(first)).toEqual({ state: 'approved', by: 'page' });
    const third = await bench.open();
    expect(await isOpen(portOf(third))).toBe(true);
  });

  it('need a PIN or passkey where that is asked for, and say how the person sets one up', async () => {
    const bench = approvalBench();
    await expect(bench.open({ proof: 'PIN or passkey' })).rejects.toMatchObject({
      kind: 'permission_denied',
      message: expect.stringMatching(/approve --pin.*approve --enroll/),
    });
    await givePin(bench.stateDir);
    await expect(bench.open({ proof: 'passkey' })).rejects.toMatchObject({
      kind: 'permission_denied',
      message: expect.stringContaining('approve --enroll'),
    });
    expect(await bench.approvals.proofs()).toBe('PIN');
  });

  it('are opened in the browser where that is wanted, and say whether it worked', async () => {
    const addresses: string[] = [];
    const open = async (address: string) => {
      addresses.push(address);
      if (addresses.length > 1) throw new Error('no browser');
      return true;
    };
    const bench = approvalBench({ openBrowser: true, open });
    const first = await bench.open();
    expect(first).toMatchObject({ opened: true, address: addresses[0] });
    expect(await bench.open({ binding: 'another' })).toMatchObject({ opened: false });
  });

  it('are only so many at once', async () => {
    const bench = approvalBench();
    for (let i = 0; i < 20; i++) await bench.open({ binding: `act ${i}` });
    await expect(bench.open()).rejects.toMatchObject({ kind: 'rate_limited' });
  });

  it('are the same page for the same act, for as long as nobody has answered', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    expect(await bench.open()).toEqual(opened);
    expect(await bench.open({ binding: 'another' })).not.toEqual(opened);
    await post(opened, '/answer', { secret: secretOf(opened), answer: 'no' });
    expect((await bench.open()).reference).not.toBe(opened.reference);
  });

  it('are given once, to one of two who wait for the same', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const { signal } = new AbortController();
    const waiting = [1, 2].map(() => bench.approvals.wait(opened.reference, REQUEST.binding, 60_000, signal));
    await post(opened, '/answer', { secret: secretOf(opened), answer: 'yes' });
    const states = (await Promise.all(waiting)).map(({ state }) => state);
    expect(states.sort()).toEqual(['approved', 'void']);
  });

  it('are waited for no longer than the caller waits', async () => {
    const bench = approvalBench();
    const { reference } = await bench.open();
    const caller = new AbortController();
    const waiting = bench.approvals.wait(reference, REQUEST.binding, 60_000, caller.signal);
    caller.abort();
    expect(await waiting).toEqual({ state: 'pending' });
    expect(await bench.approvals.wait('unknown', '', 0, caller.signal)).toMatchObject({ state: 'void' });
  });
});
