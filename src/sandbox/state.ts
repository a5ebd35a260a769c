// The dialer's world as data. Every moment is a whole number of seconds since 1970, which keeps 200,000 calls small. The
// maps are open on purpose, so that a test can put the dialer into any state.

import type { Call, CallResult } from './entities/call.ts';
import type {
  Campaign,
  CampaignContactlist,
  CampaignProduct,
  Client,
  Office,
  User,
} from './entities/company.ts';
import type { Blocklist, Contactlist } from './entities/contactlist.ts';
import type { Field } from './entities/custom-field.ts';
import type { Customer } from './entities/customer.ts';
import type { Order } from './entities/order.ts';
import type { Product } from './entities/product.ts';
import type { Sms, SmsTemplate } from './entities/sms.ts';

export * from './entities/call.ts';
export type * from './entities/company.ts';
export type * from './entities/contactlist.ts';
export type * from './entities/custom-field.ts';
export type * from './entities/customer.ts';
export type * from './entities/order.ts';
export type * from './entities/product.ts';
export type * from './entities/sms.ts';

/** The next id of each kind of entity. */
export interface NextIds {
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
  next: NextIds;
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
  /** Sorted by their start. */
  calls: Call[];
  sms: Sms[];
}

/** Customers and call results count by four, as the dialer's clustered database does. */
const ID_STEPS: Partial<NextIds> = { customers: 4, call_results: 4 };

/** Returns a new id. */
export function takeId(state: State, kind: keyof NextIds): number {
  const id = state.next[kind];
  state.next[kind] = id + (ID_STEPS[kind] ?? 1);
  return id;
}

/** Returns the time now, in seconds since 1970. */
export const seconds = (state: State): number => Math.floor(state.clock() / 1000);

export const byId = <T extends { id: number }>(rows: readonly T[]): Map<number, T> =>
  new Map(rows.map((row) => [row.id, row]));
