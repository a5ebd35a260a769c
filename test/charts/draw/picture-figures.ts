/** Expects the figures of a chart to be those that its picture shows, by the geometry and the numbers that stand in it. */
import { expect } from 'vitest';
import type { Chart, ChartForm } from '../../../src/charts/chart.ts';
import { heatOpacity, LIGHT } from '../../../src/charts/colours.ts';
import { figureText } from '../../../src/charts/number-text.ts';
import { axisScale, type Box, type Picture, type SvgMark } from './svg-reader.ts';

/** Amber, green and red, by their places among the colours of categories. */
const TONES: readonly unknown[] = [undefined, 'waiting', 'good', 'bad'];

/** In pixels. */
export const TOLERANCE = 0.5;
type Values = readonly (number | null)[];

export const markAt = ({ marks }: Picture, series: number, index: number): SvgMark | undefined =>
  marks.find((mark) => mark.series === series && mark.index === index);
export const widthOf = ({ left, right }: Box) => right - left;
/** How many pixels one is worth. */
const pixelsPer = (valueAt: (y: number) => number) => 1 / Math.abs(valueAt(1) - valueAt(0));

/** @param rounding by how much each value may have been rounded before */
export function expectColumns(picture: Picture, values: Values, rounding = 0, series = 0): void {
  const valueAt = axisScale(picture);
  const most = TOLERANCE + rounding * pixelsPer(valueAt);
  for (const [index, value] of values.entries()) {
    const mark = markAt(picture, series, index);
    if (value === null) {
      expect(mark).toBeUndefined();
      continue;
    }
    // Below zero it hangs.
    const [start, end] = value < 0 ? [mark!.top, mark!.bottom] : [mark!.bottom, mark!.top];
    expect(Math.abs(valueAt(end) - value) * pixelsPer(valueAt)).toBeLessThan(most);
    expect(Math.abs(valueAt(start)) * pixelsPer(valueAt)).toBeLessThan(TOLERANCE);
  }
}

/** Of columns as narrow as this ECharts leaves points out that are at the same place. */
const MIN_STEP = 0.75;

/** Each point is where its value is, and a gap has none. @param within where its axis is */
export function expectLine(
  picture: Picture,
  stroke: string,
  values: Values,
  { rounding = 0, within = {}, nth, count = values.length }: LineOptions = {},
): void {
  const valueAt = axisScale(picture, within);
  const { left, right } = plotWithin(picture, within);
  const step = (right - left) / count;
  const drawn = picture.lines.filter((line) => line.stroke === stroke);
  const points = (nth === undefined ? drawn : [drawn[nth]!]).flatMap(({ parts }) => parts.flat());
  const pointAt = new Map(points.map((point) => [Math.floor((point.x - left) / step), point]));
  // A figure between two gaps has a mark of its own.
  const isLone = (at: number) => values[at - 1] == null && values[at + 1] == null;
  for (const [at, value] of values.entries()) {
    const point = pointAt.get(at);
    if (value === null) expect(point).toBeUndefined();
    else if (!point) expect([at, step < MIN_STEP || isLone(at)]).toEqual([at, true]);
    else
      expect(Math.abs(valueAt(point.y) - value) * pixelsPer(valueAt)).toBeLessThan(
        TOLERANCE + rounding * pixelsPer(valueAt),
      );
  }
  expect(Math.max(-1, ...pointAt.keys())).toBeLessThan(values.length);
}

interface LineOptions {
  rounding?: number;
  within?: Partial<Box>;
  /** Which of the lines of that colour. */
  nth?: number;
  /** How many columns there are, if there are more than values. */
  count?: number;
}

/** From where to where the lines of the axis go. */
function plotWithin(
  { lines }: Picture,
  { top = 0, bottom = Number.POSITIVE_INFINITY, left = 0 }: Partial<Box>,
) {
  const [line] = lines.filter(
    ({ stroke, parts: [points = []] }) =>
      stroke === LIGHT.line && points[0]!.y >= top && points[0]!.y <= bottom && points[0]!.x >= left,
  );
  const [from, to] = line!.parts[0]!;
  return { left: from!.x, right: to!.x };
}

/** Lying bars are in proportion to their values from where zero is, each with its number at its end. */
export function expectBars(picture: Picture, chart: Chart, series = 0, rounding = 0): void {
  const { values } = chart.series[series]!;
  const lists = [...chart.series, ...(chart.before ? [chart.before] : [])].map((one) => one.values);
  const most = Math.max(...lists.flat().map((value) => Math.abs(value ?? 0)), 0);
  const longest = Math.max(...picture.marks.map(widthOf));
  const slack = TOLERANCE + (most && (2 * rounding * longest) / most);
  for (const [index, value] of values.entries()) {
    const mark = markAt(picture, series, index);
    if (value === null) {
      expect(mark).toBeUndefined();
      continue;
    }
    expect(Math.abs(widthOf(mark!) - (most && (Math.abs(value) / most) * longest))).toBeLessThan(slack);
    const told = picture.texts.filter(
      ({ text, top, bottom, left, right }) =>
        text === figureText(value, chart) &&
        Math.abs((top + bottom) / 2 - (mark!.top + mark!.bottom) / 2) < 2 &&
        (value < 0 ? Math.abs(right - mark!.left) < 8 : Math.abs(left - mark!.right) < 8),
    );
    expect(told.length).toBe(1);
  }
}

