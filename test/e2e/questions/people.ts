/** Whom a number belongs to, and what was the latest: six questions in Swedish, five in English. */
import { all, fact, look, type Question, type Questions, rowFacts } from './question.ts';
import { isKept, isOpen, sharersOf, type World, worth } from './world.ts';

const ANNA = '070-174 06 05';
const MATILDA = '070-174 06 17';
const YASMIN = '+46 31 390 06 87';
const MISSED = [18, 19];
const HOURS = 48;
/** What a page holds by default. */
const PAGE = 25;

/** The customers side by side, under `at`: each its own card, one identity number. */
function sideBySide(world: World, phone: string, ...at: string[]) {
  const { ids } = sharersOf(world, phone);
  return rowFacts(
    ids.map((id) => {
      const { first_name, last_name, city, contactlist_ids } = world.state.customers.get(id)!;
      return [
        String(id),
        {
          name: `${first_name} ${last_name}`,
          city,
          contactlists: contactlist_ids.map(world.contactlist),
          orders: world.ordersOf([id]).length,
          calls: world.state.calls.filter(({ customer_id }) => customer_id === id).length,
        },
      ] as const;
    }),
  ).map((one) => ({ ...one, at: [...at, ...one.at] }));
}

function* everythingOf(phone: string) {
  yield { tool: 'get_customer', args: { phone } };
  yield* all('search_orders', { phone, fields: ['comments', 'recording'] });
  yield* all('search_calls', { phone });
  yield* all('get_sms_history', { phone });
}

const swedish: readonly Question[] = [
  {
    asked: `Vilka är det som har ${MATILDA}, och är det samma person?`,
    calls: [{ tool: 'customer_overview', args: { phone: MATILDA } }],
    facts(world) {
      const { ids, calls } = sharersOf(world, MATILDA);
      const orders = world.ordersOf(ids);
      const identity = (id: number) => world.state.customers.get(id)!.identity_number;
      const known = ids.filter((id) => identity(id) !== null);
      return [
        fact(ids.length, 'customers', 'total'),
        ...sideBySide(world, MATILDA, 'customers'),
        ...ids.map((id) => {
          const same = identity(id) === null ? null : identity(id) === identity(known[0]!);
          return fact(same, 'customers', 'rows', String(id), 'same_identity_number');
        }),
        fact(calls.length, 'calls', 'total'),
        fact(
          calls
            .filter(({ recording }) => recording)
            .map(({ id }) => id)
            .toReversed(),
          'calls',
          'recorded',
        ),
        fact(orders.length, 'orders', 'total'),
        fact(worth(orders.filter(isKept)), 'orders', 'value_not_cancelled'),
      ];
    },
    endpoints: () => everythingOf(MATILDA),
  },
  {
    asked: `Vad har vi skrivit till ${YASMIN} på SMS?`,
    calls: [{ tool: 'get_sms_history', args: { phone: YASMIN } }],
    facts(world) {
      const { ids } = sharersOf(world, YASMIN);
      const sms = world.state.sms.filter(({ customer_id }) => ids.includes(customer_id)).toReversed();
      return [
        fact(sms.length, 'total'),
        fact(ids.length, 'customers', 'total'),
        ...sms.flatMap((one, i) => [
          fact(one.message, 'rows', i, 'message'),
          fact(one.customer_id, 'rows', i, 'customer_id'),
          fact(world.writer(one), 'rows', i, 'agent'),
        ]),
      ];
    },
    *endpoints() {
      yield* all('get_sms_history', { phone: YASMIN });
    },
  },
  {
    asked: `${MATILDA} vill ha ett registerutdrag.`,
    calls: [{ tool: 'collect_customer_data', args: { phone: MATILDA } }],
    // Whose data is handed out is a person's choice: nothing is collected before it.
    facts: (world) => [
      fact('choose', 'status'),
      fact(sharersOf(world, MATILDA).ids.length, 'total'),
      ...sideBySide(world, MATILDA),
    ],
    endpoints: () => everythingOf(MATILDA),
  },
  {
    asked: `Vem ringde ${MATILDA} senast?`,
    calls: [{ tool: 'search_calls', args: { phone: MATILDA, limit: 3 } }],
    facts(world) {
      const { calls } = sharersOf(world, MATILDA);
      return [fact(calls.length, 'total'), fact(3, 'returned'), ...callFacts(world, calls.slice(-3))];
    },
    *endpoints() {
      yield { tool: 'search_calls', args: { phone: MATILDA, limit: 3 } };
    },
  },
  {
    asked: 'Vilka är de fem äldsta ordrarna som inte är bekräftade?',
    calls: [
      { tool: 'search_orders', args: { confirmed: false, cancelled: false, sort: 'oldest', limit: 5 } },
    ],
    facts(world) {
      const open = [...world.state.orders.values()].filter(isOpen);
      return [
        fact(open.length, 'total'),
        ...open
          .slice(0, 5)
          .flatMap(({ id, create_time, user_id }, i) => [
            fact(id, 'rows', i, 'id'),
            fact(world.time(create_time), 'rows', i, 'create_time'),
            fact(world.agent(user_id), 'rows', i, 'agent'),
          ]),
      ];
    },
    *endpoints() {
      yield {
        tool: 'search_orders',
        args: { confirmed: false, cancelled: false, sort: 'oldest', limit: 5 },
      };
    },
  },
  {
    asked: 'Vad var det senaste SMS:et med Anna, och vem skrev det?',
    calls: [{ tool: 'get_sms_history', args: { phone: ANNA, limit: 1 } }],
    facts(world) {
      const last = world.state.sms.findLast(({ customer_id }) => customer_id === 922)!;
      return [
        fact(last.message, 'rows', 0, 'message'),
        fact(world.time(last.sent), 'rows', 0, 'sent'),
        fact(world.writer(last), 'rows', 0, 'agent'),
      ];
    },
    *endpoints() {
      yield { tool: 'get_sms_history', args: { phone: ANNA, limit: 1 } };
    },
  },
];

