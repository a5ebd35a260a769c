/** A real server between a scripted dialer and a scripted person. */

import { SETTINGS } from '../../src/config/settings.ts';
import type { ElicitAnswer, ElicitedForm, Host } from '../../src/mcp/client.ts';
import {
  type Arrived,
  type FakeDialer,
  fakeDialer,
  isRead,
  type Script,
  type Scripted,
} from './fake-dialer.ts';
import { newFolder } from './files.ts';
import { startHost } from './host.ts';

/** What the dialer answers to a GET, by path and query as they go over the wire. */
export type World = Record<string, unknown>;

/** Every member that some act's success has. */
export const DONE = {
  id: 1,
  customer_id: 1,
  result: { id: 1 },
  succeeded_ids: [39],
  failed_ids: [],
  message: 'ok',
  success_insert: [],
  filtered_duplicates: [],
  illegal_phone: [],
  failed_insert: [],
};

const SEARCH = '/api/calls/search';

/** Searches by number find nobody else, and lists have no names, unless a world has them. */
const EMPTY: Record<string, unknown> = {
  '/api/orders/': [],
  '/api/sms_communications': { rows: [] },
  '/api/contactlist': [],
  [SEARCH]: { rows: [], count: 0 },
};

/** Whether a world has an answer to it. */
export const isIn = (world: World, request: Arrived): boolean =>
  isRead(request) && (request.url in world || request.path in EMPTY);

/** What such a world answers to a read. */
export function readIn(world: World, { url, path }: Arrived): Scripted {
  if (url in world) return { body: world[url] };
  return path in EMPTY ? { body: EMPTY[path] } : { status: 404, body: { message: `${url} not found` } };
}

/** As a success of that request is. */
export function doneBy({ path, query, body }: Arrived) {
  const id = /\/(\d+)$/.exec(path)?.[1] ?? query.id ?? '1';
  return {
    ...DONE,
    id,
    customer_id: Number(query.id ?? 1),
    result: { id: Number(id) },
    succeeded_ids: body?.order_ids ?? DONE.succeeded_ids,
  };
}

export const worldScript =
  (world: World): Script =>
  (request) =>
    isRead(request) ? readIn(world, request) : { body: doneBy(request) };

export const sent = (requests: Arrived[]): string[] => requests.map(({ method, url }) => `${method} ${url}`);

/** All requests of an act. */
export const requestsOf = ({ request, further = [] }: { request: string; further?: string[] }): string[] => [
  request,
  ...further,
];

/** What may have changed something: all but reads. */
export const effects = (dialer: FakeDialer): string[] =>
  sent(dialer.requests.filter((request) => !isRead(request)));

/** The settings of a server that asks as it does by default, with a folder for what is handed to a person. */
export const askingByDefault = (): Record<string, string> => ({
  HITRATE_ASK: SETTINGS.ask.default,
  HITRATE_DOWNLOAD_DIR: newFolder(),
});

export type Person = (form: ElicitedForm) => ElicitAnswer | Promise<ElicitAnswer>;

export interface Bench {
  host: Host;
  dialer: FakeDialer;
  /** Forms that the person was shown. */
  forms: ElicitedForm[];
  /** Forgets what happened, and sets what the dialer answers and the person says. */
  scene(script: Script | World, person?: Person): void;
  close(): Promise<void>;
}

/** @param env without HITRATE_URL, and with forms where a person is to be asked. */
export async function openBench(env: Record<string, string>, withForms = false): Promise<Bench> {
  const dialer = await fakeDialer();
  const forms: ElicitedForm[] = [];
  let person: Person = () => ({ action: 'cancel' });
  const elicit = async (form: ElicitedForm) => {
    forms.push(form);
    return person(form);
  };
  const host = await startHost(
    {
      HITRATE_URL: dialer.url,
      HITRATE_ACCESS: 'destructive',
      HITRATE_TIMEOUT_MS: '5000',
      // Without forms the approval page would ask.
      ...(!withForms && { HITRATE_CONFIRM: 'token' }),
      ...env,
    },
    withForms ? { elicit } : {},
  );
  return {
    host,
    dialer,
    forms,
    scene(script, next = () => ({ action: 'cancel' })) {
      dialer.requests.length = 0;
      forms.length = 0;
      person = next;
      dialer.script(typeof script === 'function' ? script : worldScript(script));
    },
    close: async () => {
      await host.close();
      await dialer.close();
    },
  };
}

/** The token of a fresh preview. */
export async function previewed(host: Host, tool: string, args: Record<string, unknown>): Promise<string> {
  const answer = await host.call(tool, args);
  const token = answer.data?.confirmation?.token;
  if (typeof token !== 'string') throw new Error(`${tool} gave no preview: ${answer.text.slice(0, 300)}`);
  return token;
}
