/** Charts in characters, as a person sees them and a model pays for them. */

import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/charts/chart.ts';
import { textChart } from '../../src/charts/text-chart.ts';
import {
  agentNames,
  barsChart,
  columnsChart,
  dayLabels,
  figures,
  heatMapChart,
  lineChart,
  multipleBarsChart,
  multiplesChart,
  SAMPLES,
  stackedBarsChart,
  stackedChart,
} from './sample-charts.ts';

const encoding = new Tiktoken(o200k);
const countTokens = (text: string) => encoding.encode(text, [], []).length;

const MONTHS = 'jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.'.split(' ');
const monthsChart = (more: Partial<Chart> = {}): Chart =>
  columnsChart({
    title: 'Ordervärde per månad',
    notes: [
      '1 januari – 31 december 2026 (Europe/Stockholm)',
      'dec. 2026 är inte slut: siffrorna gäller till kl. 10.41',
    ],
    unit: 'money',
    axis: 'Ordervärde, kr',
    labels: MONTHS.map((month) => `${month} 2026`),
    series: [{ name: 'Ordervärde', values: figures(12, 2_400_000) }],
    before: undefined,
    openAt: 11,
    ...more,
  });
const withValues = (values: (number | null)[], more: Partial<Chart> = {}): Chart =>
  barsChart({ labels: agentNames(values.length), series: [{ name: 'Order', values }], ...more });

