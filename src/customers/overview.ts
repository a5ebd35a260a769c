/**
 * Everything about a customer, or about all that a number belongs to, in one answer: the card, the counts, and what
 * happened, the latest first.
 */

import type { Names } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { Hands } from '../define/tool.ts';
import { rounded } from '../reports/aggregate.ts';
import { latestCalls } from '../reports/call-list.ts';
import { fitRows } from '../response/limit.ts';
import { clean, see } from '../response/redact.ts';
import { quoted } from '../response/shape.ts';
import { label, orderState, plus, productsText, secondsBetween } from '../response/wording.ts';
import { oneLine } from '../shared/text.ts';
import { listsOf, PERHAPS, sideBySide } from './customer-choice.ts';
import {
  type Card,
  customerCard,
  customFields,
  numbersOf,
  parts,
  rowsOf,
  smsFrom,
  smsThread,
} from './customer-record.ts';
import { type Match, type Matches, matchesOf, sharing } from './same-number.ts';

const DEFAULT_EVENTS = 25;
/** What the argument's schema allows. */
const MOST_EVENTS = 200;
const LONGEST_TEXT = 200;
const BUDGET = 12_000;
/** Of the custom fields; and so many ids of one kind. */
const FIELDS_BUDGET = 3_000;
const MOST_IDS = 20;

/** What people wrote, cleaned and cut. */
type InShort = (text: unknown) => string;

interface Event {
  /** As the dialer writes it. */
  at: string;
  what: string;
  id?: number;
  /** None: a call of the number that is on nobody's card. */
  customer_id: number | null;
  who: string | null;
  text: string;
}

/** What the dialer has of one customer; what could not be read is absent. */
interface Has {
  card: Card;
  orders?: Row[];
  sms?: Row[];
  /** Numbers that the customer writes from. */
  numbers: ReadonlySet<string>;
}

type Calls = { count: number; rows: Row[] } | undefined;

interface Everything {
  people: Has[];
  calls: Calls;
  failed: Record<string, string>;
  names: Names;
}

export async function customerOverview(args: Args, hands: Hands): Promise<Row> {
  const { view } = hands;
  const [matches, all] = await (args.customer_id === undefined ? byMatch(args, hands) : byId(args, hands));
  const { people, calls, names } = all;
  const { meant, others } = matches;
  const events = eventsOf(all);
  const failed = { ...all.failed, ...matches.failed };

  // What is to be masked is masked before it can be cut in two.
  const inShort = (text: unknown) => oneLine(String(clean(text, view) ?? ''), LONGEST_TEXT);
  const limit = (args.limit as number | undefined) ?? DEFAULT_EVENTS;
  const several = meant.length > 1 || events.some(({ customer_id }) => customer_id !== meant[0].customer_id);
  const fitting = fitRows(cellsOf(events.slice(0, MOST_EVENTS), view, inShort, several), BUDGET);
  const rows = fitting.slice(0, limit);
  const orders = ordersOfAll(people);
  const recorded = calls?.rows.filter((call) => call.recording).map((call) => call.id);
  const notes = [
    calls &&
      calls.count > calls.rows.length &&
      `Of ${calls.count} calls the latest ${calls.rows.length} were read.`,
    meant.length > people.length &&
      `Of ${meant.length} customers only those shown are in the counts of orders and SMS, and in the timeline.`,
    rows.length < events.length && moreEvents(rows.length, fitting.length),
  ].filter(Boolean);
  return {
    ...(meant.length === 1
      ? { card: cardOf(meant[0].card, names, view, inShort) }
      : { customers: sideBySide(lastOf(meant, events), view, names), customers_note: noteOf(args, meant) }),
    ...(others.length && {
      same_number: sideBySide(others, view, names, meant[0].card),
      same_number_note: `Other customer ids with this number. ${PERHAPS}`,
    }),
    ...(orders && { orders: ordersOf(orders) }),
    ...(calls && { calls: { total: calls.count, ...(recorded?.length && cut('recorded', recorded)) } }),
    ...(people.some(({ sms }) => sms) && { sms: smsOf(people) }),
    timeline: {
      total: events.length,
      returned: rows.length,
      columns: ['time', 'what', 'id', ...(several ? ['customer_id'] : []), 'who', 'text'],
      rows,
    },
    ...(notes.length && { note: notes.join(' ') }),
    ...(Object.keys(failed).length && { not_shown: clean(failed, view) as Row }),
    quoted: quoted('names, messages, custom fields'),
  };
}

