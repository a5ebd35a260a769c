/** Two times, such as weekday by hour: cells that are stronger the more there is, each with its number where it fits. */
import type { Chart } from '../chart.ts';
import { heatOpacity, LIGHT, STRONG_HEAT } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { createFrame, type LegendEntry, SMALL, textElement } from './frame.ts';
import { type Drawing, labelAxis, rangeOf, SIDE, STILL } from './parts.ts';
import { labelRoom, nameLabel } from './sorted-bars.ts';
import { textWidth } from './text-width.ts';

const ROW_HEIGHT = 30;

interface Cell {
  column: number;
  row: number;
  value: number;
  /** Of the one that is furthest from 0, 0 to 1. */
  share: number;
}

/** Where the cells are. */
interface Plot {
  left: number;
  cellWidth: number;
}

export function drawHeatMap(chart: Chart, width: number): Drawing {
  const { labels, series } = chart;
  const rows = series.map(({ name }) => name);
  const room = labelRoom(rows, width);
  const plot = plotOf(labels, SIDE + room + 8, width);
  const cells = cellsOf(chart);
  const size = numberSize(cells, chart, plot);
  const { elements, top } = createFrame(chart, size ? [] : scaleLegend(chart), width, LIGHT);
  const height = rows.length * ROW_HEIGHT;
  const { left, cellWidth } = plot;
  return {
    height: top + height + 34,
    options: {
      graphic: { elements: [...elements, ...(size ? numbers(cells, chart, plot, { top, size }) : [])] },
      grid: { left, width: cellWidth * labels.length, top, height },
      xAxis: { ...labelAxis(labels), axisLine: { show: false } },
      yAxis: { ...labelAxis(rows), inverse: true, axisLine: { show: false }, axisLabel: nameLabel(room) },
      visualMap: {
        show: false,
        min: 0,
        max: 1,
        dimension: 2,
        inRange: { opacity: [heatOpacity(0), heatOpacity(1)] },
      },
      series: [
        {
          ...STILL,
          type: 'heatmap',
          itemStyle: {
            color: LIGHT.heat,
            borderColor: LIGHT.ground,
            // Of small cells nothing would be left.
            borderWidth: Math.min(2, Math.floor(cellWidth / 8)),
          },
          data: cells.map(({ column, row, value, share }) => ({
            value: [column, row, share],
            ...(value < 0 && { itemStyle: { color: LIGHT.heatBelow } }),
          })),
        },
      ],
    },
  };
}

/** The last label may be wider than its cell. */
function plotOf(labels: readonly string[], left: number, width: number): Plot {
  const count = Math.max(1, labels.length);
  const half = textWidth(labels.at(-1) ?? '', SMALL) / 2;
  const cellWidth = Math.min((width - left - SIDE) / count, (width - left - half - 4) / (count - 0.5));
  return { left, cellWidth };
}

function cellsOf({ series }: Chart): Cell[] {
  const { min, max } = rangeOf(series.map(({ values }) => values));
  const most = Math.max(max, -min) || 1;
  return series.flatMap(({ values }, row) =>
    values.flatMap((value, column) =>
      value === null ? [] : [{ column, row, value, share: Math.abs(value) / most }],
    ),
  );
}

/** The largest size at which each cell has room for its number; undefined where there is none. */
const numberSize = (cells: readonly Cell[], chart: Chart, { cellWidth }: Plot): number | undefined =>
  [SMALL.size, 10, 9].find((size) =>
    cells.every(({ value }) => textWidth(figureText(value, chart), { size }) + 3 <= cellWidth),
  );

/** What the colours mean, where no numbers say it. */
function scaleLegend(chart: Chart): LegendEntry[] {
  const { min, max } = rangeOf(chart.series.map(({ values }) => values));
  const most = Math.max(max, -min) || 1;
  const steps = [min, 0, max / 2, max].filter((value, at) => at === 1 || value !== 0);
  return steps.map((value) => ({
    name: figureText(value, chart),
    colour: value < 0 ? LIGHT.heatBelow : LIGHT.heat,
    opacity: heatOpacity(Math.abs(value) / most),
  }));
}

const numbers = (
  cells: readonly Cell[],
  chart: Chart,
  { left, cellWidth }: Plot,
  { top, size }: { top: number; size: number },
) =>
  cells.map(({ column, row, share, value }) => {
    const text = figureText(value, chart);
    return textElement(
      text,
      left + (column + 0.5) * cellWidth - textWidth(text, { size }) / 2,
      top + (row + 0.5) * ROW_HEIGHT - size / 2,
      { size },
      share > STRONG_HEAT ? LIGHT.onHeat : LIGHT.onFaint,
    );
  });