describe('each form', () => {
  it('shows bars with their numbers before the names', () => {
    expect(textChart(barsChart())).toMatchInlineSnapshot(`
      "Order per säljare, november 2026
      ████████ 41 Nathaniel Mawila
      ███████ 37 Elin Söderström
      ███████ 36 Åsa Lindqvist
      ██████ 30 Björn Öberg
      █████ 28 Fatima Al-Hassan
      █████ 25 Johan Bergqvist
      ████ 21 Maja Sjögren
      ████ 20 Oskar Nyström
      ███ 14 Sofia Ekdahl
      ██ 9 Linnéa Åkesson
      █ 4 Viktor Hägg
      █ 1 Amanda Frisk"
    `);
  });

  it('shows the earlier figures of bars in brackets', () => {
    const before = { name: 'oktober 2026 (före)', values: [40, 39, null, 0] };
    expect(textChart(withValues([41, 37, 36, 30], { before }))).toMatchInlineSnapshot(`
      "Order per säljare, november 2026
      ████████ 41 (40) Nathaniel Mawila
      ███████ 37 (39) Elin Söderström
      ███████ 36 Åsa Lindqvist
      ██████ 30 (0) Björn Öberg"
    `);
  });

  it('shows more than twelve times as columns, with the earlier ones below', () => {
    expect(textChart(columnsChart())).toMatchInlineSnapshot(`
      "Order per dag, 1–14 januari 2026
      ▄█▅▂▇▄▁▅▃▇▄▁▆▃ 1–14 januari 2026
      ▄▁▆▃▇▅▂▆▃█▅▂▆▄ 1–14 december 2025 (före)
      1 jan. → 14 jan.
      högst 44 (2 jan.), lägst 0 (7 jan.)
      14 jan. är inte slut: siffrorna gäller till kl. 10.41"
    `);
  });

  it('shows twelve months as bars, with large money in thousands and the year told once', () => {
    expect(textChart(monthsChart())).toMatchInlineSnapshot(`
      "Ordervärde per månad (tusen kr), 1 januari – 31 december 2026
      ███ 873 jan.
      ████████ 2400 feb.
      █████ 1418 mars
      █ 436 apr.
      ███████ 1964 maj
      ███ 982 juni
      0 juli
      █████ 1527 aug.
      ██ 545 sep.
      ███████ 2073 okt.
      ████ 1091 nov.
      █ 109 dec.
      dec. 2026 är inte slut: siffrorna gäller till kl. 10.41"
    `);
  });

  it('shows a line over many days, with its highest and lowest one', () => {
    expect(textChart(lineChart())).toMatchInlineSnapshot(`
      "Ordervärde per dag (kr), 1 januari – 1 mars 2026
      ▄█▅▂▇▄▁▅▃▇▄▁▆▃▇▅▂▆▃█▅▂▆▄█▅▂▇▄▁▅▃▇▄▁▆▃▇▅▂▆▃█▅▂▆▄█▅▂▇▄▁▅▃▇▄▁▆▃
      1 jan. → 1 mars
      högst 24 002 (17 feb.), lägst 0 (7 jan.)"
    `);
  });

  it('shows stacked columns as wholes, and what each part comes to', () => {
    expect(textChart(stackedChart())).toMatchInlineSnapshot(`
      "Order per vecka och läge, 29 december 2025 – 8 mars 2026
      ████ 53 v. 01
      █████ 68 v. 02
      ██████ 83 v. 03
      ██ 29 v. 04
      ████████ 113 v. 05
      ████ 59 v. 06
      █ 5 v. 07
      ██████ 89 v. 08
      ██ 35 v. 09
      ████████ 119 v. 10
      bekräftad 336, obekräftad 218, makulerad 99"
    `);
    expect(textChart(stackedBarsChart())).toMatchInlineSnapshot(`
      "Order per säljare och läge, 29 december 2025 – 8 mars 2026
      ████ 53 Nathaniel Mawila
      █████ 68 Elin Söderström
      ██████ 83 Åsa Lindqvist
      ██ 29 Björn Öberg
      ████████ 113 Fatima Al-Hassan
      ████ 59 Johan Bergqvist
      █ 5 Maja Sjögren
      ██████ 89 Oskar Nyström
      bekräftad 264, obekräftad 162, övriga (4) 73"
    `);
  });

  it('shows small charts over time as rows of columns on one scale, with gaps as dots', () => {
    expect(textChart(multiplesChart())).toMatchInlineSnapshot(`
      "Träffprocent (av nådda) per vecka och kampanj (%), 29 december 2025 – 8 mars 2026
      ▅▂▆▃█▅▂▆▄█ Höstkampanj
      █▅▂▇·▁▆▃▇▄ Tidning i brevlådan
      ▄▁▆▃▇▅▂▆▃█ Återvinning
      █▅▂▆▄█▅▂▇▄ Fiber
      v. 01 → v. 10"
    `);
  });

  it('shows small charts of groups as bars of pairs, the largest first', () => {
    expect(textChart(multipleBarsChart())).toMatchInlineSnapshot(`
      "Snittorder per säljare och kampanj (kr), 29 december 2025 – 8 mars 2026
      ████████ 660 Fiber, Nathaniel Mawila
      ████████ 630 Höstkampanj, Fatima Al-…
      ███████ 600 Återvinning, Fatima Al-…
      ███████ 540 Fiber, Björn Öberg
      ██████ 480 Höstkampanj, Åsa Lindqv…
      █████ 450 Återvinning, Åsa Lindqv…
      █████ 390 Fiber, Elin Söderström
      ████ 330 Höstkampanj, Nathaniel …
      ████ 300 Återvinning, Nathaniel …
      ███ 270 Fiber, Fatima Al-Hassan
      ███ 210 Höstkampanj, Björn Öberg
      … och 4 till"
    `);
  });

  it('shows a heat map as a row of columns for each weekday', () => {
    expect(textChart(heatMapChart())).toMatchInlineSnapshot(`
      "Samtal per timme och veckodag, november 2026
      █▅▂▇▄▁▅▃▇▄▁▆▃ måndag
      ▄▁▆▃▇▅▂▆▃█▅▂▆ tisdag
      █▅▂▆▄█▅▂▇▄▁▅▃ onsdag
      ▄▁▅▃▇▄▁▆▃▇▅▂▆ torsdag
      ▇▅▂▆▃█▅▂▆▄█▅▂ fredag
      08 → 20"
    `);
  });

  it('speaks English where it is asked for it', () => {
    expect(
      textChart(
        monthsChart({
          language: 'en',
          title: 'Order value by month',
          notes: ['1 January – 31 December 2026 (Europe/Stockholm)'],
          labels: MONTHS.map((_, at) => `M${at + 1} 2026`),
        }),
      ),
    ).toMatchInlineSnapshot(`
      "Order value by month (thousand SEK), 1 January – 31 December 2026
      ███ 873 M1
      ████████ 2400 M2
      █████ 1418 M3
      █ 436 M4
      ███████ 1964 M5
      ███ 982 M6
      0 M7
      █████ 1527 M8
      ██ 545 M9
      ███████ 2073 M10
      ████ 1091 M11
      █ 109 M12"
    `);
  });
});

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
