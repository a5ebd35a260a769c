/** A chart shows what the rows of the same report say, whatever is asked for: its labels, its table and its picture. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Chart } from '../../../src/charts/chart.ts';
import { figureText } from '../../../src/charts/number-text.ts';
import { expectFigures, formOf } from '../../charts/draw/picture-figures.ts';
import { numberOf, readSvg, svgPage } from '../../charts/draw/svg-reader.ts';
import { local, periodOf, step } from '../../support/plain-reports.ts';
import { asked, dates, reportSandbox, seldom, without, zone } from '../../support/report-sandbox.ts';
import { type Listening, listening, report } from '../../support/reports.ts';
import { runs } from '../../support/runs.ts';
import { type ChartAnswer, type PageChart, reportWithChart } from './chart-answer.ts';
import { adds, formFor, isLabelOf, isTime, MISSING, timeLabel, unitOf } from './expected-chart.ts';

const RUNS = runs(60);
type Tool = 'order_report' | 'call_report';

const GROUPS: Record<Tool, string[]> = {
  order_report: [
    'agent',
    'office',
    'campaign',
    'product',
    'day',
    'week',
    'month',
    'weekday',
    'hour',
    'state',
  ],
  call_report: [
    'agent',
    'office',
    'campaign',
    'contactlist',
    'call_result',
    'type',
    'day',
    'week',
    'month',
    'weekday',
    'hour',
  ],
};
const SORTS: Record<Tool, string[]> = {
  order_report: ['orders', 'value', 'units', 'average'],
  call_report: ['attempts', 'orders', 'hit_rate_reached_pct', 'avg_handling_s', 'recorded'],
};

const wish = (tool: Tool) =>
  fc
    .record({
      when: dates,
      by: fc.option(fc.uniqueArray(fc.constantFrom(...GROUPS[tool]), { minLength: 1, maxLength: 2 }), {
        nil: undefined,
        freq: 9,
      }),
      sort: fc.option(fc.constantFrom(...SORTS[tool]), { nil: undefined, freq: 2 }),
      top: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 2 }),
      compare: seldom(fc.constant(true)),
      campaign: seldom(fc.constantFrom(2, 8, 22, 9_999)),
    })
    .map(({ when, campaign, ...rest }): Record<string, any> => {
      const filter =
        tool === 'order_report' ? { campaign_id: campaign } : { campaign_ids: campaign && [campaign] };
      const args = without({ ...when, ...filter, ...rest });
      if (!('period' in args || ('start_date' in args && 'end_date' in args))) delete args.compare;
      return args;
    });

const sandbox = reportSandbox(1_200);
let dialer: Listening;
beforeAll(async () => {
  dialer = await listening(sandbox);
});
afterAll(() => dialer.close());
beforeEach(() => void vi.useRealTimers());

interface Group {
  keys: string[];
  value: number | null;
  /** Of the earlier time, where the rows tell it. */
  before?: number | null;
  /** So few are behind it that a rate of it says little. */
  isSmall: boolean;
}

/** The groups of a table, without the rows that stand for several. */
function groupsOf(row: any, by: readonly string[], figure: string): Group[] {
  const { columns, rows = [] } = row;
  const before = columns?.indexOf(`${figure}_before`);
  const base = columns?.indexOf(columns.includes('reached') ? 'reached' : 'orders');
  return rows
    .filter(([first]: [string]) => !/^\d+ (?:others|earlier)$/.test(first))
    .map((cells: any[]) => ({
      keys: cells.slice(0, by.length),
      value: cells[columns.indexOf(figure)],
      ...(before >= 0 && { before: cells[before] }),
      isSmall: cells[base] < 10,
    }));
}

/** As the page's table tells it. */
const rounded = (value: number | null, figure: string) =>
  value === null ? null : numberOf(figureText(value, { unit: unitOf(figure), language: 'sv' }));
const nothing = (figure: string) => (adds(figure) ? 0 : null);

