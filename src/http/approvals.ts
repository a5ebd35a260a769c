/** How people answer on a server for a team: on its own page, behind a login. */
import { type ApprovalSite, createApprovalSite } from '../approval/team/approval-site.ts';
import { createTeamApprovals } from '../approval/team/team-approvals.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Config } from '../config/config.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import type { HttpConfig } from '../config/team/http.ts';
import type { Approvals } from '../define/acts/approval.ts';
import type { StateStore } from '../define/state-store.ts';
import { clientAddress } from './client-address.ts';
import { hasTokenAt } from './person-config.ts';

export interface TeamApprovals {
  site: ApprovalSite;
  /** Where one person's assistant asks, for what is done at one dialer. */
  of(own: Pick<Config, 'subject' | 'profile'>): Approvals;
}

interface Parts {
  /** What the replicas share, or the memory of the only one. */
  store: StateStore;
  publicUrl: string;
  authenticator: Authenticator;
  /** The paths of the pages beside the approval page. */
  sites: readonly string[];
  translate(line: string, language: string): string;
  report(message: string): void;
}

export function createApprovals(
  configs: Configs,
  http: HttpConfig,
  { store, publicUrl, authenticator, sites, translate, report }: Parts,
): TeamApprovals {
  const {
    approval: { client, fourEyes },
    auth: { oauth },
  } = configs[0];
  const provider = oauth &&
    client && { issuer: oauth.issuer, clientId: client.id, clientSecret: client.secret };
  return {
    site: createApprovalSite({
      store,
      publicUrl,
      login: { provider, codes: true },
      people: authenticator,
      hasTokenAt: (person, dialer) => hasTokenAt(configs, person, dialer),
      fourEyes,
      sites,
      translate,
      report,
      addressOf: (request) => clientAddress(request, http.trustedProxies),
    }),
    of: ({ subject, profile }) =>
      createTeamApprovals({ store, publicUrl, subject: subject!, profile: profile?.name, fourEyes }),
  };
}
