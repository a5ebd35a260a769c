/** What a picture shows, for who can't see it: never all the figures, which stand in a table beside it. */
import type { Chart, ChartSeries } from './chart.ts';
import { figureWithUnit } from './number-text.ts';

export function altText(chart: Chart): string {
  const said = chart.series.length === 1 ? [extremes(chart, chart.series[0]!)] : [seriesNames(chart)];
  return [...said, ...chart.notes].filter(Boolean).join('. ');
}

function extremes(chart: Chart, { values }: ChartSeries): string {
  let [most, least] = [-1, -1];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    if (most < 0 || value > values[most]!) most = at;
    if (least < 0 || value < values[least]!) least = at;
  }
  if (most < 0) return '';
  const told = (at: number) => `${chart.labels[at]} ${figureWithUnit(values[at]!, chart)}`;
  const [high, low] = chart.language === 'sv' ? ['Högst', 'lägst'] : ['Highest', 'lowest'];
  return most === least ? told(most) : `${high}: ${told(most)}; ${low}: ${told(least)}`;
}

const seriesNames = ({ series }: Chart): string => series.map(({ name }) => name).join(', ');
