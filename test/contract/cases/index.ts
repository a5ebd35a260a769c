import { blocklistsCases } from './blocklists.ts';
import { callResultsCases } from './callresults.ts';
import { callsCases } from './calls.ts';
import { callSearchCases } from './callsearch.ts';
import { campaignListsCases } from './campaignlists.ts';
import { campaignsCases } from './campaigns.ts';
import { clientsCases } from './clients.ts';
import { contactlistsCases } from './contactlists.ts';
import { customersCases } from './customers.ts';
import { manyCustomersCases } from './manycustomers.ts';
import { newCustomersCases } from './newcustomers.ts';
import { ordersCases } from './orders.ts';
import { productFieldsCases } from './productfields.ts';
import { productsCases } from './products.ts';
import { smsCases } from './sms.ts';
import type { Case } from './types.ts';
import { usersCases } from './users.ts';

export type { Case, Outcome } from './types.ts';

/** Every recorded example, in the documentation's order. */
export const cases: Case[] = [
  ...callSearchCases,
  ...callsCases,
  ...callResultsCases,
  ...campaignsCases,
  ...campaignListsCases,
  ...clientsCases,
  ...contactlistsCases,
  ...blocklistsCases,
  ...newCustomersCases,
  ...manyCustomersCases,
  ...customersCases,
  ...ordersCases,
  ...productsCases,
  ...productFieldsCases,
  ...smsCases,
  ...usersCases,
];
