/** The overview on a server for a team: each person sees what their own token shows them, and their own acts. */

import { TEAM_PATH } from '../../approval/rules.ts';
import type { ApprovalSite } from '../../approval/team/approval-site.ts';
import type { Visitor } from '../../approval/team/page-replies.ts';
import type { Report } from '../../approval/team/report.ts';
import type { DialerServices } from '../../call/dialer-services.ts';
import {
  createDashboardDialer,
  type DashboardDialer,
  overviewOf,
  type ReadWaiting,
} from '../../dashboard/overview.ts';
import { TEAM_PAGE } from '../../dashboard/page/html.ts';
import type { People } from '../people.ts';
import { callAt, readDialersOf } from './read-calls.ts';
import type { TeamPage } from './team-page.ts';

export const DASHBOARD_PATH = '/dashboard';

interface DashboardPageOptions {
  approvalSite: Pick<ApprovalSite, 'waitingFor'>;
  people: Pick<People, 'dialersOf'>;
  report: Report;
}

export function createDashboardPage({ approvalSite, people, report }: DashboardPageOptions): TeamPage {
  const tell = (error: unknown) => report("a part of the overview can't be read", error);
  /** What was read is kept as long as the person's services are. */
  const known = new WeakMap<DialerServices, DashboardDialer>();

  function dashboardOf(dialer: DialerServices): DashboardDialer {
    const dashboard =
      known.get(dialer) ?? createDashboardDialer(dialer.config, callAt(dialer), { report: tell });
    known.set(dialer, dashboard);
    return dashboard;
  }

  async function waitingFor(visitor: Visitor): ReturnType<ReadWaiting> {
    const { items } = await approvalSite.waitingFor(visitor);
    return items.map(({ reference, ...item }) => ({ ...item, address: `${TEAM_PATH}/${reference}` }));
  }

  return {
    path: DASHBOARD_PATH,
    page: TEAM_PAGE,
    isAbout: (text) => text === '',
    async answer(action, { dialer }, visitor) {
      if (action !== 'state') return undefined;
      const dialers = readDialersOf(people, visitor.person).map(dashboardOf);
      return overviewOf(dialers, dialer, () => waitingFor(visitor), tell);
    },
  };
}
