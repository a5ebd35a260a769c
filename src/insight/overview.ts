/** Everything about one customer in one answer: the card, the counts, and what happened, the latest first. */
import { clean, see } from '../answer/clean.ts';
import { fitRows, quoted } from '../answer/shape.ts';
import type { Names } from '../directory.ts';
import { oneLine } from '../text.ts';
import type { Args, Hands, Row } from '../tool.ts';
import { label, orderState, plus, productsText, secondsBetween } from '../words.ts';
import { customerCard, latestCalls, numbersOf, parts, smsFrom } from './card.ts';
import { rounded } from './report.ts';

const DEFAULT_EVENTS = 25;
const LONGEST_TEXT = 200;
const BUDGET = 14_000;

interface Event {
  /** As the dialer writes it. */
  at: string;
  what: string;
  id?: number;
  who: string | null;
  text: string;
}

export async function customerOverview(args: Args, hands: Hands): Promise<Row> {
  const { ask, directory, view } = hands;
  const card = await customerCard(args, hands);
  const { customer_id, phone } = card;
  const [{ got, failed }, names] = await Promise.all([
    parts({
      orders: async (): Promise<Row[]> =>
        (await ask('search_orders', { customer_id })).filter(
          (order: Row) => order.customer_id === customer_id,
        ),
      calls: () => latestCalls({ customer_ids: [customer_id] }, hands),
      sms: async (): Promise<Row> => ask('get_sms_history', { customer_id }),
      same_number: () => others(customer_id, phone, hands),
    }),
    directory.names(['user', 'campaign', 'call_result', 'contactlist']),
  ]);
  const { orders, calls, sms } = got;
  const numbers = numbersOf(card, sms, calls?.rows ?? []);
  const events = [
    ...(orders ?? []).map((order) => orderEvent(order)),
    ...(calls?.rows ?? []).map((call) => callEvent(call, names, phone)),
    ...(sms?.rows ?? []).map((one: Row) => smsEvent(one, numbers, names)),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));

  const { time } = see(view);
  const shown = events.slice(0, (args.limit as number | undefined) ?? DEFAULT_EVENTS);
  const cells = shown.map(({ at, what, id, who, text }) =>
    [time(at), what, id ?? null, who, oneLine(text, LONGEST_TEXT)].map((cell) => clean(cell ?? null, view)),
  );
  const rows = fitRows(cells, BUDGET);
  const recorded = calls?.rows.filter((call) => call.recording).map((call) => call.id);
  return {
    card: clean(cardOf(card, names), view) as Row,
    ...(got.same_number?.length && {
      same_number: got.same_number,
      same_number_note:
        'Other customer ids with this number: the same person on other lists, or somebody else.',
    }),
    ...(orders && { orders: ordersOf(orders) }),
    ...(calls && {
      calls: { total: calls.count, ...(recorded?.length && { recorded: recorded.slice(0, 20) }) },
    }),
    ...(sms && { sms: smsOf(sms.rows, numbers) }),
    timeline: {
      total: events.length,
      returned: rows.length,
      columns: ['time', 'what', 'id', 'who', 'text'],
      rows,
    },
    ...(calls &&
      calls.count > calls.rows.length && {
        note: `Of ${calls.count} calls the latest ${calls.rows.length} were read.`,
      }),
    ...(Object.keys(failed).length && { not_shown: clean(failed, view) as Row }),
    quoted: quoted('names, messages, custom fields'),
  };
}

function cardOf({ order_ids, call_ids, custom_fields, contactlist_ids, ...card }: Row, names: Names): Row {
  return {
    ...card,
    contactlists: (contactlist_ids ?? []).map((id: number) => label(names('contactlist', id), id)),
    custom_fields: Object.fromEntries(
      (custom_fields ?? []).map((field: Row) => [label(field.title, field.custom_field_id), field.value]),
    ),
  };
}

/** Whoever else has that number, by the rows that tell: the card of a number is only ever the newest. */
async function others(customer_id: number, phone: unknown, hands: Hands): Promise<number[]> {
  if (typeof phone !== 'string' || !/^\+\d{6,15}$/.test(phone)) return [];
  const [orders, calls] = await Promise.all([
    hands.ask('search_orders', { phone }),
    latestCalls({ phone }, hands).catch(() => ({ rows: [] })),
  ]);
  const ids = [...orders, ...calls.rows].map((row: Row) => row.customer_id);
  return [...new Set(ids)].filter((id) => Number.isInteger(id) && id !== customer_id).sort((a, b) => a - b);
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
    ids: orders.map(({ id }) => id).slice(-20),
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
