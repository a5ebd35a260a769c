/** Ten questions of managers and agents, in Swedish. */
import { agentCalls, all, column, fact, look, type Question, rowFacts } from './question.ts';
import {
  grouped,
  isConfirmed,
  isKept,
  isOpen,
  mean,
  monthBefore,
  percent,
  todayHere,
  worth,
} from './world.ts';

const ANNA = '070-174 06 05';
const AXEL = 26;
const SAMPLES = 8;
const FEW = 10;

export const swedish: readonly Question[] = [
  {
    asked: 'Hur många order har vi tagit idag, per säljare?',
    calls: [{ tool: 'order_report', args: { by: ['agent'], period: 'today' } }],
    facts(world) {
      const orders = world.orders(world.lastDays(1));
      return [
        fact(orders.length, 'sum', 'orders'),
        ...rowFacts(
          [...grouped(orders, ({ user_id }) => world.agent(user_id))].map(([agent, own]) => [
            agent,
            { orders: own.length, value: worth(own) },
          ]),
        ),
      ];
    },
    *endpoints() {
      yield* all('search_orders', { period: 'today' });
    },
  },
  {
    asked: 'Vem hade högst träffprocent förra veckan?',
    calls: [
      {
        tool: 'call_report',
        args: { by: ['agent'], period: 'last_week', sort: 'hit_rate_reached_pct', top: 5 },
      },
    ],
    facts(world) {
      const groups = grouped(world.calls(world.lastWeek, world.isReached), ({ user_id }) =>
        world.agent(user_id!),
      );
      const rates = [...groups].map(([agent, calls]) => {
        const orders = calls.filter(world.isSale).length;
        return { agent, orders, reached: calls.length, rate: percent(orders, calls.length) };
      });
      // Who talked to few people is not ranked.
      const many = rates.filter(({ reached }) => reached >= FEW);
      const best = (many.length ? many : rates).reduce((one, other) => (other.rate > one.rate ? other : one));
      const alone = rates.filter(({ rate }) => rate === best.rate).length === 1;
      return [
        fact(best.rate, 'rows', 0, 'hit_rate_reached_pct'),
        ...(alone ? rowFacts([[best.agent, { orders: best.orders, reached: best.reached }]]) : []),
      ];
    },
    *endpoints() {
      yield* agentCalls({ period: 'last_week' });
    },
  },
  {
    asked: 'Vilken kampanj sålde mest förra månaden, och hur mycket bättre än månaden innan?',
    calls: [
      {
        tool: 'order_report',
        args: {
          by: ['campaign'],
          period: 'last_month',
          compare: true,
          cancelled: false,
          sort: 'value',
          top: 3,
        },
      },
    ],
    facts(world) {
      const month = world.orders(world.lastMonth, isKept);
      const earlier = world.orders(monthBefore(world.lastMonth), isKept);
      const sold = [...grouped(month, ({ campaign_id }) => world.campaign(campaign_id))]
        .map(([campaign, orders]) => ({ campaign, orders: orders.length, value: worth(orders) }))
        .sort((one, other) => other.value - one.value);
      const best = sold[0]!;
      const before = earlier.filter(({ campaign_id }) => world.campaign(campaign_id) === best.campaign);
      return [
        fact(best.campaign, 'rows', 0, 'campaign'),
        ...rowFacts([
          [
            best.campaign,
            {
              orders: best.orders,
              value: best.value,
              orders_before: before.length,
              value_before: worth(before),
            },
          ],
        ]),
        fact(worth(earlier), 'before', 'value'),
      ];
    },
    *endpoints() {
      yield* all('search_orders', { period: 'last_month', cancelled: false });
      // The month before has no name: its days are known from today's date.
      const { from, to } = lastMonthButOne();
      yield* all('search_orders', { start_date: from, end_date: to, cancelled: false });
    },
  },
  {
    asked: 'Hur många makulerade order har varje säljare de senaste 30 dagarna, och hur stor andel är det?',
    calls: [{ tool: 'order_report', args: { by: ['agent'], period: 'last_30_days', sort: 'cancelled' } }],
    facts: (world) =>
      rowFacts(
        [...grouped(world.orders(world.lastDays(30)), ({ user_id }) => world.agent(user_id))].map(
          ([agent, orders]) => {
            const cancelled = orders.filter((order) => order.cancelled).length;
            return [agent, { cancelled, cancelled_pct: percent(cancelled, orders.length) }];
          },
        ),
      ),
    *endpoints() {
      yield* all('search_orders', { period: 'last_30_days' });
    },
  },
  {
    asked: 'Vilken tid på dagen är det bäst att ringa för att få svar?',
    calls: [{ tool: 'call_report', args: { by: ['hour'], period: 'last_30_days', sort: 'answer_rate_pct' } }],
    facts(world) {
      const two = (hour: number) => String(hour).padStart(2, '0');
      const hours = grouped(world.calls(world.lastDays(30)), ({ init_time }) => {
        const hour = world.hour(init_time);
        return `${two(hour)}-${two(hour + 1)}`;
      });
      const rates = [...hours].map(([hour, calls]) => ({
        hour,
        attempts: calls.length,
        answer_rate_pct: percent(calls.filter(world.isReached).length, calls.length),
      }));
      // An hour of few calls is not ranked.
      const many = rates.filter(({ attempts }) => attempts >= FEW);
      const best = Math.max(...(many.length ? many : rates).map(({ answer_rate_pct }) => answer_rate_pct));
      return [
        fact(best, 'rows', 0, 'answer_rate_pct'),
        ...rowFacts(rates.map(({ hour, ...figures }) => [hour, figures])),
      ];
    },
    *endpoints() {
      yield* all('search_calls', { period: 'last_30_days' });
    },
  },
  {
    asked: 'Vilka order från senaste veckan är inte bekräftade än, och vilka nummer ska vi ringa?',
    calls: [
      {
        tool: 'search_orders',
        args: { period: 'last_7_days', confirmed: false, cancelled: false, fields: ['phone'], limit: 200 },
      },
    ],
    facts: (world) =>
      world
        .orders(world.lastDays(7), isOpen)
        .flatMap(({ id, customer_id }) => [
          fact('unconfirmed', 'rows', String(id), 'state'),
          fact(world.state.customers.get(customer_id)!.phone, 'rows', String(id), 'phone'),
        ]),
    *endpoints() {
      const open = { confirmed: false, cancelled: false };
      yield* all('search_orders', { period: 'last_7_days', ...open, fields: ['phone'] });
    },
  },
  {
    asked: 'Vad är snittiden för efterarbete per agent de senaste 30 dagarna?',
    calls: [
      { tool: 'call_report', args: { by: ['agent'], period: 'last_30_days', sort: 'avg_after_call_s' } },
    ],
    facts: (world) =>
      rowFacts(
        [
          ...grouped(world.calls(world.lastDays(30), world.isReached), ({ user_id }) =>
            world.agent(user_id!),
          ),
        ].map(([agent, calls]) => [
          agent,
          { avg_after_call_s: mean(calls.map((call) => call.handling_end! - call.finish_time)) },
        ]),
      ),
    *endpoints() {
      yield* agentCalls({ period: 'last_30_days' });
    },
  },
  {
    asked: 'Hur gick det för provlådan förra veckan, vilka samtalsutfall fick vi?',
    calls: [
      { tool: 'find', args: { words: ['provlådan'], kinds: ['campaign'] } },
      (first) => ({
        tool: 'call_report',
        args: { by: ['call_result'], campaign_ids: [look(first, ['rows', 0, 'id'])], period: 'last_week' },
      }),
    ],
    facts(world) {
      const calls = world.calls(world.lastWeek, ({ campaign_id }) => campaign_id === 8);
      return [
        fact(calls.length, 'sum', 'attempts'),
        fact(calls.filter(world.isReached).length, 'sum', 'reached'),
        fact(calls.filter(world.isSale).length, 'sum', 'orders'),
        ...rowFacts(
          [...grouped(calls, ({ call_result_id: id }) => world.callResult(id))]
            .map(([result, own]) => [result, { attempts: own.length }] as const)
            .slice(0, SAMPLES),
        ),
      ];
    },
    *endpoints() {
      const campaigns = yield { tool: 'list_campaigns', args: { limit: 200 } };
      const at = column(campaigns, 'name').findIndex((name) => /provlåda/i.test(String(name)));
      yield* all('search_calls', { campaign_ids: [column(campaigns, 'id')[at]], period: 'last_week' });
    },
  },
  {
    asked: `När pratade vi senast med ${ANNA}, vem var det och finns det inspelat?`,
    calls: [{ tool: 'customer_overview', args: { phone: ANNA, limit: 10 } }],
    facts(world) {
      const talks = world.state.calls.filter((call) => call.customer_id === 922 && world.isReached(call));
      const last = talks.at(-1)!;
      const recorded = talks.filter(({ recording }) => recording).map(({ id }) => id);
      return [
        fact(recorded.toReversed(), 'calls', 'recorded'),
        fact(world.time(last.init_time), 'timeline', 'rows', 5, 'time'),
        fact(last.id, 'timeline', 'rows', 5, 'id'),
        fact(world.agent(last.user_id!), 'timeline', 'rows', 5, 'who'),
      ];
    },
    *endpoints() {
      yield* all('search_calls', { phone: ANNA });
    },
  },
  {
    asked: 'Hur många order sålde Axel förra månaden, och hur många av dem är bekräftade?',
    calls: [
      { tool: 'find', args: { words: ['Axel'], kinds: ['user'] } },
      (first) => ({
        tool: 'order_report',
        args: { user_id: look(first, ['rows', 0, 'id']), period: 'last_month' },
      }),
    ],
    facts(world) {
      const orders = world.orders(world.lastMonth, ({ user_id }) => user_id === AXEL);
      return [
        fact(orders.length, 'sum', 'orders'),
        fact(orders.filter(isConfirmed).length, 'sum', 'confirmed'),
        fact(orders.filter(({ cancelled }) => cancelled).length, 'sum', 'cancelled'),
      ];
    },
    *endpoints() {
      const users = yield { tool: 'list_users', args: { limit: 200 } };
      const at = column(users, 'name').findIndex((name) => String(name).startsWith('Axel'));
      yield* all('search_orders', { user_id: column(users, 'id')[at], period: 'last_month' });
    },
  },
];

function lastMonthButOne() {
  const today = todayHere();
  return monthBefore(monthBefore({ from: `${today.slice(0, 8)}01`, to: today }));
}
