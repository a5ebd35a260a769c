/** Passkeys, with Chromium's own virtual device: what only the person with the device can do. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openEnrolment } from '../../src/approval/enrolment.ts';
import { readPasskeys } from '../../src/approval/proofs/passkeys.ts';
import { type ApprovalBench, approvalBench, enrol, givePin, post, secretOf } from '../support/approval.ts';
import { addPasskeyDevice, newPage, type PasskeyDevice } from '../support/browser.ts';
import { afterThisTest } from '../support/cleanup.ts';

interface Enrolled {
  bench: ApprovalBench;
  page: Page;
  device: PasskeyDevice;
}

async function enrolled(): Promise<Enrolled> {
  const bench = approvalBench();
  const page = await newPage();
  const device = await addPasskeyDevice(page);
  await enrol(bench.stateDir, page, 'Laptop');
  return { bench, page, device };
}

const sayYes = (page: Page) => page.getByRole('button', { name: 'Yes, with passkey' }).click();
const said = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text }).waitFor();

/** What a script in the page gets of the device when it does not ask for the person to be checked. */
const unverified = (secret: string, ceremony: 'get' | 'create') => `(async () => {
  const post = (path, body) => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: ${JSON.stringify(secret)}, ...body }) }).then((reply) => reply.json());
  const { options } = await post('/challenge', {});
  options.userVerification = 'discouraged';
  options.authenticatorSelection = { userVerification: 'discouraged', residentKey: 'discouraged' };
  const publicKey = ${ceremony === 'get' ? 'PublicKeyCredential.parseRequestOptionsFromJSON' : 'PublicKeyCredential.parseCreationOptionsFromJSON'}(options);
  const passkey = (await navigator.credentials.${ceremony}({ publicKey })).toJSON();
  return post(${ceremony === 'get' ? "'/answer'" : "'/register'"}, { answer: 'yes', name: 'x', passkey });
})()`;

/** Sees what the page posts, and keeps it from the server. */
async function interceptAnswer(page: Page): Promise<any> {
  const answer = page.waitForRequest('**/answer');
  await page.route('**/answer', (route) => route.abort());
  await sayYes(page);
  return (await answer).postDataJSON();
}

