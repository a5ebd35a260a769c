/** A call report counts what a plain second computation counts, whatever is asked for. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Call } from '../../src/sandbox/state.ts';
import {
  beforeOf,
  type Counting,
  changeOf,
  local,
  type Place,
  percent,
  periodOf,
  tableOf,
  timePlace,
  withoutNulls,
} from '../support/plain-reports.ts';
import { asked, dates, reportSandbox, seldom, without, zone } from '../support/report-sandbox.ts';
import { type Listening, listening, report } from '../support/reports.ts';
import { runs } from '../support/runs.ts';

const RUNS = runs(150);

const GROUPS = [
  'agent',
  'office',
  'campaign',
  'contactlist',
  'call_result',
  'type',
  'day',
  'week',
  'month',
  'weekday',
  'hour',
];
const FIGURES = [
  'attempts',
  'reached',
  'orders',
  'no_thanks',
  'hit_rate_reached_pct',
  'hit_rate_decided_pct',
  'answer_rate_pct',
  'overcalls',
  'avg_handling_s',
  'median_handling_s',
  'avg_after_call_s',
  'median_after_call_s',
  'recorded',
  'active_hours',
  'orders_per_active_hour',
];
/** Groups of calls that were all answered, or none. */
const ANSWERED = ['agent', 'office', 'call_result'];
const OF_ANSWERS = ['answer_rate_pct', 'overcalls'];
/** Titles of the dialer's own results that say that nobody was talked to. */
const NOBODY = new Set([
  'Answering machine',
  'Number does not exists',
  'Can not be reached',
  'Overcall',
  'No answer',
  'Busy',
  'Call disconnected',
  'Upcoming',
  'Blacklisted',
  'Maximum number of attempts',
  'Time block recurring private',
  'Time block recurring public',
  'Missed incoming call',
  'Missed incoming call recurring',
  'Maximum number of answering machines',
]);

const sandbox = reportSandbox(1_200);
const { state } = sandbox;
let dialer: Listening;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  dialer = await listening(sandbox);
});
afterAll(async () => {
  await dialer.close();
  vi.useRealTimers();
});

const resultOf = (call: Call) => state.call_results.get(call.call_result_id)!;
const ORDER = 1;
const NO_THANKS = 3;

const figuresOf = (args: Record<string, any>, zone: string) => (calls: Call[]) => {
  const reached = calls.filter((call) => call.user_id !== null && !NOBODY.has(resultOf(call).title));
  const orders = calls.filter((call) => resultOf(call).type_id === ORDER).length;
  const no_thanks = calls.filter((call) => resultOf(call).type_id === NO_THANKS).length;
  const overcalls = calls.filter((call) => resultOf(call).title === 'Overcall').length;
  const closed = reached.filter(({ handling_end }) => handling_end !== null);
  const mean = (list: number[]) =>
    list.length ? Math.round(list.reduce((sum, one) => sum + one, 0) / list.length) : null;
  const median = (list: number[]) => {
    const order = [...list].sort((one, other) => one - other);
    return mean(order.slice(Math.ceil(order.length / 2) - 1, Math.floor(order.length / 2) + 1));
  };
  const handling = reached.map((call) => (call.handling_end ?? call.finish_time) - call.init_time);
  const after = closed.map((call) => call.handling_end! - call.finish_time);
  const hours = new Set<string>();
  for (const { user_id, init_time } of calls) {
    const { day, hour } = local(init_time, zone);
    if (user_id !== null) hours.add(`${user_id} ${day} ${hour}`);
  }
  const chosen = args.user_ids || args.call_result_ids;
  return {
    attempts: calls.length,
    reached: reached.length,
    orders,
    no_thanks,
    hit_rate_reached_pct: percent(orders, reached.length),
    hit_rate_decided_pct: percent(orders, orders + no_thanks),
    ...(!chosen && { answer_rate_pct: percent(reached.length + overcalls, calls.length), overcalls }),
    avg_handling_s: mean(handling),
    median_handling_s: median(handling),
    avg_after_call_s: mean(after),
    median_after_call_s: median(after),
    recorded: calls.filter(({ recording }) => recording).length,
    ...(args.by?.includes('agent') && {
      active_hours: hours.size,
      orders_per_active_hour: hours.size ? Math.round((100 * orders) / hours.size) / 100 : null,
    }),
  };
};

