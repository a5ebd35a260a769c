/** The page in a real browser, as a person meets it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { APPROVAL_LIFE_MS } from '../../src/approval/pending-approval.ts';
import { approvalBench, givePin, PIN, REQUEST, secretOf, TYPED } from '../support/approval.ts';
import { newPage } from '../support/browser.ts';
import { afterThisTest } from '../support/cleanup.ts';

const goTo = async (page: Page, { address }: { address: string }): Promise<Page> => {
  await page.goto(address);
  await page.getByRole('button', { name: 'No', exact: true }).waitFor();
  return page;
};
const sayYes = (page: Page) => page.getByRole('button', { name: /^Yes/ }).click();
const sayNo = (page: Page) => page.getByRole('button', { name: 'No', exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
const alert = async (page: Page): Promise<string> => {
  const said = page.getByRole('alert').filter({ hasText: /./ });
  await said.waitFor();
  return (await said.textContent())!;
};

const poll = <T>(look: () => Promise<T> | T) => expect.poll(look, { timeout: 8_000 });

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
    await poll(() => field.getAttribute('aria-invalid')).toBe('true');
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
    expect(bench.approvals.find(opened.reference, REQUEST.binding)).toEqual(opened);
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

describe('the page, for everybody', () => {
  it.each(['yes', 'no'])('is answered by the keyboard alone: %s', async (answer) => {
    const bench = approvalBench();
    await givePin(bench.stateDir);
    const opened = await bench.open({ proof: 'PIN or passkey', type: TYPED });
    const page = await goTo(await newPage(), opened);
    const way: string[] = [];
    const tab = async () => {
      await page.keyboard.press('Tab');
      way.push(
        (await page.evaluate('document.activeElement.textContent || document.activeElement.id')) as string,
      );
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    };
    for (let presses = 0; presses < 6; presses++) {
      await tab();
      if (way.at(-1) === 'typed') await page.keyboard.type(TYPED.value);
      if (way.at(-1) === 'pin') await page.keyboard.type(PIN);
      if (way.at(-1) === (answer === 'yes' ? 'Yes, do this' : 'No')) break;
    }
    expect(way).toEqual(
      ['Svenska', 'English', 'typed', 'pin', 'Yes, do this', 'No'].slice(0, answer === 'yes' ? 5 : 6),
    );
    await page.keyboard.press('Space');
    await heading(page, `The answer is ${answer}`);
    expect(await page.evaluate('document.activeElement.id')).toBe('end-title');
  });

  it('speaks the language of the browser, and the other one after a click, also after a reload', async () => {
    const bench = approvalBench({ translate: (line, language) => `${language}: ${line}` });
    const page = await newPage({ locale: 'sv-SE' });
    await page.goto((await bench.open({ type: TYPED })).address);
    await heading(page, 'Ska detta göras?');
    expect(await page.locator('html').getAttribute('lang')).toBe('sv');
    expect(await page.locator('#summary').innerText()).toBe(`sv: ${REQUEST.summary}`);
    await page.getByLabel('Skriv sv: the customer id för att bekräfta').fill('92');
    await page.getByRole('button', { name: 'English' }).click();
    await heading(page, 'Shall this be done?');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('#summary').innerText()).toBe(REQUEST.summary);
    expect(await page.getByLabel('Type the customer id to confirm').inputValue()).toBe('92');
    await page.reload();
    await heading(page, 'Shall this be done?');
  });

  it('keeps its buttons in reach under two hundred lines', async () => {
    const bench = approvalBench();
    const effects = Array.from({ length: 200 }, (_, i) => `Order ${i} is cancelled.`);
    const page = await goTo(
      await newPage({ viewport: { width: 390, height: 600 } }),
      await bench.open({ effects }),
    );
    const inView = () =>
      page.evaluate(
        "(({top, bottom}) => top >= 0 && bottom <= innerHeight)(document.getElementById('yes').getBoundingClientRect())",
      );
    expect(await inView()).toBe(true);
    await page.mouse.wheel(0, 3_000);
    await poll(() => page.evaluate('scrollY')).toBeGreaterThan(1_000);
    expect(await inView()).toBe(true);
    await page.getByText('Order 199 is cancelled.').scrollIntoViewIfNeeded();
    await sayNo(page);
    await heading(page, 'The answer is no');
  });

  it('shows what others wrote as text, whatever it looks like', async () => {
    const bench = approvalBench();
    const long = 'x'.repeat(1_500);
    const names = ['<img src=x onerror="document.title=1">', '</li><script>alert(1)</script>', 'אבג', long];
    const page = await newPage();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => dialogs.push(dialog.message()));
    await goTo(
      page,
      await bench.open({ summary: names[0]!, effects: [...names, '\u202egnihton\u200b'], dialer: names[1]! }),
    );
    expect(await page.locator('#summary').innerText()).toBe(names[0]);
    expect(await page.locator('#effects li').allInnerTexts()).toEqual([...names, 'gnihton']);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(dialogs).toEqual([]);
  });
});

describe('the page, and who means no good', () => {
  /** A page of somebody else, in the same browser. */
  async function foreignPage(html: string): Promise<string> {
    const server = createServer((_, response) => response.end(html)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.on('listening', resolve));
    afterThisTest(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  it('is shown in no frame', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await newPage();
    await page.goto(await foreignPage(`<iframe src="${opened.address}"></iframe>`));
    const frame = page.frames()[1]!;
    await poll(() => frame.url()).toContain('chrome-error:');
    expect(await frame.locator('#approval').count()).toBe(0);
  });

  it('takes no answer from the script of another page that knows the secret', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await newPage();
    await page.goto(await foreignPage('<p>another page'));
    const { origin } = new URL(opened.address);
    const body = JSON.stringify({ secret: secretOf(opened), answer: 'yes' });
    for (const type of ['application/json', 'text/plain'])
      await page.evaluate(
        `fetch('${origin}/answer', { method: 'POST', mode: '${type === 'text/plain' ? 'no-cors' : 'cors'}', headers: { 'content-type': '${type}' }, body: '${body}' }).catch(() => {})`,
      );
    await page.setContent(
      `<form method="post" enctype="text/plain" action="${origin}/answer"><input name='${body.slice(0, -1)},"a":"' value='"}'></form>`,
    );
    const [response] = await Promise.all([
      page.waitForResponse(`${origin}/answer`),
      page.evaluate('document.forms[0].submit()'),
    ]);
    expect(response.status()).toBe(403);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('can be opened by a link in another page', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await newPage();
    await page.goto(await foreignPage(`<a href="${opened.address}">approve</a>`));
    await page.getByText('approve').click();
    await sayNo(page);
    await heading(page, 'The answer is no');
  });

  it('runs no script but its own, and asks nobody else for anything', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    const page = await newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await goTo(page, opened);
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('p'), { id: 'injected' }))",
    );
    await page
      .evaluate(
        "const s = document.createElement('script'); s.text = 'document.title = `run`'; document.body.append(s)",
      )
      .catch(() => {});
    await page.evaluate("fetch('https://example.com/').catch(() => {})");
    expect(await page.title()).not.toBe('run');
    expect(new Set(asked.filter((origin) => origin.startsWith('http')))).toEqual(
      new Set([new URL(opened.address).origin]),
    );
  });
});
