/** Two times, such as weekday by hour: cells that are stronger the more there is, each with its number where it fits. */
import type { Chart } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { createFrame, SMALL, textElement } from './frame.ts';
import { type Drawing, labelAxis, rangeOf, SIDE, STILL } from './parts.ts';
import { labelRoom, nameLabel } from './sorted-bars.ts';
import { textWidth } from './text-width.ts';

const ROW_HEIGHT = 30;
const FAINTEST = 0.06;
/** From here on dark text can't be read on a cell. */
const STRONG = 0.5;

interface Cell {
  column: number;
  row: number;
  value: number;
  /** Of the most, 0 to 1. */
  share: number;
}

export function drawHeatMap(chart: Chart, width: number): Drawing {
  const { labels, series } = chart;
  const rows = series.map(({ name }) => name);
  const { elements, top } = createFrame(chart, [], width, LIGHT);
  const left = SIDE + labelRoom(rows, width) + 8;
  const cells = cellsOf(chart);
  const height = rows.length * ROW_HEIGHT;
  return {
    height: top + height + 34,
    options: {
      graphic: { elements: [...elements, ...numbers(cells, chart, { left, top, width })] },
      grid: { left, right: SIDE, top, height },
      xAxis: labelAxis(labels),
      yAxis: { ...labelAxis(rows), inverse: true, axisLabel: nameLabel(rows, width) },
      visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { opacity: [FAINTEST, 1] } },
      series: [
        {
          ...STILL,
          type: 'heatmap',
          itemStyle: { color: LIGHT.heat, borderColor: LIGHT.ground, borderWidth: 2 },
          data: cells.map(({ column, row, share }) => [column, row, share]),
        },
      ],
    },
  };
}

function cellsOf({ series }: Chart): Cell[] {
  const { max } = rangeOf(series.map(({ values }) => values));
  return series.flatMap(({ values }, row) =>
    values.flatMap((value, column) =>
      value === null ? [] : [{ column, row, value, share: max > 0 ? Math.max(0, value) / max : 0 }],
    ),
  );
}

/** The number in each cell, where all fit. */
function numbers(
  cells: readonly Cell[],
  chart: Chart,
  { left, top, width }: { left: number; top: number; width: number },
) {
  const cellWidth = (width - left - SIDE) / Math.max(1, chart.labels.length);
  const told = cells.map((cell) => ({ ...cell, text: figureText(cell.value, chart) }));
  const size = [SMALL.size, 10, 9].find((one) =>
    told.every(({ text }) => textWidth(text, { size: one }) + 3 <= cellWidth),
  );
  if (size === undefined) return [];
  return told.map(({ column, row, share, text }) =>
    textElement(
      text,
      left + (column + 0.5) * cellWidth - textWidth(text, { size }) / 2,
      top + (row + 0.5) * ROW_HEIGHT - size / 2,
      { size },
      share > STRONG ? LIGHT.onHeat : LIGHT.text,
    ),
  );
}
