/** The figures that a picture shows, read back from its geometry and its texts, are those of the chart. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Chart, ChartSeries } from '../../../src/charts/chart.ts';
import { heatOpacity, LIGHT } from '../../../src/charts/colours.ts';
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
import { axisScale, type Box, numberOf, type Picture, readSvg, type SvgMark, svgPage } from './svg-reader.ts';

/** In pixels. */
const TOLERANCE = 0.5;
const SIZES = ['wide', 'narrow'] as const;

let page: Page;
beforeEach(async () => {
  page = await svgPage();
});

const pictures = (chart: Chart): Promise<Picture[]> =>
  Promise.all(SIZES.map((size) => readSvg(page, drawChart(chart, size))));

const markAt = ({ marks }: Picture, series: number, index: number): SvgMark | undefined =>
  marks.find((mark) => mark.series === series && mark.index === index);
const widthOf = ({ left, right }: Box) => right - left;
const heightOf = ({ top, bottom }: Box) => bottom - top;
/** How many pixels one is worth. */
const pixelsPer = (valueAt: (y: number) => number) => 1 / Math.abs(valueAt(1) - valueAt(0));

/** Expects columns to stand as high as the axis says, below zero where they are negative. */
function expectColumns(picture: Picture, { values }: ChartSeries, series = 0): void {
  const valueAt = axisScale(picture);
  for (const [index, value] of values.entries()) {
    const mark = markAt(picture, series, index);
    if (value === null) {
      expect(mark).toBeUndefined();
      continue;
    }
    const end = value < 0 ? mark!.bottom : mark!.top;
    expect(Math.abs(valueAt(end) - value) * pixelsPer(valueAt)).toBeLessThan(TOLERANCE);
    const start = value < 0 ? mark!.top : mark!.bottom;
    expect(Math.abs(valueAt(start)) * pixelsPer(valueAt)).toBeLessThan(TOLERANCE);
  }
}

/** Expects a line to go through the values, with a gap where there is none. */
function expectLine(picture: Picture, stroke: string, values: readonly (number | null)[]): void {
  const valueAt = axisScale(picture);
  const drawn = picture.lines.filter((line) => line.stroke === stroke);
  const points = drawn.flatMap(({ parts }) => parts.flat()).sort((a, b) => a.x - b.x);
  const known = values.filter((value) => value !== null);
  expect(points).toHaveLength(known.length);
  for (const [at, value] of known.entries())
    expect(Math.abs(valueAt(points[at]!.y) - value) * pixelsPer(valueAt)).toBeLessThan(TOLERANCE);
}

/** Expects lying bars to be in proportion to their values from where zero is, each with its number at its end. */
function expectBars(picture: Picture, chart: Chart, series = 0): void {
  const { values } = chart.series[series]!;
  const all = chart.series.flatMap((one) => one.values);
  const most = Math.max(...all.map((value) => Math.abs(value ?? 0)), 0);
  const longest = Math.max(...picture.marks.map(widthOf));
  for (const [index, value] of values.entries()) {
    const mark = markAt(picture, series, index);
    if (value === null) {
      expect(mark).toBeUndefined();
      continue;
    }
    expect(Math.abs(widthOf(mark!) - (most && (Math.abs(value) / most) * longest))).toBeLessThan(TOLERANCE);
    const told = picture.texts.filter(
      ({ text, top, bottom, left, right }) =>
        text === figureText(value, chart) &&
        Math.abs((top + bottom) / 2 - (mark!.top + mark!.bottom) / 2) < 2 &&
        (value < 0 ? Math.abs(right - mark!.left) < 8 : Math.abs(left - mark!.right) < 8),
    );
    expect(told.length).toBe(1);
  }
}

