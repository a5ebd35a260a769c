/** A server for a team in this process: its approval page at any number of replicas, over one state. */
import type { IncomingMessage } from 'node:http';
import type { Page } from 'playwright-core';
import { type ApprovalSiteOptions, createApprovalSite } from '../../../src/approval/team/approval-site.ts';
import { createTeamApprovals } from '../../../src/approval/team/team-approvals.ts';
import type { ApprovalRequest, Approvals, OpenApproval } from '../../../src/define/acts/approval.ts';
import type { Person } from '../../../src/define/person.ts';
import type { StateStore } from '../../../src/define/state-store.ts';
import { ToolError } from '../../../src/shared/tool-error.ts';
import { createMemoryStore } from '../../../src/state/memory-store.ts';
import { type PageReply, REQUEST, send } from '../../support/approval.ts';
import { serveOnLoopback } from '../../support/loopback.ts';

const person = (subject: string, name: string, access: Person['access']): Person => ({
  subject,
  name,
  access,
  tokens: { '': `token of ${subject}` },
});
export const ANNA = person('anna', 'Anna Ek', 'destructive');
export const BO = person('bo', 'Bo Alm', 'destructive');
/** May less than the others. */
export const CILLA = person('cilla', 'Cilla Dahl', 'write');

export const codeOf = (subject: string): string => `code of ${subject}`;

export interface TeamBench {
  publicUrl: string;
  store: StateStore;
  people: Map<string, Person>;
  /** All keys and values that were ever in the store. */
  kept: string[];
  /** What the operator was told. */
  reports: string[];
  /** Moves the clock on. */
  later(ms: number): void;
  /** Nothing that is shared can be reached from now on, or again. */
  loseStore(lost?: boolean): void;
  /** The user file can't be read from now on, or again. */
  damageUsers(damaged?: boolean): void;
  /** What the assistant of a person asks by. */
  approvalsOf(subject: string): Approvals;
  open(request?: Partial<ApprovalRequest>, subject?: string): Promise<OpenApproval>;
  /** How it stands for who asked. */
  look(opened: OpenApproval, binding?: string, subject?: string): ReturnType<Approvals['wait']>;
}

export interface BenchOptions extends Partial<Pick<ApprovalSiteOptions, 'login' | 'fourEyes' | 'translate'>> {
  /** One after the other, whichever request comes. */
  replicas?: number;
}

export async function teamBench(options: BenchOptions = {}): Promise<TeamBench> {
  const { login = { codes: true }, fourEyes = false, replicas = 1, translate } = options;
  let ahead = 0;
  let lost = false;
  let damaged = false;
  const now = () => Date.now() + ahead;
  const kept: string[] = [];
  const store = losable(recorded(createMemoryStore(now), kept), () => lost);
  const people = new Map([ANNA, BO, CILLA].map((one) => [one.subject, one]));
  const reports: string[] = [];

  const handlers: ((...given: Parameters<ReturnType<typeof createApprovalSite>['handle']>) => unknown)[] = [];
  let requests = 0;
  const { port } = await serveOnLoopback((request, response) => {
    const handle = handlers[requests++ % handlers.length]!;
    void Promise.resolve(handle(request, response, new URL(request.url!, 'http://x').pathname)).then(
      (isOurs) => isOurs || response.writeHead(404).end(),
    );
  });
  const publicUrl = `http://127.0.0.1:${port}`;
  for (let i = 0; i < replicas; i++)
    handlers.push(
      createApprovalSite({
        store: { ...store },
        publicUrl,
        login,
        people: {
          async find(subject) {
            if (damaged) throw new ToolError('unavailable', "The user file can't be used.");
            return people.get(subject);
          },
          checkCode: async (subject, code) => people.has(subject) && code === codeOf(subject),
        },
        hasTokenAt: ({ tokens }, dialer = '') => tokens[dialer] !== undefined,
        fourEyes,
        translate,
        report: (message) => reports.push(message),
        now,
      }).handle,
    );

  const approvalsOf = (subject: string) => createTeamApprovals({ store, publicUrl, subject, fourEyes, now });
  return {
    publicUrl,
    store,
    people,
    kept,
    reports,
    later(ms) {
      ahead += ms;
    },
    loseStore(isLost = true) {
      lost = isLost;
    },
    damageUsers(isDamaged = true) {
      damaged = isDamaged;
    },
    approvalsOf,
    open: (request, subject = 'anna') => approvalsOf(subject).open({ ...REQUEST, ...request }),
    look: ({ reference }, binding = REQUEST.binding, subject = 'anna') =>
      approvalsOf(subject).wait(reference, binding, 0, new AbortController().signal),
  };
}