function expectTimes({ labels, series }: PageChart, by: string, groups: Group[], figure: string): void {
  const years = / \d{4}$/.test(labels[0]!);
  const found = new Map(groups.map((group) => [timeLabel(by, group.keys[0]!, { years }), group]));
  const first = labels.findIndex((label) => found.has(label));
  for (const [at, label] of labels.entries()) {
    const group = found.get(label);
    // Before the data begins nothing is known.
    if (at < first && series[0]!.values[at] === null) continue;
    expect([label, series[0]!.values[at]]).toEqual([
      label,
      group ? rounded(group.value, figure) : nothing(figure),
    ]);
    if (group?.before !== undefined && series[1])
      expect(series[1]!.values[at]).toBe(rounded(group.before, figure));
    found.delete(label);
  }
  expect([...found.keys()]).toEqual([]);
}

/** Every day is there, from the first to the last that is not to come, unless something is told of one. */
function expectDays(
  { labels }: PageChart,
  [from, to]: (string | undefined)[],
  groups: Group[],
  today: string,
): void {
  const told = groups.map(({ keys }) => keys[0]!).sort();
  const known = to !== undefined && to < today ? to : today;
  const last = told.length && told.at(-1)! > known ? told.at(-1)! : known;
  const days: string[] = [];
  for (let day = from ?? told[0]!; day <= last; day = step(day, 1)) days.push(day);
  const years = days.length >= 365;
  expect(labels).toEqual(days.map((day) => timeLabel('day', day, { years })));
}

function expectRanked({ labels, series }: PageChart, groups: Group[], figure: string, top = 30): void {
  const missing = groups.filter(({ keys }) => MISSING.includes(keys[0]!));
  const named = groups.filter((group) => !missing.includes(group));
  const own = named.slice(0, named.length === top + 1 ? top + 1 : top);
  const rest = named.length - own.length;
  // A rate of nothing has no bar.
  const expected = [...own, ...missing.filter(({ value }) => value !== null)];
  const shown = labels.filter((label) => label !== `övriga (${rest})`);
  expect(shown).toHaveLength(expected.length);
  for (const [at, { keys, value, before }] of expected.entries()) {
    expect([shown[at], keys[0], isLabelOf(shown[at]!, keys[0]!)]).toEqual([shown[at], keys[0], true]);
    const place = labels.indexOf(shown[at]!);
    expect(series[0]!.values[place]).toBe(rounded(value, figure));
    if (before !== undefined && series[1]) expect(series[1]!.values[place]).toBe(rounded(before, figure));
  }
  expect(labels.length - shown.length).toBe(rest > 0 ? 1 : 0);
  const restSum = named.slice(own.length).reduce((sum, { value }) => sum + (value ?? 0), 0);
  const restValue = series[0]!.values[labels.indexOf(`övriga (${rest})`)];
  if (rest > 0 && adds(figure)) expect(Math.abs(restValue! - restSum)).toBeLessThanOrEqual(1);
}

function expectPairs(
  { labels, series }: PageChart,
  by: readonly string[],
  groups: Group[],
  figure: string,
): void {
  const years = [0, 1].map((place) => {
    const names = place ? series.map(({ name }) => name) : labels;
    return / \d{4}$/.test(names[0]!);
  });
  const isNamed = (name: string, key: string, place: 0 | 1, label: string) =>
    isTime(name)
      ? timeLabel(name, key, { short: place === 0, years: years[place] }) === label
      : isLabelOf(label, key);
  // A row that stands for several tells no pair.
  const pairs = groups.filter(({ keys }) => keys.every((key) => key !== null));
  const isSum = (label: string) => /^övriga/.test(label) || MISSING.some((told) => isLabelOf(label, told));
  const at = (along: 0 | 1) =>
    pairs.filter(({ keys }) => labels.some((label) => isNamed(by[along]!, keys[along]!, 0, label))).length;
  const along = at(0) >= at(1) ? 0 : 1;
  const beside = along === 0 ? 1 : 0;
  let found = 0;
  for (const { name, values } of series)
    for (const [index, label] of labels.entries()) {
      const group = pairs.find(
        ({ keys }) =>
          isNamed(by[along]!, keys[along]!, 0, label) && isNamed(by[beside]!, keys[beside]!, 1, name),
      );
      if (group) found++;
      if (!group && (isSum(name) || isSum(label))) continue;
      if (values[index] === null && group?.isSmall && !adds(figure)) continue;
      expect([name, label, values[index]]).toEqual([
        name,
        label,
        group ? rounded(group.value, figure) : nothing(figure),
      ]);
    }
  expect(found).toBeGreaterThan(0);
}

