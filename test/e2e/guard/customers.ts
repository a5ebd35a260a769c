/** Four customers, and the tools that delete customers. */
import type { World } from '../../support/guard-bench.ts';
import { people } from './acts.ts';

export const IDS = [922, 1001, 1002, 1003];
export const card = (customer_id: number, more = {}) => ({
  ...people.anna,
  customer_id,
  name: `Customer ${customer_id}`,
  ...more,
});
export const world: World = Object.fromEntries(IDS.map((id) => [`/api/customer?id=${id}`, card(id)]));

/** The tools that delete customers: each with its path, and what a person types for all four. */
export const TOOLS = [
  ['prune_customer', '/api/gdpr/customer', '4 customers'],
  ['remove_customer', '/api/customer', true],
] as const;
