/** How people answer on a server for a team: on its own page, behind a login. */
import { type ApprovalSite, createApprovalSite } from '../approval/team/approval-site.ts';
import { createTeamApprovals } from '../approval/team/team-approvals.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Config } from '../config/config.ts';
import type { HttpConfig } from '../config/team/http.ts';
import type { Approvals } from '../define/acts/approval.ts';
import type { StateStore } from '../define/state-store.ts';
import { clientAddress } from './client-address.ts';

export interface TeamApprovals {
  site: ApprovalSite;
  /** Where one person's assistant asks. */
  of(subject: string): Approvals;
}

interface Parts {
  /** What the replicas share, or the memory of the only one. */
  store: StateStore;
  publicUrl: string;
  authenticator: Authenticator;
  translate(line: string, language: string): string;
  report(message: string): void;
}

export function createApprovals(
  { approval, auth: { oauth } }: Config,
  http: HttpConfig,
  { store, publicUrl, authenticator, translate, report }: Parts,
): TeamApprovals {
  const { client, fourEyes } = approval;
  const provider = oauth &&
    client && { issuer: oauth.issuer, clientId: client.id, clientSecret: client.secret };
  return {
    site: createApprovalSite({
      store,
      publicUrl,
      login: { provider, codes: true },
      people: authenticator,
      fourEyes,
      translate,
      report,
      addressOf: (request) => clientAddress(request, http.trustedProxies),
    }),
    of: (subject) => createTeamApprovals({ store, publicUrl, subject, fourEyes }),
  };
}
