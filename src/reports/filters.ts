/** Which calls or orders a report or an export is about: the search tools' filters, with days in the operator's zone. */

import * as s from '../define/schema.ts';
import { CALL_TYPES } from '../define/selectors.ts';

export const callFilters = {
  period: s.periodToo.optional(),
  exact_date: s.day.optional(),
  start_date: s.day.optional(),
  end_date: s.day.optional(),
  user_ids: s.ids('list_users').optional(),
  campaign_ids: s.ids('list_campaigns').optional(),
  contactlist_ids: s.ids('list_contactlists').optional(),
  call_result_ids: s.ids('list_call_results').optional(),
  customer_ids: s.ids('get_customer').optional(),
  type: s.choice(CALL_TYPES).optional(),
  phone: s.phone.optional(),
  recording: s.flag.optional(),
};

export const orderFilters = {
  period: s.period.optional(),
  exact_date: s.day.optional(),
  start_date: s.day.optional(),
  end_date: s.day.optional(),
  confirm_start_date: s.day.optional(),
  confirm_end_date: s.day.optional(),
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
};