/** One customer, while the others with the number are looked for. */
async function byId(args: Args, hands: Hands): Promise<[Matches, Everything]> {
  const card = await customerCard(args, hands);
  const [all, found] = await Promise.all([everything([card], hands), sharing(card.phone, [card], hands)]);
  return [{ ...found, meant: [{ customer_id: card.customer_id, card }] }, all];
}

/** All customers of a number or an external id; of a number its calls too that are on no card of theirs. */
async function byMatch(args: Args, hands: Hands): Promise<[Matches, Everything]> {
  const matches = await matchesOf(args, hands);
  const cards = matches.meant.flatMap(({ card }) => card ?? []);
  const { calls, ...all } = await everything(cards, hands);
  const had = new Set<unknown>(cards.map(({ customer_id }) => customer_id));
  const more = args.phone === undefined ? [] : matches.calls.filter((call) => !had.has(call.customer_id));
  const rows = [...(calls?.rows ?? []), ...more].sort(
    (a, b) => (Date.parse(b.init_time) || 0) - (Date.parse(a.init_time) || 0),
  );
  return [matches, { ...all, calls: calls && { count: calls.count + more.length, rows } }];
}

async function everything(cards: readonly Card[], hands: Hands): Promise<Everything> {
  const customer_ids = cards.map(({ customer_id }) => customer_id);
  const failed: Everything['failed'] = {};
  const [read, own, names] = await Promise.all([
    Promise.all(cards.map(async (card) => ({ card, ...(await ordersAndSms(card, hands)) }))),
    parts({ calls: () => latestCalls({ customer_ids }, hands) }),
    hands.directory.names(['user', 'campaign', 'call_result', 'contactlist']),
  ]);
  Object.assign(failed, own.failed);
  const { calls } = own.got;
  const people = read.map(({ card, got: { orders, sms }, failed: why }): Has => {
    for (const [part, one] of Object.entries(why))
      failed[cards.length > 1 ? `${part} of ${card.customer_id}` : part] = one;
    const under = calls?.rows.filter((call) => call.customer_id === card.customer_id) ?? [];
    return { card, orders, sms: sms?.rows, numbers: numbersOf(card, sms, under) };
  });
  return { people, calls, failed, names };
}

const ordersAndSms = ({ customer_id }: Card, hands: Hands) =>
  parts({
    orders: async (): Promise<Row[]> =>
      rowsOf(await hands.ask('search_orders', { customer_id })).filter(
        (order) => order.customer_id === customer_id,
      ),
    sms: () => smsThread(customer_id, hands),
  });

/** Of all customers together, the latest last; absent where nobody's could be read. */
function ordersOfAll(people: readonly Has[]): Row[] | undefined {
  const had = people.flatMap(({ orders }) => (orders ? [orders] : []));
  if (had.length < 2) return had[0];
  return had.flat().sort((a, b) => (Date.parse(a.create_time) || 0) - (Date.parse(b.create_time) || 0));
}

function eventsOf({ people, calls, names }: Everything): Event[] {
  const phones = new Map<unknown, unknown>(people.map(({ card }) => [card.customer_id, card.phone]));
  const events = [
    ...people.flatMap(({ orders }) => (orders ?? []).map((order) => orderEvent(order))),
    ...(calls?.rows ?? []).map((call) =>
      callEvent(call, names, phones.get(call.customer_id) ?? people[0]!.card.phone),
    ),
    ...people.flatMap(({ card, sms, numbers }) =>
      (sms ?? []).map((one) => smsEvent(one, card.customer_id, numbers, names)),
    ),
  ];
  return events.sort((a, b) => moment(b) - moment(a));
}

/** When each was last heard of, an SMS included. */
const lastOf = (meant: readonly Match[], events: readonly Event[]): Match[] =>
  meant.map((one) => ({
    ...one,
    last: events.find(({ customer_id }) => customer_id === one.customer_id)?.at ?? one.last,
  }));

const noteOf = (args: Args, { length }: readonly Match[]): string =>
  `${length} customer ids have this ${args.phone === undefined ? 'external id' : 'number'}; all below is of all of them together. ${PERHAPS}`;

function cellsOf(
  events: readonly Event[],
  view: Hands['view'],
  inShort: InShort,
  several: boolean,
): unknown[][] {
  const { time } = see(view);
  return events.map(({ at, what, id, customer_id, who, text }) => [
    time(at) ?? null,
    what,
    id ?? null,
    ...(several ? [customer_id] : []),
    who && inShort(who),
    inShort(text),
  ]);
}

