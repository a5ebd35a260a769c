/** Calls of every tool, reads first: the recorded examples of all endpoints, and what is built of them. */
import { FIXED_VALUES } from '../../src/define/completion.ts';
import { cases } from '../contract/cases/index.ts';

export type ToolCall = readonly [tool: string, args: Record<string, unknown>];

const CSV = `telefon;förnamn;efternamn;e-post;adress;personnummer
070-174 06 41;Anna;Ek;anna.ek@example.org;Björkvägen 4;19720311-1234
trasig;Karin;Grahn;karin.grahn@example.org;Storgatan 1;720311-1234
`;

const PHONE = '070-174 06 05';

/** A name is known once its card was read: nobody could tell the others' from words. */
const cards = [90, 94, 98, 922].map((customer_id): ToolCall => ['get_customer', { customer_id }]);

const composites: ToolCall[] = [
  ...cards,
  ['find', { words: ['Mawila', 'mawila', 'Elin Sandvall', 'Djurboxen', 'Anna Ek'] }],
  ['customer_overview', { customer_id: 922 }],
  ['customer_overview', { phone: PHONE }],
  ['customer_overview', { phone: '031-390 06 50' }],
  ['get_customer', { phone: '08-465 004 01' }],
  ['get_customer', { customer_id: 999_999 }],
  ['check_order_acceptance', { order_id: 39 }],
  ['check_order_acceptance', { order_ids: [31, 39, 40, 41] }],
  ['check_order_acceptance', { period: 'last_30_days' }],
  ...['agent', 'campaign', 'office'].map(
    (by): ToolCall => ['order_report', { by: [by], period: 'last_30_days' }],
  ),
  ['order_report', { by: ['agent', 'campaign'], period: 'last_30_days', phone: PHONE }],
  ['call_report', { by: ['agent'], period: 'last_30_days' }],
  ['call_report', { by: ['result', 'agent'], period: 'last_30_days', phone: PHONE }],
  ['search_orders', { period: 'last_30_days', limit: 100, fields: ['comments', 'documents', 'recording'] }],
  ['search_orders', { phone: PHONE }],
  ['search_calls', { period: 'last_30_days', limit: 100 }],
  ['search_calls', { phone: PHONE }],
  ['search_sms', { period: 'last_30_days' }],
  ['get_sms_history', { customer_id: 922 }],
  ['get_sms_history', { phone: PHONE, limit: 100 }],
  ['get_sms_history_pdf', { customer_id: 922 }],
  ['get_sms_history_pdf', { customer_id: 922, phone: PHONE }],
  ['get_sms_history_pdf', { customer_id: 922, deliver: 'inline' }],
  ['get_sms_history_pdf', { customer_id: 922, deliver: 'file' }],
  ['get_order', { order_id: 39 }],
  ['get_order', { order_id: 41 }],
  ['get_call', { call_id: 4371 }],
  ['get_call_recording', { call_id: 4371, end_s: 1, deliver: 'inline' }],
  ['get_order_recording', { order_id: 39 }],
  ['list_users', { fields: ['email', 'address', 'postal_code', 'city'] }],
  ['get_user', { user_id: 6 }],
  ['list_blocklists', {}],
  ['list_campaigns', {}],
  ['get_campaign', { campaign_id: 2 }],
  ['export_rows', { what: 'orders', filter: { period: 'last_30_days' } }],
  ['export_rows', { what: 'orders', filter: { period: 'last_30_days' }, format: 'ndjson' }],
  ['export_rows', { what: 'calls', filter: { period: 'last_30_days' } }],
  ['collect_customer_data', { customer_id: 922 }],
  ['collect_customer_data', { phone: '031-390 06 50' }],
  ['import_customers', { contactlist_id: 6, text: CSV }],
  ['import_customers', { contactlist_id: 6, text: CSV, dry_run: false }],
  ['transcribe_recording', { order_id: 39 }],
  ['transcribe_recording', { call_ids: [4371], start_s: 0, end_s: 30 }],
];

/** Arguments that are wrong in ways that an error repeats. */
const wrong: ToolCall[] = [
  ['get_customer', { phone: 'Anna Ek' }],
  ['get_customer', { customer_id: 'Ek, Anna' }],
  ['customer_overview', { phone: '070-174 06 05 x' }],
  [
    'create_customer',
    { contactlist_id: 6, phone: '0701740605', first_name: 'Anna', anna_ek: '19720311-1234' },
  ],
  ['call_customer', { agent_id: 6, campaign_id: 2, phone: PHONE }],
  ['call_customer', { agent_id: 6, campaign_id: 2, phone: PHONE, allow_calling_finalized: true }],
  ['update_customer', { customer_id: 922, changes: { address: 'Storgatan 9', first_name: 'Karin' } }],
  ['update_customer', { phone: PHONE, changes: { last_name: 'Grahn', email: 'karin.grahn@example.org' } }],
  ['add_blocklist_number', { blocklist_id: 6, phone: PHONE, comment: 'Anna Ek, Björkvägen 4' }],
  [
    'create_user',
    {
      username: 'karin',
      password: 'Sommar-2026!',
      firstname: 'Karin',
      lastname: 'Grahn',
      email: 'karin.grahn@example.com',
      office_id: 2,
    },
  ],
  ['update_user', { user_id: 10, role_ids: [1], address: 'Kyrkogatan 7' }],
  ['delete_user', { user_id: 14 }],
  ['cancel_orders', { order_ids: [39, 41] }],
  ['remove_customer', { phone: '031-390 06 50' }],
];

// A number with four digits too many is the caller's own, and nobody's.
const recorded = cases
  .filter(({ args }) => args.phone !== '467017406050000')
  .map(({ tool, args, endpoint, example }): ToolCall & { example?: string } =>
    Object.assign([tool, args] as const, { example: `${endpoint} / ${example}` }),
  );

/** Erased people are looked at last. */
const last: ToolCall[] = [
  ['prune_customer', { customer_id: 922 }],
  ['prune_customer', { phone: PHONE }],
];

export const everyCall: readonly (ToolCall & { example?: string })[] = [
  ...composites,
  ...recorded,
  ...wrong,
  ...composites.slice(0, 12),
  ...last,
];

export const prompts: readonly [name: string, args: Record<string, string>][] = FIXED_VALUES.language.flatMap(
  (language): [string, Record<string, string>][] => [
    ['transcribe_call', { call_id: '4371', language }],
    ['review_order_call', { order_id: '39', language }],
    ['summarise_customer_calls', { customer: '922', language }],
    ['summarise_customer_calls', { customer: PHONE, language }],
    ['daily_report', { period: 'yesterday', language }],
    ['order_lookup', { customer: '+46701740605', language }],
    ['data_request', { customer: '0701740605', language }],
    ['callback_list', { agent: '6', language }],
  ],
);
