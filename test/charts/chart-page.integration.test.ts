/** The page of a chart as a person opens it from the download folder, in a real browser. PAGE_SHOTS is a folder for pictures. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/charts/chart.ts';
import { DARK, LIGHT } from '../../src/charts/colours.ts';
import { drawChart } from '../../src/charts/draw/draw-chart.ts';
import { chartDocument } from '../../src/charts/page/html.ts';
import { newPage } from '../support/browser.ts';
import { fakeDialer } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { graveViolations, SHOTS } from '../support/page-look.ts';
import { agentNames, barsChart, columnsChart, figures, lineChart, SAMPLES } from './sample-charts.ts';

const documentOf = (chart: Chart): string =>
  chartDocument(chart, { wide: drawChart(chart, 'wide'), narrow: drawChart(chart, 'narrow') });

async function openPage(html: string, options: Parameters<typeof newPage>[0] = {}): Promise<Page> {
  const path = join(newFolder(), 'chart.html');
  writeFileSync(path, html);
  const page = await newPage(options);
  await page.goto(pathToFileURL(path).href);
  return page;
}

const LONG = 'Ett mycket långt namn på en kampanj som ingen orkar läsa till slutet av raden';
const longNames = barsChart({
  title: `Ordervärde per ${LONG}`,
  notes: ['november 2026 (Europe/Stockholm)', `Urval: kampanj 4; ${LONG}`],
  labels: agentNames(12).map((name) => `${name} ${LONG}`),
  before: { name: `${LONG} (före)`, values: figures(12) },
});

describe.each([
  ...Object.entries(SAMPLES).map(([name, chartOf]) => [name, chartOf()] as const),
  ['long', longNames] as const,
])('the page of %s', (name, chart) => {
  it('can be read by everybody, wide and narrow, light and dark, without scrolling sideways', async () => {
    const page = await openPage(documentOf(chart));
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        if (SHOTS)
          await page.screenshot({
            path: join(SHOTS, `chart-${name}-${width}-${colorScheme}.png`),
            fullPage: true,
          });
        expect(await graveViolations(page)).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    await page.locator('summary').click();
    expect(await graveViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
  });
});

describe('a page', () => {
  it('shows one picture, the one for its width', async () => {
    const page = await openPage(documentOf(columnsChart()));
    const widths: Record<number, string> = { 390: '0 0 358', 1280: '0 0 720' };
    for (const [width, box] of Object.entries(widths)) {
      await page.setViewportSize({ width: Number(width), height: 900 });
      const picture = page.getByRole('img', { name: 'Order per dag' });
      expect(await picture.count()).toBe(1);
      expect((await picture.getAttribute('viewBox'))!.startsWith(box)).toBe(true);
    }
  });

  it('has the colours of its ground, light or dark', async () => {
    const page = await openPage(documentOf(columnsChart()));
    const fillOf = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).fill`);
    const rgb = (colour: string) =>
      `rgb(${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(', ')})`;
    for (const [colorScheme, palette] of [
      ['light', LIGHT],
      ['dark', DARK],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await fillOf('.wide svg > rect')).toBe(rgb(palette.ground));
      expect(await fillOf('.wide path[data-index="0"]')).toBe(rgb(palette.main));
      expect(await fillOf('.wide path[data-index="13"]')).toBe(rgb(palette.open));
    }
  });

  it('has no colour that does not follow from light to dark', () => {
    for (const chartOf of Object.values(SAMPLES)) {
      const body = documentOf(chartOf()).split('<body>')[1]!;
      expect(body.match(/#[0-9a-f]{6}\b|rgba?\(/gi)).toBeNull();
    }
  });

  it('opens its table by keyboard, which tells every figure', async () => {
    const chart = columnsChart();
    const page = await openPage(documentOf(chart));
    const table = page.getByRole('table', { name: 'Order per dag: Order' });
    expect(await table.isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await table.waitFor();
    await page.keyboard.press('Tab');
    const focused = await page.evaluate("document.activeElement.getAttribute('role')");
    expect(focused).toBe('region');
    const cells = await table
      .getByRole('row')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent)));
    expect(cells[0]).toEqual(['Grupp', '1–14 januari 2026', '1–14 december 2025 (före)']);
    expect(cells.slice(1)).toEqual(
      chart.labels.map((label, at) => [
        label,
        String(chart.series[0]!.values[at]),
        String(chart.before!.values[at]),
      ]),
    );
  });

  it('tells a missing figure by a dash', async () => {
    const series = [{ name: 'Ordervärde', values: [null, 1_234.6] }];
    const page = await openPage(documentOf(lineChart({ labels: ['1 jan.', '2 jan.'], series })));
    await page.locator('summary').click();
    expect(await page.getByRole('cell').allTextContents()).toEqual(['–', '1\u00a0235']);
  });

  it('shows what people wrote as text', async () => {
    const hostile = '<img src=x onerror="window.ran = 1">&amp;</title><script>window.ran = 1</script>';
    const page = await openPage(
      documentOf(
        barsChart({
          title: hostile,
          notes: [hostile],
          labels: [hostile, 'Elin'],
          series: [{ name: hostile, values: [2, 1] }],
        }),
      ),
    );
    expect(await page.title()).toBe(hostile);
    expect(await page.getByRole('heading').textContent()).toBe(hostile);
    await page.locator('summary').click();
    expect(await page.getByRole('rowheader').first().textContent()).toBe(hostile);
    expect(await page.locator('img, script').count()).toBe(0);
    expect(await page.evaluate('window.ran')).toBeUndefined();
  });

  it('runs no script, has no other style and loads nothing, even where somebody had got it in', async () => {
    const elsewhere = await fakeDialer(() => ({ body: {} }));
    const html = documentOf(barsChart()).replace(
      '</main>',
      `<script>window.ran = 1</script><img src="${elsewhere.url}/x.png" onerror="window.ran = 1"><p id="styled" style="color: rgb(1, 2, 3)">x</p><script src="${elsewhere.url}/x.js"></script></main>`,
    );
    expect(html).toContain('window.ran');
    const page = await openPage(html);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.evaluate("getComputedStyle(document.querySelector('#styled')).color")).not.toBe(
      'rgb(1, 2, 3)',
    );
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('is in the language of the chart', async () => {
    const page = await openPage(documentOf(barsChart({ language: 'en', title: 'Orders by agent' })));
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.getByText('The figures', { exact: true }).waitFor();
  });
});
