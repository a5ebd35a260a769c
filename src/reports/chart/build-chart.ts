/** Makes a chart of what a report has counted: the right form by itself, and everything in it that must be known. */
import type { Chart, ChartSeries } from '../../charts/chart.ts';
import { unitSign } from '../../charts/number-text.ts';
import type { Language } from '../../pages/language.ts';
import { isRunning } from '../date-range.ts';
import { filterEntries } from '../filters.ts';
import type { Dimension, Groups, Key } from '../groups/aggregate.ts';
import { mergeSums } from '../groups/aggregate.ts';
import type { Readings, Report, ReportRequest } from '../report/report.ts';
import { type Axis, type AxisEntry, calendarName, earlierKey, groupAxis, timeAxis } from './axis.ts';
import { daysText, rangeText } from './day-text.ts';
import { CHART_TEXTS, FIGURES, FILTERS, GROUPS } from './words.ts';

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

type Sums<Sum> = (keys: readonly Key[]) => Sum | undefined;

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
  if (!words || !by.length || !readings.current.groups.size) return undefined;
  const drawn =
    by.length === 1
      ? oneGrouping(request, report, readings, figure, options)
      : twoGroupings(request, report, readings, figure, options);
  const { language, currency } = options;
  const sign = unitSign(words.unit, currency, language);
  const groups = by.map((name) => GROUPS[name]?.[language] ?? name);
  return {
    language,
    title: CHART_TEXTS[language].per(words[language], groups),
    unit: words.unit,
    currency,
    axis: sign === '' ? words[language] : `${words[language]}, ${sign}`,
    ...drawn,
    notes: [...chartNotes(request, report, readings, options, drawn), ...drawn.notes],
  };
}

/** What is sorted by is what is looked at; otherwise the first figure. */
const chartedFigure = <Item, Sum>({ ranking, measures }: Report<Item, Sum>): string =>
  ranking.sort ??
  Object.keys(measures.figures(measures.zero())).find((name) => !ranking.hidden.includes(name))!;

type Drawn = Pick<Chart, 'form' | 'isTime' | 'labels' | 'series' | 'before' | 'openAt' | 'notes'>;

function oneGrouping<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  { current, earlier }: Readings<Sum>,
  figure: string,
  options: ChartOptions,
): Drawn {
  const [name] = request.by as [string];
  const [dimension] = report.dimensions as [Dimension<Item>];
  const axis = axisOf({ name, at: 0, dimension }, request, report, current.groups, figure, {
    ...options,
    top: request.args.top ?? MAX_BARS,
    length: 'short',
  });
  const { language } = options;
  const value = figureOf(report, figure);
  const sums = sumsOf(report, current.groups);
  const labels = axis.entries.map(({ label }) => label);
  const series: ChartSeries[] = [
    {
      name: request.comparison ? rangeText(request.dates, language) : FIGURES[figure]![language],
      values: axis.entries.map(({ keys }) => value(sums(keys))),
    },
  ];
  const earlierSums = earlier && sumsOf(report, earlier.reading.groups);
  const before: ChartSeries | undefined = earlier &&
    earlierSums && {
      name: `${daysText(earlier.dates, language)} (${CHART_TEXTS[language].before})`,
      values: axis.entries.map(({ keys }) =>
        value(earlierSums(keys.map((key) => earlierKey(name, key, request.dates.from!, earlier.dates)))),
      ),
    };
  const isMany = labels.length > MAX_TIME_COLUMNS;
  return {
    form: axis.isTime ? (isMany ? 'line' : 'columns') : 'bars',
    isTime: axis.isTime,
    labels,
    series,
    ...(before && { before }),
    ...openTime(axis, request),
    notes: [],
  };
}