describe('columns', () => {
  it('stand as high as the axis says, and the time before goes along as a thin line', async () => {
    const chart = columnsChart();
    for (const picture of await pictures(chart)) {
      expectColumns(picture, chart.series[0]!);
      expectLine(picture, LIGHT.before, chart.before!.values);
    }
  });

  it('go down from zero where they are negative, and are absent where there is no figure', async () => {
    const values = [5, -3, 0, null, 8, 9, -12, 4, null, 4, 4, 4, 4, 2];
    const chart = columnsChart({ series: [{ name: 'Värde', values }], before: undefined });
    for (const picture of await pictures(chart)) expectColumns(picture, chart.series[0]!);
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
    for (const picture of await pictures(chart)) expectColumns(picture, chart.series[0]!);
  });

  it('show nothing but zeros as an axis from zero on', async () => {
    const chart = columnsChart({ series: [{ name: 'Order', values: figures(14, 0) }], before: undefined });
    for (const picture of await pictures(chart)) {
      expectColumns(picture, chart.series[0]!);
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
      expectLine(picture, LIGHT.main, values.slice(0, 59));
      expectLine(picture, LIGHT.open, values.slice(58));
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
  it('are as high as their parts together, in the order of the legend, with the whole above', async () => {
    const chart = stackedChart();
    for (const picture of await pictures(chart)) {
      const valueAt = axisScale(picture);
      const pixel = 1 / pixelsPer(valueAt);
      for (const at of chart.labels.keys()) {
        let whole = 0;
        for (const [series, { values }] of chart.series.entries()) {
          const mark = markAt(picture, series, at);
          if (values[at] === 0) {
            expect(mark).toBeUndefined();
            continue;
          }
          whole += values[at]!;
          // A thin line of the ground parts them.
          expect(Math.abs(valueAt(mark!.top) - whole)).toBeLessThan(2 * TOLERANCE * pixel);
          expect(mark!.fill).toBe(LIGHT.categories[series]);
        }
      }
    }
  });

  it('lie as long as their parts together, and the rest has a colour of its own', async () => {
    const chart = stackedBarsChart();
    const totals = chart.labels.map((_, at) =>
      chart.series.reduce((sum, { values }) => sum + values[at]!, 0),
    );
    for (const picture of await pictures(chart)) {
      const start = Math.min(...picture.marks.map(({ left }) => left));
      const end = Math.max(...picture.marks.map(({ right }) => right));
      const pixelsPerOne = (end - start) / Math.max(...totals);
      for (const [at, total] of totals.entries()) {
        const parts = picture.marks.filter(
          ({ index, series }) => index === at && series < chart.series.length,
        );
        const right = Math.max(...parts.map((mark) => mark.right));
        expect(Math.abs(right - start - total * pixelsPerOne)).toBeLessThan(2 * TOLERANCE);
        expect(picture.texts.filter(({ text }) => text === figureText(total, chart)).length).toBeGreaterThan(
          0,
        );
      }
      expect(
        picture.marks.filter(({ series }) => series === 2).every(({ fill }) => fill === LIGHT.others),
      ).toBe(true);
    }
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
    for (const picture of await pictures(chart)) {
      const titles = chart.series.map(({ name }) => picture.texts.find(({ text }) => text === name)!);
      const lines = picture.lines.filter(({ stroke }) => stroke === LIGHT.main);
      expect(lines).toHaveLength(chart.series.length);
      for (const [series, { values }] of chart.series.entries()) {
        const title = titles[series]!;
        const valueAt = axisScale(picture, {
          left: title.left - 1,
          right: title.left + 40,
          top: title.bottom,
          bottom: title.bottom + 125,
        });
        const points = lines[series]!.parts.flat();
        const known = values.filter((value) => value !== null);
        expect(points).toHaveLength(known.length);
        for (const [at, value] of known.entries())
          expect(Math.abs(valueAt(points[at]!.y) - value) * pixelsPer(valueAt)).toBeLessThan(TOLERANCE);
      }
    }
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
    for (const picture of await pictures(chart))
      for (const series of chart.series.keys()) expectBars(picture, chart, series);
  });
});

describe('a heat map', () => {
  it('has a cell for each figure, the stronger the more it is, with its number in it', async () => {
    const chart = heatMapChart();
    const most = Math.max(...chart.series.flatMap(({ values }) => values.map(Number)));
    for (const picture of await pictures(chart)) {
      const columns = chart.labels.length;
      expect(picture.marks).toHaveLength(columns * chart.series.length);
      for (const [index, mark] of picture.marks.entries()) {
        const value = chart.series[Math.floor(index / columns)]!.values[index % columns]!;
        expect(mark.fill).toBe(LIGHT.heat);
        expect(mark.opacity).toBeCloseTo(heatOpacity(value / most), 2);
        const told = picture.texts.filter(
          ({ left, right, top, bottom }) =>
            left >= mark.left - 1 &&
            right <= mark.right + 1 &&
            top >= mark.top - 1 &&
            bottom <= mark.bottom + 1,
        );
        expect(told.map(({ text }) => text)).toEqual([figureText(value, chart)]);
      }
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
    for (const [index, mark] of picture.marks.entries())
      expect(mark.fill).toBe(all[index]! < 0 ? LIGHT.heatBelow : LIGHT.heat);
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
      for (const mark of picture.marks) expect(heightOf(mark)).toBeGreaterThan(25);
    }
  });
});
