/** Everything about one customer in one answer: the card, the counts, and what happened, the latest first. */
import { clean, see } from '../answer/clean.ts';
import { fitRows } from '../answer/fit.ts';
import { quoted } from '../answer/shape.ts';
import type { Names } from '../names.ts';
import { oneLine } from '../text.ts';
import type { Args, Hands, Row } from '../tool.ts';
import { label, orderState, plus, productsText, secondsBetween } from '../words.ts';
import {
  customerCard,
  customFields,
  latestCalls,
  numbersOf,
  otherIds,
  parts,
  rowsOf,
  sameNumber,
  smsFrom,
  smsThread,
} from './card.ts';
import { rounded } from './report.ts';

const DEFAULT_EVENTS = 25;
/** What the argument's schema allows. */
const MOST_EVENTS = 200;
const LONGEST_TEXT = 200;
const BUDGET = 12_000;
/** Of the custom fields; and so many ids of one kind. */
const FIELDS_BUDGET = 3_000;
const MOST_IDS = 20;
const SAME_NUMBER = 'Other customer ids with this number: the same person on other lists, or somebody else.';

/** What people wrote, cleaned and cut. */
type InShort = (text: unknown) => string;

interface Event {
  /** As the dialer writes it. */
  at: string;
  what: string;
  id?: number;
  who: string | null;
  text: string;
}

export async function customerOverview(args: Args, hands: Hands): Promise<Row> {
  const { view } = hands;
  const card = await customerCard(args, hands);
  const [{ got, failed }, names] = await Promise.all([
    everything(card, hands),
    hands.directory.names(['user', 'campaign', 'call_result', 'contactlist']),
  ]);
  const { orders, calls, sms } = got;
  const numbers = numbersOf(card, sms, calls?.rows ?? []);
  const events = [
    ...(orders ?? []).map((order) => orderEvent(order)),
    ...(calls?.rows ?? []).map((call) => callEvent(call, names, card.phone)),
    ...(sms?.rows ?? []).map((one: Row) => smsEvent(one, numbers, names)),
  ].sort((a, b) => moment(b) - moment(a));

  // What is to be masked is masked before it can be cut in two.
  const inShort = (text: unknown) => oneLine(String(clean(text, view) ?? ''), LONGEST_TEXT);
  const limit = (args.limit as number | undefined) ?? DEFAULT_EVENTS;
  const fitting = fitRows(cellsOf(events.slice(0, MOST_EVENTS), view, inShort), BUDGET);
  const rows = fitting.slice(0, limit);
  const others = otherIds(got);
  const recorded = calls?.rows.filter((call) => call.recording).map((call) => call.id);
  const notes = [
    calls &&
      calls.count > calls.rows.length &&
      `Of ${calls.count} calls the latest ${calls.rows.length} were read.`,
    rows.length < events.length && moreEvents(rows.length, fitting.length),
  ].filter(Boolean);
  return {
    card: cardOf(card, names, view, inShort),
    ...(others.length && { ...cut('same_number', others), same_number_note: SAME_NUMBER }),
    ...(orders && { orders: ordersOf(orders) }),
    ...(calls && { calls: { total: calls.count, ...(recorded?.length && cut('recorded', recorded)) } }),
    ...(sms && { sms: smsOf(sms.rows, numbers) }),
    timeline: {
      total: events.length,
      returned: rows.length,
      columns: ['time', 'what', 'id', 'who', 'text'],
      rows,
    },
    ...(notes.length && { note: notes.join(' ') }),
    ...(Object.keys(failed).length && { not_shown: clean(failed, view) as Row }),
    quoted: quoted('names, messages, custom fields'),
  };
}

function everything(card: Row & { customer_id: number }, hands: Hands) {
  const { customer_id } = card;
  return parts({
    orders: async (): Promise<Row[]> =>
      rowsOf(await hands.ask('search_orders', { customer_id })).filter(
        (order) => order.customer_id === customer_id,
      ),
    calls: () => latestCalls({ customer_ids: [customer_id] }, hands),
    sms: () => smsThread(customer_id, hands),
    ...sameNumber(card, hands),
  });
}

function cellsOf(events: readonly Event[], view: Hands['view'], inShort: InShort): unknown[][] {
  const { time } = see(view);
  return events.map(({ at, what, id, who, text }) => [
    time(at) ?? null,
    what,
    id ?? null,
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
  const lists: string[] = (contactlist_ids ?? []).map((id: number) =>
    inShort(label(names('contactlist', id), id)),
  );
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

function smsOf(rows: readonly Row[], numbers: ReadonlySet<string>): Row {
  const of = (from: string) => rows.filter((sms) => smsFrom(sms, numbers) === from).length;
  return { from_customer: of('in'), to_customer: of('out'), notes: of('note') };
}

const orderEvent = (order: Row): Event => ({
  at: order.create_time,
  what: 'order',
  id: order.id,
  who: label(order.agent_name, order.user_id),
  text: [
    productsText(order),
    order.value,
    orderState(order),
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
  who: label(names('user', call.user_id), call.user_id),
  text: [
    label(names('call_result', call.call_result_id), call.call_result_id),
    label(names('campaign', call.campaign_id), call.campaign_id),
    `${secondsBetween(call.init_time, call.finish_time) ?? '?'} s`,
    call.recording && 'recorded',
    // The number may have been another one then.
    plus(call.phonenumber) !== phone && plus(call.phonenumber),
  ]
    .filter(Boolean)
    .join(', '),
});

function smsEvent(sms: Row, numbers: ReadonlySet<string>, names: Names): Event {
  const from = smsFrom(sms, numbers);
  return {
    at: sms.sent,
    what: from === 'note' ? 'note' : `sms ${from}`,
    who: from === 'in' ? null : label(names('user', sms.agent), sms.agent),
    text: String(sms.message ?? ''),
  };
}
