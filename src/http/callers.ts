/** Who asks over HTTP, and what answers them. */
import type { Authenticator } from '../auth/authenticator.ts';
import type { Refusal } from '../auth/refusals.ts';
import { closeDialers, type LoadServices, openDialers } from '../call/dialer-services.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import { createDialerHandlers } from '../mcp/handlers/dialer-handlers.ts';
import type { Handlers } from '../mcp/handlers/handlers.ts';
import type { People } from './people.ts';

export interface Caller {
  /** Whom limits are counted for. */
  subject: string;
  handlers: Handlers;
}

/** @param authorization the header of that name */
export type Identify = (authorization: string | undefined) => Promise<Caller | { refusal: Refusal }>;

/** People with logins. */
export const identifyBy =
  (authenticator: Authenticator, people: People): Identify =>
  async (authorization) => {
    const authentication = await authenticator.authenticate(authorization);
    if (authentication.refusal) return { refusal: authentication.refusal };
    const { person, version } = authentication;
    return { subject: person.subject, handlers: people.handlersOf(person, version) };
  };

/** Whoever uses this machine, with the token of the settings: a server without logins listens on loopback alone. */
export function identifyAnybody(configs: Configs, load: LoadServices) {
  const dialers = openDialers(configs, load);
  const caller: Caller = { subject: 'local', handlers: createDialerHandlers(dialers) };
  return {
    identify: async () => caller,
    count: () => 1,
    pending: caller.handlers.pending,
    close: () => closeDialers(dialers),
  };
}
