// Who works here, and what they work with.

import type { CallType } from './call.ts';

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
