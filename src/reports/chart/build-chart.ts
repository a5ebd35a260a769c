/** Makes a chart of what a report has counted: the right form by itself, and everything in it that must be known. */
import type { Chart, ChartSeries } from '../../charts/chart.ts';
import { unitSign } from '../../charts/number-text.ts';
import type { Language } from '../../pages/language.ts';
import { type Dimension, type Groups, type Key, mergeSums, pairKey } from '../groups/aggregate.ts';
import { compareKeys } from '../groups/group-table.ts';
import type { Readings, Report, ReportReading, ReportRequest } from '../report/report.ts';
import { type Axis, type AxisEntry, earlierKey, groupAxis, timeAxis } from './axis.ts';
import {
  axisNotes,
  beginningOf,
  chartNotes,
  comparisonNotes,
  isBefore,
  openTime,
  rankingNotes,
} from './chart-notes.ts';
import { daysText, rangeText } from './day-text.ts';
import { figureOf, sumsOf } from './group-sums.ts';
import { CHART_TEXTS, FIGURES, GROUPS } from './words.ts';

export interface ChartOptions {
  language: Language;
  timezone: string;
  currency: string;
  /** Returns the labels of a dimension as a model may see them. */
  redact(name: string, labels: readonly string[]): string[];
}

/** Above that, points on a line are easier to read. */
const MAX_TIME_COLUMNS = 45;
const MAX_BARS = 30;
/** Of a bar that has parts. */
const MAX_STACKS = 15;
const MAX_PARTS = 6;
const MAX_PANELS = 9;
/** Of a heat map. */
const MAX_ROWS = 62;

/** @returns undefined where there is nothing to draw */
export function buildChart<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  readings: Readings<Sum>,
  options: ChartOptions,
): Chart | undefined {
  const { by } = request;
  const figure = chartedFigure(report);
  const words = FIGURES[figure];
  if (!words || !by.length) return undefined;
  const { current, earlier } = readings;
  const isPartial = current.partial !== undefined || earlier?.reading.partial !== undefined;
  // A part of one time says nothing beside all of another.
  const comparable = isPartial ? undefined : earlier;
  const drawn =
    by.length === 1
      ? oneGrouping(request, report, { current, earlier: comparable }, figure, options)
      : twoGroupings(request, report, current, figure, options);
  if (!drawn) return undefined;
  const { along, ...rest } = drawn;
  const { language, currency } = options;
  const sign = unitSign(words.unit, currency, language);
  const groups = by.map((name) => GROUPS[name]?.[language] ?? name);
  return {
    language,
    title: CHART_TEXTS[language].per(words[language], groups),
    unit: words.unit,
    currency,
    axis: sign === '' ? words[language] : `${words[language]}, ${sign}`,
    label: capitalised(groups[along]!),
    ...rest,
    notes: [...chartNotes(request, report, isPartial, options, drawn), ...drawn.notes],
  };
}

/** What is sorted by is what is looked at; otherwise the first figure. */
const chartedFigure = <Item, Sum>({ drawnFigure, ranking, measures }: Report<Item, Sum>): string =>
  drawnFigure ??
  Object.keys(measures.figures(measures.zero())).find((name) => !ranking.hidden.includes(name))!;

/** What hangs on how many groupings there are. */
type Drawn = { along: number } & Pick<
  Chart,
  'form' | 'isTime' | 'labels' | 'rest' | 'series' | 'before' | 'openAt' | 'notes'
>;

