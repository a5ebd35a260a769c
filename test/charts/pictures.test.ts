/** Each form as a PNG beside the kept one, as a person sees the difference. UPDATE_PICTURES=1 keeps the new ones. */
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/charts/chart.ts';
import { type ChartWidth, drawChart, WIDTHS } from '../../src/charts/draw/draw-chart.ts';
import { pngOf } from '../../src/charts/png.ts';
import { newFolder } from '../support/files.ts';
import { barsChart, heatMapChart, SAMPLES, stackedBarsChart } from './sample-charts.ts';

const KEPT = fileURLToPath(new URL('pictures/', import.meta.url));
const MAX_KEPT_BYTES = 600_000;
/** How a kept one is packed: without transparency, in a third less room. */
const SMALL = { deflateLevel: 9, deflateStrategy: 0, filterType: 0, colorType: 2 } as const;
/** Letters are the same ones, drawn by the same code: what is at their edges counts too. */
const COMPARISON = { threshold: 0.05, includeAA: true };
/** A few may round in another way. */
const MAX_PIXELS = 5;

const below = (chart: Chart): Chart => ({
  ...chart,
  series: chart.series.map((one) => ({
    ...one,
    values: one.values.map((value, at) => (value === null || at % 3 ? value : -value)),
  })),
});

const PICTURES: [name: string, chart: Chart, size: ChartWidth][] = [
  ...Object.entries(SAMPLES).map(([name, chartOf]): [string, Chart, ChartWidth] => [
    name,
    chartOf(),
    'narrow',
  ]),
  ['bars-below-zero', below(barsChart()), 'narrow'],
  ['stacked-bars-below-zero', below(stackedBarsChart()), 'narrow'],
  ['heat-map-below-zero', below(heatMapChart()), 'narrow'],
  ['columns-wide', SAMPLES.columns!(), 'wide'],
];

/**
 * Writes the new picture and the difference into a folder, and says where. @returns undefined where they look alike
 * @param newFolder makes one, for whoever looks at them
 */
function difference(name: string, bytes: Buffer, newFolder: () => string): string | undefined {
  const path = join(KEPT, `${name}.png`);
  const [kept, drawn] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(bytes)];
  const { width, height } = drawn;
  const isSameSize = kept.width === width && kept.height === height;
  const shown = new PNG({ width, height });
  const pixels = isSameSize
    ? pixelmatch(kept.data, drawn.data, shown.data, width, height, COMPARISON)
    : Number.NaN;
  if (pixels <= MAX_PIXELS) return undefined;
  const folder = newFolder();
  writeFileSync(join(folder, `${name}.png`), bytes);
  if (isSameSize) writeFileSync(join(folder, `${name}-difference.png`), PNG.sync.write(shown));
  const what = isSameSize ? `${pixels} pixels` : `another size (${width} by ${height})`;
  return `${what} of ${name}: see ${folder}, and UPDATE_PICTURES=1 if it is meant`;
}

/** Not gone after the test: somebody is to look. */
const keptFolder = () => mkdtempSync(join(tmpdir(), 'hitrate-mcp-picture-'));

describe('the picture', () => {
  it.each(PICTURES)('looks as it did: %s', async (name, chart, size) => {
    const bytes = await pngOf(drawChart(chart, size));
    if (process.env.UPDATE_PICTURES)
      writeFileSync(join(KEPT, `${name}.png`), PNG.sync.write(PNG.sync.read(bytes), SMALL));
    expect(difference(name, bytes, keptFolder)).toBeUndefined();
  });

  it('is kept for each of them and for nothing else, in little room', () => {
    const files = readdirSync(KEPT);
    expect(files.sort()).toEqual(PICTURES.map(([name]) => `${name}.png`).sort());
    const bytes = files.reduce((sum, file) => sum + statSync(join(KEPT, file)).size, 0);
    expect(bytes).toBeLessThan(MAX_KEPT_BYTES);
  });

  it('has twice as many pixels as the drawing, and is drawn twice alike', async () => {
    const svg = drawChart(barsChart(), 'narrow');
    const [one, other] = [await pngOf(svg), await pngOf(svg)];
    expect(PNG.sync.read(one).width).toBe(2 * WIDTHS.narrow);
    expect(one.equals(other)).toBe(true);
  });

  it('differs where one bar is longer, and where a letter is another', async () => {
    const given = barsChart();
    const longer = barsChart({
      series: [{ name: 'Order', values: [41, 37, 36, 30, 28, 25, 21, 20, 14, 9, 6, 1] }],
    });
    const renamed = barsChart({ labels: given.labels.map((label) => label.replace('Åsa', 'Asa')) });
    for (const chart of [longer, renamed]) {
      const folder = newFolder();
      const bytes = await pngOf(drawChart(chart, 'narrow'));
      expect(difference('bars', bytes, () => folder)).toContain(folder);
      expect(readdirSync(folder).sort()).toEqual(['bars-difference.png', 'bars.png']);
    }
  });
});