const STATES: Record<string, 'good' | 'waiting' | 'bad'> = {
  bekräftad: 'good',
  obekräftad: 'waiting',
  makulerad: 'bad',
};

interface Drawn {
  answer: ChartAnswer;
  by: string[];
  figure: string;
}

describe.each(['order_report', 'call_report'] as const)('%s', (tool) => {
  it('draws what its rows say', async () => {
    const drawn: Drawn[] = [];
    vi.useFakeTimers({ toFake: ['Date'] });
    await fc.assert(
      fc.asyncProperty(wish(tool), zone, asked, async (args, zone, at) => {
        vi.setSystemTime(new Date(at));
        const calls = dialer.from(zone);
        const answer = await reportWithChart(calls, tool, args);
        const by: string[] =
          args.by ?? /by-([a-z_]+)/.exec(String(answer.chart && answer.files[0].uri))?.slice(1) ?? [];
        const { chart: line, ...row } = answer.row;
        // The answer is the same as without a picture, with times in their order.
        const sort = by.length && isTime(by[0]!) ? undefined : args.sort;
        const plain = by.length ? await report(calls, tool, { ...args, by, sort }) : row;
        expect(row).toEqual(plain);
        if (!answer.chart) {
          expect(line).toBe('There is nothing to draw.');
          const figure = args.sort ?? row.columns?.[by.length];
          expect(groupsOf(row, by, figure).filter(({ value }) => value)).toEqual([]);
          return;
        }
        const full = await report(calls, tool, { ...args, by, top: 200 });
        // All that is drawn may be of the time before, of which no row tells.
        if (!full.columns) return;
        const figure: string = args.sort ?? full.columns[by.length];
        const groups = groupsOf(full, by, figure);
        // Where the rows have no room for all, they can't say what all are.
        if (full.returned < full.total) return;
        drawn.push({ answer, by, figure });
        if (by.length === 2) return expectPairs(answer.chart, by, groups, figure);
        if (!isTime(by[0]!)) return expectRanked(answer.chart, groups, figure, args.top);
        expectTimes(answer.chart, by[0]!, groups, figure);
        const today = local(Date.parse(at) / 1000, zone).day;
        const [from, to] = args.period ? periodOf(args.period, today) : [args.start_date, args.end_date];
        if (by[0] === 'day') expectDays(answer.chart, [from, to], groups, today);
      }),
      RUNS,
    );
    vi.useRealTimers();
    expect(drawn.length).toBeGreaterThan(RUNS.numRuns / 4);
    const page = await svgPage();
    for (const { answer, by, figure } of drawn) {
      const chart = chartOnPage(answer, by, figure);
      for (const svg of Object.values(answer.pictures)) {
        const picture = await readSvg(page, svg);
        // A single small chart, or a whole of one part, looks like one that is not of several.
        const filled = chart.series.filter(({ values }) => values.some(Boolean));
        const isPlain = ['multiples', 'stacked'].includes(chart.form) && filled.length < 2;
        if (chart.labels.length > 1 && !isPlain) expect(formOf(picture, chart.labels[0]!)).toBe(chart.form);
        expectFigures(picture, chart, unitOf(figure) === 'money' ? 0.5 : 0);
      }
    }
  });
});

/** The chart that the page's table tells. */
function chartOnPage({ chart, desc, text }: ChartAnswer, by: readonly string[], figure: string): Chart {
  const { labels, series, title, axis } = chart;
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  const openAt = labels.findIndex((label) => desc.includes(`. ${label} är inte slut`));
  const isBefore = by.length === 1 && series.length === 2;
  return {
    language: 'sv',
    title,
    notes: [],
    unit: unitOf(figure),
    currency: 'SEK',
    label: 'Grupp',
    axis,
    labels,
    isTime: by.some(isTime),
    form: formFor(by, figure, labels.length),
    series: (isBefore ? series.slice(0, 1) : series).map((one) => ({
      ...one,
      ...(/^övriga \(/.test(one.name) && { isRest: true as const }),
      ...(by.includes('state') && STATES[one.name] && { tone: STATES[one.name] }),
    })),
    ...(isBefore && { before: series[1] }),
    ...(openAt >= 0 && { openAt }),
  };
}