/** Of what a figure is a share or a mean; undefined where it is neither. */
function baseOf(figure: string, calls: Call[]): number | undefined {
  const all = figuresOf({}, 'UTC')(calls);
  switch (figure) {
    case 'hit_rate_decided_pct':
      return all.orders + all.no_thanks;
    case 'answer_rate_pct':
    case 'orders_per_active_hour':
      return calls.length;
    default:
      return /rate|avg|median/.test(figure) ? all.reached : undefined;
  }
}

const NO_AGENT = 'no agent (nobody took it)';
const NO_LIST = 'on none of these lists';

const placeIn =
  (zone: string) =>
  (by: string, call: Call): Place => {
    const user = call.user_id === null ? undefined : state.users.get(call.user_id);
    switch (by) {
      case 'office': {
        const name = user?.office_id ? state.offices.get(user.office_id)!.name : null;
        if (call.user_id === null) return { told: NO_AGENT, sorted: null };
        return name
          ? { told: `${name} (${user!.office_id})`, sorted: name }
          : { told: 'office not known', sorted: '' };
      }
      case 'agent':
        return user
          ? { told: `${user.firstname} ${user.lastname} (${user.id})`, sorted: user.id }
          : { told: NO_AGENT, sorted: null };
      case 'contactlist': {
        const list = call.contactlist_id === null ? undefined : state.contactlists.get(call.contactlist_id);
        return list
          ? { told: `${list.title} (${list.id})`, sorted: list.id }
          : { told: NO_LIST, sorted: null };
      }
      case 'campaign': {
        const { id, name } = state.campaigns.get(call.campaign_id)!;
        return { told: `${name} (${id})`, sorted: id };
      }
      case 'call_result': {
        const { id, title } = resultOf(call);
        return { told: `${title} (${id})`, sorted: id };
      }
      case 'type':
        return { told: call.type, sorted: call.type };
      default:
        return timePlace(by, call.init_time, zone)!;
    }
  };

const some = <T>(...values: T[]) => seldom(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }));
const rung = state.calls.filter((_, i) => i % 100 === 0);

const wish = fc
  .record({
    when: fc.oneof({ weight: 9, arbitrary: dates }, fc.constant({ exact_date: '2026-10-25' })),
    by: fc.option(fc.uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1, maxLength: 2 }), {
      nil: undefined,
      freq: 8,
    }),
    user_ids: some(6, 14, 30, 46, 9_999),
    campaign_ids: some(2, 8, 22, 36),
    contactlist_ids: some(6, 34, 69),
    call_result_ids: some(1, 5, 8, 9, 42, 50, 54, 62),
    customer_ids: some(922, ...rung.flatMap(({ customer_id }) => customer_id ?? [])),
    type: seldom(fc.constantFrom('predictive', 'incoming', 'callback', 'automatic')),
    phone: seldom(fc.constantFrom(...rung.map(({ phonenumber }) => `+${phonenumber}`))),
    recording: seldom(fc.boolean()),
    sort: fc.option(fc.constantFrom(...FIGURES), { nil: undefined, freq: 2 }),
    top: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 2 }),
    min_attempts: seldom(fc.integer({ min: 0, max: 30 })),
    compare: fc.constantFrom(true, undefined),
  })
  .map(({ when, ...rest }): Record<string, any> => {
    const args = without({ ...when, ...rest });
    const ended = 'period' in args || 'exact_date' in args || ('start_date' in args && 'end_date' in args);
    if (!ended) delete args.compare;
    const by: string[] = args.by ?? [];
    const untold = by.some((name) => ANSWERED.includes(name)) || args.user_ids || args.call_result_ids;
    if (untold && OF_ANSWERS.includes(args.sort)) delete args.sort;
    if (!by.includes('agent') && /active/.test(args.sort ?? '')) delete args.sort;
    return args;
  });

