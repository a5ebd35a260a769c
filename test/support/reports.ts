/** Reports of an embedded dialer, or of one whose calls and orders a test makes up. */
import type { CallHost } from '../../src/call/call.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { afterThisTest } from './cleanup.ts';
import { type FakeDialer, fakeDialer, type Scripted } from './fake-dialer.ts';
import { type Calls, callsTo } from './services.ts';

export type Answer = Record<string, any>;

/** @throws with the error's kind and words where the answer is one */
export async function report(
  calls: Calls,
  name: 'order_report' | 'call_report',
  args: object,
  context?: Partial<CallHost>,
): Promise<Answer> {
  const { kind, text } = await calls.call([name, args], context);
  if (kind !== 'answer') throw new Error(`${kind}: ${text}`);
  return JSON.parse(text);
}

export interface Listening {
  url: string;
  /** To that dialer, from a zone; the same zone is the same engine. */
  from(zone: string): Calls;
  close(): Promise<void>;
}

export async function listening(sandbox: Sandbox, env: Record<string, string> = {}): Promise<Listening> {
  const server = await sandbox.listen();
  const engines = new Map<string, Calls>();
  return {
    url: server.url,
    from(zone) {
      let calls = engines.get(zone);
      if (!calls) {
        calls = callsTo(server.url, {
          HITRATE_TOKEN: 'sandbox-admin',
          HITRATE_TIMEZONE: zone,
          HITRATE_TIMEOUT_MS: '20000',
          ...env,
        });
        engines.set(zone, calls);
      }
      return calls;
    },
    async close() {
      for (const calls of engines.values()) await calls.close();
      await server.close();
    },
  };
}

export interface MadeCall {
  id: number;
  init_time: string;
  [key: string]: unknown;
}

/** One call a second from that moment on, or as many in each second as are wanted. */
export const madeCalls = (count: number, perSecond = 1, from = '2026-11-02T08:00:00.000Z'): MadeCall[] => {
  const start = Date.parse(from);
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    init_time: new Date(start + Math.floor(i / perSecond) * 1000).toISOString(),
    user_id: 6,
    call_result_id: 5,
    campaign_id: 2,
  }));
};

/** A page as the dialer cuts it: never more than 50,000 rows of one search. */
export function pageOf(all: readonly MadeCall[], body: any): Scripted {
  const found = body.start_date ? all.filter(({ init_time }) => init_time >= body.start_date) : all;
  const from = body.page * body.limit;
  const rows = found.slice(from, Math.min(from + body.limit, 50_000));
  const last_page = Math.ceil(Math.min(found.length, 50_000) / body.limit) - 1;
  return {
    body: rows.length
      ? { rows, count: found.length, current_page: body.page, last_page }
      : { rows, count: found.length },
  };
}

export interface MadeDialer extends FakeDialer {
  calls: Calls;
  /** Bodies of the searches that came in. */
  searches: any[];
}

/** A dialer of two lists of names whose calls are what `search` says. @param search is told which search it is, from 1 on */
export async function madeDialer(
  search: (body: any, nth: number) => Scripted | Promise<Scripted>,
  env: Record<string, string> = {},
): Promise<MadeDialer> {
  const searches: any[] = [];
  const dialer = await fakeDialer(async ({ path, body }) => {
    if (path === '/api/calls/search') {
      searches.push(body);
      return search(body, searches.length);
    }
    if (path.startsWith('/api/call_results'))
      return { body: { success: true, call_results: [{ id: 5, type: 'Order', title: 'Order' }] } };
    return { body: [] };
  });
  const calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000', ...env });
  const close = async () => {
    await calls.close();
    await dialer.close();
  };
  return { ...dialer, calls, searches, close };
}

interface Company {
  orders?: object[];
  calls?: MadeCall[];
  /** Of a contact list, the ids of its calls. */
  lists?: Record<number, number[]>;
  offices?: object[];
  users?: object[];
}

/** A small company, by local times of a winter in Stockholm: its dialer filters calls by time, agent and list as the real one does. */
export async function company(
  { orders = [], calls = [], lists = {}, offices = [], users = [] }: Company,
  env = {},
) {
  const searches: any[] = [];
  const found = (body: any) =>
    calls.filter(
      ({ id, init_time, user_id }) =>
        (!body.start_date || init_time >= body.start_date) &&
        (!body.end_date || init_time <= body.end_date) &&
        (!body.user_ids || body.user_ids.includes(user_id)) &&
        (!body.contactlist_ids || body.contactlist_ids.some((list: number) => lists[list]?.includes(id))),
    );
  const dialer = await fakeDialer(({ path, body }) => {
    if (path === '/api/calls/search') {
      searches.push(body);
      return pageOf(found(body), { page: 0, ...body, start_date: undefined });
    }
    if (path.startsWith('/api/orders')) return { body: orders };
    if (path.startsWith('/api/users/office')) return { body: offices };
    if (path.startsWith('/api/users')) return { body: users };
    if (path.startsWith('/api/contactlist'))
      return { body: Object.keys(lists).map((id) => ({ id: Number(id), title: `Lista ${id}` })) };
    if (path.startsWith('/api/call_results'))
      return {
        body: {
          success: true,
          call_results: [
            { id: 5, type: 'Order', title: 'Order' },
            { id: 50, type: 'No thanks', title: 'Nej tack' },
            { id: 9, type: null, title: 'No answer' },
          ],
        },
      };
    return { body: [] };
  });
  const engine = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000', ...env });
  afterThisTest(async () => {
    await engine.close();
    await dialer.close();
  });
  return {
    searches,
    calls: engine,
    order: (args: object) => report(engine, 'order_report', args),
    call: (args: object) => report(engine, 'call_report', args),
  };
}

let nextId = 1;
export const order = (local: string, more: object = {}) => ({
  id: nextId++,
  user_id: 6,
  agent_name: 'Mawila Nathaniel',
  agent_office: 'Malmö',
  // Winter time in Stockholm.
  create_time: new Date(`${local}+01:00`).toISOString(),
  confirmation_datetime: null,
  verified: false,
  cancelled: false,
  value: 100,
  units: 1,
  ...more,
});
export const call = (local: string, more: object = {}): MadeCall => {
  const start = new Date(`${local}+01:00`).getTime();
  return {
    id: nextId++,
    user_id: 6,
    init_time: new Date(start).toISOString(),
    finish_time: new Date(start + 60_000).toISOString(),
    handling_end: new Date(start + 100_000).toISOString(),
    call_result_id: 50,
    campaign_id: 2,
    recording: false,
    ...more,
  } as MadeCall;
};
export const times = <T>(count: number, one: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));
/** A cell of the row that begins so. */
export const cell = ({ columns, rows }: Answer, label: string, column: string) =>
  rows.find(([first]: string[]) => first!.startsWith(label))?.[columns.indexOf(column)];
