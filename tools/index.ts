import type { Tool } from '../src/tool.ts';
import { blocklists } from './blocklists.ts';
import { callResults } from './call-results.ts';
import { calls } from './calls.ts';
import { campaignContactlists } from './campaign-contactlists.ts';
import { campaigns } from './campaigns.ts';
import { clients } from './clients.ts';
import { contactlists } from './contactlists.ts';
import { customers } from './customers.ts';
import { imports } from './import.ts';
import { insight } from './insight.ts';
import { orderChanges } from './order-changes.ts';
import { orders } from './orders.ts';
import { productFields } from './product-fields.ts';
import { products } from './products.ts';
import { recordings } from './recordings.ts';
import { sms } from './sms.ts';
import { users } from './users.ts';

/** Every tool, in the order in which lists show them. */
export const tools: readonly Tool[] = [
  ...insight,
  ...calls,
  ...callResults,
  ...recordings,
  ...campaigns,
  ...campaignContactlists,
  ...clients,
  ...contactlists,
  ...blocklists,
  ...customers,
  ...orders,
  ...orderChanges,
  ...products,
  ...productFields,
  ...sms,
  ...users,
  ...imports,
];
