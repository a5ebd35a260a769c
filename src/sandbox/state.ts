// The dialer's world as data: one type per entity. Every moment is a whole number of seconds since 1970, which
// keeps 200,000 calls small. The maps are open on purpose, so that a test can put the dialer into any state.

export interface Office {
  id: number;
  name: string;
  /** Users of a limited office see only their own office's objects. */
  limited: boolean;
}

export interface User {
  id: number;
  username: string | null;
  password: string | null;
  firstname: string;
  lastname: string;
  active: 0 | 1;
  email: string | null;
  address: string | null;
  postal_code: string | null;
  city: string | null;
  office_id: number | null;
  /** 1 admin, 2 coach, 3 agent. */
  role: number[];
  hire_date: string | null;
  language_id: number;
  online: boolean;
  in_call: boolean;
  deleted: boolean;
}

export interface Client {
  id: number;
  name: string;
  office_id: number | null;
  deleted: boolean;
}

export interface Campaign {
  id: number;
  name: string;
  office_id: number | null;
  client_id: number | null;
  callerid: string;
  mode: CallType;
  agents: number[];
}

export interface CampaignProduct {
  id: number;
  campaign_id: number;
  product_id: number;
  sms_template_id: number | null;
  email_template_id: number | null;
  scrive_template_id: number | null;
  is_power_of_attorney: number;
}

export interface CampaignContactlist {
  id: number;
  campaign_id: number;
  contactlist_id: number;
  start_date: string | null;
  end_date: string | null;
  block_public_recurring: number;
  block_private_recurring: number;
}

export interface Contactlist {
  id: number;
  office_id: number | null;
  is_company: number;
  title: string;
  deleted: number;
  /** YYYY-MM-DD. */
  prune_date: string | null;
  keep_order_on_prune: number;
  pruned: number;
  updated_at: number;
  created_at: number;
}

export type Datatype = 'int' | 'string' | 'text' | 'boolean' | 'datetime' | 'date' | 'dropdown' | 'multi';

export interface Field {
  id: number;
  name: string;
  datatype: Datatype;
  default_value: string | null;
  options: string | null;
  /** 1 is a field of the customer card, 2 of a product. */
  type: 1 | 2;
  description: string | null;
  deleted: number;
}

export interface BlockedNumber {
  id: number;
  phone: string;
  end_date: string | null;
  comment: string;
}

export interface Blocklist {
  id: number;
  title: string;
  office_id: number | null;
  numbers: Map<string, BlockedNumber>;
}

export interface Customer {
  id: number;
  contactlist_ids: number[];
  /** E.164 with a plus. */
  phone: string;
  /** Numbers the customer had before. */
  old_phones: string[];
  first_name: string | null;
  last_name: string | null;
  identity_number: string | null;
  email: string | null;
  address: string | null;
  postal_code: string | null;
  city: string | null;
  company_name: string | null;
  company_org_number: string | null;
  external_id_1: string | null;
  external_id_2: string | null;
  external_id_3: string | null;
  earliest_ringtime: string | null;
  custom_fields: { id: number; value: string }[];
  create_time: number;
  pruned: boolean;
}

export const callTypes = [
  'predictive',
  'automatic',
  'incoming',
  'batch_call',
  'click-to-call',
  'click',
  'retry',
  'callback',
] as const;
export type CallType = (typeof callTypes)[number];

export interface Call {
  id: number;
  /** Digits without a plus, as calls are written. */
  phonenumber: string;
  customer_id: number | null;
  /** null: no agent was on it. */
  user_id: number | null;
  campaign_id: number;
  contactlist_id: number | null;
  init_time: number;
  connect_time: number | null;
  finish_time: number;
  handling_end: number | null;
  call_result_id: number;
  type: CallType;
  recording: boolean;
}

export interface CallResult {
  id: number;
  type_id: number | null;
  title: string;
  retry: string | null;
  pick_date: number;
  retry_flags: number | null;
  deleted: boolean;
}

export interface OrderProduct {
  product_id: number;
  units: number;
  unit_price: number;
  title: string;
  artnr: string | null;
  vat_percentage: number;
}

export interface ScriveDocument {
  order_product_id: number;
  status: string;
  last_change: string;
  sign_time: string | null;
}

export interface Order {
  id: number;
  campaign_customer_id: number;
  customer_id: number;
  user_id: number;
  campaign_id: number;
  call_id: number | null;
  order_recording_id: number | null;
  create_time: number;
  confirmation_datetime: number | null;
  payment_start_date: string | null;
  validated: boolean;
  api_exporter_status: number;
  api_exporter_sent_date: number | null;
  cancelled: boolean;
  status: string | null;
  products: OrderProduct[];
  scrive_documents: ScriveDocument[];
  comments: { user_id: number; comment: string }[];
}

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

export interface SmsTemplate {
  id: number;
  title: string;
  content: string;
  office_id: number | null;
}

export interface Sms {
  customer_id: number;
  campaign_id: number;
  user_id: number;
  message: string;
  sent: number;
  /** "none" stands beside a note of the dialer that was never a text message. */
  sender: string;
  sms_type: string;
}

/** The next id of each kind. */
export interface Next {
  users: number;
  clients: number;
  contactlists: number;
  campaign_products: number;
  campaign_contactlists: number;
  call_results: number;
  customers: number;
  products: number;
  fields: number;
  sms_templates: number;
  blocklists: number;
  blocked_numbers: number;
  confirmations: number;
}

export interface State {
  /** Milliseconds, as Date.now. */
  clock: () => number;
  next: Next;
  offices: Map<number, Office>;
  users: Map<number, User>;
  clients: Map<number, Client>;
  campaigns: Map<number, Campaign>;
  campaign_products: Map<number, CampaignProduct>;
  campaign_contactlists: Map<number, CampaignContactlist>;
  contactlists: Map<number, Contactlist>;
  fields: Map<number, Field>;
  blocklists: Map<number, Blocklist>;
  call_results: Map<number, CallResult>;
  customers: Map<number, Customer>;
  products: Map<number, Product>;
  orders: Map<number, Order>;
  sms_templates: Map<number, SmsTemplate>;
  /** In the order of their beginning. */
  calls: Call[];
  sms: Sms[];
}

/** Customers and call results count by four, as the dialer's clustered database does. */
const steps: Partial<Next> = { customers: 4, call_results: 4 };

export function takeId(state: State, kind: keyof Next): number {
  const id = state.next[kind];
  state.next[kind] = id + (steps[kind] ?? 1);
  return id;
}

export const seconds = (state: State): number => Math.floor(state.clock() / 1000);

export const byId = <T extends { id: number }>(rows: readonly T[]): Map<number, T> =>
  new Map(rows.map((row) => [row.id, row]));
