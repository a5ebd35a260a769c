/** All that people see of a server for a team in a browser: the approval page, and the pages behind the same login. */
import { TEAM_PATH } from '../../approval/rules.ts';
import type { ApprovalSite } from '../../approval/team/approval-site.ts';
import { createReport } from '../../approval/team/report.ts';
import type { StateStore } from '../../define/state-store.ts';
import type { People } from '../people.ts';
import { createDashboardPage, DASHBOARD_PATH } from './dashboard-page.ts';
import { createReviewPage, REVIEW_PATH } from './review-page.ts';
import type { Site } from './site.ts';
import { createPageSite } from './team-page.ts';

/** Where a login may lead to, beside the approval page. */
export const PAGE_PATHS: readonly string[] = [DASHBOARD_PATH, REVIEW_PATH];

interface SitesOptions {
  approvalSite: ApprovalSite;
  people: Pick<People, 'dialersOf' | 'dialersAtWork'>;
  /** Where the pages of recordings are kept. */
  reviews: StateStore;
  publicUrl: string;
  /** Is told what only the operator can mend; holds no secret. */
  report(message: string): void;
}

export function createSites(options: SitesOptions): Site[] {
  const { approvalSite, people, reviews, publicUrl } = options;
  const report = createReport(options.report, Date.now);
  const pages = [createDashboardPage({ approvalSite, people, report }), createReviewPage(people, reviews)];
  return [
    { path: TEAM_PATH, handle: approvalSite.handle },
    ...pages.map((page) => createPageSite(page, { publicUrl, approvalSite, report })),
  ];
}
