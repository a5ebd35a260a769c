/** Charts inside a host of MCP Apps, which is built on the official packages. */
import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAppReadable, hostWithApps, showApp } from '../support/app-host.ts';
import { newPage } from '../support/browser.ts';

const REPORT = { period: 'last_30_days', by: ['agent'] };

async function showReport(args: object, options: object = {}) {
  const host = await hostWithApps({ HITRATE_SANDBOX: 'on' });
  const page = await newPage();
  const shown = await showApp(host, page, { tool: 'order_report', args: { ...REPORT, ...args }, ...options });
  return { host, page, ...shown };
}

const picture = (app: Frame | Page) => app.getByRole('img', { name: /per säljare|by agent/ });

describe('a chart in a host', () => {
  it('is read by its link, and shows the figures of the answer', async () => {
    const { app, asked, host } = await showReport({ chart: 'sv' });
    await picture(app).waitFor();
    expect(asked).toEqual([expect.stringMatching(/^hitrate:\/\/export\/.*\.html$/)]);
    const { data } = await host.call('order_report', { ...REPORT, chart: 'sv' });
    expect(data.chart).toContain('The host shows the picture.');
    const figures = (data.rows as [string, number][]).map(([agent, orders]) => [
      agent.replace(/ \(\d+\)$/, ''),
      String(orders),
    ]);
    await app.getByText('Siffrorna', { exact: true }).click();
    const cells = await app
      .getByRole('row')
      .evaluateAll((rows) =>
        rows.slice(1).map((row) => [...row.children].map(({ textContent }) => textContent)),
      );
    expect(cells).toEqual(figures);
  });

  it('can be read by everybody, wide and narrow, light and dark', async () => {
    const shown = await showReport({ chart: 'sv', compare: true });
    await picture(shown.app).waitFor();
    await expectAppReadable(shown.page, shown, 'chart-app');
  });

  it('follows the host from light to dark', async () => {
    const { app, setContext } = await showReport({ chart: 'sv' });
    await picture(app).waitFor();
    const ground = () =>
      app.evaluate("getComputedStyle(document.querySelector('.wide rect')).fill") as Promise<string>;
    const light = await ground();
    await setContext({ theme: 'dark' });
    await expect.poll(ground).not.toBe(light);
  });

  it('is offered where none was asked for, by a button that a keyboard reaches', async () => {
    const { app, page, asked } = await showReport({}, { locale: 'sv-SE' });
    const button = app.getByRole('button', { name: 'Visa som diagram' });
    await button.focus();
    await page.keyboard.press('Enter');
    await picture(app).waitFor();
    expect(asked[0]).toBe('order_report');
  });

  it('is not offered by a host that lets pages call no tools', async () => {
    const { app } = await showReport({}, { capabilities: { serverResources: {} } });
    await app.getByText('The answer stands in the conversation').waitFor();
    expect(await app.getByRole('button').count()).toBe(0);
  });

  it('says that there is nothing to draw', async () => {
    const { app } = await showReport({ period: undefined, exact_date: '2020-01-01', chart: 'en' });
    await app.getByText('There is nothing to draw.').waitFor();
  });

  it('says what the server said where the call failed', async () => {
    const { app } = await showReport({ chart: 'fr' });
    await app.getByText('chart must be sv or en').waitFor();
  });

  it('says that the call was cancelled', async () => {
    const { app } = await showReport({ chart: 'sv' }, { isCancelled: true });
    await app.getByText('Cancelled.').waitFor();
  });

  it('says so where the host does not give it the picture', async () => {
    const host = await hostWithApps({ HITRATE_SANDBOX: 'on' });
    const page = await newPage();
    const readResource = host.client.readResource.bind(host.client);
    host.client.readResource = (params, ...rest) => {
      if (params.uri.startsWith('ui://')) return readResource(params, ...rest);
      return Promise.reject(new Error('the host keeps it'));
    };
    const { app } = await showApp(host, page, {
      tool: 'order_report',
      args: { ...REPORT, chart: 'en' },
    });
    await app.getByText('The chart can’t be shown here').waitFor();
  });
});
