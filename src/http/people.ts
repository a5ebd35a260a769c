/** The people who use a server, each with services of their own: nothing of one is ever another's. */
import {
  closeDialers,
  type DialerServices,
  type LoadServices,
  openDialers,
} from '../call/dialer-services.ts';
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
  /** Returns the dialers behind those handlers, each with its services. */
  dialersOf(person: Person, version: string): readonly DialerServices[];
  /** Returns the dialers that an assistant of the person uses already, if it reads there what the person may read now. */
  dialersAtWork(person: Person): readonly DialerServices[] | undefined;
  /** How many people have services. */
  count(): number;
  /** How many requests are under way. */
  pending(): number;
  close(): Promise<void>;
}

interface Desk {
  person: Person;
  handlers: Handlers;
  dialers: readonly DialerServices[];
  usedAt: number;
  close(): Promise<void>;
}

export function createPeople(configs: Configs, load: LoadServices, clock: Clock): People {
  /** By subject and version. */
  const desks = new Map<string, Desk>();

  function open(person: Person): Desk {
    const dialers = openDialers(personConfigs(configs, person), load);
    return {
      person,
      handlers: createDialerHandlers(dialers),
      dialers,
      usedAt: clock(),
      close: () => closeDialers(dialers),
    };
  }

  function deskOf(person: Person, version: string): Desk {
    const key = JSON.stringify([person.subject, version]);
    const desk = desks.get(key) ?? open(person);
    desks.set(key, desk);
    desk.usedAt = clock();
    return desk;
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
    handlersOf: (person, version) => deskOf(person, version).handlers,
    dialersOf: (person, version) => deskOf(person, version).dialers,
    dialersAtWork(person) {
      const alike = [...desks.values()].filter((desk) => readsAlike(desk.person, person));
      const latest = alike.sort((one, other) => one.usedAt - other.usedAt).at(-1);
      if (latest) latest.usedAt = clock();
      return latest?.dialers;
    },
    count: () => new Set([...desks.values()].map(({ person }) => person.subject)).size,
    pending: () => [...desks.values()].reduce((sum, { handlers }) => sum + handlers.pending(), 0),
    async close() {
      clearInterval(sweep);
      await Promise.all([...desks.values()].map((desk) => desk.close()));
    },
  };
}

/** Whether both are the same person with the same tokens, who is shown the same. */
const readsAlike = (one: Person, other: Person): boolean => {
  const [own, others] = [one, other].map(({ subject, tokens, toolsets, privacy }) =>
    JSON.stringify([subject, tokens, toolsets, privacy]),
  );
  return own === others;
};
