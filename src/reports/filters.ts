/** Which of the arguments of a report or an export are filters, and how the answer repeats them. */

import type { DisplaySettings } from '../config/config.ts';
import type { Row } from '../define/row.ts';
import { formatRow } from '../response/format.ts';
import { FILTER_BUDGET, fitRecord } from '../response/limit.ts';

/** These say how to report, not what. */
const PRESENTATION_ARGUMENTS = [
  'by',
  'sort',
  'top',
  'compare',
  'compare_with',
  'min_attempts',
  'min_orders',
  'chart',
];
/** These stand in `covers`. */
const DATE_ARGUMENTS = ['period', 'exact_date', 'start_date', 'end_date'];
const NO_FILTERS: ReadonlySet<string> = new Set([...PRESENTATION_ARGUMENTS, ...DATE_ARGUMENTS]);

/** The filters besides dates. */
export const filterEntries = (args: object): [name: string, value: unknown][] =>
  Object.entries(args).filter(([name]) => !NO_FILTERS.has(name));

/** The member `filter` of an answer. @param overrides members that the answer puts in another way */
export function filterMember(args: object, display: DisplaySettings, overrides: Row = {}): { filter?: Row } {
  const filter = { ...Object.fromEntries(filterEntries(args)), ...overrides };
  return Object.keys(filter).length ? { filter: fitRecord(formatRow(filter, display), FILTER_BUDGET) } : {};
}
