/** Charts as reports make them, of each form, with invented people; and the same ones grown, emptied and turned around. */
import type { Chart, ChartForm } from '../../src/charts/chart.ts';

export const FORMS: readonly ChartForm[] = ['columns', 'line', 'bars', 'stacked', 'multiples', 'heat map'];

const NAMES = [
  'Nathaniel Mawila',
  'Elin Söderström',
  'Åsa Lindqvist',
  'Björn Öberg',
  'Fatima Al-Hassan',
  'Johan Bergqvist',
  'Maja Sjögren',
  'Oskar Nyström',
  'Sofia Ekdahl',
  'Linnéa Åkesson',
  'Viktor Hägg',
  'Amanda Frisk',
];
const FIRST_NAMES = ['Alva', 'Hugo', 'Saga', 'Nils', 'Tuva', 'Love'];
const LAST_NAMES = 'Ek Blom Lind Ström Dahl Berg Holm Sand Falk Lund'.split(' ');

/** So many names, all different. */
export const agentNames = (count: number): string[] =>
  Array.from({ length: count }, (_, at) =>
    at < NAMES.length
      ? NAMES[at]!
      : `${FIRST_NAMES[at % FIRST_NAMES.length]} ${LAST_NAMES[Math.floor(at / FIRST_NAMES.length) % LAST_NAMES.length]}`,
  );

const MONTH_NAMES = 'jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.'.split(' ');

/** Days under their columns, from the first of January on. */
export const dayLabels = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => {
    const date = new Date(Date.UTC(2026, 0, 1 + at));
    return `${date.getUTCDate()} ${MONTH_NAMES[date.getUTCMonth()]}`;
  });

/** Numbers that look like work: the same ones each time. */
export const figures = (count: number, most = 40, seed = 7): number[] =>
  Array.from({ length: count }, (_, at) => ((at * 37 + seed * 11) % 23) * Math.ceil(most / 22));

const SWEDISH = { language: 'sv', currency: 'SEK', label: 'Grupp' } as const;

export const columnsChart = (more: Partial<Chart> = {}): Chart => ({
  ...SWEDISH,
  form: 'columns',
  title: 'Order per dag',
  notes: ['1–14 januari 2026 (Europe/Stockholm)', '14 jan. är inte slut: siffrorna gäller till kl. 10.41'],
  unit: 'count',
  axis: 'Order',
  isTime: true,
  labels: dayLabels(14),
  series: [{ name: '1–14 januari 2026', values: figures(14) }],
  before: { name: '1–14 december 2025 (före)', values: figures(14, 40, 3) },
  openAt: 13,
  ...more,
});

export const lineChart = (more: Partial<Chart> = {}): Chart => ({
  ...SWEDISH,
  form: 'line',
  title: 'Ordervärde per dag',
  notes: ['1 januari – 1 mars 2026 (Europe/Stockholm)'],
  unit: 'money',
  axis: 'Ordervärde, kr',
  isTime: true,
  labels: dayLabels(60),
  series: [{ name: 'Ordervärde', values: figures(60, 24_000) }],
  ...more,
});

export const barsChart = (more: Partial<Chart> = {}): Chart => ({
  ...SWEDISH,
  form: 'bars',
  title: 'Order per säljare',
  notes: ['november 2026 (Europe/Stockholm)'],
  unit: 'count',
  axis: 'Order',
  isTime: false,
  labels: agentNames(12),
  series: [{ name: 'Order', values: [41, 37, 36, 30, 28, 25, 21, 20, 14, 9, 4, 1] }],
  ...more,
});

export const stackedChart = (more: Partial<Chart> = {}): Chart => ({
  ...SWEDISH,
  form: 'stacked',
  title: 'Order per vecka och läge',
  notes: ['29 december 2025 – 8 mars 2026 (Europe/Stockholm)'],
  unit: 'count',
  axis: 'Order',
  isTime: true,
  labels: Array.from({ length: 10 }, (_, at) => `v. ${String(at + 1).padStart(2, '0')}`),
  series: [
    { name: 'bekräftad', values: figures(10, 66) },
    { name: 'obekräftad', values: figures(10, 44, 3) },
    { name: 'makulerad', values: figures(10, 22, 5) },
  ],
  ...more,
});

export const stackedBarsChart = (more: Partial<Chart> = {}): Chart =>
  stackedChart({
    title: 'Order per säljare och läge',
    isTime: false,
    labels: agentNames(8),
    series: [
      { name: 'bekräftad', values: figures(8, 66) },
      { name: 'obekräftad', values: figures(8, 44, 3) },
      { name: 'övriga (4)', values: figures(8, 22, 5), isRest: true },
    ],
    ...more,
  });

export const multiplesChart = (more: Partial<Chart> = {}): Chart => ({
  ...SWEDISH,
  form: 'multiples',
  title: 'Träffprocent (av nådda) per vecka och kampanj',
  notes: ['29 december 2025 – 8 mars 2026 (Europe/Stockholm)'],
  unit: 'percent',
  axis: 'Träffprocent (av nådda), %',
  isTime: true,
  labels: Array.from({ length: 10 }, (_, at) => `v. ${String(at + 1).padStart(2, '0')}`),
  series: ['Höstkampanj', 'Tidning i brevlådan', 'Återvinning', 'Fiber'].map((name, at) => ({
    name,
    values: figures(10, 22, at + 1).map((value, week) => (at === 1 && week === 4 ? null : value + 0.5)),
  })),
  ...more,
});

export const multipleBarsChart = (more: Partial<Chart> = {}): Chart =>
  multiplesChart({
    title: 'Snittorder per säljare och kampanj',
    unit: 'money',
    axis: 'Snittorder, kr',
    isTime: false,
    labels: agentNames(5),
    series: ['Höstkampanj', 'Fiber', 'Återvinning'].map((name, at) => ({
      name,
      values: figures(5, 660, at + 1),
    })),
    ...more,
  });

const WEEKDAYS = ['måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag'];

export const heatMapChart = (more: Partial<Chart> = {}): Chart => ({
  ...SWEDISH,
  form: 'heat map',
  title: 'Samtal per timme och veckodag',
  notes: ['november 2026 (Europe/Stockholm)'],
  unit: 'count',
  axis: 'Samtal',
  isTime: true,
  labels: Array.from({ length: 13 }, (_, at) => String(at + 8).padStart(2, '0')),
  series: WEEKDAYS.map((name, at) => ({ name, values: figures(13, 220, at + 2) })),
  ...more,
});

/** One of each way of drawing, by the name that its pictures have. */
export const SAMPLES: Record<string, (more?: Partial<Chart>) => Chart> = {
  columns: columnsChart,
  line: lineChart,
  bars: barsChart,
  stacked: stackedChart,
  'stacked-bars': stackedBarsChart,
  multiples: multiplesChart,
  'multiple-bars': multipleBarsChart,
  'heat-map': heatMapChart,
};

export const MONTHS = 'jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.'.split(' ');
/** Twelve months of money, the last of which is not over. */
export const monthsChart = (more: Partial<Chart> = {}): Chart =>
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