const pass = (call: Call, args: Record<string, any>): boolean => {
  const among = (wanted: unknown[] | undefined, value: unknown) => !wanted || wanted.includes(value);
  if (!among(args.user_ids, call.user_id)) return false;
  if (!among(args.campaign_ids, call.campaign_id)) return false;
  if (!among(args.contactlist_ids, call.contactlist_id)) return false;
  if (!among(args.call_result_ids, call.call_result_id)) return false;
  if (!among(args.customer_ids, call.customer_id)) return false;
  if (args.type && call.type !== args.type) return false;
  if (args.phone && `+${call.phonenumber}` !== args.phone) return false;
  return args.recording === undefined || args.recording === call.recording;
};

it('counts every call once under every grouping, period and filter', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(wish, zone, asked, async (args, zone, at) => {
      vi.setSystemTime(new Date(at));
      const { day: today, clock } = local(Date.parse(at) / 1000, zone);
      const [from, to] = args.period
        ? periodOf(args.period, today)
        : [args.exact_date ?? args.start_date, args.exact_date ?? args.end_date];
      const within = ([first, last]: (string | undefined)[], until?: string) =>
        state.calls.filter((call) => {
          if (!pass(call, args)) return false;
          const { day, clock } = local(call.init_time, zone);
          if (until && day === last && clock > until) return false;
          return (!first || day >= first) && (!last || day <= last);
        });
      const by: string[] = args.by ?? [];
      const figures = figuresOf(args, zone);
      const least = args.min_attempts ?? 10;
      const how: Counting<Call> = {
        by,
        place: placeIn(zone),
        figures,
        compared: ['attempts', 'reached', 'orders', 'hit_rate_reached_pct'],
        hidden: by.some((name) => ANSWERED.includes(name)) ? OF_ANSWERS : [],
        apart: { agent: NO_AGENT, office: NO_AGENT, contactlist: NO_LIST },
        few: (calls) => {
          const base = args.sort && baseOf(args.sort, calls);
          return base !== undefined && (base < least || calls.length < least);
        },
        sort: args.sort,
        top: args.top,
      };
      const now = within([from, to]);
      const earlier = args.compare && beforeOf([from, to], today, args.period);
      const before: Call[] | undefined = earlier && within(earlier.days, earlier.part ? clock : undefined);

      const answer = await report(dialer.from(zone), 'call_report', args);

      expect(answer.rows_read).toBe(now.length);
      if (now.length) told++;
      expect(answer.partial).toBeUndefined();
      const sum = figures(now);
      expect(answer.sum).toEqual(withoutNulls(sum));
      expect(answer.note === undefined).toBe(now.length > 0);
      if (before) {
        const { covers, first_match, data_begins, ...told } = answer.before;
        expect(covers).toContain(earlier.days[0]);
        expect(covers).toContain(earlier.days[1]);
        expect(covers.includes('until')).toBe(earlier.part);
        expect(told).toEqual(withoutNulls(figures(before)));
        expect(answer.change ?? {}).toEqual(changeOf(sum, figures(before), how.compared));
      }
      const table = tableOf(now, before, how);
      const { total, returned, columns, rows } = answer;
      if (rows) expect({ total, returned, columns, rows }).toEqual(table);
      else expect(by.length === 0 || table.rows.length === 0).toBe(true);
    }),
    RUNS,
  );
  // Else nothing would be shown.
  expect(told).toBeGreaterThan(RUNS.numRuns / 5);
});
