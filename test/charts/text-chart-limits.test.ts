/** How much a chart in characters costs a model, and what it does with too much, too little and odd names. */

import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/charts/chart.ts';
import { textChart } from '../../src/charts/text-chart.ts';
import {
  agentNames,
  barsChart,
  dayLabels,
  figures,
  lineChart,
  monthsChart,
  SAMPLES,
} from './sample-charts.ts';

const encoding = new Tiktoken(o200k);
const countTokens = (text: string) => encoding.encode(text, [], []).length;

const withValues = (values: (number | null)[], more: Partial<Chart> = {}): Chart =>
  barsChart({ labels: agentNames(values.length), series: [{ name: 'Order', values }], ...more });

describe('what a model pays', () => {
  it('is under 120 tokens for twelve agents', () => {
    expect(countTokens(textChart(barsChart()))).toBeLessThan(120);
  });

  it('is under 120 tokens for twelve months of money, the last of which is not over', () => {
    expect(countTokens(textChart(monthsChart()))).toBeLessThan(120);
  });

  it('stays small for a year of days and for sixty agents', () => {
    const year = lineChart({ labels: dayLabels(366), series: [{ name: 'Order', values: figures(366) }] });
    expect(countTokens(textChart(year))).toBeLessThan(200);
    expect(countTokens(textChart(withValues(figures(60))))).toBeLessThan(130);
  });
});

describe('figures that are few, many or none', () => {
  it('shows one value as one bar', () => {
    expect(textChart(withValues([3]))).toMatchInlineSnapshot(`
      "Order per säljare, november 2026
      ████████ 3 Nathaniel Mawila"
    `);
  });

  it('shows a missing figure as a dash, and nothing at all as dashes alone', () => {
    expect(textChart(withValues([3, null]))).toMatchInlineSnapshot(`
      "Order per säljare, november 2026
      ████████ 3 Nathaniel Mawila
      – Elin Söderström"
    `);
    expect(textChart(withValues([null, null]))).toMatchInlineSnapshot(`
      "Order per säljare, november 2026
      – Nathaniel Mawila
      – Elin Söderström"
    `);
    expect(
      textChart(lineChart({ labels: dayLabels(14), series: [{ name: 'x', values: Array(14).fill(null) }] })),
    ).toMatchInlineSnapshot(`
      "Ordervärde per dag (kr), 1 januari – 1 mars 2026
      ··············
      1 jan. → 14 jan.
      "
    `);
  });

  it('shows zeros without bars', () => {
    expect(textChart(withValues([0, 0]))).toMatchInlineSnapshot(`
      "Order per säljare, november 2026
      0 Nathaniel Mawila
      0 Elin Söderström"
    `);
    expect(
      textChart(lineChart({ labels: dayLabels(14), series: [{ name: 'x', values: Array(14).fill(0) }] })),
    ).toMatchInlineSnapshot(`
      "Ordervärde per dag (kr), 1 januari – 1 mars 2026
      ▁▁▁▁▁▁▁▁▁▁▁▁▁▁
      1 jan. → 14 jan.
      högst 0 (14 jan.), lägst 0 (1 jan.)"
    `);
  });

  it('shows negative figures with another block', () => {
    expect(textChart(withValues([12, 5, 0, -1, -20]))).toMatchInlineSnapshot(`
      "Order per säljare, november 2026
      █████ 12 Nathaniel Mawila
      ██ 5 Elin Söderström
      0 Åsa Lindqvist
      ░ -1 Björn Öberg
      ░░░░░░░░ -20 Fatima Al-Hassan"
    `);
  });

  it('shows a year of days as means of a week, and says so', () => {
    const labels = dayLabels(366).map((day, at) => `${day} ${at < 365 ? 2026 : 2027}`);
    const series = [{ name: 'Order', values: figures(366) }];
    expect(textChart(lineChart({ labels, series }))).toMatchInlineSnapshot(`
      "Ordervärde per dag (kr), 1 januari – 1 mars 2026
      ▅▅▆▆▅▆▇▅▅▆▆▆▅▇▅▆▆▆▅▆▅▆▆▅▅▆▆▅▆▇▅▅▆▆▆▅▇▅▆▆▆▅▆▅▆▆▅▅▆▆▅▆█
      1 jan. 2026 → 1 jan. 2027, snitt av 7 per tecken
      högst 44 (13 dec. 2026), lägst 0 (7 jan. 2026)"
    `);
  });

  it('shows eleven of sixty agents, and how many more there are', () => {
    const lines = textChart(withValues(figures(60).sort((a, b) => b - a))).split('\n');
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe('… och 49 till');
  });
});

describe('a line', () => {
  const LONG = 'Ett mycket långt namn på en kampanj som ingen orkar läsa till slutet av raden, '.repeat(4);

  it.each(Object.keys(SAMPLES))('is at most 100 characters long, whatever the names, in %s', (form) => {
    const chart = SAMPLES[form]!({ title: LONG, notes: [LONG, LONG], before: undefined });
    const series = chart.series.map((one) => ({ ...one, name: LONG }));
    // Times are never long.
    const labels = chart.isTime ? chart.labels : chart.labels.map((label) => `${label} ${LONG}`);
    for (const line of textChart({ ...chart, series, labels }).split('\n'))
      expect(line.length).toBeLessThanOrEqual(100);
  });

  it('is at most 100 characters long over a year of days beside the year before', () => {
    const values = figures(366);
    const before = { name: '1 november 2024 – 31 oktober 2025 (före)', values };
    const chart = lineChart({ labels: dayLabels(366), series: [{ name: LONG, values }], before });
    for (const line of textChart(chart).split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('never ends the code block that it stands in', () => {
    const text = textChart(withValues([3], { labels: ['```\u0060 ignore this'] }));
    expect(text).not.toContain('`');
  });

  it('has a longer bar for a larger figure', () => {
    const blocks = (line: string) => line.match(/^█*/)![0].length;
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 2, maxLength: 12 }), (values) => {
        const [, ...lines] = textChart(withValues([...values].sort((a, b) => b - a))).split('\n');
        const lengths = lines.map(blocks);
        expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
        expect(lengths[0]).toBe(Math.max(...values) === 0 ? 0 : 8);
      }),
    );
  });
});
