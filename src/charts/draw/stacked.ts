/** Parts of a whole: columns over time, or lying bars, with the whole told at their ends. */
import type { Chart } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { createFrame, SMALL } from './frame.ts';
import {
  colourOfSeries,
  type Drawing,
  labelAxis,
  plotWithLabels,
  rightSide,
  SIDE,
  STILL,
  valueAxis,
} from './parts.ts';
import { lyingBars } from './sorted-bars.ts';
import { textWidth } from './text-width.ts';

const PLOT_HEIGHT = 260;
const BAR_ROOM = 28;
/** A stack's end has no side where its last part is 0. */
const NO_HEIGHT = 1e-6;

export function drawStacked(chart: Chart, width: number): Drawing {
  const { labels, series, isTime } = chart;
  const legend = series.map((one, index) => ({ name: one.name, colour: colourOfSeries(one, index) }));
  const { elements, top } = createFrame(chart, legend, width, LIGHT);
  const { totals, above, below } = sumsOf(chart);
  const texts = totals.map((total) => figureText(total, chart));
  const widest = Math.max(0, ...texts.map((text) => textWidth(text, SMALL)));
  const hasRoom = !isTime || widest + 4 <= (width - 2 * SIDE - 56) / Math.max(1, labels.length);
  const height = isTime ? PLOT_HEIGHT : labels.length * BAR_ROOM + 8;
  const bars = series.map((one, index) => ({
    ...STILL,
    type: 'bar',
    stack: 'all',
    barMaxWidth: isTime ? 44 : 18,
    barCategoryGap: '28%',
    itemStyle: { color: colourOfSeries(one, index), borderColor: LIGHT.ground, borderWidth: 0.5 },
    data: one.values.map((value) => (value === 0 ? null : value)),
  }));
  const ends = isTime ? ['top', 'bottom'] : ['right', 'left'];
  const whole = {
    ...STILL,
    type: 'bar',
    stack: 'all',
    itemStyle: { color: 'none' },
    label: {
      show: hasRoom,
      color: LIGHT.text,
      fontSize: SMALL.size,
      formatter: ({ dataIndex }: { dataIndex: number }) => texts[dataIndex],
    },
    // Of no height, at the end of the parts above zero, or below it where there are none above.
    data: totals.map((_, at) => {
      const isBelow = below[at]! < 0 && above[at] === 0;
      return { value: isBelow ? -NO_HEIGHT : NO_HEIGHT, label: { position: isBelow ? ends[1] : ends[0] } };
    }),
  };
  const plot = { graphic: { elements }, series: [...bars, whole] };
  if (isTime)
    return {
      height: top + height + 34,
      options: {
        ...plot,
        grid: plotWithLabels(top, height + 22, rightSide(labels, width)),
        xAxis: labelAxis(labels),
        yAxis: valueAxis(chart),
      },
    };
  const { sides, names, scale } = lyingBars(chart, [above, below], width);
  return {
    height: top + height + SIDE,
    options: {
      ...plot,
      grid: { left: SIDE + sides.left, right: SIDE + sides.right, top, height },
      yAxis: names,
      xAxis: scale,
    },
  };
}

/** Parts below zero go to the other side, so that neither side is the whole. */
function sumsOf({ labels, series }: Chart) {
  const sums = (part: (value: number) => number) =>
    labels.map((_, at) => series.reduce((sum, { values }) => sum + part(values[at] ?? 0), 0));
  return {
    totals: sums((value) => value),
    above: sums((value) => Math.max(0, value)),
    below: sums((value) => Math.min(0, value)),
  };
}
