/** The answer of a report: what it covers, the sum, the groups, and how every figure is made. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Row } from '../../define/row.ts';
import { formatRow, formatValue } from '../../response/format.ts';
import { addDays, localTime, momentOf } from '../../shared/time.ts';
import { coversText, type DateRange, isRunning, minuteText } from '../date-range.ts';
import { filterEntries, filterMember } from '../filters.ts';
import { type GroupTable, groupTable } from '../groups/group-table.ts';
import { changesBetween } from './comparison.ts';
import type { Readings, Report, ReportReading, ReportRequest } from './report.ts';
import { GAP_DAYS, reportNotes } from './report-notes.ts';

const DEFAULT_TOP = 31;

export function reportResponse<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  readings: Readings<Sum>,
  display: DisplaySettings,
): Row {
  const { args, dates, now } = request;
  const { current, earlier, emptyNote } = readings;
  const partial = partialText(readings);
  // A part of one time says nothing beside all of another.
  const isComparable = earlier !== undefined && !partial;
  const figures = report.measures.figures(current.sum);
  const earlierFigures = earlier && report.measures.figures(earlier.reading.sum);
  const change =
    isComparable && earlierFigures
      ? formatRow(changesBetween(figures, earlierFigures, comparedFigures(report)), display)
      : {};
  const table = tableOf(request, report, readings, isComparable);
  const start = lateStart(current, dates, args, display);
  const earlierStart = earlier && lateStart(earlier.reading, earlier.dates, args, display);
  const notes = reportNotes(request, report, readings, { isComparable, table });
  return {
    covers: coversText(dates, display.timezone),
    ...(dependsOnNow(request) && { as_of: minuteText(now) }),
    ...start,
    ...report.head,
    ...filterMember(args, display, report.filterOverrides),
    rows_read: current.rowsRead,
    ...current.excluded,
    ...(partial && { partial }),
    sum: formatRow(figures, display),
    ...(emptyNote && { note: emptyNote }),
    ...(earlier && {
      before: formatRow(
        { covers: earlier.dates.covers, ...earlierStart, ...earlier.reading.excluded, ...earlierFigures },
        display,
      ),
    }),
    ...(Object.keys(change).length && { change }),
    ...(table && formatRow(table.row, display)),
    ...((current.rowsRead > 0 || earlier) && {
      legend: { ...report.legend, ...startLegend({ ...start, ...earlierStart }) },
    }),
    ...(notes.length && { notes: formatValue(notes, display) }),
  };
}

const partialText = ({ current, earlier }: Readings<unknown>): string =>
  [current.partial, earlier?.reading.partial && `The period before: ${earlier.reading.partial}`]
    .filter(Boolean)
    .join(' ');

function comparedFigures<Item, Sum>({ comparedFigures, measures }: Report<Item, Sum>): string[] {
  const figures = measures.figures(measures.zero());
  return comparedFigures.filter((name) => name in figures);
}

/** Undefined for a report without groups, or with none. */
function tableOf<Item, Sum>(
  { by, args }: ReportRequest,
  report: Report<Item, Sum>,
  { current, earlier }: Readings<Sum>,
  isComparable: boolean,
): GroupTable<Sum> | undefined {
  // Days of one time are not those of another.
  const isCalendar = report.dimensions.some(({ time }) => time === 'calendar');
  const earlierGroups =
    earlier && isComparable && !isCalendar
      ? {
          groups: earlier.reading.groups,
          figures: comparedFigures(report).filter((name) => !report.ranking.hidden.includes(name)),
        }
      : undefined;
  if (!by.length || !(current.groups.size || earlierGroups?.groups.size)) return undefined;
  return groupTable(
    { by, dimensions: report.dimensions, measures: report.measures },
    current.groups,
    report.ranking,
    args.top ?? DEFAULT_TOP,
    earlierGroups,
  );
}

/** Whether the same request means something else an hour later. */
const dependsOnNow = ({ args, dates, now }: ReportRequest): boolean =>
  dates.period !== undefined || args.older_than_hours !== undefined || isRunning(dates, now);

/** The day of the first row, if it comes long after the beginning of the range. */
export function lateStart(
  { firstMoment }: ReportReading<unknown>,
  { from }: DateRange,
  args: object,
  display: Pick<DisplaySettings, 'timezone'>,
): Row {
  if (firstMoment === undefined) return {};
  const day = localTime(new Date(momentOf(firstMoment)), display.timezone).slice(0, 10);
  if (from !== undefined && day <= addDays(from, GAP_DAYS)) return {};
  // Cancelled orders that are left out are read all the same.
  const filters = filterEntries(args).filter(([name, value]) => name !== 'cancelled' || value === true);
  return filters.length ? { first_match: day } : { data_begins: day };
}

const START_LEGEND: Record<string, string> = {
  data_begins: 'nothing that this token sees is there before',
  first_match: 'nothing that matches is there before',
};

const startLegend = (starts: Row): Record<string, string> =>
  Object.fromEntries(Object.keys(starts).map((name) => [name, START_LEGEND[name]!]));
