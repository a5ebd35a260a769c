/** The steps that all reports share. */

import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { type DateRange, nowIn } from '../date-range.ts';
import { comparisonFor } from './comparison.ts';
import type { Report, ReportArgs, ReportRequest } from './report.ts';
import { reportResponse } from './report-response.ts';

/** @throws ToolError invalid_arguments if the dates can't be compared as asked for */
export function reportRequest<Group extends string>(
  args: ReportArgs<Group>,
  dates: DateRange,
  timezone: string,
): ReportRequest<Group> {
  const now = nowIn(timezone);
  return {
    args,
    by: [...new Set(args.by)],
    dates,
    comparison: comparisonFor(dates, args, timezone, now),
    now,
  };
}

/** Reads the rows of both times at once, and answers. */
export async function runReport<Item, Sum>(
  request: ReportRequest,
  report: Report<Item, Sum>,
  { progress, display }: Pick<ReadContext, 'progress' | 'display'>,
): Promise<Row> {
  const { dates, comparison } = request;
  const [current, earlier] = await Promise.all([
    report.read(dates, progress),
    comparison && report.read(comparison, () => {}),
  ]);
  const readings = {
    current,
    earlier: comparison && earlier && { reading: earlier, dates: comparison },
    emptyNote: current.rowsRead ? undefined : await report.explainEmpty(current),
  };
  return reportResponse(request, report, readings, display);
}