function twoGroupings<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  { current }: Readings<Sum>,
  figure: string,
  options: ChartOptions,
): Drawn {
  const { adds } = FIGURES[figure]!;
  const places = report.dimensions.map((dimension, at) => ({ name: request.by[at]!, at, dimension }));
  const [along, beside] = placesAlong(places);
  const areBothTimes = beside.dimension.time !== undefined;
  const isTime = along.dimension.time !== undefined;
  const top = (most: number) => Math.min(request.args.top ?? most, most);
  const labels = axisOf(along, request, report, current.groups, figure, {
    ...options,
    top: top(adds ? MAX_STACKS : MAX_STACKS - 3),
    length: 'short',
  });
  const rows = axisOf(beside, request, report, current.groups, figure, {
    ...options,
    top: adds ? MAX_PARTS : MAX_PANELS,
    length: 'long',
  });
  const value = figureOf(report, figure);
  const sums = sumsOf(report, current.groups);
  const pairs = (label: AxisEntry, row: AxisEntry): Key[] =>
    label.keys.flatMap((a) => row.keys.map((b) => (along.at === 0 ? pairKey(a, b) : pairKey(b, a))));
  // Rates of a rest say little, and have no place of their own.
  const rowsShown = rows.entries.filter(({ isRest }) => adds || !isRest);
  const series = rowsShown.map((row) => ({
    name: row.label,
    values: labels.entries.map((label) => value(sums(pairs(label, row)))),
    ...(row.isRest && { isRest: true as const }),
  }));
  return {
    form: areBothTimes ? 'heat map' : adds ? 'stacked' : 'multiples',
    isTime,
    labels: labels.entries.map(({ label }) => label),
    // A rate of nothing has no panel.
    series: series.filter(({ values }) => values.some((one) => one !== null)),
    notes:
      rowsShown.length < rows.entries.length
        ? [CHART_TEXTS[options.language].cutOff(rows.entries.flatMap(({ keys }) => keys).length)]
        : [],
  };
}

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
  groups: Groups<Sum>,
  figure: string,
  options: ChartOptions & { top: number; length: 'short' | 'long' },
): Axis {
  const { language, top, length } = options;
  const sums = new Map<Key, Sum[]>();
  for (const { keys, sum } of groups.values()) {
    const key = keys[at]!;
    sums.set(key, [...(sums.get(key) ?? []), sum]);
  }
  if (dimension.time) return timeAxis(name, [...sums.keys()], { dates, now, language, length });
  const { measures, ranking } = report;
  const ranked = [...sums].map(([key, parts]) => {
    const sum = mergeSums(measures, parts);
    return {
      key,
      figure: measures.figures(sum)[figure] ?? Number.NEGATIVE_INFINITY,
      isTooSmall: ranking.minimum?.isTooSmall(sum) ?? false,
    };
  });
  ranked.sort((a, b) => Number(a.isTooSmall) - Number(b.isTooSmall) || compare(b.figure, a.figure));
  return groupAxis(
    name,
    dimension,
    ranked.map(({ key }) => key),
    { top, language, redact: (labels) => options.redact(name, labels) },
  );
}

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

/** One text for the keys of both groupings, as groups are kept (groups/aggregate.ts). */
const pairKey = (first: Key, second: Key): string => `${first}\u0000${second}`;

/** Returns what adds up the groups of some keys; undefined where there are none. */
function sumsOf<Item, Sum>({ measures }: Report<Item, Sum>, groups: Groups<Sum>): Sums<Sum> {
  return (keys) => {
    const found = keys.flatMap((key) => groups.get(key)?.sum ?? []);
    return found.length ? mergeSums(measures, found) : undefined;
  };
}

/** Where nothing was, there were none of what is counted; a rate is none. */
function figureOf<Item, Sum>({ measures }: Report<Item, Sum>, figure: string) {
  const nothing = FIGURES[figure]!.adds ? 0 : null;
  return (sum: Sum | undefined): number | null =>
    sum === undefined ? nothing : (measures.figures(sum)[figure] ?? null);
}

/** The time that is under way, where it has a label of its own. */
function openTime(axis: Axis, { dates, now }: ReportRequest): { openAt?: number } {
  if (!axis.isTime || !isRunning(dates, now)) return {};
  const unit = calendarName(axis.name);
  const isToday = dates.from === now.day && dates.to === now.day;
  const at = unit
    ? axis.entries.length - 1
    : axis.name === 'hour' && isToday
      ? axis.entries.findIndex(({ keys }) => keys[0] === Number(now.time.slice(0, 2)))
      : -1;
  return at >= 0 ? { openAt: at } : {};
}

function chartNotes<Item, Sum>(
  { by, dates, now, args }: ReportRequest,
  { ranking, filterOverrides }: Report<Item, Sum>,
  { current, earlier }: Readings<Sum>,
  { language, timezone }: ChartOptions,
  { openAt, labels, isTime }: Drawn,
): string[] {
  const texts = CHART_TEXTS[language];
  const time = now.time.slice(0, 5).replace(':', language === 'sv' ? '.' : ':');
  const isOpen = isRunning(dates, now) && (dates.from === undefined || dates.from <= now.day);
  const notes = [
    `${rangeText(dates, language)} (${timezone})`,
    isOpen && (openAt === undefined ? texts.running(time) : texts.open(labels[openAt]!, time)),
    (current.partial || earlier?.reading.partial) && texts.partial,
    chosenText({ ...args, ...filterOverrides }, language),
    ranking.minimum && !isTime && by.length === 1 && texts.tooSmall,
  ];
  return notes.filter((note): note is string => Boolean(note));
}

function chosenText(args: object, language: Language): string | undefined {
  const texts = CHART_TEXTS[language];
  const said = filterEntries(args)
    // Numbers of people are no part of a picture, which goes from hand to hand.
    .filter(([name, value]) => FILTERS[name] && value !== undefined)
    .map(([name, value]) => {
      const told = typeof value === 'boolean' ? (value ? texts.yes : texts.no) : String(value);
      return `${FILTERS[name]![language]} ${told}`;
    });
  return said.length ? `${texts.chosen}: ${said.join('; ')}` : undefined;
}
