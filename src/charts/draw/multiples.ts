/** A small chart of each series, all on one scale: for figures that are no parts of a whole, such as rates. */
import type { Chart } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { createFrame, SMALL, textElement } from './frame.ts';
import {
  type Drawing,
  labelAxis,
  plotWithLabels,
  rangeOf,
  SIDE,
  STILL,
  valueAxis,
  valueLabel,
} from './parts.ts';
import { labelRoom, nameLabel } from './sorted-bars.ts';
import { shortenText } from './text-width.ts';

const GAP = 20;
const PANEL_TITLE = { ...SMALL, bold: true };
const TITLE_ROOM = 22;
const TIME_HEIGHT = 120;
const BAR_ROOM = 22;
/** Of a panel: below that its labels say nothing. */
const MIN_WIDTH = 210;

export function drawMultiples(chart: Chart, width: number): Drawing {
  const { labels, series, isTime } = chart;
  const { elements, top } = createFrame(chart, [], width, LIGHT);
  const perRow = Math.max(1, Math.min(series.length, 3, Math.floor(width / (MIN_WIDTH + GAP))));
  const panelWidth = (width - 2 * SIDE - (perRow - 1) * GAP) / perRow;
  const panelHeight = TITLE_ROOM + (isTime ? TIME_HEIGHT : labels.length * BAR_ROOM + 8);
  const { min, max } = rangeOf(series.map(({ values }) => values));
  const scale = { ...valueAxis(chart), min, max: max || 1, splitNumber: 2 };
  const panels = series.map(({ name, values }, index) => {
    const left = SIDE + (index % perRow) * (panelWidth + GAP);
    const panelTop = top + Math.floor(index / perRow) * (panelHeight + GAP);
    const title = textElement(
      shortenText(name, panelWidth, PANEL_TITLE),
      left,
      panelTop,
      PANEL_TITLE,
      LIGHT.text,
    );
    return { title, values, index, left, top: panelTop + TITLE_ROOM };
  });
  const names = { ...labelAxis(labels), inverse: true, axisLabel: nameLabel(labels, panelWidth) };
  const bare = { ...scale, axisLabel: { show: false }, splitLine: { show: false } };
  const labelWidth = labelRoom(labels, panelWidth) + 8;
  return {
    height: top + Math.ceil(series.length / perRow) * (panelHeight + GAP),
    options: {
      graphic: { elements: [...elements, ...panels.map(({ title }) => title)] },
      grid: panels.map(({ left, top: panelTop }) =>
        isTime
          ? { ...plotWithLabels(panelTop, TIME_HEIGHT), left, right: undefined, width: panelWidth }
          : {
              left: left + labelWidth,
              top: panelTop,
              width: panelWidth - labelWidth - 40,
              height: labels.length * BAR_ROOM,
            },
      ),
      xAxis: panels.map(({ index }) => ({ ...(isTime ? labelAxis(labels) : bare), gridIndex: index })),
      yAxis: panels.map(({ index }) => ({ ...(isTime ? scale : names), gridIndex: index })),
      series: panels.map(({ index, values }) => ({
        ...STILL,
        xAxisIndex: index,
        yAxisIndex: index,
        itemStyle: { color: LIGHT.main },
        ...(isTime && values.length > 1
          ? {
              type: 'line',
              // A figure between gaps has no line.
              showSymbol: values.includes(null),
              symbol: 'circle',
              symbolSize: 4,
              lineStyle: { color: LIGHT.main, width: 1.75 },
            }
          : { type: 'bar', barMaxWidth: 14, label: isTime ? undefined : valueLabel(chart, 'right') }),
        data: [...values],
      })),
    },
  };
}
