/** Who asks over HTTP, and what answers them. */
import type { Authenticator } from '../auth/authenticator.ts';
import type { Refusal } from '../auth/refusals.ts';
import type { Recheck } from '../call/call.ts';
import { closeDialers, type LoadServices, openDialers } from '../call/dialer-services.ts';
import type { Config } from '../config/config.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import { isWithin } from '../config/order.ts';
import { createDialerHandlers } from '../mcp/handlers/dialer-handlers.ts';
import type { Handlers } from '../mcp/handlers/handlers.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { People } from './people.ts';
import { tokenAt } from './person-config.ts';

export interface Caller {
  /** Whom limits are counted for. */
  subject: string;
  handlers: Handlers;
}

/** @param authorization the header of that name */
export type Identify = (authorization: string | undefined) => Promise<Caller | { refusal: Refusal }>;

/** Who asks, and what is there of them. */
export interface Callers {
  identify: Identify;
  /** How many of them have services. */
  count(): number;
  /** How many requests are under way. */
  pending(): number;
  close(): Promise<void>;
}

/** People with logins. */
export const identifyBy =
  (authenticator: Authenticator, people: People): Identify =>
  async (authorization) => {
    const authentication = await authenticator.authenticate(authorization);
    if (authentication.refusal) return { refusal: authentication.refusal };
    const { person, version } = authentication;
    return { subject: person.subject, handlers: people.handlersOf(person, version) };
  };

/** Looks at the user file again before an act: a person may have been shut out while they, or another, were asked. */
export const recheckBy =
  (
    authenticator: Pick<Authenticator, 'find'>,
    config: Pick<Config, 'subject' | 'token' | 'profile'>,
  ): Recheck =>
  async (tier) => {
    const person = await authenticator.find(config.subject!);
    if (person && isWithin(tier, person.access) && tokenAt(config, person) === config.token) return;
    throw new ToolError(
      'permission_denied',
      'What this person may do here was changed meanwhile (HITRATE_USERS). Nothing was sent to the dialer.',
    );
  };

/** Whoever uses this machine, with the token of the settings: a server without logins listens on loopback alone. */
export function identifyAnybody(configs: Configs, load: LoadServices): Callers {
  const dialers = openDialers(configs, load);
  const caller: Caller = { subject: 'local', handlers: createDialerHandlers(dialers) };
  return {
    identify: async () => caller,
    count: () => 1,
    pending: caller.handlers.pending,
    close: () => closeDialers(dialers),
  };
}