/** Each part ends where it and those before it come to, on its side of zero. */
export function expectStacks(picture: Picture, chart: Chart, rounding = 0): void {
  const { labels, series, isTime } = chart;
  const sumsAt = (at: number) => {
    const sums = { above: 0, below: 0 };
    for (const { values } of series) sums[values[at]! < 0 ? 'below' : 'above'] += values[at] ?? 0;
    return sums;
  };
  const all = [...labels.keys()].map(sumsAt);
  const range = Math.max(0, ...all.map(({ above }) => above)) - Math.min(0, ...all.map(({ below }) => below));
  const parts = picture.marks.filter(({ series: nth }) => nth < series.length);
  const reach = Math.max(...parts.map(({ right }) => right)) - Math.min(...parts.map(({ left }) => left));
  const valueAt = isTime ? axisScale(picture) : (x: number) => (x * range) / reach;
  const pixel = 1 / pixelsPer(valueAt);
  // A thin line of the ground parts them.
  const slack = 2 * TOLERANCE * pixel + 2 * rounding * series.length;
  for (const at of labels.keys()) {
    const sums = { above: 0, below: 0 };
    for (const [nth, one] of series.entries()) {
      const value = one.values[at]!;
      const mark = markAt(picture, nth, at);
      if (value === 0) {
        // So little may have been rounded to nothing.
        if (mark && rounding)
          expect(isTime ? mark.bottom - mark.top : widthOf(mark)).toBeLessThan(slack / pixel);
        else expect(mark).toBeUndefined();
        continue;
      }
      sums[value < 0 ? 'below' : 'above'] += value;
      if (isTime) {
        const end = value < 0 ? mark!.bottom : mark!.top;
        expect(Math.abs(valueAt(end) - (value < 0 ? sums.below : sums.above))).toBeLessThan(slack);
      } else expect(Math.abs(widthOf(mark!) - Math.abs(value) / pixel)).toBeLessThan(slack / pixel);
      const place = one.tone ? TONES.indexOf(one.tone) : nth;
      expect(mark!.fill).toBe(one.isRest ? LIGHT.others : (LIGHT.categories[place] ?? LIGHT.others));
    }
    // Where the wholes have no room they are left out, all of them.
    const whole = figureText(sums.above + sums.below, chart);
    if (!isTime && !rounding) expect(picture.texts.map(({ text }) => text)).toContain(whole);
  }
}

/** Whether a text is that name, whole or shortened. */
export const isShown = (text: string, name: string): boolean =>
  text === name || (text.endsWith('…') && name.startsWith(text.slice(0, -1)));

/** Small charts are on one scale, each under its name. */
export function expectPanels(picture: Picture, chart: Chart, rounding = 0): void {
  for (const [series, { name, values }] of chart.series.entries()) {
    if (!chart.isTime) {
      expectBars(picture, chart, series, rounding);
      continue;
    }
    const title = picture.texts.find(({ text }) => isShown(text, name))!;
    const within = {
      left: title.left - 1,
      right: title.left + 60,
      top: title.bottom,
      bottom: title.bottom + 125,
    };
    if (values.length > 1) expectLine(picture, LIGHT.main, values, { within, nth: series, rounding });
  }
}

/** A cell is the stronger the more it is, and has its number in it where all have room. */
export function expectCells(picture: Picture, chart: Chart, rounding = 0): void {
  const values = chart.series.flatMap((one) => one.values);
  const most = Math.max(...values.map((value) => Math.abs(value ?? 0))) || 1;
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  expect(picture.marks).toHaveLength(known.length);
  let told = 0;
  for (const [index, mark] of picture.marks.entries()) {
    const value = known[index]!;
    expect(mark.fill).toBe(value < 0 ? LIGHT.heatBelow : LIGHT.heat);
    const slack = 0.01 + rounding / most;
    expect(Math.abs(mark.opacity - heatOpacity(Math.abs(value) / most))).toBeLessThan(slack);
    const inside = picture.texts.filter(
      ({ left, right, top, bottom }) =>
        left >= mark.left - 1 && right <= mark.right + 1 && top >= mark.top - 1 && bottom <= mark.bottom + 1,
    );
    told += inside.length;
    if (inside.length) expect(inside.map(({ text }) => text)).toEqual([figureText(value, chart)]);
  }
  expect([0, known.length]).toContain(told);
}

/** What of the picture shows its figures, whichever form it has. */
export function expectFigures(picture: Picture, chart: Chart, rounding = 0): void {
  const { form, labels, before, openAt } = chart;
  const [current] = chart.series;
  if (form === 'bars') expectBars(picture, chart, 0, rounding);
  if (form === 'stacked') expectStacks(picture, chart, rounding);
  if (form === 'multiples') expectPanels(picture, chart, rounding);
  if (form === 'heat map') expectCells(picture, chart, rounding);
  if (form === 'columns') expectColumns(picture, current!.values, rounding);
  // What is not over is another line.
  if (form === 'line')
    expectLine(picture, LIGHT.main, current!.values.slice(0, openAt), { rounding, count: labels.length });
  if ((form === 'columns' || form === 'line') && before && labels.length > 1)
    expectLine(picture, LIGHT.before, before.values, { rounding });
}

/** Returns the form that a picture has, by what is drawn in it. */
export function formOf({ marks, lines, texts }: Picture, firstLabel: string): ChartForm {
  const fills = new Set(marks.map(({ fill }) => fill));
  if (fills.has(LIGHT.heat) || fills.has(LIGHT.heatBelow)) return 'heat map';
  if ([...LIGHT.categories, LIGHT.others].some((colour) => fills.has(colour))) return 'stacked';
  const series = new Set(marks.filter(({ fill }) => fill === LIGHT.main).map((mark) => mark.series)).size;
  const mainLines = lines.filter(({ stroke }) => stroke === LIGHT.main).length;
  const labels = texts.filter(({ text }) => isShown(text, firstLabel));
  if (series > 1 || mainLines > 1) return 'multiples';
  if (mainLines) return 'line';
  return labels[0]?.anchor === 'end' ? 'bars' : 'columns';
}
