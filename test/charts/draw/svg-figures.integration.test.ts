/** The figures that a picture shows, read back from its geometry and its texts, are those of the chart. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Chart } from '../../../src/charts/chart.ts';
import { LIGHT } from '../../../src/charts/colours.ts';
import { drawChart, WIDTHS } from '../../../src/charts/draw/draw-chart.ts';
import { figureText } from '../../../src/charts/number-text.ts';
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
  stackedBarsChart,
  stackedChart,
} from '../sample-charts.ts';
import {
  expectBars,
  expectCells,
  expectColumns,
  expectLine,
  expectPanels,
  expectStacks,
  markAt,
  TOLERANCE,
  widthOf,
} from './picture-figures.ts';
import { numberOf, type Picture, readSvg, svgPage } from './svg-reader.ts';

const SIZES = ['wide', 'narrow'] as const;

let page: Page;
beforeEach(async () => {
  page = await svgPage();
});

const pictures = (chart: Chart): Promise<Picture[]> =>
  Promise.all(SIZES.map((size) => readSvg(page, drawChart(chart, size))));

describe('columns', () => {
  it('stand as high as the axis says, and the time before goes along as a thin line', async () => {
    const chart = columnsChart();
    for (const picture of await pictures(chart)) {
      expectColumns(picture, chart.series[0]!.values);
      expectLine(picture, LIGHT.before, chart.before!.values);
    }
  });

  it('go down from zero where they are negative, and are absent where there is no figure', async () => {
    const values = [5, -3, 0, null, 8, 9, -12, 4, null, 4, 4, 4, 4, 2];
    const chart = columnsChart({ series: [{ name: 'Värde', values }], before: undefined });
    for (const picture of await pictures(chart)) expectColumns(picture, chart.series[0]!.values);
  });

  it('tell their numbers on the side to which they go', async () => {
    const values = [1_200, -900, 30];
    const series = [{ name: 'Värde', values }];
    const chart = columnsChart({ labels: dayLabels(3), series, before: undefined, openAt: undefined });
    for (const picture of await pictures(chart))
      for (const [index, value] of values.entries()) {
        const mark = markAt(picture, 0, index)!;
        const number = picture.texts.find(({ text }) => text === figureText(value, chart))!;
        expect(Math.abs(value < 0 ? number.top - mark.bottom : number.bottom - mark.top)).toBeLessThan(9);
      }
  });

  it('have the colour of what is not over for the open time alone', async () => {
    const chart = columnsChart();
    for (const { marks } of await pictures(chart))
      for (const { index, fill } of marks)
        expect(fill).toBe(index === chart.openAt ? LIGHT.open : LIGHT.main);
  });

  it('show a single value, with the one before as a point', async () => {
    const before = { name: 'före', values: [5] };
    const chart = columnsChart({ labels: ['1 jan.'], series: [{ name: 'Order', values: [3] }], before });
    for (const picture of await pictures(chart)) expectColumns(picture, chart.series[0]!.values);
  });

  it('show nothing but zeros as an axis from zero on', async () => {
    const chart = columnsChart({ series: [{ name: 'Order', values: figures(14, 0) }], before: undefined });
    for (const picture of await pictures(chart)) {
      expectColumns(picture, chart.series[0]!.values);
      expect(picture.texts.some(({ text }) => text === '0')).toBe(true);
    }
  });

  it('have an axis without the same number twice, however small the figures are', async () => {
    for (const unit of ['count', 'money', 'percent', 'seconds', 'rate'] as const) {
      const chart = columnsChart({
        unit,
        series: [{ name: 'x', values: [1, ...Array(13).fill(0)] }],
        before: undefined,
      });
      for (const { texts } of await pictures(chart)) {
        const ticks = texts.filter(({ anchor }) => anchor === 'end').map(({ text }) => text);
        expect(new Set(ticks).size).toBe(ticks.length);
      }
    }
  });
});

describe('a line', () => {
  it('goes through each of 366 days, and through the year before', async () => {
    const before = { name: 'året före', values: figures(366, 20_000, 2) };
    const chart = lineChart({
      labels: dayLabels(366),
      series: [{ name: 'Ordervärde', values: figures(366, 24_000) }],
      before,
    });
    for (const picture of await pictures(chart)) {
      expectLine(picture, LIGHT.main, chart.series[0]!.values);
      expectLine(picture, LIGHT.before, before.values);
    }
  });

  it('has a gap where there is no figure, and goes below zero', async () => {
    const values = figures(60, 24_000).map((value, at) => (at % 20 === 7 ? null : value - 9_000));
    const chart = lineChart({ series: [{ name: 'Ordervärde', values }] });
    for (const picture of await pictures(chart)) {
      expectLine(picture, LIGHT.main, values);
      const parts = picture.lines.filter(({ stroke }) => stroke === LIGHT.main).flatMap((line) => line.parts);
      expect(parts).toHaveLength(4);
    }
  });

  it('has a point for a figure between two gaps', async () => {
    const values = Array.from({ length: 60 }, (_, at) => (at === 30 ? 12 : null));
    const series = [{ name: 'Ordervärde', values }];
    for (const size of SIZES) {
      const svg = drawChart(lineChart({ series }), size);
      expect(
        svg.match(new RegExp(`<path[^>]*(?:fill|stroke)="${LIGHT.main}"[^>]*data-index="30"`, 'g')),
      ).toHaveLength(1);
    }
  });

  it('is dashed, in the open colour, to the time that is not over', async () => {
    const chart = lineChart({ openAt: 59 });
    const { values } = chart.series[0]!;
    for (const picture of await pictures(chart)) {
      expectLine(picture, LIGHT.main, values.slice(0, 59), { count: 60 });
      expectLine(
        picture,
        LIGHT.open,
        values.map((value, at) => (at < 58 ? null : value)),
      );
      const open = picture.lines.filter(({ stroke }) => stroke === LIGHT.open);
      expect(open.map(({ dashed }) => dashed)).toEqual([true]);
    }
  });
});

describe('bars', () => {
  it.each([
    ['a few', [41, 37, 36, 30, 0, null]],
    ['one', [3]],
    ['negative ones', [12_000, 8_000, 500, 0, -40, -3_000, null, -15_000]],
    ['negative ones alone', [-5, -20, -21]],
    ['zeros', [0, 0, 0]],
    ['sixty', figures(60)],
  ])('are as long as their values say: %s', async (_, values) => {
    const chart = barsChart({ labels: agentNames(values.length), series: [{ name: 'Order', values }] });
    for (const picture of await pictures(chart)) expectBars(picture, chart);
  });

  it('stand with thin ones of the time before, on one scale', async () => {
    const before = { name: 'oktober 2026 (före)', values: figures(12, 66) };
    const chart = barsChart({ before });
    for (const picture of await pictures(chart)) {
      const scale = Math.max(...picture.marks.map(widthOf)) / Math.max(...before.values, 41);
      for (const [series, values] of [chart.series[0]!.values, before.values].entries())
        for (const [index, value] of values.entries())
          expect(Math.abs(widthOf(markAt(picture, series, index)!) - value! * scale)).toBeLessThan(TOLERANCE);
    }
  });
});

describe('stacks', () => {
  it.each([
    ['standing', stackedChart()],
    ['lying', stackedBarsChart()],
    [
      'with parts below zero',
      stackedBarsChart({
        labels: agentNames(4),
        series: [
          { name: 'a', values: [5, 6, -3, 0] },
          { name: 'b', values: [-2, 3, -3, 0] },
        ],
      }),
    ],
  ])('have parts as large as their figures, in the order and colours of the legend: %s', async (_, chart) => {
    for (const picture of await pictures(chart)) expectStacks(picture, chart);
  });

  it('have parts below zero on the other side, and tell the whole beyond the last part', async () => {
    const series = [
      { name: 'a', values: [5, 6, -3, 0] },
      { name: 'b', values: [-2, 3, -3, 0] },
    ];
    const chart = stackedBarsChart({ labels: agentNames(4), series });
    for (const picture of await pictures(chart)) {
      const zero = markAt(picture, 0, 0)!.left;
      expect(Math.abs(markAt(picture, 1, 0)!.right - zero)).toBeLessThan(2 * TOLERANCE);
      const end = (index: number) => picture.marks.filter((mark) => mark.index === index && mark.series < 2);
      const number = (text: string) => picture.texts.find((one) => numberOf(one.text) === Number(text))!;
      expect(number('3').left).toBeGreaterThanOrEqual(Math.max(...end(0).map(({ right }) => right)));
      expect(number('9').left).toBeGreaterThanOrEqual(Math.max(...end(1).map(({ right }) => right)));
      expect(number('-6').right).toBeLessThanOrEqual(Math.min(...end(2).map(({ left }) => left)));
      expect(number('0').left).toBeGreaterThanOrEqual(zero);
    }
  });
});

describe('small charts', () => {
  it('have lines on one scale', async () => {
    const chart = multiplesChart();
    for (const picture of await pictures(chart)) expectPanels(picture, chart);
  });

  it.each([
    ['above zero', multipleBarsChart()],
    [
      'on both sides of zero',
      multipleBarsChart({
        series: [
          { name: 'Fiber', values: [5, -6, 3, null, 1] },
          { name: 'Återvinning', values: [-5, 6, 3, 3, 1] },
        ],
      }),
    ],
  ])('have bars on one scale: %s', async (_, chart) => {
    for (const picture of await pictures(chart)) expectPanels(picture, chart);
  });
});

describe('a heat map', () => {
  it('has a cell for each figure, the stronger the more it is, with its number in it', async () => {
    const chart = heatMapChart();
    for (const picture of await pictures(chart)) {
      expectCells(picture, chart);
      expect(picture.texts.filter(({ text }) => text === '220').length).toBeGreaterThan(1);
    }
  });

  it('says by a legend what its colours mean where numbers have no room, and tells cells below zero apart', async () => {
    const values = (seed: number) => figures(24, 22_000, seed).map((value) => value - 2_000);
    const chart = heatMapChart({
      unit: 'money',
      labels: Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
      series: heatMapChart().series.map(({ name }, at) => ({ name, values: values(at) })),
    });
    const picture = await readSvg(page, drawChart(chart, 'narrow'));
    const all = chart.series.flatMap((one) => one.values.map(Number));
    for (const value of [Math.min(...all), 0, Math.max(...all)])
      expect(picture.texts.map(({ text }) => text)).toContain(figureText(value, chart));
    expect(all.some((value) => value < 0)).toBe(true);
    expectCells(picture, chart);
  });

  it('keeps its cells apart as long as they are large enough, and visible where they are not', async () => {
    const chart = heatMapChart({
      labels: dayLabels(366),
      series: heatMapChart().series.map(({ name }, at) => ({ name, values: figures(366, 220, at) })),
    });
    for (const size of SIZES) {
      const picture = await readSvg(page, drawChart(chart, size));
      expect(picture.marks).toHaveLength(366 * 5);
      for (const mark of picture.marks)
        expect(widthOf(mark)).toBeGreaterThan((WIDTHS[size] - 120) / 366 - 0.2);
      for (const mark of picture.marks) expect(mark.bottom - mark.top).toBeGreaterThan(25);
    }
  });
});
