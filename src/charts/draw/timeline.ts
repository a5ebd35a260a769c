/** Figures over time: columns, or a line where there are many; the time before as a thin line. */
import type { Chart, ChartSeries } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { createFrame, type LegendEntry, SMALL } from './frame.ts';
import {
  type Drawing,
  labelAxis,
  labelledValue,
  plotWithLabels,
  rangeOf,
  rightSide,
  SIDE,
  STILL,
  valueAxis,
} from './parts.ts';
import { textWidth } from './text-width.ts';

const PLOT_HEIGHT = 240;
/** What the axis takes on the left, about. */
const AXIS_ROOM = 56;

export function drawTimeline(chart: Chart, width: number): Drawing {
  const { series, before, openAt, labels } = chart;
  const [current] = series as [ChartSeries];
  const isLine = chart.form === 'line';
  const legend: LegendEntry[] = before
    ? [
        { name: current.name, colour: LIGHT.main, isLine },
        { name: before.name, colour: LIGHT.before, isLine: true },
      ]
    : [];
  const { elements, top } = createFrame(chart, legend, width, LIGHT);
  const columns = isLine ? undefined : columnSeries(chart, current, width);
  return {
    height: top + PLOT_HEIGHT + 34,
    options: {
      graphic: { elements },
      grid: plotWithLabels(top, PLOT_HEIGHT + 22, rightSide(labels, width)),
      xAxis: labelAxis(labels),
      yAxis: { ...valueAxis(chart), ...(columns?.hasNumbers && roomForNumbers(current)) },
      series: [
        ...(isLine ? lineSeries(current, openAt) : [columns!.series]),
        ...(before ? [thinLine(before)] : []),
      ],
    },
  };
}

function columnSeries(chart: Chart, { values }: ChartSeries, width: number) {
  const room = (width - 2 * SIDE - AXIS_ROOM) / Math.max(1, values.length);
  const texts = values.map((value) => (value === null ? '' : figureText(value, chart)));
  const hasRoom = texts.every((text) => textWidth(text, SMALL) + 4 <= room);
  const hasNumbers = hasRoom && !chart.before;
  const series = {
    ...STILL,
    type: 'bar',
    barMaxWidth: 44,
    barCategoryGap: '28%',
    itemStyle: { color: LIGHT.main },
    data: values.map((value, index) => ({
      ...(hasNumbers ? labelledValue(chart, value, ['top', 'bottom']) : { value }),
      ...(index === chart.openAt && { itemStyle: { color: LIGHT.open } }),
    })),
  };
  return { series, hasNumbers };
}

/** Above the highest column and below the lowest one. */
const roomForNumbers = ({ values }: ChartSeries) => ({
  boundaryGap: [rangeOf([values]).min < 0 ? '8%' : 0, '8%'],
});

/** What is not over is a dashed line to a hollow point. */
function lineSeries({ values }: ChartSeries, openAt: number | undefined) {
  const line = {
    ...STILL,
    type: 'line',
    showSymbol: false,
    lineStyle: { color: LIGHT.main, width: 2 },
    itemStyle: { color: LIGHT.main },
  };
  if (openAt === undefined) return [{ ...line, ...loneSymbols(values), data: [...values] }];
  const over = values.map((value, index) => (index < openAt ? value : null));
  const open = values.map((value, index) => (index >= openAt - 1 ? value : null));
  return [
    { ...line, ...loneSymbols(over), data: over },
    {
      ...line,
      showSymbol: true,
      symbol: 'circle',
      symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === openAt ? 7 : 0),
      lineStyle: { color: LIGHT.open, width: 2, type: 'dashed' },
      itemStyle: { color: LIGHT.open },
      data: open,
    },
  ];
}

/** A figure between two gaps has no line that would show it. */
function loneSymbols(values: readonly (number | null)[]) {
  const isLone = (index: number) =>
    values[index] != null && values[index - 1] == null && values[index + 1] == null;
  if (!values.some((_, index) => isLone(index))) return {};
  return {
    showSymbol: true,
    symbol: 'circle',
    symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (isLone(dataIndex) ? 6 : 0),
  };
}

const thinLine = ({ values }: ChartSeries) => ({
  ...STILL,
  type: 'line',
  showSymbol: values.length === 1,
  symbol: 'circle',
  symbolSize: 6,
  lineStyle: { color: LIGHT.before, width: 1.25 },
  itemStyle: { color: LIGHT.before },
  data: [...values],
});