function oneGrouping<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  { current, earlier: comparable }: Readings<Sum>,
  figure: string,
  options: ChartOptions,
): Drawn | undefined {
  const { groups } = current;
  const earlier = comparable?.reading.groups.size ? comparable : undefined;
  // Who had something earlier may have nothing now.
  const allGroups = [groups, ...(earlier ? [earlier.reading.groups] : [])];
  if (allGroups.every(({ size }) => size === 0)) return undefined;
  const name = request.by[0]!;
  const dimension = report.dimensions[0]!;
  // Days of one time are not those of another.
  const ofAxis = dimension.time === 'calendar' ? [groups] : allGroups;
  const whole = axisOf({ name, at: 0, dimension }, request, report, ofAxis, figure, {
    ...options,
    top: request.args.top ?? MAX_BARS,
    length: 'short',
  });
  const { language } = options;
  const value = figureOf(report, figure);
  const sums = sumsOf(report, groups);
  const axis: Axis = {
    ...whole,
    // A rate of nothing is no row.
    entries: whole.entries.filter(({ isMissing, keys }) => !isMissing || value(sums(keys)) !== null),
  };
  const labels = axis.entries.map(({ label }) => label);
  const begins = beginningOf(current, request, options.timezone);
  const series: ChartSeries[] = [
    {
      name: request.comparison ? rangeText(request.dates, language) : FIGURES[figure]![language],
      values: axis.entries.map(({ keys }) => (isBefore(axis, keys, begins) ? null : value(sums(keys)))),
    },
  ];
  const earlierSums = earlier && sumsOf(report, earlier.reading.groups);
  const before: ChartSeries | undefined = earlier &&
    earlierSums && {
      name: `${daysText(earlier.dates, language)} (${CHART_TEXTS[language].before})`,
      values: axis.entries.map(({ keys }) => {
        const beside = keys.map((key) => earlierKey(name, key, request.dates.from!, earlier.dates));
        return beside.every((key) => key === undefined) ? null : value(earlierSums(beside));
      }),
    };
  if ([...series, ...(before ? [before] : [])].every(isEmpty)) return undefined;
  const isMany = labels.length > MAX_TIME_COLUMNS;
  return {
    along: 0,
    form: axis.isTime ? (isMany ? 'line' : 'columns') : 'bars',
    isTime: axis.isTime,
    labels,
    series,
    ...(before && { before }),
    ...restOf(axis),
    ...openTime(axis, request),
    notes: [
      ...axisNotes(axis, request, begins, language),
      ...comparisonNotes(name, request, comparable, language),
      ...rankingNotes(axis, report, sums, language),
    ],
  };
}

function restOf({ entries }: Axis): Pick<Chart, 'rest'> {
  const at = entries.findIndex(({ isRest }) => isRest);
  return at < 0 ? {} : { rest: { at, count: entries[at]!.keys.length } };
}

const isEmpty = ({ values }: ChartSeries): boolean => values.every((value) => value === null);

function twoGroupings<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  current: ReportReading<Sum>,
  figure: string,
  options: ChartOptions,
): Drawn | undefined {
  const { groups } = current;
  if (!groups.size) return undefined;
  const { adds } = FIGURES[figure]!;
  const { language } = options;
  const places = report.dimensions.map((dimension, at) => ({ name: request.by[at]!, at, dimension }));
  const axisAt = (place: Place<Item>, top: number, length: 'short' | 'long') =>
    axisOf(place, request, report, [groups], figure, { ...options, top, length });
  let [along, beside] = placesAlong(places);
  const areBothTimes = beside.dimension.time !== undefined;
  const countOf = (place: Place<Item>) => axisAt(place, 0, 'short').entries.length;
  if (areBothTimes && countOf(beside) > Math.max(MAX_ROWS, countOf(along))) [along, beside] = [beside, along];
  const mostLabels = adds ? MAX_STACKS : MAX_STACKS - 3;
  const labels = axisAt(along, Math.min(request.args.top ?? mostLabels, mostLabels), 'short');
  const rows = axisAt(beside, adds ? MAX_PARTS : MAX_PANELS, 'long');
  const begins = beginningOf(current, request, options.timezone);
  const value = figureOf(report, figure);
  const sums = sumsOf(report, groups);
  const sumAt = (label: AxisEntry, row: AxisEntry): Sum | undefined =>
    isBefore(labels, label.keys, begins) ? undefined : sums(pairs(label, row));
  const isTooFew = (sum: Sum | undefined): boolean =>
    !adds && sum !== undefined && (report.drawnMinimum?.isTooSmall(sum) ?? false);
  const pairs = (label: AxisEntry, row: AxisEntry): Key[] =>
    label.keys.flatMap((a) => row.keys.map((b) => (along.at === 0 ? pairKey(a, b) : pairKey(b, a))));
  // Rates of a rest say little, and have no place of their own.
  const rowsShown = rows.entries.filter(({ isRest }) => adds || !isRest);
  const allSums = rowsShown.map((row) => labels.entries.map((label) => sumAt(label, row)));
  const cells = allSums.flat().filter((sum) => sum !== undefined);
  const countTooFew = cells.filter(isTooFew).length;
  // A rate of few is left empty, unless all of them are.
  const leavesOut = countTooFew > 0 && countTooFew < cells.length;
  const series = rowsShown.map((row, at) => ({
    name: row.label,
    values: allSums[at]!.map((sum) => (leavesOut && isTooFew(sum) ? null : value(sum))),
    ...(beside.name === 'state' && !row.isRest && { tone: STATE_TONES[String(row.keys[0])] }),
    ...(row.isRest && { isRest: true as const }),
  }));
  if (series.every(isEmpty)) return undefined;
  const texts = CHART_TEXTS[language];
  const isCut = rowsShown.length < rows.entries.length;
  return {
    along: along.at,
    form: areBothTimes ? 'heat map' : adds ? 'stacked' : 'multiples',
    isTime: along.dimension.time !== undefined,
    labels: labels.entries.map(({ label }) => label),
    ...restOf(labels),
    // A rate of nothing has no panel.
    series: series.filter((one) => !isEmpty(one)),
    notes: [
      ...(isCut ? [texts.cutOff(rows.entries.flatMap(({ keys }) => keys).length)] : []),
      ...axisNotes(labels, request, begins, language),
      ...(leavesOut ? [texts.tooFew] : []),
      ...(request.comparison ? [texts.notCompared] : []),
    ],
  };
}

