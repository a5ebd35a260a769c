/** What an order stands on, and changes that are told as they are: three questions in Swedish, five in English. */
import { all, column, fact, type Question, type Questions, rowFacts } from './question.ts';
import { isOpen, type World } from './world.ts';

const ANNA = '070-174 06 05';
const CAMPAIGN = 2;
const LIST = 6;
const BLOCKLIST = 6;
const BLOCKED = '070-174 06 98';
const PRICE = 299;

const order = (world: World, id: number) => world.state.orders.get(id)!;

/** How often the first product of the order is paid, by its template. */
function terms(world: World, id: number) {
  const { periodicity_id, periodicity_parts } = world.state.products.get(
    order(world, id).products[0]!.product_id,
  )!;
  const per = ['one_time', 'weekly', 'biweekly', 'monthly'][periodicity_id - 1];
  return { per, payments: periodicity_parts };
}

/** SMS with the order's customer after its call. */
function smsAfter(world: World, id: number) {
  const { call_id, customer_id } = order(world, id);
  const { finish_time } = world.state.calls.find((call) => call.id === call_id)!;
  return world.state.sms.filter((sms) => sms.customer_id === customer_id && sms.sent >= finish_time);
}

const swedish: readonly Question[] = [
  {
    asked: 'Vad står inte i SMS:et till kunden om order 41?',
    calls: [{ tool: 'check_order_acceptance', args: { order_ids: [41] } }],
    facts(world) {
      const { per, payments } = terms(world, 41);
      const [sms] = smsAfter(world, 41);
      const [{ title, unit_price } = { title: '', unit_price: 0 }] = order(world, 41).products;
      const isSilent = !/mån|\b12\b/.test(sms!.message);
      const says = Object.entries({ product: title, price: String(unit_price) });
      return [
        fact(
          says.filter(([, words]) => sms!.message.includes(words)).map(([what]) => what),
          'found',
          'order_sms_says',
        ),
        fact(
          isSilent ? [`period (${per})`, `payments (${payments})`] : undefined,
          'found',
          'order_sms_leaves_out',
        ),
        fact(sms!.message, 'rows', 2, 'detail'),
      ];
    },
    *endpoints() {
      const { call_id, customer, products } = yield { tool: 'get_order', args: { order_id: 41 } };
      yield { tool: 'get_call', args: { call_id } };
      yield { tool: 'get_product', args: { product_id: products[0].product_id } };
      yield* all('get_sms_history', { customer_id: Number(/\((\d+)\)$/.exec(customer)![1]) });
    },
  },
  {
    asked: `Sätt priset på order 41 till ${PRICE}.`,
    calls: [{ tool: 'update_order_product', args: { order_id: 41, unit_price: PRICE } }],
    facts(world) {
      const { unit_price } = order(world, 41).products[0]!;
      return [fact('done', 'status'), fact([unit_price, PRICE], 'changed', 'unit_price')];
    },
    effect: {
      of: (world) => order(world, 41).products.map(({ unit_price }) => unit_price),
      becomes: [PRICE],
    },
    *endpoints() {
      yield { tool: 'get_order', args: { order_id: 41 } };
    },
  },
  {
    asked: `Spärra ${BLOCKED} på listan Har sagt nej.`,
    calls: [
      { tool: 'find', args: { words: ['Har sagt nej'], kinds: ['blocklist'] } },
      (first) => ({
        tool: 'add_blocklist_number',
        args: { blocklist_id: column(first, 'id')[0], phone: BLOCKED },
      }),
    ],
    facts: (world) => [
      fact('unchanged', 'status'),
      fact(`${world.state.blocklists.get(BLOCKLIST)!.title} (${BLOCKLIST})`, 'blocklist'),
    ],
    effect: { of: (world) => [...world.state.blocklists.get(BLOCKLIST)!.numbers.values()] },
    *endpoints() {
      yield { tool: 'list_blocklists', args: { limit: 200 } };
    },
  },
];

