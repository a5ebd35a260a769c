// Whose a token is, what that user may do, and what a limited office hides.

import type { Customer, Order, State, User } from '../state.ts';
import type { Context } from './context.ts';

export const sandboxTokens: readonly { token: string; user_id: number; about: string }[] = [
  { token: 'sandbox-admin', user_id: 2, about: 'an administrator, may do everything' },
  { token: 'sandbox-coach', user_id: 18, about: 'a coach, sees all calls, may not delete users' },
  { token: 'sandbox-agent', user_id: 26, about: 'an agent without all_calls' },
  { token: 'sandbox-office', user_id: 42, about: 'the manager of a limited office, sees only that office' },
];

export const isAdmin = (user: User): boolean => user.role.includes(1);

/** Whether the user has the rights that routes name: agents have none of them, coaches and administrators all. */
export const hasRights = (user: User): boolean => isAdmin(user) || user.role.includes(2);

export function authenticate(state: State, header: string | undefined): User | null {
  const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  const known = sandboxTokens.find((entry) => entry.token === token);
  const user = known && state.users.get(known.user_id);
  return user && !user.deleted && user.active === 1 ? user : null;
}

/** Returns the office that the user is limited to, if any. */
export function limitedTo(state: State, user: User): number | null {
  const office = user.office_id === null ? undefined : state.offices.get(user.office_id);
  return office?.limited ? office.id : null;
}

/** Who looks: a user who is limited to an office sees its rows only. */
export type Viewer = Pick<Context, 'state' | 'office'>;

export const sees = (viewer: Viewer, row: { office_id: number | null } | undefined): boolean =>
  row !== undefined && (viewer.office === null || row.office_id === viewer.office);

export const seesCampaign = (viewer: Viewer, id: number): boolean =>
  viewer.office === null || sees(viewer, viewer.state.campaigns.get(id));

export const seesCustomer = (viewer: Viewer, customer: Customer): boolean =>
  viewer.office === null ||
  customer.contactlist_ids.some((id) => sees(viewer, viewer.state.contactlists.get(id)));

export const seesOrder = (viewer: Viewer, order: Order): boolean => seesCampaign(viewer, order.campaign_id);

/** Returns the office of what is created: a limited user's own, whatever was sent. */
export const officeFor = (viewer: Viewer, sent: number | null): number | null =>
  viewer.office === null ? sent : viewer.office;
