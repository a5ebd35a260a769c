/** Bars that lie, each with its number: names have room beside them. */
import type { Chart, ChartSeries } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { createFrame, SMALL } from './frame.ts';
import { type Drawing, labelAxis, rangeOf, SIDE, STILL, valueAxis, valueLabel } from './parts.ts';
import { shortenText, textWidth } from './text-width.ts';

/** Of a bar with the space around it. */
const BAR_ROOM = 26;
const BEFORE_ROOM = 10;
const MAX_LABEL_SHARE = 0.38;

export function drawBars(chart: Chart, width: number): Drawing {
  const { labels, series, before } = chart;
  const [current] = series as [ChartSeries];
  const legend = before
    ? [
        { name: current.name, colour: LIGHT.main },
        { name: before.name, colour: LIGHT.before, isLine: true },
      ]
    : [];
  const { elements, top } = createFrame(chart, legend, width, LIGHT);
  const plotHeight = labels.length * (BAR_ROOM + (before ? BEFORE_ROOM : 0)) + 8;
  const lists = [current.values, before?.values ?? []];
  return {
    height: top + plotHeight + SIDE,
    options: {
      graphic: { elements },
      grid: { ...sidesOf(chart, lists, width), top, height: plotHeight },
      yAxis: { ...labelAxis(labels), inverse: true, axisLabel: nameLabel(labels, width) },
      // The numbers stand at the bars.
      xAxis: { ...valueAxis(chart), axisLabel: { show: false }, splitLine: { show: false } },
      series: [
        {
          ...STILL,
          type: 'bar',
          barWidth: 16,
          barGap: '15%',
          itemStyle: { color: LIGHT.main },
          data: current.values.map((value) => ({
            value,
            label: valueLabel(chart, (value ?? 0) < 0 ? 'left' : 'right'),
          })),
        },
        ...(before
          ? [
              {
                ...STILL,
                type: 'bar',
                barWidth: 5,
                itemStyle: { color: LIGHT.before },
                data: [...before.values],
              },
            ]
          : []),
      ],
    },
  };
}

/** Every name is shown, shortened where it is long. */
export const nameLabel = (labels: readonly string[], width: number) => ({
  color: LIGHT.text,
  fontSize: SMALL.size,
  interval: 0,
  formatter: (name: string) => shortenText(name, labelRoom(labels, width), SMALL),
});

export const labelRoom = (labels: readonly string[], width: number): number =>
  Math.min(width * MAX_LABEL_SHARE, Math.max(0, ...labels.map((name) => textWidth(name, SMALL))));

/** Leaves room for the numbers at the ends of the longest bars. */
function sidesOf(chart: Chart, lists: readonly (readonly (number | null)[])[], width: number) {
  const { min, max } = rangeOf(lists);
  const room = (value: number) => (value === 0 ? 0 : textWidth(figureText(value, chart), SMALL) + 10);
  return {
    left: SIDE + labelRoom(chart.labels, width) + 8 + room(min),
    right: SIDE + Math.max(room(max), 8),
  };
}