/** Where the rest of the events is: a larger limit helps only while it may grow and there is room. */
function moreEvents(shown: number, fitting: number): string {
  if (shown < fitting) return `limit, up to ${MOST_EVENTS}, shows more events.`;
  const why = fitting < MOST_EVENTS ? 'No more events fit' : `limit ends at ${MOST_EVENTS} events`;
  return `${why}: search_calls, search_orders and get_sms_history have the rest.`;
}

/** A list of ids that is cut tells how many there are. */
const cut = (name: string, ids: readonly number[], keep: 'first' | 'last' = 'first'): Row => ({
  [name]: keep === 'first' ? ids.slice(0, MOST_IDS) : ids.slice(-MOST_IDS),
  ...(ids.length > MOST_IDS && { [`${name}_total`]: ids.length }),
});

const moment = ({ at }: Event): number => Date.parse(at) || 0;

function cardOf(whole: Row, names: Names, view: Hands['view'], inShort: InShort): Row {
  const { order_ids, call_ids, custom_fields, contactlist_ids, ...card } = whole;
  const lists = listsOf(whole, names, view);
  const fields: [string, string][] = customFields(whole, view).map((field) => [
    inShort(label(field.title, field.custom_field_id)),
    inShort(field.value),
  ]);
  const shown = fitRows(fields, FIELDS_BUDGET) as typeof fields;
  const plain = clean(card, view) as Row;
  for (const [name, value] of Object.entries(plain))
    if (typeof value === 'string') plain[name] = oneLine(value, LONGEST_TEXT);
  return {
    ...plain,
    ...(lists.length && { contactlists: lists.slice(0, MOST_IDS) }),
    ...(shown.length && { custom_fields: Object.fromEntries(shown) }),
    ...((lists.length > MOST_IDS || shown.length < fields.length) && {
      left_out: `${lists.length} lists and ${fields.length} custom fields in all: get_customer shows more.`,
    }),
  };
}

function ordersOf(orders: readonly Row[]): Row {
  const inState = (state: string) => orders.filter((order) => orderState(order) === state);
  const value = orders
    .filter((order) => !order.cancelled)
    .reduce((sum, order) => sum + (Number(order.value) || 0), 0);
  return {
    total: orders.length,
    confirmed: inState('confirmed').length,
    cancelled: inState('cancelled').length,
    unconfirmed: inState('unconfirmed').length,
    value_not_cancelled: rounded(value),
    ...cut(
      'ids',
      orders.map(({ id }) => id),
      'last',
    ),
  };
}

function smsOf(people: readonly Has[]): Row {
  const froms = people.flatMap(({ sms, numbers }) => (sms ?? []).map((one) => smsFrom(one, numbers)));
  const of = (from: string) => froms.filter((one) => one === from).length;
  return { from_customer: of('in'), to_customer: of('out'), notes: of('note') };
}

const orderEvent = (order: Row): Event => ({
  at: order.create_time,
  what: 'order',
  id: order.id,
  customer_id: order.customer_id,
  who: label(order.agent_name, order.user_id),
  text: [
    productsText(order),
    order.value,
    orderState(order),
    order.call_id && `call ${order.call_id}`,
    order.order_recording_id && 'order recording',
    ...(order.comments ?? []).map((one: Row) => `"${one.comment}"`),
  ]
    .filter(Boolean)
    .join(', '),
});

const callEvent = (call: Row, names: Names, phone: unknown): Event => ({
  at: call.init_time,
  what: call.type === 'incoming' ? 'call in' : 'call out',
  id: call.id,
  customer_id: call.customer_id ?? null,
  who: label(names('user', call.user_id), call.user_id),
  text: [
    label(names('call_result', call.call_result_id), call.call_result_id),
    label(names('campaign', call.campaign_id), call.campaign_id),
    `line_s ${secondsBetween(call.init_time, call.finish_time) ?? '?'}`,
    call.recording && 'recorded',
    // The number may have been another one then.
    plus(call.phonenumber) !== phone && plus(call.phonenumber),
  ]
    .filter(Boolean)
    .join(', '),
});

function smsEvent(sms: Row, customer_id: number, numbers: ReadonlySet<string>, names: Names): Event {
  const from = smsFrom(sms, numbers);
  return {
    at: sms.sent,
    what: from === 'note' ? 'note' : `sms ${from}`,
    customer_id,
    who: from === 'in' ? null : label(names('user', sms.agent), sms.agent),
    text: String(sms.message ?? ''),
  };
}
