/** Draws a chart as SVG, with ECharts, which needs no browser for it. */
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, VisualMapComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart, ChartForm } from '../chart.ts';
import { LIGHT } from '../colours.ts';
import { cleanSvg } from './clean-svg.ts';
import { FONT_FAMILY } from './frame.ts';
import { drawHeatMap } from './heat-map.ts';
import { drawMultiples } from './multiples.ts';
import type { Drawing } from './parts.ts';
import { drawBars } from './sorted-bars.ts';
import { drawStacked } from './stacked.ts';
import { textWidth } from './text-width.ts';
import { drawTimeline } from './timeline.ts';

use([BarChart, LineChart, HeatmapChart, GridComponent, GraphicComponent, VisualMapComponent, SVGRenderer]);
setPlatformAPI({
  // Without a canvas ECharts guesses.
  measureText(text, font = '') {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
    return { width: textWidth(text, { size, bold: /\b(?:bold|[6-9]00)\b/.test(font) }) };
  },
});

const DRAWINGS: Record<ChartForm, (chart: Chart, width: number) => Drawing> = {
  columns: drawTimeline,
  line: drawTimeline,
  bars: drawBars,
  stacked: drawStacked,
  multiples: drawMultiples,
  'heat map': drawHeatMap,
};

/** In pixels: of a page beside others, and of a telephone. */
export const WIDTHS = { wide: 720, narrow: 358 } as const;
export type ChartWidth = keyof typeof WIDTHS;

/** @returns a whole SVG file in the light colours, with nothing in it that a strict content security policy forbids */
export function drawChart(chart: Chart, size: ChartWidth = 'wide'): string {
  const width = WIDTHS[size];
  const { height, options } = DRAWINGS[chart.form](chart, width);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption({
      animation: false,
      backgroundColor: LIGHT.ground,
      textStyle: { fontFamily: FONT_FAMILY, fontSize: 12, color: LIGHT.text },
      ...options,
    });
    return cleanSvg(drawing.renderToSVGString(), chart, size);
  } finally {
    drawing.dispose();
  }
}