/** What a state of orders means, whatever its place. */
const STATE_TONES: Record<string, ChartSeries['tone']> = {
  confirmed: 'good',
  unconfirmed: 'waiting',
  cancelled: 'bad',
};

interface Place<Item> {
  name: string;
  /** In `by`. */
  at: number;
  dimension: Dimension<Item>;
}

/** Hours go along before weekdays, and times before all else. */
function placesAlong<Item>(places: readonly Place<Item>[]): [along: Place<Item>, beside: Place<Item>] {
  const rank = ({ name, dimension: { time } }: Place<Item>) =>
    time === undefined ? 3 : name === 'hour' ? 0 : time === 'clock' ? 1 : 2;
  const [first, second] = [...places].sort((a, b) => rank(a) - rank(b));
  return [first!, second!];
}

function axisOf<Item, Sum>(
  { name, at, dimension }: Place<Item>,
  { dates, now }: ReportRequest,
  report: Report<Item, Sum>,
  allGroups: readonly Groups<Sum>[],
  figure: string,
  options: ChartOptions & { top: number; length: 'short' | 'long' },
): Axis {
  const { language, top, length } = options;
  const sums = new Map<Key, Sum[]>();
  for (const [nth, groups] of allGroups.entries())
    for (const { keys, sum } of groups.values()) {
      const key = keys[at]!;
      const known = sums.get(key) ?? [];
      // What was earlier has a label, and counts nothing now.
      if (nth === 0) known.push(sum);
      sums.set(key, known);
    }
  if (dimension.time) return timeAxis(name, [...sums.keys()], { dates, now, language, length });
  const { measures, drawnMinimum } = report;
  const ranked = [...sums].map(([key, parts]) => {
    const sum = mergeSums(measures, parts);
    return {
      key,
      figure: measures.figures(sum)[figure] ?? Number.NEGATIVE_INFINITY,
      isTooSmall: drawnMinimum?.isTooSmall(sum) ?? false,
    };
  });
  ranked.sort(
    (a, b) =>
      Number(a.isTooSmall) - Number(b.isTooSmall) ||
      compare(b.figure, a.figure) ||
      compareKeys([a.key], [b.key]),
  );
  return groupAxis(
    name,
    dimension,
    ranked.map(({ key }) => key),
    { top, language, redact: (labels) => options.redact(name, labels) },
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);
