/** The approval page of a server for a team, and the pages of other sites in the same browser. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { heading, poll } from '../../support/approval-page.ts';
import { newPage } from '../../support/browser.ts';
import { serveOnLoopback } from '../../support/loopback.ts';
import { loggedIn, teamBench, typeLogin } from './bench.ts';

/** A page of another site, in the same browser. */
async function foreignPage(html: string): Promise<string> {
  const { port } = await serveOnLoopback((_, response) => response.end(html));
  return `http://localhost:${port}/`;
}

describe('another site in the same browser', () => {
  async function loggedInPage(address: string): Promise<Page> {
    const page = await newPage();
    await page.goto(address);
    await typeLogin(page, 'anna');
    await heading(page, 'Shall this be done?');
    return page;
  }

  it('gets no answer taken by script or form', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const page = await loggedInPage(opened.address);
    const visitor = await loggedIn(bench);
    const { token } = (await visitor.state(opened)).json.me;
    const body = JSON.stringify({ reference: opened.reference, answer: 'yes', token });
    await page.goto(await foreignPage('<p>another page'));
    for (const [type, mode] of [
      ['application/json', 'cors'],
      ['text/plain', 'no-cors'],
    ])
      await page.evaluate(
        `fetch('${bench.publicUrl}/approve/answer', { method: 'POST', credentials: 'include', mode: '${mode}', headers: { 'content-type': '${type}' }, body: '${body}' }).catch(() => {})`,
      );
    await page.setContent(
      `<form method="post" enctype="text/plain" action="${bench.publicUrl}/approve/answer"><input name='${body.slice(0, -1)},"a":"' value='"}'></form>`,
    );
    const [response] = await Promise.all([
      page.waitForResponse(/\/approve\/answer$/),
      page.evaluate('document.forms[0].submit()'),
    ]);
    expect(response.status()).toBe(403);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('can show it in no frame', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const page = await loggedInPage(opened.address);
    await page.goto(await foreignPage(`<iframe src="${opened.address}"></iframe>`));
    const frame = page.frames()[1]!;
    await poll(() => frame.url()).toContain('chrome-error:');
    expect(await frame.locator('#approval').count()).toBe(0);
  });

  it('can link to it', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const page = await loggedInPage(opened.address);
    await page.goto(await foreignPage(`<a href="${opened.address}">approve</a>`));
    await page.getByText('approve').click();
    await heading(page, 'Shall this be done?');
  });
});
