/** The arguments of the reports and of the export: the search tools' filters, with days in the operator's zone. */

import type * as z from 'zod';
import * as s from '../define/schema.ts';
import { CALL_TYPES } from '../define/selectors.ts';
import { CALENDAR } from './groups/calendar.ts';

export const CALL_GROUPS = [
  'agent',
  'office',
  'campaign',
  'contactlist',
  'call_result',
  'type',
  ...CALENDAR,
] as const;
export type CallGroup = (typeof CALL_GROUPS)[number];

export const ORDER_GROUPS = ['agent', 'office', 'campaign', 'product', ...CALENDAR, 'state'] as const;
export type OrderGroup = (typeof ORDER_GROUPS)[number];

const dates = {
  exact_date: s.day.optional(),
  start_date: s.day.optional(),
  end_date: s.day.optional(),
};

const callFilters = s.object({
  user_ids: s.ids('list_users').optional(),
  campaign_ids: s.ids('list_campaigns').optional(),
  contactlist_ids: s.ids('list_contactlists').optional(),
  call_result_ids: s.ids('list_call_results').optional(),
  customer_ids: s.ids('get_customer').optional(),
  type: s.brief(s.choice(CALL_TYPES)).optional(),
  phone: s.phone.optional(),
  recording: s.flag.optional(),
});

const orderFilters = s.object({
  user_id: s.id('list_users').optional(),
  campaign_id: s.id('list_campaigns').optional(),
  product_id: s.id('list_products').optional(),
  office_id: s.id('list_offices').optional(),
  customer_id: s.id('get_customer').optional(),
  phone: s.phone.optional(),
  external_id_1: s.quiet(s.scalar.optional()),
  external_id_2: s.quiet(s.scalar.optional()),
  external_id_3: s.quiet(s.scalar.optional()),
  confirmed: s.flag.optional(),
  older_than_hours: s.hours.optional(),
  cancelled: s.flag.optional(),
});

export type CallFilters = z.infer<typeof callFilters>;
export type OrderFilters = z.infer<typeof orderFilters>;

export const CALL_FILTERS = Object.keys(callFilters.shape) as (keyof CallFilters)[];

/** Which calls. */
export const callSelection = s.object({
  period: s.periodToo.optional(),
  ...dates,
  ...callFilters.shape,
});

/** Which orders. */
export const orderSelection = s.object({
  period: s.period.optional(),
  ...dates,
  confirm_start_date: s.day.optional(),
  confirm_end_date: s.day.optional(),
  ...orderFilters.shape,
});

export type CallSelection = z.infer<typeof callSelection>;
export type OrderSelection = z.infer<typeof orderSelection>;

const top = s.rowLimit.optional();

export const orderReportInput = s.object({
  by: s.list(s.choice(ORDER_GROUPS)).max(2).optional(),
  ...orderSelection.shape,
  sort: s.text.describe('a figure of the answer').optional(),
  top,
  compare: s.flag.optional(),
  compare_with: s.text.describe('whole, or dates 2026-11-02..2026-11-08').optional(),
  chart: s.chart('draws sort as a chart (diagram): sv, en, sv png').optional(),
  min_orders: s.quiet(s.count.optional()),
});

export const callReportInput = s.object({
  by: s.list(s.choice(CALL_GROUPS)).max(2).optional(),
  ...callSelection.shape,
  sort: s.text.optional(),
  top,
  min_attempts: s.count.optional(),
  compare: s.flag.optional(),
  compare_with: s.text.optional(),
  chart: s.chart().optional(),
});

export const exportInput = s.object({
  what: s.choice(['calls', 'orders']),
  filter: s
    .settings(s.anyObject, 'period=last_month, campaign_ids=3,4; as call_report or order_report')
    .optional(),
  format: s.choice(['csv', 'ndjson']).optional(),
});

export type OrderReportArgs = z.infer<typeof orderReportInput>;
export type CallReportArgs = z.infer<typeof callReportInput>;
export type ExportArgs = z.infer<typeof exportInput>;
