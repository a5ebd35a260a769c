// A product template with nothing but its id: in the order in which the dialer writes the members.

import type { Product } from '../state.ts';

export const blankProduct = (id: number, office_id: number | null): Product => ({
  id,
  office_id,
  client_id: null,
  artnr: null,
  title: '',
  product_type_id: 0,
  periodicity_id: 0,
  periodicity_parts: 0,
  price: 0,
  adjusted_price: null,
  flex_price: 0,
  vat_percentage: 25,
  min_price: null,
  max_price: null,
  description: null,
  script: null,
  active: 1,
  notification_sms_enabled: 0,
  notify_before_confirm: 0,
  notification_sms_template: null,
  notification_sms_sender: null,
  notification_sms_max_age: null,
  selectable_delivery_method: 0,
  sms_text: null,
  deleted: 0,
  fields: [],
});
