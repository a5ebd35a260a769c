/** Nothing in a picture covers another text, or leaves the picture, however many figures there are. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Chart } from '../../../src/charts/chart.ts';
import { drawChart, WIDTHS } from '../../../src/charts/draw/draw-chart.ts';
import { textWidth } from '../../../src/charts/draw/text-width.ts';
import {
  agentNames,
  barsChart,
  columnsChart,
  dayLabels,
  figures,
  heatMapChart,
  lineChart,
  multipleBarsChart,
  multiplesChart,
  SAMPLES,
  stackedBarsChart,
  stackedChart,
} from '../sample-charts.ts';
import { type Picture, readSvg, type SvgText, svgPage } from './svg-reader.ts';

const SIZES = ['wide', 'narrow'] as const;
const LONG = 'Ett mycket långt namn på en kampanj som ingen orkar läsa till slutet av raden';
const COUNTS = [1, 2, 7, 13, 31, 46, 62, 366];

let page: Page;
beforeEach(async () => {
  page = await svgPage();
});

/** Boxes of letters reach above and below what is drawn of them. */
const inked = ({ left, right, top, bottom, fontSize }: SvgText) => {
  const middle = (top + bottom) / 2;
  return {
    left: left + 0.5,
    right: right - 0.5,
    top: middle - fontSize * 0.38,
    bottom: middle + fontSize * 0.38,
  };
};

function overlaps({ texts }: Picture): string[] {
  const found: string[] = [];
  for (const [at, text] of texts.entries())
    for (const other of texts.slice(at + 1)) {
      const [a, b] = [inked(text), inked(other)];
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        found.push(`${text.text} | ${other.text}`);
    }
  return found;
}

const outside = ({ texts, marks, width, height }: Picture): string[] =>
  [
    ...texts.map((text) => ({ ...text, what: text.text })),
    ...marks.map((mark) => ({ ...mark, what: `bar ${mark.index}` })),
  ]
    .filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height)
    .map(({ what }) => what);

async function expectTidy(chart: Chart): Promise<void> {
  for (const size of SIZES) {
    const picture = await readSvg(page, drawChart(chart, size));
    expect(picture.width).toBe(WIDTHS[size]);
    expect(overlaps(picture)).toEqual([]);
    expect(outside(picture)).toEqual([]);
    expect(picture.texts.length).toBeGreaterThan(2);
  }
}

describe.each(Object.entries(SAMPLES))('the form %s', (_, chartOf) => {
  it('has room for all its texts', async () => {
    await expectTidy(chartOf());
  });

  it('has room for long titles, notes and names', async () => {
    const given = chartOf();
    await expectTidy({
      ...given,
      title: `${LONG} ${LONG}`,
      notes: [...given.notes, LONG, `${LONG}, ${LONG}`, 'x'.repeat(300)],
      axis: LONG,
      labels: given.isTime ? given.labels : given.labels.map((label) => `${label} ${LONG}`),
      series: given.series.map((one, at) => ({ ...one, name: `${at} ${LONG}` })),
      ...(given.before && { before: { ...given.before, name: LONG } }),
    });
  });

  it('has room for millions, and for as many below zero', async () => {
    const given = chartOf({ unit: 'money', axis: 'Ordervärde, kr' });
    for (const sign of [1, -1])
      await expectTidy({
        ...given,
        series: given.series.map((one) => ({
          ...one,
          values: one.values.map((value, at) => value && value * 123_457 * (at % 2 ? sign : 1)),
        })),
      });
  });

  it('is drawn where each figure is 0, and where there is none', async () => {
    for (const value of [0, null]) {
      const given = chartOf();
      const series = given.series.map((one) => ({ ...one, values: one.values.map(() => value) }));
      await expectTidy({ ...given, series });
    }
  });
});

describe('any number of figures', () => {
  it.each(COUNTS)('has room in columns and lines: %d', async (count) => {
    const labels = dayLabels(count);
    const series = [{ name: 'Order', values: figures(count, 2_000) }];
    const before = { name: 'före', values: figures(count, 2_000, 3) };
    await expectTidy(columnsChart({ labels, series, before, openAt: count - 1 }));
    await expectTidy(columnsChart({ labels, series, before: undefined, openAt: count - 1 }));
    await expectTidy(lineChart({ labels, series, before, openAt: count - 1 }));
  });

  it.each(COUNTS)('has room in stacked columns and small charts: %d', async (count) => {
    const labels = dayLabels(count).map((day) => `${day} 2026`);
    const parts = (each: number) =>
      Array.from({ length: each }, (_, at) => ({
        name: `Kampanj ${at}`,
        values: figures(count, 22_000, at),
      }));
    await expectTidy(stackedChart({ labels, series: parts(7) }));
    await expectTidy(multiplesChart({ labels, series: parts(Math.min(9, count)) }));
  });

  it.each(COUNTS)('has room in heat maps: %d', async (count) => {
    const labels = dayLabels(count).map((day) => `${day} 2026`);
    const series = heatMapChart().series.map(({ name }, at) => ({ name, values: figures(count, 2_200, at) }));
    await expectTidy(heatMapChart({ labels, series }));
  });

  it.each([1, 2, 12, 31, 60])('has room in bars: %d', async (count) => {
    const labels = agentNames(count);
    const series = [{ name: 'Order', values: figures(count, 2_000) }];
    await expectTidy(barsChart({ labels, series }));
    await expectTidy(
      barsChart({ labels, series, before: { name: 'före', values: figures(count, 2_000, 3) } }),
    );
    const parts = [1, 2, 3].map((seed) => ({ name: `Del ${seed}`, values: figures(count, 2_000, seed) }));
    await expectTidy(stackedBarsChart({ labels, series: parts }));
    await expectTidy(multipleBarsChart({ labels, series: parts }));
  });
});

it('reckons with the widths that a browser gives the same letters', async () => {
  const { texts } = await readSvg(
    page,
    drawChart(barsChart({ labels: agentNames(60), series: [{ name: 'x', values: figures(60) }] })),
  );
  for (const { text, left, right, fontSize } of texts) {
    const width = textWidth(text, { size: fontSize, bold: fontSize === 17 });
    // Pairs of letters are drawn closer.
    expect(Math.abs(right - left - width)).toBeLessThan(1 + width * 0.03);
  }
});
