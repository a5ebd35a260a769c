export interface Product {
  id: number;
  office_id: number | null;
  client_id: number | null;
  artnr: string | null;
  title: string;
  product_type_id: number;
  periodicity_id: number;
  periodicity_parts: number;
  price: number;
  adjusted_price: number | null;
  flex_price: number;
  vat_percentage: number;
  min_price: number | null;
  max_price: number | null;
  description: string | null;
  script: string | null;
  active: number;
  notification_sms_enabled: number;
  notify_before_confirm: number;
  notification_sms_template: number | null;
  notification_sms_sender: string | null;
  notification_sms_max_age: number | null;
  selectable_delivery_method: number;
  sms_text: string | null;
  deleted: number;
  fields: { product_field_id: number; validator: number | null; required: number }[];
}