const english: readonly Question[] = [
  {
    asked: 'Is order 39 confirmed, how and when, and what does it cost per month?',
    calls: [{ tool: 'get_order', args: { order_id: 39 } }],
    facts(world) {
      const { confirmation_datetime: confirmed, products } = order(world, 39);
      const isAnswer = smsAfter(world, 39).some(
        ({ sent, sender }) => sender.startsWith('+') && sent === confirmed,
      );
      const { per, payments } = terms(world, 39);
      return [
        fact('confirmed', 'state'),
        fact(world.time(confirmed!), 'confirmed_at'),
        fact(isAnswer ? 'by the answer to the SMS, as the times say' : undefined, 'confirmed_by'),
        fact(products[0]!.unit_price, 'products', 0, 'unit_price'),
        fact(per, 'products', 0, 'per'),
        fact(payments, 'products', 0, 'payments'),
      ];
    },
    *endpoints() {
      yield { tool: 'get_order', args: { order_id: 39 } };
    },
  },
  {
    asked: 'Has any customer of an unconfirmed order of last week said yes in writing?',
    calls: [{ tool: 'check_order_acceptance', args: { period: 'last_week' } }],
    facts(world) {
      const open = world.orders(world.lastWeek, isOpen);
      const silent = open.filter(({ id, scrive_documents }) => {
        const answered = smsAfter(world, id).some(({ sender }) => sender.startsWith('+'));
        return !answered && !scrive_documents.some(({ sign_time }) => sign_time !== null);
      });
      return [
        fact(open.length, 'unconfirmed_orders'),
        ...rowFacts(open.map(({ id }) => [String(id), { state: 'unconfirmed' }])),
        ...rowFacts(silent.map(({ id }) => [String(id), { evidence: 'none' }])),
        ...(silent.length === open.length ? [fact(open.length, 'evidence', 'none')] : []),
      ];
    },
    *endpoints() {
      const days = { period: 'last_week', confirmed: false, cancelled: false };
      for (const [id] of yield* all('search_orders', days)) {
        const { call_id, customer } = yield { tool: 'get_order', args: { order_id: id } };
        yield { tool: 'get_call', args: { call_id } };
        yield* all('get_sms_history', { customer_id: Number(/\((\d+)\)$/.exec(customer)![1]) });
      }
    },
  },
  {
    asked: "What do the extra fields of Anna's card say?",
    calls: [{ tool: 'get_customer', args: { phone: ANNA } }],
    facts: (world) =>
      world.state.customers
        .get(922)!
        .custom_fields.map(({ id, value }) =>
          fact(value, 'custom_fields', `${world.state.fields.get(id)!.name} (${id})`),
        ),
    *endpoints() {
      yield { tool: 'get_customer', args: { phone: ANNA } };
    },
  },
  {
    asked: 'Confirm order 39.',
    calls: [{ tool: 'confirm_order', args: { order_id: 39 } }],
    facts: () => [fact('unchanged', 'status'), fact('confirmed', 'state'), fact(39, 'order_id')],
    effect: { of: (world) => order(world, 39).confirmation_datetime },
    *endpoints() {
      yield { tool: 'get_order', args: { order_id: 39 } };
    },
  },
  {
    asked: 'Put the list Hösten 2026 on Animal snacks.',
    calls: [
      { tool: 'find', args: { words: ['Hösten 2026', 'Animal snacks'], kinds: ['contactlist', 'campaign'] } },
      (first) => ({
        tool: 'activate_contactlist',
        args: { contactlist_id: idOf(first, 'contactlist'), campaign_id: idOf(first, 'campaign') },
      }),
    ],
    facts(world) {
      const link = links(world).find((one) => one.campaign_id === CAMPAIGN && one.contactlist_id === LIST)!;
      return [
        fact('unchanged', 'status'),
        fact(link.id, 'campaign_contactlist_id'),
        fact(world.contactlist(LIST), 'contactlist'),
        fact(world.campaign(CAMPAIGN), 'campaign'),
      ];
    },
    effect: { of: (world) => links(world) },
    *endpoints() {
      yield { tool: 'list_contactlists', args: { limit: 200 } };
      yield { tool: 'list_campaigns', args: { limit: 200 } };
      yield { tool: 'list_campaign_contactlists', args: { limit: 200 } };
    },
  },
];

export const orders: Questions = { swedish, english };

const links = (world: World) => [...world.state.campaign_contactlists.values()];

/** Of what `find` found of a kind. */
const idOf = (found: any, kind: string): unknown => column(found, 'id')[column(found, 'kind').indexOf(kind)];
