/** The people who use a server, each with services of their own: nothing of one is ever another's. */
import { closeDialers, type LoadServices, openDialers } from '../call/dialer-services.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import type { Person } from '../define/person.ts';
import { createDialerHandlers } from '../mcp/handlers/dialer-handlers.ts';
import type { Handlers } from '../mcp/handlers/handlers.ts';
import type { Clock } from '../shared/deadline.ts';
import { personConfigs } from './person-config.ts';

/** Services that nobody has asked for so long are closed: what they remember is at most as old as a working break. */
const IDLE_MS = 60 * 60_000;
const SWEEP_MS = 60_000;

export interface People {
  /** @param version of the person's entry and rights: after a change of them they get new services */
  handlersOf(person: Person, version: string): Handlers;
  /** How many people have services. */
  count(): number;
  /** How many requests are under way. */
  pending(): number;
  close(): Promise<void>;
}

interface Desk {
  subject: string;
  handlers: Handlers;
  usedAt: number;
  close(): Promise<void>;
}

export function createPeople(configs: Configs, load: LoadServices, clock: Clock): People {
  /** By subject and version. */
  const desks = new Map<string, Desk>();

  function open(person: Person): Desk {
    const dialers = openDialers(personConfigs(configs, person), load);
    return {
      subject: person.subject,
      handlers: createDialerHandlers(dialers),
      usedAt: clock(),
      close: () => closeDialers(dialers),
    };
  }

  const sweep = setInterval(() => {
    for (const [key, desk] of desks) {
      if (clock() - desk.usedAt < IDLE_MS || desk.handlers.pending() > 0) continue;
      desks.delete(key);
      void desk.close();
    }
  }, SWEEP_MS);
  sweep.unref();

  return {
    handlersOf(person, version) {
      const key = JSON.stringify([person.subject, version]);
      let desk = desks.get(key);
      if (!desk) {
        desk = open(person);
        desks.set(key, desk);
      }
      desk.usedAt = clock();
      return desk.handlers;
    },
    count: () => new Set([...desks.values()].map(({ subject }) => subject)).size,
    pending: () => [...desks.values()].reduce((sum, { handlers }) => sum + handlers.pending(), 0),
    async close() {
      clearInterval(sweep);
      await Promise.all([...desks.values()].map((desk) => desk.close()));
    },
  };
}
