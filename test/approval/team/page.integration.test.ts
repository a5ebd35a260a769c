/** The approval page of a server for a team in a real browser, with a real identity provider. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { REQUEST, TYPED } from '../../support/approval.ts';
import { alert, heading, poll, sayYes } from '../../support/approval-page.ts';
import { newPage } from '../../support/browser.ts';
import { ANNA, type BenchOptions, type TeamBench, teamBench, typeLogin } from './bench.ts';
import { type LoginProvider, sayWho, startLoginProvider } from './login-provider.ts';

async function benchWithProvider(
  options: BenchOptions = {},
  clientSecret?: string,
): Promise<{ bench: TeamBench; provider: LoginProvider }> {
  const provider = await startLoginProvider(clientSecret);
  const bench = await teamBench({ ...options, login: { provider: provider.client, codes: false } });
  provider.setPublicUrl(bench.publicUrl);
  return { bench, provider };
}

const logIn = (page: Page, name = 'Log in') => page.getByRole('button', { name, exact: true }).click();

describe('a person with an identity provider', () => {
  it.each([undefined, 'a secret of the approval page'])(
    'is led from the link to the login and back, and answers (client secret: %s)',
    async (clientSecret) => {
      const { bench } = await benchWithProvider({ replicas: 2 }, clientSecret);
      const opened = await bench.open();
      const page = await newPage();
      await page.goto(opened.address);
      await heading(page, 'Log in to answer');
      expect(await page.content()).not.toContain('Astrid');
      await logIn(page);
      await sayWho(page, 'anna');
      await heading(page, 'Shall this be done?');
      expect(page.url()).toBe(opened.address);
      expect(await page.locator('#summary').innerText()).toBe(REQUEST.summary);
      await sayYes(page);
      await heading(page, 'The answer is yes');
      expect(await bench.look(opened)).toEqual({ state: 'approved', by: 'login', approver: 'anna' });
    },
  );

  it('is asked for the login once more before what erases, also where the browser is logged in', async () => {
    const { bench, provider } = await benchWithProvider();
    const page = await newPage();
    await page.goto((await bench.open()).address);
    await logIn(page);
    await sayWho(page, 'anna');
    await heading(page, 'Shall this be done?');
    const grave = await bench.open({ binding: 'grave', proof: 'PIN or passkey' });
    await page.goto(grave.address);
    await heading(page, 'Log in once more');
    await logIn(page);
    await sayWho(page, 'anna');
    await sayYes(page);
    await heading(page, 'The answer is yes');
    const asked = provider.requests.filter(({ pathname }) => pathname === '/auth');
    expect(asked.map(({ searchParams }) => searchParams.get('prompt'))).toEqual([null, 'login']);
    expect(await bench.look(grave, 'grave')).toMatchObject({ state: 'approved' });
  });

  it('sees nothing of what another asked for, and can log in as somebody else', async () => {
    const { bench } = await benchWithProvider();
    const opened = await bench.open();
    const page = await newPage();
    await page.goto(opened.address);
    await logIn(page);
    await sayWho(page, 'bo');
    await heading(page, 'There is nothing to answer here');
    await page.getByText('Logged in as Bo Alm (bo).').waitFor();
    expect(await page.content()).not.toContain('Astrid');
    await page.getByRole('link', { name: 'All that waits for you' }).click();
    await page.getByText('Nothing waits for an answer from you.').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await heading(page, 'Log in to answer');
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('is told why a login did not count, and can try again', async () => {
    const { bench } = await benchWithProvider();
    const opened = await bench.open();
    const page = await newPage();
    await page.goto(opened.address);
    await logIn(page);
    await sayWho(page, 'mallory');
    expect(await alert(page)).toMatch(/this server does not know you/);
    expect(page.url()).toBe(opened.address);
    await page.goto(`${opened.address}?problem=login_failed`);
    expect(await alert(page)).toMatch(/did not work/);
    await page.goto(`${opened.address}?problem=<img src=x>`);
    await heading(page, 'Log in to answer');
    expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
  });
});

describe('a person with a code', () => {
  it('types name and code, sees a slip, and answers what must be typed', async () => {
    const bench = await teamBench();
    const opened = await bench.open({ type: TYPED });
    const page = await newPage();
    await page.goto(opened.address);
    expect(await page.getByRole('button', { name: 'Log in', exact: true }).isVisible()).toBe(false);
    await typeLogin(page, 'anna', 'wrong');
    expect(await alert(page)).toMatch(/^Name and code do not belong together/);
    await typeLogin(page, 'anna');
    await page.getByLabel('Type the customer id to confirm').fill('923');
    await sayYes(page);
    expect(await alert(page)).toMatch(/not it/);
    await page.getByLabel('Type the customer id to confirm').fill('922');
    await sayYes(page);
    await heading(page, 'The answer is yes');
    expect(await bench.look(opened)).toMatchObject({ state: 'approved' });
  });

  it('keeps what they have typed where the login grew old while they read', async () => {
    const bench = await teamBench();
    const opened = await bench.open({ type: TYPED, proof: 'PIN or passkey' });
    const page = await newPage();
    await page.goto(opened.address);
    await typeLogin(page, 'anna');
    await page.getByLabel('Type the customer id to confirm').fill('922');
    bench.later(5 * 60_000 + 1_000);
    await sayYes(page);
    await heading(page, 'Log in once more');
    await typeLogin(page, 'anna');
    await sayYes(page);
    await heading(page, 'The answer is yes');
  });

  it('finds all that waits, and answers one after the other', async () => {
    const bench = await teamBench({ fourEyes: true });
    await bench.open({ summary: 'Cancel order 4001.' });
    await bench.open({ summary: 'Cancel order 4002.', binding: 'of bo' }, 'bo');
    const page = await newPage();
    await page.goto(`${bench.publicUrl}/approve`);
    await typeLogin(page, 'bo');
    await heading(page, 'What waits for you');
    expect(await page.locator('#waiting li').allInnerTexts()).toEqual([
      expect.stringMatching(/^Cancel order 4001\.\s+Asked by Anna Ek \(anna\)\. Can be answered until/),
      expect.stringMatching(/^Cancel order 4002\.\s+Can be answered until/),
    ]);
    await page.getByRole('link', { name: 'Cancel order 4002.' }).click();
    await page.getByText('Another person must say yes to this').waitFor();
    expect(await page.getByRole('button', { name: /^Yes/ }).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'All that waits for you' }).click();
    await page.getByRole('link', { name: 'Cancel order 4001.' }).click();
    expect(await page.locator('#asker').innerText()).toBe('Anna Ek (anna)');
    await sayYes(page);
    await heading(page, 'The answer is yes');
    await page.getByRole('link', { name: 'All that waits for you' }).click();
    await poll(() => page.locator('#waiting li').count()).toBe(1);
  });

  it('is told when the server lost what it needs, and sees afterwards how it stands', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const page = await newPage();
    await page.goto(opened.address);
    await typeLogin(page, 'anna');
    await heading(page, 'Shall this be done?');
    bench.loseStore();
    await sayYes(page);
    expect(await alert(page)).toMatch(/may not have arrived/);
    await page.reload();
    await heading(page, 'Not possible at the moment');
    bench.loseStore(false);
    await page.reload();
    await sayYes(page);
    await heading(page, 'The answer is yes');
    expect(await bench.look(opened)).toMatchObject({ state: 'approved' });
  });

  it('sees names of others as text, whatever they look like', async () => {
    const bench = await teamBench({ fourEyes: true });
    const hostile = '<img src=x onerror="document.title=1">\u202eevil';
    bench.people.set('anna', { ...ANNA, name: hostile });
    await bench.open({ summary: hostile, effects: ['</li><script>alert(1)</script>'], dialer: hostile });
    const page = await newPage();
    await page.goto(`${bench.publicUrl}/approve/`);
    await typeLogin(page, 'bo');
    await page.getByRole('link', { name: '<img' }).click();
    await heading(page, 'Shall this be done?');
    expect(await page.locator('#asker').innerText()).toBe(
      '<img src=x onerror="document.title=1">evil (anna)',
    );
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).toBe('Shall this be done?');
  });

  it('reads it in Swedish', async () => {
    const bench = await teamBench({ fourEyes: true, translate: (line) => `på svenska: ${line}` });
    const opened = await bench.open();
    const page = await newPage({ locale: 'sv-SE' });
    await page.goto(opened.address);
    await heading(page, 'Logga in för att svara');
    await page.getByLabel('Ditt namn i användarfilen').fill('anna');
    await page.getByLabel('Din godkännandekod').fill('code of anna');
    await page.getByRole('button', { name: 'Logga in med koden' }).click();
    await page.getByText('En annan person måste svara ja').waitFor();
    expect(await page.locator('#summary').innerText()).toBe(`på svenska: ${REQUEST.summary}`);
  });
});
