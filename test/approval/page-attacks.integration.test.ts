/** The page in a real browser, under everybody's conditions and against whoever means no good. */
import { describe, expect, it } from 'vitest';
import { approvalBench, givePin, PIN, REQUEST, secretOf, TYPED } from '../support/approval.ts';
import { goTo, heading, poll, sayNo } from '../support/approval-page.ts';
import { newPage } from '../support/browser.ts';
import { serveOnLoopback } from '../support/loopback.ts';

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
    const { port } = await serveOnLoopback((_, response) => response.end(html));
    return `http://127.0.0.1:${port}/`;
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
