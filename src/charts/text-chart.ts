/**
 * A chart in characters: the only picture that every host shows. Bars of full blocks, since a part of a block costs a model
 * two tokens; rows of columns where there are too many for bars.
 */
import { truncate } from '../shared/text.ts';
import type { Chart, ChartSeries } from './chart.ts';
import { figureText, unitSign } from './number-text.ts';

/** More bars than that are columns in a row, or are cut off. */
const MAX_BARS = 12;
const BAR_LENGTH = 8;
const MAX_LABEL_LENGTH = 24;
/** Of a row of columns, whose name may have the earlier days in it. */
const MAX_ROW_LABEL_LENGTH = 38;
const MAX_LINE_LENGTH = 100;
const MAX_COLUMNS = 60;
const LARGE_MONEY = 100_000;
/** Of columns, when there are several series. */
const MAX_ROWS = 7;
const BLOCK = '█';
const NEGATIVE = '░';
const COLUMNS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Bars stand before their names, so that they begin under each other in any font, and no spaces need be paid for. */
export function textChart(whole: Chart): string {
  const { chart, sign } = shortFigures({ ...whole, labels: withoutCommonYear(whole) });
  const { title, notes } = chart;
  const [dates, ...others] = notes;
  // The zone stands in the answer.
  const head = [sign === '' ? title : `${title} (${sign})`, dates?.replace(/ \([^()]*\)$/, '')];
  const lines = chart.series.length > 1 ? severalLines(chart) : singleLines(chart);
  return [
    ...fillLines(head.filter((part) => part !== undefined)),
    ...lines,
    ...bracketsNote(chart),
    ...others.flatMap(wrapNote),
  ].join('\n');
}

/** Whose the figures in brackets are; rows of columns have their own names. */
const bracketsNote = ({ before, isTime, labels, series }: Chart): string[] =>
  before && series.length === 1 && !(isTime && labels.length > MAX_BARS) ? [`(): ${before.name}`] : [];

/** Large money in thousands: each three digits more cost a model two tokens, in each line. */
function shortFigures(chart: Chart): { chart: Chart; sign: string } {
  const { unit, currency, language, series, before } = chart;
  const sign = unitSign(unit, currency, language);
  const isLarge = series.some(({ values }) => values.some((value) => Math.abs(value ?? 0) >= LARGE_MONEY));
  if (unit !== 'money' || !isLarge) return { chart, sign };
  const inThousands = (one: ChartSeries): ChartSeries => ({
    ...one,
    values: one.values.map((value) => (value === null ? null : value / 1_000)),
  });
  return {
    chart: { ...chart, series: series.map(inThousands), ...(before && { before: inThousands(before) }) },
    sign: `${language === 'sv' ? 'tusen' : 'thousand'} ${sign}`,
  };
}

/** The year of them all stands above them. */
function withoutCommonYear({ labels, isTime }: Chart): readonly string[] {
  if (!isTime) return labels;
  const years = labels.map((label) => / \d{4}$/.exec(label)?.[0]);
  return years[0] !== undefined && years.every((year) => year === years[0])
    ? labels.map((label) => label.slice(0, -years[0]!.length))
    : labels;
}

/** Joins parts by commas, in as many lines as they need. */
function fillLines(parts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length ? `${lines.at(-1)}, ${part}` : part;
    if (lines.length && longer.length <= MAX_LINE_LENGTH) lines[lines.length - 1] = longer;
    else lines.push(cutTo(part, MAX_LINE_LENGTH));
  }
  return lines;
}

const wrapNote = (note: string): string[] => fillLines(note.split(', '));

function singleLines(chart: Chart): string[] {
  const [series] = chart.series as [ChartSeries];
  return chart.isTime && chart.labels.length > MAX_BARS
    ? [...columnRows(chart, chart.before ? [series, chart.before] : [series]), spanLine(chart, series)]
    : barLines(chart, barsOf(chart, series, chart.before));
}

function severalLines(chart: Chart): string[] {
  const { form, labels, series, isTime } = chart;
  if (form === 'heat map') return columnRows(chart, series);
  const whole = { name: '', values: totalsOf(chart) };
  if (form === 'stacked' && !(isTime && labels.length > MAX_BARS))
    return [...barLines(chart, barsOf(chart, whole)), ...partLines(chart)];
  if (form === 'stacked') return [...columnRows(chart, [whole]), spanLine(chart, whole), ...partLines(chart)];
  if (isTime) return columnRows(chart, series);
  const pairs = series.flatMap((one) =>
    barsOf(chart, one).flatMap((bar) =>
      bar.value === null ? [] : [{ ...bar, name: `${one.name}, ${bar.name}` }],
    ),
  );
  return barLines(
    chart,
    pairs.sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
  );
}

const totalsOf = ({ labels, series }: Chart): number[] =>
  labels.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));

interface Bar {
  name: string;
  value: number | null;
  /** Of the earlier time. */
  before?: number | null;
  /** Of the groups that it stands for. */
  count: number;
}

