/**
 * Everything about a customer, or about all that a number belongs to, in one answer: the card, the counts, and what
 * happened, the latest first.
 */

import type { Names } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { latestCalls } from '../reports/call-list.ts';
import { createFormatter, formatValue } from '../response/format.ts';
import { fitRows } from '../response/limit.ts';
import { quotedNote } from '../response/shape.ts';
import { label, orderState, productsText, secondsBetween, withPlus } from '../response/wording.ts';
import { roundAmount } from '../shared/numbers.ts';
import { oneLine } from '../shared/text.ts';
import { listsOf, MAYBE_SAME, sideBySide } from './customer-choice.ts';
import {
  type CustomerRecord,
  customFields,
  numbersOf,
  readCustomer,
  readParts,
  rowsOf,
  smsDirection,
  smsThread,
} from './customer-record.ts';
import { customersSharing, type Match, type Matches, matchesOf } from './same-number.ts';

const DEFAULT_EVENTS = 25;
/** What the argument's schema allows. */
const MAX_EVENTS = 200;
const MAX_TEXT_LENGTH = 200;
const BUDGET = 12_000;
/** Of the custom fields; and so many ids of one kind. */
const FIELDS_BUDGET = 3_000;
const MAX_IDS = 20;

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
interface Availability {
  card: CustomerRecord;
  orders?: Row[];
  sms?: Row[];
  /** Numbers that the customer writes from. */
  numbers: ReadonlySet<string>;
}

type Calls = { count: number; rows: Row[] } | undefined;

interface CustomerHistory {
  people: Availability[];
  calls: Calls;
  failed: Record<string, string>;
  names: Names;
}

export async function customerOverview(args: Args, context: ReadContext): Promise<Row> {
  const { display } = context;
  const [matches, all] = await (args.customer_id === undefined
    ? byMatch(args, context)
    : byId(args, context));
  const { people, calls, names } = all;
  const { meant, others } = matches;
  const events = eventsOf(all);
  const failed = { ...all.failed, ...matches.failed };

  // What is to be masked is masked before it can be cut in two.
  const inShort = (text: unknown) => oneLine(String(formatValue(text, display) ?? ''), MAX_TEXT_LENGTH);
  const limit = (args.limit as number | undefined) ?? DEFAULT_EVENTS;
  const several = meant.length > 1 || events.some(({ customer_id }) => customer_id !== meant[0].customer_id);
  const fitting = fitRows(cellsOf(events.slice(0, MAX_EVENTS), display, inShort, several), BUDGET);
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
      ? { card: cardOf(meant[0].card, names, display, inShort) }
      : {
          customers: sideBySide(lastOf(meant, events), display, names),
          customers_note: noteOf(args, meant),
        }),
    ...(others.length && {
      same_number: sideBySide(others, display, names, meant[0].card),
      same_number_note: `Other customer ids with this number. ${MAYBE_SAME}`,
    }),
    ...(orders && { orders: ordersOf(orders) }),
    ...(calls && { calls: { total: calls.count, ...(recorded?.length && cutList('recorded', recorded)) } }),
    ...(people.some(({ sms }) => sms) && { sms: smsOf(people) }),
    timeline: {
      total: events.length,
      returned: rows.length,
      columns: ['time', 'what', 'id', ...(several ? ['customer_id'] : []), 'who', 'text'],
      rows,
    },
    ...(notes.length && { note: notes.join(' ') }),
    ...(Object.keys(failed).length && { not_shown: formatValue(failed, display) as Row }),
    quoted: quotedNote('names, messages, custom fields'),
  };
}

/** One customer, while the others with the number are looked for. */
async function byId(args: Args, context: ReadContext): Promise<[Matches, CustomerHistory]> {
  const card = await readCustomer(args, context);
  const [all, found] = await Promise.all([
    readHistory([card], context),
    customersSharing(card.phone, [card], context),
  ]);
  return [{ ...found, meant: [{ customer_id: card.customer_id, card }] }, all];
}

/** All customers of a number or an external id; of a number its calls too that are on no card of theirs. */
async function byMatch(args: Args, context: ReadContext): Promise<[Matches, CustomerHistory]> {
  const matches = await matchesOf(args, context);
  const cards = matches.meant.flatMap(({ card }) => card ?? []);
  const { calls, ...all } = await readHistory(cards, context);
  const had = new Set<unknown>(cards.map(({ customer_id }) => customer_id));
  const more = args.phone === undefined ? [] : matches.calls.filter((call) => !had.has(call.customer_id));
  const rows = [...(calls?.rows ?? []), ...more].sort(
    (a, b) => (Date.parse(b.init_time) || 0) - (Date.parse(a.init_time) || 0),
  );
  return [matches, { ...all, calls: calls && { count: calls.count + more.length, rows } }];
}

