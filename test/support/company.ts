/** A small company that a test makes up: orders, calls and lists, by local times of a winter in Stockholm. */

import { fakeDialer } from './fake-dialer.ts';
import { type Answer, type MadeCall, pageOf, report } from './reports.ts';
import { callsTo } from './services.ts';

const closing: (() => Promise<void>)[] = [];
/** After each test. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

interface Company {
  orders?: object[];
  calls?: MadeCall[];
  /** Of a contact list, the ids of its calls. */
  lists?: Record<number, number[]>;
  offices?: object[];
  users?: object[];
}

/** A dialer that filters calls by time, agent and list as the real one does. */
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
  closing.push(async () => {
    await engine.close();
    await dialer.close();
  });
  return {
    searches,
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
