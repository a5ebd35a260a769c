// Who a token is, what its user may do, and what a limited office hides.

import type { Customer, Order, State, User } from '../state.ts';
import type { Context } from './context.ts';

export const sandboxTokens: readonly { token: string; user_id: number; about: string }[] = [
  { token: 'sandbox-admin', user_id: 2, about: 'an administrator, may do everything' },
  { token: 'sandbox-coach', user_id: 18, about: 'a coach, sees all calls, may not delete users' },
  { token: 'sandbox-agent', user_id: 26, about: 'an agent without all_calls' },
  { token: 'sandbox-office', user_id: 42, about: 'the manager of a limited office, sees only that office' },
];

export const isAdmin = (user: User): boolean => user.role.includes(1);

/** Agents have none of the named rights, coaches and administrators all. */
export const may = (user: User): boolean => isAdmin(user) || user.role.includes(2);

export function authenticate(state: State, header: string | undefined): User | null {
  const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  const known = sandboxTokens.find((entry) => entry.token === token);
  const user = known && state.users.get(known.user_id);
  return user && !user.deleted && user.active === 1 ? user : null;
}

export function limitedTo(state: State, user: User): number | null {
  const office = user.office_id === null ? undefined : state.offices.get(user.office_id);
  return office?.limited ? office.id : null;
}

type Seen = Pick<Context, 'state' | 'office'>;

export const sees = (context: Seen, row: { office_id: number | null } | undefined): boolean =>
  row !== undefined && (context.office === null || row.office_id === context.office);

export const seesCampaign = (context: Seen, id: number): boolean =>
  context.office === null || sees(context, context.state.campaigns.get(id));

export const seesCustomer = (context: Seen, customer: Customer): boolean =>
  context.office === null ||
  customer.contactlist_ids.some((id) => sees(context, context.state.contactlists.get(id)));

export const seesOrder = (context: Seen, order: Order): boolean => seesCampaign(context, order.campaign_id);

/** What a limited user creates belongs to that user's office, whatever was sent. */
export const officeFor = (context: Seen, sent: number | null): number | null =>
  context.office === null ? sent : context.office;