async function readHistory(cards: readonly CustomerRecord[], context: ReadContext): Promise<CustomerHistory> {
  const customer_ids = cards.map(({ customer_id }) => customer_id);
  const failed: CustomerHistory['failed'] = {};
  const [read, own, names] = await Promise.all([
    Promise.all(cards.map(async (card) => ({ card, ...(await ordersAndSms(card, context)) }))),
    readParts({ calls: () => latestCalls({ customer_ids }, context) }),
    context.lookup.names(['user', 'campaign', 'call_result', 'contactlist']),
  ]);
  Object.assign(failed, own.failed);
  const { calls } = own.got;
  const people = read.map(({ card, got: { orders, sms }, failed: why }): Availability => {
    for (const [part, one] of Object.entries(why))
      failed[cards.length > 1 ? `${part} of ${card.customer_id}` : part] = one;
    const under = calls?.rows.filter((call) => call.customer_id === card.customer_id) ?? [];
    return { card, orders, sms: sms?.rows, numbers: numbersOf(card, sms, under) };
  });
  return { people, calls, failed, names };
}

const ordersAndSms = ({ customer_id }: CustomerRecord, context: ReadContext) =>
  readParts({
    orders: async (): Promise<Row[]> =>
      rowsOf(await context.read('search_orders', { customer_id })).filter(
        (order) => order.customer_id === customer_id,
      ),
    sms: () => smsThread(customer_id, context),
  });

/** Of all customers together, the latest last; absent where nobody's could be read. */
function ordersOfAll(people: readonly Availability[]): Row[] | undefined {
  const had = people.flatMap(({ orders }) => (orders ? [orders] : []));
  if (had.length < 2) return had[0];
  return had.flat().sort((a, b) => (Date.parse(a.create_time) || 0) - (Date.parse(b.create_time) || 0));
}

function eventsOf({ people, calls, names }: CustomerHistory): Event[] {
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
  `${length} customer ids have this ${args.phone === undefined ? 'external id' : 'number'}; all below is of all of them together. ${MAYBE_SAME}`;

function cellsOf(
  events: readonly Event[],
  display: ReadContext['display'],
  inShort: InShort,
  several: boolean,
): unknown[][] {
  const { time } = createFormatter(display);
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
  if (shown < fitting) return `limit, up to ${MAX_EVENTS}, shows more events.`;
  const why = fitting < MAX_EVENTS ? 'No more events fit' : `limit ends at ${MAX_EVENTS} events`;
  return `${why}: search_calls, search_orders and get_sms_history have the rest.`;
}

/** A list of ids that is cut tells how many there are. */
const cutList = (name: string, ids: readonly number[], keep: 'first' | 'last' = 'first'): Row => ({
  [name]: keep === 'first' ? ids.slice(0, MAX_IDS) : ids.slice(-MAX_IDS),
  ...(ids.length > MAX_IDS && { [`${name}_total`]: ids.length }),
});

const moment = ({ at }: Event): number => Date.parse(at) || 0;

function cardOf(whole: Row, names: Names, display: ReadContext['display'], inShort: InShort): Row {
  const { order_ids, call_ids, custom_fields, contactlist_ids, ...card } = whole;
  const lists = listsOf(whole, names, display);
  const fields: [string, string][] = customFields(whole, display).map((field) => [
    inShort(label(field.title, field.custom_field_id)),
    inShort(field.value),
  ]);
  const shown = fitRows(fields, FIELDS_BUDGET) as typeof fields;
  const plain = formatValue(card, display) as Row;
  for (const [name, value] of Object.entries(plain))
    if (typeof value === 'string') plain[name] = oneLine(value, MAX_TEXT_LENGTH);
  return {
    ...plain,
    ...(lists.length && { contactlists: lists.slice(0, MAX_IDS) }),
    ...(shown.length && { custom_fields: Object.fromEntries(shown) }),
    ...((lists.length > MAX_IDS || shown.length < fields.length) && {
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
    value_not_cancelled: roundAmount(value),
    ...cutList(
      'ids',
      orders.map(({ id }) => id),
      'last',
    ),
  };
}

function smsOf(people: readonly Availability[]): Row {
  const froms = people.flatMap(({ sms, numbers }) => (sms ?? []).map((one) => smsDirection(one, numbers)));
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
    withPlus(call.phonenumber) !== phone && withPlus(call.phonenumber),
  ]
    .filter(Boolean)
    .join(', '),
});

function smsEvent(sms: Row, customer_id: number, numbers: ReadonlySet<string>, names: Names): Event {
  const from = smsDirection(sms, numbers);
  return {
    at: sms.sent,
    what: from === 'note' ? 'note' : `sms ${from}`,
    customer_id,
    who: from === 'in' ? null : label(names('user', sms.agent), sms.agent),
    text: String(sms.message ?? ''),
  };
}
