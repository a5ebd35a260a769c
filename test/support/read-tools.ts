/** Every read tool with arguments under which the sandbox has something to tell, and with all columns that it has. */
import { tools } from '../../tools/index.ts';

const ARGS: Record<string, object> = {
  check_order_acceptance: { order_id: 39 },
  collect_customer_data: { customer_id: 922 },
  customer_overview: { customer_id: 922 },
  export_rows: { what: 'orders' },
  find: { words: ['Anna'] },
  get_call: { call_id: 4371 },
  get_call_recording: { call_id: 4371 },
  get_call_result: { call_result_id: 62 },
  get_campaign: { campaign_id: 2 },
  get_client: { client_id: 2 },
  get_contactlist: { contactlist_id: 6 },
  get_customer: { customer_id: 922 },
  get_order: { order_id: 39 },
  get_order_recording: { order_id: 39 },
  get_product: { product_id: 1 },
  get_product_field: { product_field_id: 8 },
  get_sms_history: { customer_id: 922 },
  get_sms_history_pdf: { customer_id: 922 },
  get_sms_template: { sms_template_id: 1 },
  get_user: { user_id: 6 },
  order_report: { by: ['agent'], period: 'last_30_days' },
  call_report: { by: ['agent'], period: 'last_30_days' },
  search_orders: { customer_id: 922 },
  search_calls: { customer_ids: [922] },
};

/** Those that need no speech engine. */
export const readTools = tools.filter(({ tier, needs }) => tier === 'read' && needs !== 'speech engine');

export function readArgs(name: string): object {
  const { answer } = tools.find((tool) => tool.name === name)!;
  const fields = answer?.is === 'rows' && answer.more ? { fields: Object.keys(answer.more) } : {};
  return { ...ARGS[name], ...fields };
}
