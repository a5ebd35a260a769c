/** Bars that lie, each with its number: names have room beside them. */
import type { Chart, ChartSeries } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { createFrame, SMALL } from './frame.ts';
import { type Drawing, labelAxis, labelledValue, rangeOf, SIDE, STILL } from './parts.ts';
import { shortenText, textWidth } from './text-width.ts';

/** Of a bar with the space around it. */
const BAR_ROOM = 26;
const BEFORE_ROOM = 10;
export const MAX_LABEL_SHARE = 0.38;

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
  const { sides, names, scale } = lyingBars(chart, [current.values, before?.values ?? []], width);
  return {
    height: top + plotHeight + SIDE,
    options: {
      graphic: { elements },
      grid: { left: SIDE + sides.left, right: SIDE + sides.right, top, height: plotHeight },
      yAxis: names,
      xAxis: scale,
      series: [
        {
          ...STILL,
          type: 'bar',
          barWidth: 16,
          barGap: '15%',
          itemStyle: { color: LIGHT.main },
          data: current.values.map((value) => labelledValue(chart, value, ['right', 'left'])),
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

/**
 * What charts of lying bars have in common: names on the left, numbers at the ends of the bars, and no others.
 * @param lists whose bars there are
 */
export function lyingBars(chart: Chart, lists: readonly (readonly (number | null)[])[], width: number) {
  const { labels } = chart;
  const { min, max } = rangeOf(lists);
  const numberRoom = (value: number) => (value === 0 ? 0 : textWidth(figureText(value, chart), SMALL) + 10);
  const room = labelRoom(labels, width);
  // The longest bar to the left has its number between itself and the names.
  const margin = 8 + numberRoom(min);
  return {
    sides: { left: room + margin, right: Math.max(numberRoom(max), 8) },
    names: { ...labelAxis(labels), inverse: true, axisLabel: { ...nameLabel(room), margin } },
    scale: { type: 'value', show: false, min, max: max === min ? 1 : max },
  };
}

/** Every name is shown, shortened where it is long. */
export const nameLabel = (room: number) => ({
  color: LIGHT.text,
  fontSize: SMALL.size,
  interval: 0,
  formatter: (name: string) => shortenText(name, room, SMALL),
});

export const labelRoom = (labels: readonly string[], width: number): number =>
  Math.min(width * MAX_LABEL_SHARE, Math.max(0, ...labels.map((name) => textWidth(name, SMALL))));