const english: readonly Question[] = [
  {
    asked: `Which lists is ${YASMIN} on, and what has she bought?`,
    calls: [{ tool: 'customer_overview', args: { phone: YASMIN } }],
    facts(world) {
      const { ids, calls } = sharersOf(world, YASMIN);
      const orders = world.ordersOf(ids);
      const kept = orders.filter(isKept);
      return [
        ...sideBySide(world, YASMIN, 'customers'),
        fact(orders.length, 'orders', 'total'),
        fact(
          kept.filter(({ confirmation_datetime }) => confirmation_datetime !== null).length,
          'orders',
          'confirmed',
        ),
        fact(worth(kept), 'orders', 'value_not_cancelled'),
        fact(
          orders.map(({ id }) => id).toSorted((one, other) => one - other),
          'orders',
          'ids',
        ),
        fact(calls.length, 'calls', 'total'),
      ];
    },
    endpoints: () => everythingOf(YASMIN),
  },
  {
    asked: `Show me the card of ${MATILDA}: does anybody else have that number?`,
    calls: [{ tool: 'get_customer', args: { phone: MATILDA } }],
    facts(world) {
      const { ids } = sharersOf(world, MATILDA);
      const newest = world.state.customers.get(Math.max(...ids))!;
      const beside = sideBySide(world, MATILDA, 'same_number').filter(
        ({ at }) => !at.includes(String(newest.id)),
      );
      return [
        fact(newest.id, 'customer_id'),
        fact(newest.address, 'address'),
        fact(ids.length - 1, 'same_number', 'total'),
        ...beside,
      ];
    },
    endpoints: () => everythingOf(MATILDA),
  },
  {
    asked: 'What were the five most recent calls, and the five before them?',
    calls: [
      { tool: 'search_calls', args: { limit: 5 } },
      (first) => ({ tool: 'search_calls', args: { limit: 5, cursor: look(first, ['next_cursor']) } }),
    ],
    facts: (world) => [
      fact(world.state.calls.length, 'total'),
      ...callFacts(world, world.state.calls.slice(-10)),
    ],
    *endpoints() {
      const { next_cursor } = yield { tool: 'search_calls', args: { limit: 5 } };
      yield { tool: 'search_calls', args: { limit: 5, cursor: next_cursor } };
    },
  },
  {
    asked: 'Which orders have been waiting for their confirmation for more than 48 hours?',
    calls: [
      {
        tool: 'search_orders',
        args: { confirmed: false, cancelled: false, older_than_hours: HOURS },
      },
    ],
    facts(world) {
      const before = Math.floor(Date.now() / 1000) - HOURS * 3600;
      const old = [...world.state.orders.values()].filter(
        (order) => isOpen(order) && order.create_time < before,
      );
      return [
        fact(old.length, 'total'),
        fact(Math.min(PAGE, old.length), 'returned'),
        ...old
          .toReversed()
          .slice(0, PAGE)
          .map(({ id }, i) => fact(id, 'rows', i, 'id')),
      ];
    },
    *endpoints() {
      yield {
        tool: 'search_orders',
        args: { confirmed: false, cancelled: false, older_than_hours: HOURS },
      };
    },
  },
  {
    asked: 'Which incoming call did we miss last?',
    calls: [{ tool: 'search_calls', args: { call_result_ids: MISSED, type: 'incoming', limit: 1 } }],
    facts(world) {
      const missed = world.state.calls.filter(({ call_result_id: id }) => MISSED.includes(id));
      return [
        fact(missed.length, 'total'),
        fact('in', 'rows', 0, 'direction'),
        ...callFacts(world, missed.slice(-1)),
      ];
    },
    *endpoints() {
      yield { tool: 'list_call_results', args: { limit: 200 } };
      yield { tool: 'search_calls', args: { call_result_ids: MISSED, type: 'incoming', limit: 1 } };
    },
  },
];

export const people: Questions = { swedish, english };

/** Rows of the latest calls, the latest first. */
const callFacts = (world: World, calls: World['state']['calls']) =>
  calls
    .toReversed()
    .flatMap(({ id, init_time, user_id, phonenumber, call_result_id }, i) => [
      fact(id, 'rows', i, 'id'),
      fact(world.second(init_time), 'rows', i, 'start'),
      fact(user_id === null ? null : world.agent(user_id), 'rows', i, 'agent'),
      fact(`+${phonenumber}`, 'rows', i, 'phone'),
      fact(world.callResult(call_result_id), 'rows', i, 'result'),
    ]);
