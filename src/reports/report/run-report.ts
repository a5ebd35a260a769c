/** The steps that all reports share. */

import { createHash } from 'node:crypto';
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { chartRequest, timeFor } from '../chart/chart-request.ts';
import { type DateRange, nowIn } from '../date-range.ts';
import { CALENDAR } from '../groups/calendar.ts';
import { comparisonFor } from './comparison.ts';
import type { Readings, Report, ReportArgs, ReportRequest } from './report.ts';
import { reportResponse } from './report-response.ts';

/** @throws ToolError invalid_arguments if the dates can't be compared as asked for, or no such chart is drawn */
export function reportRequest<Group extends string>(
  args: ReportArgs<Group>,
  dates: DateRange,
  { timezone, region }: { timezone: string; region: string },
): ReportRequest<Group | 'hour' | 'day' | 'week' | 'month'> {
  const now = nowIn(timezone);
  const chart = chartRequest(args.chart, region);
  return {
    args,
    // A picture of one number shows nothing.
    by: chart && !args.by ? [timeFor(dates)] : [...new Set(args.by)],
    dates,
    comparison: comparisonFor(dates, args, timezone, now),
    chart,
    now,
  };
}

/** Returns the figure that the table is sorted by: beside a picture times stay in their order, as in the picture. */
export const tableSort = (
  { chart, by: [first] }: ReportRequest,
  figure: string | undefined,
): string | undefined => (chart && CALENDAR.some((name) => name === first) ? undefined : figure);

/** Reads the rows of both times at once, and answers. */
export async function runReport<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  context: ReadContext,
): Promise<Row> {
  const { dates, comparison } = request;
  const [current, earlier] = await Promise.all([
    report.read(dates, context),
    comparison && report.read(comparison, ofEarlierTime(context)),
  ]);
  const readings = {
    current,
    earlier: comparison && earlier && { reading: earlier, dates: comparison },
    emptyNote: current.rowsRead ? undefined : await report.explainEmpty(current),
  };
  const { covers, ...answer } = reportResponse(request, report, readings, context.display);
  const chart = request.chart && (await chartLine(request, report, readings, context));
  return { covers, ...(chart && { chart }), ...answer };
}

/** Its words tell the time that is compared with from the report's own. */
const ofEarlierTime = (context: ReadContext): ReadContext => ({
  ...context,
  progress: (done, total, what) => context.progress(done, total, `${what} of the earlier time`),
});

/** Draws what is asked for. @returns what the answer says of it */
async function chartLine<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  readings: Readings<Sum>,
  context: ReadContext,
): Promise<string> {
  const { by, dates, chart: asked } = request;
  const { language, png } = asked!;
  const [{ buildChart }, { showChart }] = await Promise.all([
    import('../chart/build-chart.ts'),
    import('../chart/show-chart.ts'),
  ]);
  const chart = buildChart(request, report, readings, {
    language,
    timezone: context.display.timezone,
    currency: context.display.currency,
    redact: (name, labels) => {
      const { rows } = context.redact({ columns: [name], rows: labels.map((label) => [label]) });
      return rows.map(([label]: [unknown]) => String(label));
    },
  });
  if (!chart) return 'There is nothing to draw.';
  const days = [dates.from, dates.to === dates.from ? undefined : dates.to];
  // Another picture must not take the place of the first; the same asked for again does.
  const hash = createHash('sha256').update(JSON.stringify(request.args)).digest('hex').slice(0, 6);
  const name = [report.name, 'by', ...by, ...days, hash].filter(Boolean).join('-');
  return showChart(chart, { png, name }, context);
}
