/** Who a server over HTTP serves: people with logins, or whoever uses this machine. */

import { type Authenticator, type AuthenticatorOptions, createAuthenticator } from '../auth/authenticator.ts';
import type { CallObserver } from '../call/call.ts';
import type { ServiceOptions, Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import { highestAccess } from '../config/order.ts';
import { SettingError } from '../config/parse.ts';
import { principalOf } from '../config/principal.ts';
import { TOOLSETS } from '../config/settings.ts';
import { teamConfirmProblem } from '../config/team/approval.ts';
import type { HttpConfig } from '../config/team/http.ts';
import type { StateStore } from '../define/state-store.ts';
import { monotonicClock } from '../shared/deadline.ts';
import { createMemoryStore } from '../state/memory-store.ts';
import { scopedStore } from '../state/scoped-store.ts';
import { createApprovals } from './approvals.ts';
import { type Callers, identifyAnybody, identifyBy, recheckBy } from './callers.ts';
import { openReviewPageOf } from './pages/review-page.ts';
import type { Site } from './pages/site.ts';
import { createSites, PAGE_PATHS } from './pages/sites.ts';
import { createPeople } from './people.ts';

/** What a server for a team is made of that it does not know itself. */
export interface TeamParts {
  /** Makes the services of one person at one dialer. */
  load(
    config: Config,
    options: Pick<
      ServiceOptions,
      'session' | 'observer' | 'state' | 'approvals' | 'recheck' | 'openReviewPage'
    >,
  ): Promise<Services>;
  /** Puts a line of a preview into another language. */
  translate(line: string, language: string): string;
}

interface TeamOptions {
  /** What the replicas share; absent for the only one. */
  store?: StateStore;
  publicUrl: string;
  observer: CallObserver;
  report(message: string): void;
}

export interface Team {
  callers: Callers;
  /** Absent for a server without logins. */
  authenticator?: Authenticator;
  /** None for a server without logins. */
  sites: readonly Site[];
}

/** @throws SettingError where people can't be let in, or asked, as the settings have it */
export function createTeam(
  configs: Configs,
  http: HttpConfig,
  { load, translate }: TeamParts,
  { store, publicUrl, observer, report }: TeamOptions,
): Team {
  const [config] = configs;
  const ownState = (own: Config) => store && scopedStore(store, principalOf(own));
  if (!config.auth.users) {
    return {
      callers: identifyAnybody(configs, (own, session) =>
        load(own, { session, observer, state: ownState(own) }),
      ),
      sites: [],
    };
  }
  const problem = configs.map(teamConfirmProblem).find((one) => one !== undefined);
  if (problem) throw new SettingError(problem);
  const authenticator = createAuthenticator({ ...rightsOf(configs), resource: `${publicUrl}/mcp`, report });
  const approvals = createApprovals(configs, http, {
    // Approvals are one person's, and answered by another: they have a scope of their own.
    store: store ? scopedStore(store, 'approvals') : createMemoryStore(),
    publicUrl,
    authenticator,
    sites: PAGE_PATHS,
    translate,
    report,
  });
  const reviews = store ? scopedStore(store, 'reviews') : createMemoryStore();
  const people = createPeople(
    configs,
    (own, session) =>
      load(own, {
        session,
        observer,
        state: ownState(own),
        approvals: approvals.of(own),
        recheck: recheckBy(authenticator, own),
        openReviewPage: openReviewPageOf(own, reviews, publicUrl),
      }),
    monotonicClock,
  );
  return {
    callers: { ...people, identify: identifyBy(authenticator, people) },
    authenticator,
    sites: createSites({ approvalSite: approvals.site, people, reviews, publicUrl, report }),
  };
}

/** What a person may have at any dialer; at each the settings of that one lower it. */
export const rightsOf = (configs: Configs): Pick<AuthenticatorOptions, 'config' | 'dialers'> => ({
  config: {
    auth: configs[0].auth,
    access: highestAccess(configs),
    toolsets: TOOLSETS.filter((name) => configs.some(({ toolsets }) => toolsets.includes(name))),
  },
  // Undefined where there is no file of dialers.
  dialers: configs[0].profile && configs.map(({ profile }) => profile!.name),
});