const barsOf = ({ labels, rest }: Chart, { values }: ChartSeries, before?: ChartSeries): Bar[] =>
  labels.map((name, at) => ({
    name,
    value: values[at] ?? null,
    before: before?.values[at],
    count: rest?.at === at ? rest.count : 1,
  }));

/** One line for each label, with the earlier figure in brackets. */
function barLines(chart: Chart, bars: readonly Bar[]): string[] {
  // What is left out takes a line too.
  const shown = bars.slice(0, bars.length > MAX_BARS ? MAX_BARS - 1 : MAX_BARS);
  const most = Math.max(0, ...shown.map(({ value }) => Math.abs(value ?? 0)));
  const lines = shown.map(({ name, value, before }) =>
    [
      bar(value, most),
      value === null ? '–' : plain(figureText(value, chart)),
      before == null ? '' : `(${plain(figureText(before, chart))})`,
      shortLabel(name),
    ]
      .filter(Boolean)
      .join(' '),
  );
  const hidden = bars.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  return [...lines, ...moreLine(hidden, chart)];
}

const moreLine = (count: number, { language }: Chart): string[] =>
  count > 0 ? [language === 'sv' ? `… och ${count} till` : `… and ${count} more`] : [];

function bar(value: number | null, most: number): string {
  if (!value || most === 0) return '';
  const blocks = Math.max(1, Math.round((Math.abs(value) / most) * BAR_LENGTH));
  return (value < 0 ? NEGATIVE : BLOCK).repeat(blocks);
}

/** One line of columns for each series, all on one scale. */
function columnRows(chart: Chart, rows: readonly ChartSeries[]): string[] {
  const shown = rows.slice(0, MAX_ROWS);
  const condensed = shown.map(({ values }) => condense(values));
  const most = Math.max(0, ...condensed.flatMap((values) => values.map((value) => value ?? 0)));
  const lines = condensed.map((values, at) => {
    const columns = values.map((value) => column(value, most)).join('');
    return rows.length > 1 ? `${columns} ${shortLabel(shown[at]!.name, MAX_ROW_LABEL_LENGTH)}` : columns;
  });
  const step = stepFor(chart.labels.length);
  const mean = chart.language === 'sv' ? `snitt av ${step} per tecken` : `each character the mean of ${step}`;
  const span = `${chart.labels[0] ?? ''} → ${chart.labels.at(-1) ?? ''}${step > 1 ? `, ${mean}` : ''}`;
  return [...lines, span, ...moreLine(rows.length - shown.length, chart)];
}

/** How much each part comes to: its own columns would cost more than they tell. */
function partLines(chart: Chart): string[] {
  const sums = chart.series.map(({ name, values }) => ({
    name,
    sum: values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
  }));
  return fillLines(sums.map(({ name, sum }) => `${shortLabel(name)} ${plain(figureText(sum, chart))}`));
}

function column(value: number | null, most: number): string {
  if (value === null) return '·';
  const level = most > 0 ? Math.round((Math.max(0, value) / most) * (COLUMNS.length - 1)) : 0;
  return COLUMNS[level]!;
}

const stepFor = (count: number): number => Math.max(1, Math.ceil(count / MAX_COLUMNS));

/** At most so many, each the mean of what it stands for: a year has more days than a line has room for. */
function condense(values: readonly (number | null)[]): (number | null)[] {
  const step = stepFor(values.length);
  if (step === 1) return [...values];
  return Array.from({ length: Math.ceil(values.length / step) }, (_, at) => {
    const known = values.slice(at * step, (at + 1) * step).filter((value) => value !== null);
    return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
  });
}

/** The highest and the lowest of a row of columns, whose numbers it does not tell. */
function spanLine(chart: Chart, { values }: ChartSeries): string {
  const known = values.flatMap((value, at) => (value === null ? [] : [{ value, label: chart.labels[at]! }]));
  if (!known.length) return '';
  const by = (a: { value: number }, b: { value: number }) => a.value - b.value;
  const told = ({ value, label }: { value: number; label: string }) =>
    `${plain(figureText(value, chart))} (${label})`;
  const [low, high] = [known.toSorted(by)[0]!, known.toSorted(by).at(-1)!];
  const [highest, lowest] = chart.language === 'sv' ? ['högst', 'lägst'] : ['highest', 'lowest'];
  return `${highest} ${told(high)}, ${lowest} ${told(low)}`;
}

/** A name can't end the code block that it stands in. */
const shortLabel = (label: string, max = MAX_LABEL_LENGTH): string => cutTo(label.replaceAll('`', "'"), max);

const cutTo = (text: string, max: number): string =>
  text.length > max ? `${truncate(text, max - 1)}…` : text;

/** What costs a model less: no spaces that do not break, and thousands without a sign up to 9999. */
const plain = (text: string): string =>
  text
    .replaceAll('\u00a0', ' ')
    .replace('\u2212', '-')
    .replace(/^(-?\d)[ ,](\d{3}(?![ ,\d]))/, '$1$2');
