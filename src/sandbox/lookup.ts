// Finding customers and contact lists, and pruning them.

import { sees, seesCustomer, type Viewer } from './http/auth.ts';
import { e164 } from './phone.ts';
import { type Contactlist, type Customer, type State, seconds } from './state.ts';
import { localDate } from './time.ts';
import { int } from './values.ts';

const SELECTORS = ['id', 'phone', 'external_id_1', 'external_id_2', 'external_id_3'] as const;

export const hasSelector = (query: Record<string, string>): boolean => SELECTORS.some((key) => key in query);

/**
 * Returns the customer that a query selects. The id goes before the number, the number before external ids; of several
 * the most recent is meant.
 */
export function findCustomer(viewer: Viewer, query: Record<string, string>): Customer | undefined {
  const visible = (customer: Customer) => !customer.pruned && seesCustomer(viewer, customer);
  if ('id' in query) {
    const customer = viewer.state.customers.get(int(query.id) ?? 0);
    return customer && visible(customer) ? customer : undefined;
  }
  const key = SELECTORS.find((name) => name in query);
  if (!key) return undefined;
  const value = key === 'phone' ? e164(query.phone) : query[key]!;
  let latest: Customer | undefined;
  for (const customer of viewer.state.customers.values()) {
    if (customer[key] !== value || !visible(customer)) continue;
    if (!latest || customer.create_time >= latest.create_time) latest = customer;
  }
  return latest;
}

/** Returns the list with that id; undefined also where it is deleted or of another office. */
export function findContactlist(viewer: Viewer, id: unknown): Contactlist | undefined {
  const list = viewer.state.contactlists.get(int(id) ?? 0);
  return list && !list.deleted && sees(viewer, list) ? list : undefined;
}

const REMOVED = 'GDPR REMOVED';

/** Erases the person for good. Orders and calls stay, without the person. */
export function pruneCustomer(state: State, customer: Customer): void {
  for (const call of state.calls) if (call.customer_id === customer.id) call.phonenumber = REMOVED;
  for (const sms of state.sms) {
    if (sms.customer_id !== customer.id) continue;
    sms.message = REMOVED;
    if (sms.sender === customer.phone) sms.sender = REMOVED;
  }
  customer.phone = REMOVED;
  customer.old_phones = [];
  customer.first_name = REMOVED;
  customer.last_name = REMOVED;
  customer.identity_number = REMOVED;
  customer.email = REMOVED;
  customer.address = REMOVED;
  customer.postal_code = REMOVED;
  customer.city = REMOVED;
  if (customer.company_name !== null) {
    customer.company_name = REMOVED;
    customer.company_org_number = REMOVED;
  }
  customer.external_id_1 = null;
  customer.external_id_2 = null;
  customer.external_id_3 = null;
  for (const field of customer.custom_fields) field.value = REMOVED;
  customer.contactlist_ids = [];
  customer.pruned = true;
}

function pruneList(state: State, list: Contactlist): void {
  const customersWithOrders = new Set<number>();
  if (list.keep_order_on_prune)
    for (const order of state.orders.values()) customersWithOrders.add(order.customer_id);
  for (const customer of state.customers.values()) {
    if (!customer.contactlist_ids.includes(list.id)) continue;
    customer.contactlist_ids = customer.contactlist_ids.filter((id) => id !== list.id);
    if (!customersWithOrders.has(customer.id)) pruneCustomer(state, customer);
  }
  for (const link of state.campaign_contactlists.values()) {
    if (link.contactlist_id === list.id) state.campaign_contactlists.delete(link.id);
  }
  list.pruned = 1;
  list.deleted = 1;
  list.updated_at = seconds(state);
}

/** Prunes the lists whose day has come. */
export function pruneDueLists(state: State): void {
  const today = localDate(seconds(state));
  for (const list of state.contactlists.values()) {
    if (list.pruned === 0 && list.prune_date !== null && list.prune_date <= today) pruneList(state, list);
  }
}

/** Returns the number of customers by contact list. */
export function countContacts(state: State): Map<number, number> {
  const counts = new Map<number, number>();
  for (const customer of state.customers.values()) {
    for (const id of customer.contactlist_ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
