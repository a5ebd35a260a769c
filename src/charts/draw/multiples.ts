/** A small chart of each series, all on one scale: for figures that are no parts of a whole, such as rates. */
import type { Chart } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { createFrame, SMALL, textElement } from './frame.ts';
import {
  type Drawing,
  labelAxis,
  labelledValue,
  plotWithLabels,
  roundRange,
  SIDE,
  STILL,
  valueAxis,
} from './parts.ts';
import { lyingBars, MAX_LABEL_SHARE } from './sorted-bars.ts';
import { shortenText, textWidth } from './text-width.ts';

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
  const widest = isTime ? 0 : Math.max(0, ...labels.map((label) => textWidth(label, SMALL)));
  const minWidth = Math.max(MIN_WIDTH, widest / MAX_LABEL_SHARE);
  const perRow = Math.max(1, Math.min(series.length, 3, Math.floor(width / (minWidth + GAP))));
  const panelWidth = (width - 2 * SIDE - (perRow - 1) * GAP) / perRow;
  const panelHeight = TITLE_ROOM + (isTime ? TIME_HEIGHT : labels.length * BAR_ROOM + 8);
  const scale = { ...valueAxis(chart), ...roundRange(chart, 3) };
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
  const lying = lyingBars(
    chart,
    series.map(({ values }) => values),
    panelWidth,
  );
  const { sides } = lying;
  const height = labels.length * BAR_ROOM;
  return {
    height: top + Math.ceil(series.length / perRow) * (panelHeight + GAP),
    options: {
      graphic: { elements: [...elements, ...panels.map(({ title }) => title)] },
      grid: panels.map(({ left, top: panelTop }) =>
        isTime
          ? { ...plotWithLabels(panelTop, TIME_HEIGHT), left, right: undefined, width: panelWidth }
          : { left: left + sides.left, top: panelTop, width: panelWidth - sides.left - sides.right, height },
      ),
      xAxis: panels.map(({ index }) => ({ ...(isTime ? labelAxis(labels) : lying.scale), gridIndex: index })),
      yAxis: panels.map(({ index }) => ({ ...(isTime ? scale : lying.names), gridIndex: index })),
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
          : { type: 'bar', barMaxWidth: 14 }),
        data: isTime ? [...values] : values.map((value) => labelledValue(chart, value, ['right', 'left'])),
      })),
    },
  };
}
