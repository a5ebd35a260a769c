/** Charts in characters, as a person sees them and a model pays for them. */

import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/charts/chart.ts';
import { textChart } from '../../src/charts/text-chart.ts';
import {
  agentNames,
  barsChart,
  columnsChart,
  heatMapChart,
  lineChart,
  MONTHS,
  monthsChart,
  multipleBarsChart,
  multiplesChart,
  stackedBarsChart,
  stackedChart,
} from './sample-charts.ts';

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
      ██████ 30 (0) Björn Öberg
      (): oktober 2026 (före)"
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
