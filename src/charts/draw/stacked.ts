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
  rangeOf,
  SIDE,
  STILL,
  valueAxis,
} from './parts.ts';
import { labelRoom, nameLabel } from './sorted-bars.ts';
import { textWidth } from './text-width.ts';

const PLOT_HEIGHT = 260;
const BAR_ROOM = 28;

export function drawStacked(chart: Chart, width: number): Drawing {
  const { labels, series, isTime } = chart;
  const legend = series.map((one, index) => ({ name: one.name, colour: colourOfSeries(one, index) }));
  const { elements, top } = createFrame(chart, legend, width, LIGHT);
  const totals = labels.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
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
  const whole = {
    ...STILL,
    type: 'bar',
    stack: 'all',
    itemStyle: { color: 'none' },
    label: {
      show: hasRoom,
      position: isTime ? 'top' : 'right',
      color: LIGHT.text,
      fontSize: SMALL.size,
      formatter: ({ dataIndex }: { dataIndex: number }) => texts[dataIndex],
    },
    data: totals.map(() => 0),
  };
  const plot = { graphic: { elements }, series: [...bars, whole] };
  if (isTime)
    return {
      height: top + height + 34,
      options: {
        ...plot,
        grid: plotWithLabels(top, height + 22),
        xAxis: labelAxis(labels),
        yAxis: valueAxis(chart),
      },
    };
  const { max } = rangeOf([totals]);
  return {
    height: top + height + SIDE,
    options: {
      ...plot,
      grid: {
        left: SIDE + labelRoom(labels, width) + 8,
        right: SIDE + widest + 10,
        top,
        height,
      },
      yAxis: { ...labelAxis(labels), inverse: true, axisLabel: nameLabel(labels, width) },
      xAxis: { ...valueAxis(chart), max, axisLabel: { show: false }, splitLine: { show: false } },
    },
  };
}
