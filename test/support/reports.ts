/** What the tests of the reports share: reports of an embedded dialer or of one that a test makes up. */
import type { CallHost } from '../../src/call/call.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
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
