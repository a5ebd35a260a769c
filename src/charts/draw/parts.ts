/** What the forms of charts have in common. */
import type { Chart, ChartSeries } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { SMALL } from './frame.ts';

/** What a form makes of a chart: ECharts' options, and how high the picture is. */
export interface Drawing {
  height: number;
  options: Record<string, unknown>;
}

/** What is free on the left and on the right. */
export const SIDE = 16;

/** Nothing in a picture answers to a pointer. */
export const STILL = { silent: true, animation: false, emphasis: { disabled: true } } as const;

const AXIS_LABEL = { color: LIGHT.muted, fontSize: SMALL.size };

export const valueAxis = (chart: Chart) => ({
  type: 'value',
  axisLine: { show: false },
  axisTick: { show: false },
  // Counts have no halves.
  ...(chart.unit === 'count' && { minInterval: 1 }),
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

/** The number that a bar's end tells. */
export const valueLabel = (chart: Chart, position: string) => ({
  show: true,
  position,
  color: LIGHT.text,
  fontSize: SMALL.size,
  formatter: ({ value }: { value: number | null }) => (value === null ? '' : figureText(value, chart)),
});

export const colourOfSeries = ({ isRest }: ChartSeries, index: number): string =>
  (isRest ? undefined : LIGHT.categories[index]) ?? LIGHT.others;

/** A plot within these sides, its axis labels included. */
export const plotWithLabels = (top: number, height: number) => ({
  left: SIDE,
  right: SIDE,
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
