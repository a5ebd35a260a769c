// Finding a customer, and forgetting one.

import { seesCustomer } from './http/auth.ts';
import type { Context } from './http/context.ts';
import { e164 } from './phone.ts';
import { type Contactlist, type Customer, type State, seconds } from './state.ts';
import { localDate } from './time.ts';
import { int } from './values.ts';

export const selectors = ['id', 'phone', 'external_id_1', 'external_id_2', 'external_id_3'] as const;

export const hasSelector = (query: Record<string, string>): boolean => selectors.some((key) => key in query);

type Seen = Pick<Context, 'state' | 'office'>;

/** The id goes before the number, the number before external ids; of several the most recent is meant. */
export function findCustomer(context: Seen, query: Record<string, string>): Customer | undefined {
  const visible = (customer: Customer) => !customer.pruned && seesCustomer(context, customer);
  if ('id' in query) {
    const customer = context.state.customers.get(int(query.id) ?? 0);
    return customer && visible(customer) ? customer : undefined;
  }
  const key = selectors.find((name) => name in query);
  if (!key) return undefined;
  const wanted = key === 'phone' ? e164(query.phone) : query[key]!;
  let found: Customer | undefined;
  for (const customer of context.state.customers.values()) {
    if (customer[key] !== wanted || !visible(customer)) continue;
    if (!found || customer.create_time >= found.create_time) found = customer;
  }
  return found;
}

export const removed = 'GDPR REMOVED';

/** Orders and calls stay, without the person. Nothing can bring the person back. */
export function pruneCustomer(state: State, customer: Customer): void {
  for (const call of state.calls) if (call.customer_id === customer.id) call.phonenumber = removed;
  for (const sms of state.sms) {
    if (sms.customer_id !== customer.id) continue;
    sms.message = removed;
    if (sms.sender === customer.phone) sms.sender = removed;
  }
  customer.phone = removed;
  customer.old_phones = [];
  customer.first_name = removed;
  customer.last_name = removed;
  customer.identity_number = removed;
  customer.email = removed;
  customer.address = removed;
  customer.postal_code = removed;
  customer.city = removed;
  if (customer.company_name !== null) {
    customer.company_name = removed;
    customer.company_org_number = removed;
  }
  customer.external_id_1 = null;
  customer.external_id_2 = null;
  customer.external_id_3 = null;
  for (const field of customer.custom_fields) field.value = removed;
  customer.contactlist_ids = [];
  customer.pruned = true;
}

function pruneList(state: State, list: Contactlist): void {
  const kept = new Set<number>();
  if (list.keep_order_on_prune) for (const order of state.orders.values()) kept.add(order.customer_id);
  for (const customer of state.customers.values()) {
    if (!customer.contactlist_ids.includes(list.id)) continue;
    customer.contactlist_ids = customer.contactlist_ids.filter((id) => id !== list.id);
    if (!kept.has(customer.id)) pruneCustomer(state, customer);
  }
  for (const link of state.campaign_contactlists.values()) {
    if (link.contactlist_id === list.id) state.campaign_contactlists.delete(link.id);
  }
  list.pruned = 1;
  list.deleted = 1;
  list.updated_at = seconds(state);
}

/** A list whose day has come is pruned as soon as anybody looks. */
export function pruneDueLists(state: State): void {
  const today = localDate(seconds(state));
  for (const list of state.contactlists.values()) {
    if (list.pruned === 0 && list.prune_date !== null && list.prune_date <= today) pruneList(state, list);
  }
}

export function countContacts(state: State): Map<number, number> {
  const counts = new Map<number, number>();
  for (const customer of state.customers.values()) {
    for (const id of customer.contactlist_ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