describe('a passkey', () => {
  it('is set up on a page, and is kept without a secret, for this user alone', async () => {
    const { bench } = await enrolled();
    expect(await readPasskeys(bench.stateDir)).toEqual([
      expect.objectContaining({ name: 'Laptop', id: expect.any(String), public_key: expect.any(String) }),
    ]);
    expect(await bench.approvals.proofs()).toBe('passkey');
  });

  it.each(['none', 'PIN or passkey', 'passkey'] as const)('approves what asks for: %s', async (proof) => {
    const { bench, page } = await enrolled();
    const opened = await bench.open({ proof });
    expect(opened.address).toMatch(/^http:\/\/localhost:/);
    await page.goto(opened.address);
    await sayYes(page);
    await page.getByRole('heading', { name: 'The answer is yes' }).waitFor();
    expect(await bench.look(opened)).toEqual({ state: 'approved', by: 'passkey' });
  });

  it('counts only where the device has checked that it is the person, whatever a script asks of it', async () => {
    const { bench, page, device } = await enrolled();
    const opened = await bench.open();
    await page.goto(opened.address);
    await device.setVerifies(false);
    await sayYes(page);
    await said(page, 'The passkey was not given.');
    const reply = await page.evaluate(unverified(secretOf(opened), 'get'));
    expect(reply).toEqual({ state: 'waiting', problem: { code: 'wrong_passkey' } });
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    await device.setVerifies(true);
    await sayYes(page);
    await page.getByRole('heading', { name: 'The answer is yes' }).waitFor();
  });

  it('can not be set up without that check either', async () => {
    const bench = approvalBench();
    const page = await newPage();
    await addPasskeyDevice(page, false);
    const enrolment = await openEnrolment(bench.stateDir, async () => false);
    afterThisTest(() => enrolment.close());
    await page.goto(enrolment.address);
    const reply = await page.evaluate(unverified(secretOf(enrolment), 'create'));
    expect(reply).toEqual({ state: 'enrolling', problem: { code: 'not_enrolled' } });
    expect(await readPasskeys(bench.stateDir)).toEqual([]);
  });

  it('can not be replaced by anything that a script without it knows', async () => {
    const { bench } = await enrolled();
    await givePin(bench.stateDir);
    const opened = await bench.open();
    const id = (await readPasskeys(bench.stateDir))[0]!.id;
    const secret = secretOf(opened);
    const { json } = await post(opened, '/challenge', { secret });
    const clientData = Buffer.from(
      JSON.stringify({
        type: 'webauthn.get',
        challenge: json.options.challenge,
        origin: new URL(opened.address).origin,
      }),
    ).toString('base64url');
    const forged = {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData,
        authenticatorData: Buffer.alloc(37, 5).toString('base64url'),
        signature: 'MAYCAQECAQE',
      },
    };
    for (const passkey of [undefined, null, 'yes', {}, { id }, forged])
      expect((await post(opened, '/answer', { secret, answer: 'yes', pin: '493817', passkey })).json).toEqual(
        {
          state: 'waiting',
          problem: { code: 'wrong_passkey' },
        },
      );
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('signs for one approval, once: what it signed is good for no other and for no second time', async () => {
    const { bench, page } = await enrolled();
    const [first, second] = [await bench.open(), await bench.open()];
    await page.goto(first.address);
    const { passkey } = await interceptAnswer(page);
    await post(second, '/challenge', { secret: secretOf(second) });
    const elsewhere = await post(second, '/answer', { secret: secretOf(second), answer: 'yes', passkey });
    expect(elsewhere.json).toMatchObject({ problem: { code: 'wrong_passkey' } });
    const wrongOrigin = await post(
      first,
      '/answer',
      { secret: secretOf(first), answer: 'yes', passkey },
      {
        host: `127.0.0.1:${new URL(first.address).port}`,
        origin: `http://127.0.0.1:${new URL(first.address).port}`,
      },
    );
    expect(wrongOrigin.json).toMatchObject({ problem: { code: 'wrong_passkey' } });
    // The try was its only one.
    const again = await post(first, '/answer', { secret: secretOf(first), answer: 'yes', passkey });
    expect(again.json).toMatchObject({ problem: { code: 'wrong_passkey' } });
    expect(await bench.look(first)).toEqual({ state: 'pending' });
    expect(await bench.look(second)).toEqual({ state: 'pending' });
  });

  it('is refused where a copy of it has been used more often', async () => {
    const { bench, page } = await enrolled();
    const path = join(bench.stateDir, 'passkeys.json');
    const file = JSON.parse(readFileSync(path, 'utf8'));
    file.passkeys[0].counter = 1_000;
    writeFileSync(path, JSON.stringify(file));
    const opened = await bench.open();
    await page.goto(opened.address);
    await sayYes(page);
    await said(page, 'This passkey was not accepted.');
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('that was removed meanwhile makes nothing easier', async () => {
    const { bench, page } = await enrolled();
    const opened = await bench.open();
    await page.goto(opened.address);
    writeFileSync(join(bench.stateDir, 'passkeys.json'), '{"version":1,"passkeys":[]}');
    await sayYes(page);
    await page.getByRole('heading', { name: 'No longer valid' }).waitFor();
    expect(await bench.look(opened)).toMatchObject({
      state: 'void',
      why: expect.stringContaining('changed'),
    });
  });

  it('that was set up meanwhile counts at once: a PIN no longer does', async () => {
    const bench = approvalBench();
    await givePin(bench.stateDir);
    const opened = await bench.open({ proof: 'PIN or passkey' });
    const page = await newPage();
    await addPasskeyDevice(page);
    await enrol(bench.stateDir, page);
    const secret = secretOf(opened);
    expect((await post(opened, '/answer', { secret, answer: 'yes', pin: '493817' })).json).toEqual({
      state: 'void',
    });
  });
});
