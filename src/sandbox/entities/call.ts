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
