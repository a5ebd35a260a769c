/** Figures of a period, of groups and of names that people say: five questions in English. */
import { agentCalls, all, column, count, fact, look, type Question, rowFacts } from './question.ts';
import {
  average,
  change,
  grouped,
  isKept,
  monthBefore,
  percent,
  plusDays,
  todayHere,
  worth,
} from './world.ts';

const WEEK_AGO = plusDays(todayHere(), -7);
const FEW = 20;
/** Below that a rate is not ranked, unless asked for. */
const USUAL = 10;
const TOP = 5;

export const english: readonly Question[] = [
  {
    asked: 'How is today going against the same day last week?',
    calls: [{ tool: 'call_report', args: { period: 'today', compare: true } }],
    facts(world, { as_of }) {
      const today = world.calls(world.lastDays(1));
      const clock = String(as_of).slice(11);
      const earlier = world.calls({ from: WEEK_AGO, to: WEEK_AGO });
      const until = (end: string) =>
        earlier.filter(({ init_time }) => world.second(init_time).slice(11) <= `${clock}:${end}`).length;
      return [
        fact(today.length, 'sum', 'attempts'),
        fact(today.filter(world.isReached).length, 'sum', 'reached'),
        fact(today.filter(world.isSale).length, 'sum', 'orders'),
        // The answer tells its minute; a call of that very minute may be on either side.
        ...(until('00') === until('59') ? [fact(until('00'), 'before', 'attempts')] : []),
      ];
    },
    *endpoints() {
      const users = yield { tool: 'list_users', args: { limit: 200 } };
      const results = yield { tool: 'list_call_results', args: { limit: 200 } };
      const ids = column(results, 'id').filter((_, i) => column(results, 'type')[i] === 'Order');
      for (const day of [todayHere(), WEEK_AGO]) {
        const days = { start_date: day, end_date: day };
        yield* count('search_calls', days);
        yield* count('search_calls', { ...days, user_ids: column(users, 'id') });
        yield* count('search_calls', { ...days, call_result_ids: ids });
      }
    },
  },
  {
    asked:
      'Which contact list had the best hit rate these 30 days, of those with at least 20 people reached?',
    calls: [
      {
        tool: 'call_report',
        args: { by: ['contactlist'], period: 'last_30_days', sort: 'hit rate', min_attempts: FEW },
      },
    ],
    facts(world) {
      const lists = [
        ...grouped(
          world.calls(world.lastDays(30), ({ contactlist_id }) => contactlist_id !== null),
          ({ contactlist_id }) => world.contactlist(contactlist_id!),
        ),
      ].map(([list, calls]) => {
        const reached = calls.filter(world.isReached).length;
        const orders = calls.filter(world.isSale).length;
        return {
          list,
          attempts: calls.length,
          reached,
          orders,
          hit_rate_reached_pct: percent(orders, reached),
        };
      });
      const rates = lists
        .filter(({ reached }) => reached >= FEW)
        .map(({ hit_rate_reached_pct }) => hit_rate_reached_pct);
      return [
        fact(lists.length, 'total'),
        fact(Math.max(...rates), 'rows', 0, 'hit_rate_reached_pct'),
        ...rowFacts(lists.map(({ list, ...figures }) => [list, figures])),
      ];
    },
    // A call tells no list: each is asked for.
    *endpoints() {
      const lists = yield { tool: 'list_contactlists', args: { limit: 200 } };
      yield { tool: 'list_call_results', args: { limit: 200 } };
      for (const id of column(lists, 'id'))
        yield* all('search_calls', { period: 'last_30_days', contactlist_ids: [id] });
    },
  },
  {
    asked: 'Who took the most orders per hour last week?',
    calls: [
      {
        tool: 'call_report',
        args: { by: ['agent'], period: 'last_week', sort: 'orders per hour', top: TOP },
      },
    ],
    facts(world) {
      const agents = [
        ...grouped(
          world.calls(world.lastWeek, ({ user_id }) => user_id !== null),
          ({ user_id }) => world.agent(user_id!),
        ),
      ].map(([agent, calls]) => {
        const orders = calls.filter(world.isSale).length;
        const active_hours = new Set(calls.map(({ init_time }) => world.time(init_time).slice(0, 13))).size;
        const orders_per_active_hour = Math.round((orders / active_hours) * 100) / 100;
        return { agent, attempts: calls.length, orders, active_hours, orders_per_active_hour };
      });
      const many = agents.filter(({ attempts }) => attempts >= USUAL);
      const ranked = (many.length ? many : agents).sort(
        (one, other) => other.orders_per_active_hour - one.orders_per_active_hour,
      );
      const below = ranked[TOP]?.orders_per_active_hour ?? -1;
      return [
        fact(agents.length, 'total'),
        fact(ranked[0]!.orders_per_active_hour, 'rows', 0, 'orders_per_active_hour'),
        ...rowFacts(
          ranked
            .slice(0, TOP)
            .filter(({ orders_per_active_hour }) => orders_per_active_hour > below)
            .map(({ agent, ...figures }) => [agent, figures]),
        ),
      ];
    },
    *endpoints() {
      yield* agentCalls({ period: 'last_week' });
    },
  },
  {
    asked: 'What was the average order last month, and the month before?',
    calls: [{ tool: 'order_report', args: { period: 'last_month', compare: true } }],
    facts(world) {
      const [now, before] = [world.lastMonth, monthBefore(world.lastMonth)].map((days) =>
        average(world.orders(days)),
      );
      return [
        fact(now, 'sum', 'average'),
        fact(before, 'before', 'average'),
        fact(change(now!, before!), 'change', 'average_pct'),
      ];
    },
    *endpoints() {
      const before = monthBefore(monthBefore({ from: `${todayHere().slice(0, 8)}01`, to: todayHere() }));
      yield* all('search_orders', { period: 'last_month' });
      yield* all('search_orders', { start_date: before.from, end_date: before.to });
    },
  },
  {
    asked: 'How much did Nadia sell last month?',
    calls: [
      { tool: 'find', args: { words: ['Nadia'], kinds: ['user'] } },
      (first) => ({
        tool: 'order_report',
        args: { user_id: look(first, ['rows', 0, 'id']), period: 'last_month' },
      }),
    ],
    facts(world) {
      const nadia = [...world.state.users.values()].find(({ firstname }) => firstname === 'Nadia')!;
      const orders = world.orders(world.lastMonth, ({ user_id }) => user_id === nadia.id);
      return [
        fact(nadia.id, 'filter', 'user_id'),
        fact(orders.length, 'sum', 'orders'),
        fact(worth(orders.filter(isKept)), 'sum', 'net_value'),
      ];
    },
    *endpoints() {
      const users = yield { tool: 'list_users', args: { limit: 200 } };
      const at = column(users, 'name').findIndex((name) => String(name).startsWith('Nadia'));
      yield* all('search_orders', { user_id: column(users, 'id')[at], period: 'last_month' });
    },
  },
];
