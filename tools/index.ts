import type { Tool } from '../src/define/tool.ts';
import { callResults } from './calls/call-results.ts';
import { calls } from './calls/calls.ts';
import { recordings } from './calls/recordings.ts';
import { campaignContactlists } from './campaigns/campaign-contactlists.ts';
import { campaignProducts } from './campaigns/campaign-products.ts';
import { campaigns } from './campaigns/campaigns.ts';
import { clients } from './clients.ts';
import { blocklists } from './contactlists/blocklists.ts';
import { contactlists } from './contactlists/contactlists.ts';
import { customers } from './customers/customers.ts';
import { imports } from './customers/import.ts';
import { insight } from './insight.ts';
import { orderChanges } from './orders/order-changes.ts';
import { orders } from './orders/orders.ts';
import { productFields } from './products/product-fields.ts';
import { products } from './products/products.ts';
import { sms } from './sms.ts';
import { users } from './users.ts';

/** Every tool, in the order in which lists show them. */
export const tools: readonly Tool[] = [
  ...insight,
  ...calls,
  ...callResults,
  ...recordings,
  ...campaigns,
  ...campaignProducts,
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
