/** Who asks over HTTP, and what answers them. */
import type { Authenticator } from '../auth/authenticator.ts';
import type { Refusal } from '../auth/refusals.ts';
import { loadOnce } from '../call/load-once.ts';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import { createHandlers, type Handlers } from '../mcp/handlers/handlers.ts';
import type { People } from './people.ts';

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

/** Whoever uses this machine, with the token of the settings: a server without logins listens on loopback alone. */
export function identifyAnybody(config: Config, load: (config: Config) => Promise<Services>): Callers {
  const services = loadOnce(() => load(config));
  const caller: Caller = { subject: 'local', handlers: createHandlers(config, services) };
  return {
    identify: async () => caller,
    count: () => 1,
    pending: caller.handlers.pending,
    close: async () => (await services.loaded().catch(() => undefined))?.close(),
  };
}
