/** What the forms of charts have in common. */
import type { Chart, ChartSeries } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { SMALL } from './frame.ts';
import { textWidth } from './text-width.ts';

/** What a form makes of a chart: ECharts' options, and how high the picture is. */
export interface Drawing {
  height: number;
  options: Record<string, unknown>;
}

/** What is free on the left and on the right. */
export const SIDE = 16;

/** Nothing in a picture answers to a pointer. */
export const STILL = { silent: true, animation: false, emphasis: { disabled: true } } as const;

/** Whether its figures are told without decimals: then two lines of an axis would have one number. */
const isWhole = ({ unit }: Chart): boolean => unit === 'count' || unit === 'money';

const AXIS_LABEL = { color: LIGHT.muted, fontSize: SMALL.size };

export const valueAxis = (chart: Chart) => ({
  type: 'value',
  axisLine: { show: false },
  axisTick: { show: false },
  ...(isWhole(chart) && { minInterval: 1 }),
  splitNumber: 4,
  splitLine: { lineStyle: { color: LIGHT.line } },
  axisLabel: { ...AXIS_LABEL, formatter: (value: number) => figureText(value, chart) },
});

/** @param labels in the order in which they stand */
export const labelAxis = (labels: readonly string[]) => ({
  type: 'category',
  data: [...labels],
  axisLine: { lineStyle: { color: LIGHT.muted } },
  axisTick: { show: false },
  axisLabel: { ...AXIS_LABEL, hideOverlap: true },
});

/** What a bar is drawn from, with the number that its end tells: on the side to which the bar goes. */
export const labelledValue = (
  chart: Chart,
  value: number | null,
  [above, below]: readonly [string, string],
) => ({
  value,
  label: {
    show: value !== null,
    position: value !== null && value < 0 ? below : above,
    color: LIGHT.text,
    fontSize: SMALL.size,
    formatter: value === null ? '' : figureText(value, chart),
  },
});

/** Of the categories: green, amber and red, as people expect them. */
const TONES = { good: 2, waiting: 1, bad: 3 } as const;

export const colourOfSeries = ({ isRest, tone }: ChartSeries, index: number): string =>
  (isRest ? undefined : LIGHT.categories[tone ? TONES[tone] : index]) ?? LIGHT.others;

/** What is free on the right where the last label may be wider than its column: ECharts leaves too little. */
export function rightSide(labels: readonly string[], width: number): number {
  const column = (width - 2 * SIDE) / Math.max(1, labels.length);
  return Math.max(SIDE, (textWidth(labels.at(-1) ?? '', SMALL) - column) / 2 + 4);
}

/** A plot within these sides, its axis labels included. */
export const plotWithLabels = (top: number, height: number, right: number = SIDE) => ({
  left: SIDE,
  right,
  top,
  height,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
});

/** The largest and the smallest figure; 0 is always between. */
export function rangeOf(lists: readonly (readonly (number | null)[])[]): { min: number; max: number } {
  let [min, max] = [0, 0];
  for (const list of lists)
    for (const value of list) {
      if (value === null) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  return { min, max };
}

/** The same, as far as round numbers reach, and how far they are apart. */
export function roundRange(chart: Chart, steps: number) {
  const { min, max } = rangeOf(chart.series.map(({ values }) => values));
  const least = Math.max((max - min) / steps, isWhole(chart) ? 1 : 0) || 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const interval = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= least * 0.999) ?? least;
  return {
    min: Math.floor(min / interval) * interval,
    max: Math.ceil(max / interval) * interval || interval,
    interval,
  };
}
