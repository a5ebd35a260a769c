import { describe, expect, it } from 'vitest';
import { APPROVAL_LIFE_MS } from '../../src/approval/rules.ts';
import { approvalBench, givePin, PIN, REQUEST, secretOf, TYPED } from '../support/approval.ts';
import { alert, goTo, heading, poll, sayNo, sayYes } from '../support/approval-page.ts';
import { newPage } from '../support/browser.ts';

describe('the page, answered by a person', () => {
  it('shows what is asked, and its yes counts once', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await goTo(await newPage(), opened);
    const text = await page.locator('main').innerText();
    for (const line of [REQUEST.dialer, REQUEST.summary, ...REQUEST.effects, REQUEST.undo])
      expect(text).toContain(line);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    await sayYes(page);
    await heading(page, 'The answer is yes');
    expect(await page.locator('#end').innerText()).toContain('You can close this page.');
    expect(await bench.look(opened)).toEqual({ state: 'approved', by: 'page' });
    expect(await bench.look(opened)).toMatchObject({ state: 'void', why: expect.stringContaining('used') });
  });

  it('shows the secret of the act once, after the yes, and never again', async () => {
    const bench = approvalBench();
    await givePin(bench.stateDir);
    const handover = { label: 'password of eva', value: 'kXm7PqzR4tWnb9Fh' };
    const opened = await bench.open({ proof: 'PIN or passkey', handover });
    const page = await goTo(await newPage(), opened);
    expect(await page.content()).not.toContain(handover.value);
    await page.getByLabel('Your PIN').fill(PIN);
    await sayYes(page);
    await page.getByText(handover.value).waitFor();
    expect(await page.locator('#end').innerText()).toContain('password of eva');
    await page.reload();
    await heading(page, 'The answer is yes');
    expect(await page.content()).not.toContain(handover.value);
    expect(await bench.look(opened)).toEqual({ state: 'approved', by: 'PIN', handover: handover.value });
  });

  it('takes a no, which needs nothing, and wakes who waits for it', async () => {
    const bench = approvalBench();
    await givePin(bench.stateDir);
    const opened = await bench.open({ proof: 'PIN or passkey', type: TYPED });
    const page = await goTo(await newPage(), opened);
    const answered = bench.approvals.wait(
      opened.reference,
      REQUEST.binding,
      60_000,
      new AbortController().signal,
    );
    await sayNo(page);
    await heading(page, 'The answer is no');
    expect(await answered).toEqual({ state: 'declined' });
  });

  it('says that a wrong id is wrong, keeps it, and takes the right one', async () => {
    const bench = approvalBench();
    const opened = await bench.open({ type: TYPED });
    const page = await goTo(await newPage(), opened);
    const field = page.getByLabel('Type the customer id to confirm');
    await sayYes(page);
    expect(await alert(page)).toContain('What you typed is not it.');
    await field.fill('923');
    await sayYes(page);
    // It is said anew with each answer: until then the page takes no other one.
    expect(await alert(page)).toContain('What you typed is not it.');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe('923');
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    await field.fill(' 922 ');
    await sayYes(page);
    await heading(page, 'The answer is yes');
  });

  it('says that a wrong PIN is wrong and how many tries are left, and takes the right one', async () => {
    const bench = approvalBench();
    await givePin(bench.stateDir);
    const opened = await bench.open({ proof: 'PIN or passkey' });
    const page = await goTo(await newPage(), opened);
    await sayYes(page);
    expect(await alert(page)).toBe('Type your PIN.');
    await page.getByLabel('Your PIN').fill('493816');
    await page.keyboard.press('Enter');
    await poll(() => alert(page)).toBe('Wrong PIN. 4 tries are left.');
    expect(await page.evaluate('document.activeElement.id')).toBe('pin');
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    await page.getByLabel('Your PIN').fill(PIN);
    await page.keyboard.press('Enter');
    await heading(page, 'The answer is yes');
    expect(await bench.look(opened)).toEqual({ state: 'approved', by: 'PIN' });
  });

  it('takes no answer after ten minutes', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await goTo(await newPage(), opened);
    bench.later(APPROVAL_LIFE_MS);
    await sayYes(page);
    await heading(page, 'Too late');
    expect(await bench.look(opened)).toMatchObject({
      state: 'void',
      why: expect.stringContaining('ten minutes'),
    });
  });

  it('leaves a yes that nobody acted on within the ten minutes without effect', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    await sayYes(await goTo(await newPage(), opened));
    bench.later(APPROVAL_LIFE_MS);
    expect(await bench.look(opened)).toMatchObject({ state: 'void' });
  });

  it('is answered once: a second tab and a reload say so', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const first = await goTo(await newPage(), opened);
    const second = await first.context().newPage();
    await goTo(second, opened);
    await sayNo(first);
    await heading(first, 'The answer is no');
    await sayYes(second);
    await heading(second, 'The answer is no');
    expect(await second.locator('#end').innerText()).toContain('It was answered before');
    await first.reload();
    await heading(first, 'The answer is no');
    expect(await first.locator('#end').innerText()).toContain('It was answered before');
    expect(await bench.look(opened)).toEqual({ state: 'declined' });
  });

  it('takes the secret out of the address bar, and works after a reload', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await goTo(await newPage(), opened);
    expect(page.url()).not.toContain(secretOf(opened));
    await page.reload();
    await sayYes(page);
    await heading(page, 'The answer is yes');
    expect(await bench.look(opened)).toMatchObject({ state: 'approved' });
  });

  it('shows the other request when its address is pasted into the same tab', async () => {
    const bench = approvalBench();
    const [first, second] = [
      await bench.open(),
      await bench.open({ summary: 'Another one.', binding: 'another' }),
    ];
    const page = await goTo(await newPage(), first);
    await page.evaluate(`location.hash = ${JSON.stringify(secretOf(second))}`);
    await page.getByText('Another one.').waitFor();
    await sayNo(page);
    await heading(page, 'The answer is no');
    expect(await bench.look(first)).toEqual({ state: 'pending' });
    expect(await bench.look(second, 'another')).toEqual({ state: 'declined' });
  });

  it('is still waited for when the browser was closed', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await goTo(await newPage(), opened);
    await page.context().close();
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    expect(await bench.approvals.find(opened.reference, REQUEST.binding)).toEqual(opened);
  });

  it('is no longer valid once something else was asked for with its reference', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await goTo(await newPage(), opened);
    expect(await bench.look(opened, '{"args":{"customer_id":923}}')).toMatchObject({
      state: 'void',
      why: expect.stringContaining('not for this'),
    });
    await sayYes(page);
    await heading(page, 'No longer valid');
    expect(await bench.look(opened)).toMatchObject({ state: 'void' });
  });

  it('says that the server has gone', async () => {
    const bench = approvalBench();
    const page = await goTo(await newPage(), await bench.open());
    await bench.approvals.close();
    await sayYes(page);
    await heading(page, 'This page is closed');
  });
});