function recorded(store: StateStore, kept: string[]): StateStore {
  return {
    ...store,
    set: (key, value, ...more) => {
      kept.push(key, value);
      return store.set(key, value, ...more);
    },
    update: (key, ttl, change) =>
      store.update(key, ttl, (present) => {
        const changed = change(present);
        kept.push(key, changed.value ?? '');
        return changed;
      }),
  };
}

/** A store that can be out of reach. */
function losable(store: StateStore, isLost: () => boolean): StateStore {
  return new Proxy(store, {
    get(target, name: keyof StateStore) {
      return (...args: never[]) => {
        if (isLost())
          throw new ToolError('unavailable', "The shared state can't be reached. Nothing was done.");
        return (target[name] as (...given: never[]) => unknown)(...args);
      };
    },
    ownKeys: (target) => Reflect.ownKeys(target),
  });
}

/** A browser without a page: keeps cookies, and sends what the page would, or something else. */
export interface Visitor {
  cookies: Map<string, string>;
  get(path: string, headers?: IncomingMessage['headers']): Promise<PageReply>;
  post(page: string, body: object, headers?: Record<string, string | undefined>): Promise<PageReply>;
  /** The same to a page beside the approval page. */
  postTo(path: string, body: object, headers?: Record<string, string | undefined>): Promise<PageReply>;
  /** Logs in by name and code. */
  logIn(subject: string, code?: string): Promise<PageReply>;
  /** What the page of an approval shows, or of all that waits. */
  state(opened?: { reference: string }): Promise<PageReply>;
  answer(opened: { reference: string }, answer: 'yes' | 'no', more?: object): Promise<PageReply>;
}

export function newVisitor({ publicUrl }: Pick<TeamBench, 'publicUrl'>): Visitor {
  const cookies = new Map<string, string>();
  const { host, origin } = new URL(publicUrl);
  async function ask(method: string, path: string, headers: object, body?: string): Promise<PageReply> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await send(publicUrl, method, path, { host, ...(cookie && { cookie }), ...headers }, body);
    for (const line of (reply.headers['set-cookie'] as string[]) ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value) cookies.set(name!, value);
      else cookies.delete(name!);
    }
    return reply;
  }
  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => ask('GET', path, headers),
    post: (page, ...sent) => visitor.postTo(`/approve/${page}`, ...sent),
    postTo: (path, body, headers = {}) =>
      ask('POST', path, { 'content-type': 'application/json', origin, ...headers }, JSON.stringify(body)),
    logIn: (subject, code = codeOf(subject)) => visitor.post('login', { subject, code }),
    state: (opened) => visitor.post('state', { reference: opened?.reference ?? '' }),
    async answer({ reference }, answer, more) {
      const { me } = (await visitor.state({ reference })).json;
      return visitor.post('answer', { reference, answer, token: me?.token, ...more });
    },
  };
  return visitor;
}

export async function loggedIn(bench: TeamBench, subject = 'anna'): Promise<Visitor> {
  const visitor = newVisitor(bench);
  await visitor.logIn(subject);
  return visitor;
}

/** Logs in on the page by name and code. */
export async function typeLogin(page: Page, subject: string, code = codeOf(subject)): Promise<void> {
  await page.getByLabel('Your name in the user file').fill(subject);
  await page.getByLabel('Your approval code').fill(code);
  await page.getByRole('button', { name: 'Log in with the code' }).click();
}
