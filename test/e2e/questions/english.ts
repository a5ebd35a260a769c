/** Ten questions of managers and agents, in English. */
import { all, column, count, fact, look, type Question, rowFacts } from './question.ts';
import {
  type Days,
  grouped,
  isConfirmed,
  isKept,
  mondayOf,
  percent,
  plusDays,
  todayHere,
  worth,
} from './world.ts';

const ANNA = '070-174 06 05';
const MALMO = 3;
const TOP = 5;
const MISSED = [18, 19];

export const english: readonly Question[] = [
  {
    asked: `Show me everything about ${ANNA}`,
    calls: [{ tool: 'customer_overview', args: { phone: ANNA } }],
    facts({ state, agent }) {
      const calls = state.calls.filter(({ customer_id }) => customer_id === 922);
      const orders = [...state.orders.values()].filter(({ customer_id }) => customer_id === 922);
      const sms = state.sms.filter(({ customer_id }) => customer_id === 922);
      const last = sms.at(-1)!;
      return [
        fact('Anna Ek', 'card', 'name'),
        fact(state.customers.get(922)!.address, 'card', 'address'),
        fact(orders.length, 'orders', 'total'),
        fact(worth(orders.filter(isKept)), 'orders', 'value_not_cancelled'),
        fact(calls.length, 'calls', 'total'),
        fact(sms.filter(({ sender }) => sender.startsWith('+')).length, 'sms', 'from_customer'),
        fact(calls.length + orders.length + sms.length, 'timeline', 'total'),
        fact(last.message, 'timeline', 'rows', 0, 'text'),
        fact(agent(last.user_id), 'timeline', 'rows', 0, 'who'),
      ];
    },
    *endpoints() {
      const card = yield { tool: 'get_customer', args: { phone: ANNA } };
      yield { tool: 'list_contactlists', args: { limit: 200 } };
      // By number, so that whoever else has it is seen too.
      yield* all('search_orders', { phone: ANNA, fields: ['comments', 'recording'] });
      yield* all('search_calls', { phone: ANNA });
      yield* all('get_sms_history', { customer_id: card.customer_id });
    },
  },
  {
    asked: 'Did the customer of order 39 say yes in writing?',
    calls: [{ tool: 'check_order_acceptance', args: { order_id: 39 } }],
    facts(world) {
      const { call_id, customer_id } = world.state.orders.get(39)!;
      const call = world.state.calls.find(({ id }) => id === call_id)!;
      const answer = world.state.sms.find(
        (one) =>
          one.customer_id === customer_id && one.sent >= call.finish_time && one.sender.startsWith('+'),
      )!;
      return [
        fact(world.second(call.finish_time), 'order', 'call_ended'),
        fact(answer.message, 'found', 'written_answer_after_call', 'text'),
        fact(world.second(answer.sent), 'found', 'written_answer_after_call', 'time'),
        fact('yes', 'found', 'written_answer_after_call', 'reads_as'),
        fact([], 'missing'),
      ];
    },
    *endpoints() {
      const order = yield { tool: 'get_order', args: { order_id: 39 } };
      yield { tool: 'get_call', args: { call_id: order.call_id } };
      const customer_id = Number(/\((\d+)\)$/.exec(order.customer)![1]);
      yield* all('get_sms_history', { customer_id });
    },
  },
  {
    asked: "Export last month's orders to Excel.",
    calls: [{ tool: 'export_rows', args: { what: 'orders', filter: { period: 'last_month' } } }],
    facts: (world) => [fact(world.orders(world.lastMonth).length, 'rows')],
    // Only what is shown unasked; writing it all down as a file comes on top, and is not counted.
    *endpoints() {
      yield* all('search_orders', { period: 'last_month' });
    },
  },
  {
    asked: 'Orders by product in the Malmö office, the last 30 days?',
    calls: [
      { tool: 'find', args: { words: ['Malmö'], kinds: ['office'] } },
      (first) => ({
        tool: 'order_report',
        args: { by: ['product'], office_id: look(first, ['rows', 0, 'id']), period: 'last_30_days' },
      }),
    ],
    facts(world) {
      const orders = world.orders(
        world.lastDays(30),
        ({ user_id }) => world.state.users.get(user_id)!.office_id === MALMO,
      );
      const pieces = orders.flatMap(({ id, products }) => products.map((one) => ({ ...one, id })));
      return [
        fact(orders.length, 'sum', 'orders'),
        ...rowFacts(
          [...grouped(pieces, ({ product_id }) => world.product(product_id))].map(([product, own]) => [
            product,
            {
              orders: new Set(own.map(({ id }) => id)).size,
              units: own.reduce((sum, { units }) => sum + units, 0),
            },
          ]),
        ),
      ];
    },
    // The dialer has no filter by office.
    *endpoints() {
      yield* all('search_orders', { period: 'last_30_days', fields: ['office'] });
    },
  },
  {
    asked: 'Which incoming calls did we miss the last seven days? I want to ring them back.',
    calls: [
      { tool: 'find', args: { words: ['missed incoming call'], kinds: ['call_result'] } },
      (first) => ({
        tool: 'search_calls',
        args: { call_result_ids: column(first, 'id'), period: 'last_7_days', limit: 200 },
      }),
    ],
    facts(world) {
      const missed = world.calls(world.lastDays(7), ({ call_result_id }) => MISSED.includes(call_result_id));
      return [
        fact(missed.length, 'total'),
        ...missed.map(({ id, phonenumber }) => fact(`+${phonenumber}`, 'rows', String(id), 'phone')),
      ];
    },
    *endpoints() {
      yield { tool: 'list_call_results', args: { limit: 200 } };
      yield* all('search_calls', { call_result_ids: MISSED, period: 'last_7_days' });
    },
  },
  {
    asked: 'Who are our top five sellers this month, by value?',
    calls: [{ tool: 'order_report', args: { by: ['agent'], period: 'this_month', sort: 'value', top: TOP } }],
    facts(world) {
      const sellers = [...grouped(world.orders(world.thisMonth), ({ user_id }) => world.agent(user_id))]
        .map(([agent, orders]) => ({ agent, orders: orders.length, value: worth(orders) }))
        .sort((one, other) => other.value - one.value);
      return [
        fact(sellers.length, 'total'),
        ...sellers.slice(0, TOP).map(({ value }, place) => fact(value, 'rows', place, 'value')),
        ...rowFacts(
          sellers
            .filter(({ value }) => value > (sellers[TOP]?.value ?? 0))
            .map(({ agent, ...figures }) => [agent, figures]),
        ),
      ];
    },
    *endpoints() {
      yield* all('search_orders', { period: 'this_month' });
    },
  },
  {
    asked: 'How did last week go against the week before: calls, people reached, orders?',
    calls: [{ tool: 'call_report', args: { period: 'last_week', compare: true } }],
    facts(world) {
      const [now, before] = weeks(world.lastWeek).map((days) => {
        const calls = world.calls(days);
        return [calls, calls.filter(world.isReached), calls.filter(world.isSale)].map((one) => one.length);
      });
      return ['attempts', 'reached', 'orders'].flatMap((name, i) => [
        fact(now![i], 'sum', name),
        fact(before![i], 'before', name),
      ]);
    },
    // Three counts of each week: all calls, those of an agent, and those that are orders.
    *endpoints() {
      const results = yield { tool: 'list_call_results', args: { limit: 200 } };
      const users = yield { tool: 'list_users', args: { limit: 200 } };
      const ids = column(results, 'id');
      const orders = ids.filter((_, i) => column(results, 'type')[i] === 'Order');
      const monday = mondayOf(todayHere());
      for (const { from, to } of weeks({ from: plusDays(monday, -7), to: plusDays(monday, -1) })) {
        const days = { start_date: from, end_date: to };
        yield* count('search_calls', days);
        yield* count('search_calls', { ...days, user_ids: column(users, 'id') });
        yield* count('search_calls', { ...days, call_result_ids: orders });
      }
    },
  },
  {
    asked: "What share of last month's calls do we have recordings of?",
    calls: [{ tool: 'call_report', args: { period: 'last_month' } }],
    facts(world) {
      const calls = world.calls(world.lastMonth);
      return [
        fact(calls.length, 'sum', 'attempts'),
        fact(calls.filter(({ recording }) => recording).length, 'sum', 'recorded'),
      ];
    },
    *endpoints() {
      yield* count('search_calls', { period: 'last_month' });
      yield* count('search_calls', { period: 'last_month', recording: true });
    },
  },
  {
    asked: `What have we and ${ANNA} written to each other by SMS?`,
    calls: [
      { tool: 'get_customer', args: { phone: ANNA } },
      (first) => ({ tool: 'get_sms_history', args: { customer_id: first.customer_id } }),
    ],
    facts(world) {
      const sms = world.state.sms.filter(({ customer_id }) => customer_id === 922).reverse();
      return [
        fact(sms.length, 'total'),
        ...sms.flatMap((one, i) => [
          fact(one.message, 'rows', i, 'message'),
          fact(world.writer(one), 'rows', i, 'agent'),
        ]),
      ];
    },
    *endpoints() {
      const { customer_id } = yield { tool: 'get_customer', args: { phone: ANNA } };
      yield* all('get_sms_history', { customer_id });
    },
  },
  {
    asked: 'How many orders did we take each day last week, and how many of them are confirmed?',
    calls: [{ tool: 'order_report', args: { by: ['day'], period: 'last_week' } }],
    facts(world) {
      const days = grouped(world.orders(world.lastWeek), ({ create_time }) => world.day(create_time));
      const week = Array.from({ length: 7 }, (_, i) => plusDays(world.lastWeek.from, i));
      return [
        ...rowFacts(
          [...days].map(([day, orders]) => {
            const confirmed = orders.filter(isConfirmed).length;
            return [
              day,
              { orders: orders.length, confirmed, confirmed_pct: percent(confirmed, orders.length) },
            ];
          }),
        ),
        fact(`Nothing on ${week.filter((day) => !days.has(day)).join(', ')}.`, 'notes', 0),
      ];
    },
    *endpoints() {
      yield* all('search_orders', { period: 'last_week' });
    },
  },
];

/** A week and the one before. */
const weeks = ({ from, to }: Days): Days[] => [
  { from, to },
  { from: plusDays(from, -7), to: plusDays(to, -7) },
];
