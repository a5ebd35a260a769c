/**
 * What evidence there is that a consumer accepted an order in writing after the call.
 *
 * The rule: a consumer who is rung up by a trader is bound only by accepting the offer in writing after the call (lag
 * 2005:59 om distansavtal, chapter 2, section 3 a). What the dialer calls confirmed is not that.
 */
import { clean, see } from '../answer/clean.ts';
import { fitRows } from '../answer/fit.ts';
import { quoted } from '../answer/shape.ts';
import { ToolError } from '../errors.ts';
import { oneLine } from '../text.ts';
import type { Args, Hands, Row } from '../tool.ts';
import { customerName, label, orderState, productsText } from '../words.ts';
import { numbersOf, parts, rowsOf, smsFrom, smsThread } from './card.ts';
import { readsAs } from './reads-as.ts';

const LONGEST_TEXT = 300;
const BUDGET = 8_000;
/** What was written longer before the call says nothing of this order. */
const BEFORE_MS = 24 * 3_600_000;
/** What comes so soon before a confirmation is taken for its cause. */
const CAUSE_MS = 3 * 60_000;

type Evidence = { at: string; what: string; detail: string };

export async function checkAcceptance({ order_id }: Args, hands: Hands): Promise<Row> {
  const seen = await gather(order_id, hands);
  const looked = look(seen);
  const { order, call, sms, failed } = seen;
  const { view } = hands;
  const { time } = see(view);
  const near = sms.filter(({ sent }) => isOfThis(sent, seen));
  const cells = evidenceOf(seen, near).map(({ at, what, detail }) => [
    time(at) ?? null,
    inShort(what, view),
    inShort(detail, view),
    isAfter(at, seen),
  ]);
  const { rows, left_out } = fitEvidence(cells);
  const later = sms.filter(({ sent }) => isLater(sent, seen)).length;
  const older = sms.length - near.length - later;
  return {
    order: clean(
      {
        id: order.id,
        customer: label(customerName(order), order.customer_id),
        agent: label(order.agent_name, order.user_id),
        state: orderState(order),
        consumer: order.is_company !== true,
        rung_up: call ? call.type !== 'incoming' : 'not known',
        call_id: order.call_id,
        call_ended: call && time(call.finish_time),
      },
      view,
    ) as Row,
    found: foundOf(looked, view),
    missing: missing(seen, looked),
    total: cells.length,
    returned: rows.length,
    columns: ['time', 'what', 'detail', 'after_call'],
    rows,
    ...(left_out && { left_out }),
    ...(older > 0 && {
      older: `${older} SMS from more than a day before the call: get_sms_history has them.`,
    }),
    ...(later > 0 && {
      later: `${later} SMS from after the customer's next order, ${seen.next!.id} of ${time(seen.next!.create_time)}, are not counted here: they may answer for that one.`,
    }),
    ...(Object.keys(failed).length && { not_looked_at: clean(failed, view) as Row }),
    note: 'Evidence in the dialer, no legal verdict: whether it is an acceptance of this order, a person must judge. What the customer wrote elsewhere (e-mail, letter) is not seen here.',
    quoted: quoted('messages and names'),
  };
}

/** What the dialer has of the order, and when the call was. */
interface Seen {
  order: Row;
  call: Row | undefined;
  /** Of the call, by its name. */
  result: string | undefined;
  /** The oldest first, each with whom it is from. */
  sms: Row[];
  failed: Record<string, string>;
  /** The customer's next order: what is written from then on may be about that one. */
  next: Row | undefined;
  start: number;
  end: number;
}

/** @throws ToolError where there is no such order */
async function gather(order_id: unknown, { ask, directory }: Hands): Promise<Seen> {
  const answer = await ask('get_order', { order_id });
  const order = theVery((Array.isArray(answer) ? answer[0] : answer) as Row, 'order', order_id);
  const { customer_id, call_id } = order;
  const [{ got, failed }, names] = await Promise.all([
    parts({
      call: async (): Promise<Row | undefined> =>
        Number.isInteger(call_id) ? theVery(await ask('get_call', { call_id }), 'call', call_id) : undefined,
      sms: () => smsThread(customer_id, { ask }),
      other_orders: async () => rowsOf(await ask('search_orders', { customer_id })),
    }),
    directory.names(['call_result']),
  ]);
  const { call } = got;
  const numbers = numbersOf(order, got.sms, call ? [call] : []);
  const thread: Row[] = got.sms?.rows ?? [];
  return {
    order,
    call,
    result: call && names('call_result', call.call_result_id),
    sms: thread
      .map((one): Row => ({ ...one, from: smsFrom(one, numbers) }))
      .sort((a, b) => (moment(a.sent) || 0) - (moment(b.sent) || 0)),
    failed,
    next: (got.other_orders ?? [])
      .filter((one) => one.customer_id === customer_id && moment(one.create_time) > moment(order.create_time))
      .sort((a, b) => moment(a.create_time) - moment(b.create_time))[0],
    // Without the call, the order was made at its end or later.
    start: firstTime(call?.init_time, order.create_time),
    end: firstTime(call?.finish_time, order.create_time),
  };
}

/** @throws ToolError where the dialer answered with another one */
function theVery(row: Row, what: string, id: unknown): Row {
  if (row?.id === id) return row;
  throw new ToolError(
    'bad_answer',
    `The dialer was asked for ${what} ${id} and answered with something else.`,
  );
}

/** Of an impossible time, such as 0000-00-00, NaN. */
const moment = (at: unknown): number => Date.parse(String(at));
const firstTime = (...times: unknown[]): number => times.map(moment).find((at) => !Number.isNaN(at)) ?? NaN;

const isAfter = (at: unknown, { end }: Seen): boolean => moment(at) >= end;
const isLater = (at: unknown, { next }: Seen): boolean =>
  next !== undefined && moment(at) >= moment(next.create_time);
const isOfThis = (at: unknown, seen: Seen): boolean =>
  moment(at) >= seen.start - BEFORE_MS && !isLater(at, seen);

/** What is to be masked is masked before it can be cut in two. */
const inShort = (text: unknown, view: Hands['view']): string =>
  oneLine(String(clean(text, view) ?? ''), LONGEST_TEXT);

interface Written {
  at: string;
  text: unknown;
  reads_as: 'yes' | 'no' | 'unclear';
}

/** What counts of it. */
interface Looked {
  /** By order SMS, after the call. */
  asked: Row[];
  /** By the customer, also before the call. */
  written: Written[];
  /** Of these, what came after it. */
  answers: Written[];
  yes: Written | undefined;
  signed: Row[];
}

function look(seen: Seen): Looked {
  const written = seen.sms
    .filter(({ from, sent }) => from === 'in' && isOfThis(sent, seen))
    .map((one): Written => ({ at: one.sent, text: one.message, reads_as: readsAs(one.message) }));
  const answers = written.filter(({ at }) => isAfter(at, seen));
  return {
    asked: seen.sms.filter(
      ({ from, sms_type, sent }) =>
        from === 'out' && sms_type === 'Order SMS' && isAfter(sent, seen) && isOfThis(sent, seen),
    ),
    written,
    answers,
    yes: answers.find(({ reads_as }) => reads_as === 'yes'),
    signed: (seen.order.scrive_documents ?? []).filter(
      ({ sign_time }: Row) => typeof sign_time === 'string' && isAfter(sign_time, seen),
    ),
  };
}

function foundOf({ asked, answers, yes, signed }: Looked, view: Hands['view']): Row {
  const { time } = see(view);
  const answered = yes ?? answers.find(({ reads_as }) => reads_as === 'no') ?? answers[0];
  return clean(
    {
      order_sms_after_call: asked.length > 0,
      written_answer_after_call: answered
        ? { time: time(answered.at), text: inShort(answered.text, view), reads_as: answered.reads_as }
        : false,
      document_signed_after_call: signed.length ? time(signed[0]!.sign_time) : false,
    },
    view,
  ) as Row;
}

/** @param near SMS that may belong to the order. @returns the oldest first */
function evidenceOf({ order, call, result, sms }: Seen, near: readonly Row[]): Evidence[] {
  const documents: Row[] = order.scrive_documents ?? [];
  const confirmed = order.confirmation_datetime;
  return [
    ...(call ? [{ at: call.init_time, what: 'call', detail: callText(call, result) }] : []),
    { at: order.create_time, what: 'order made', detail: `${productsText(order)}, ${order.value}` },
    ...near.map((one) => ({ at: one.sent, what: smsText(one), detail: String(one.message ?? '') })),
    ...documents.map((one) => ({
      at: one.sign_time ?? one.last_change,
      what: 'document',
      detail: String(one.status),
    })),
    ...(confirmed
      ? [{ at: confirmed, what: 'confirmed in the dialer', detail: confirmedBy(order, sms) }]
      : []),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function smsText({ from, sms_type }: Row): string {
  if (from === 'note') return "dialer's note";
  return from === 'in' ? 'SMS from the customer' : `SMS to the customer (${sms_type})`;
}

/** What came after the call goes first, then the latest before it. */
function fitEvidence(cells: readonly unknown[][]): { rows: unknown[][]; left_out?: string } {
  const isAfterCall = (cell: unknown[]) => cell.at(-1) === true;
  const before = cells.filter((cell) => !isAfterCall(cell)).reverse();
  const kept = new Set(fitRows([...cells.filter(isAfterCall), ...before], BUDGET));
  const [rows, out] = [true, false].map((is) => cells.filter((cell) => kept.has(cell) === is));
  if (!out!.length) return { rows: rows! };
  const after = out!.filter(isAfterCall).length;
  const left_out = `${out!.length} rows did not fit, ${after} of them after the call: get_sms_history and get_order have them.`;
  return { rows: rows!, left_out };
}

function missing(
  { order, call, failed, next, end }: Seen,
  { asked, written, answers, yes, signed }: Looked,
): string[] {
  const stretch = next ? 'between the call and the next order' : 'after the call';
  const accepted = Boolean(yes) || signed.length > 0;
  const askedBefore = yes && asked.filter(({ sent }) => Date.parse(sent) <= Date.parse(yes.at)).length;
  return [
    !call &&
      !failed.call &&
      'The order names no call: when the call ended is not known, the time of the order stands for it.',
    failed.call && 'The call could not be read: the time of the order stands for its end.',
    call &&
      Number.isNaN(moment(call.finish_time)) &&
      'The call has no possible time of its end: the time of the order stands for it.',
    Number.isNaN(end) &&
      'The order has no possible time either: what came after the call is not known, and nothing is shown as that.',
    failed.other_orders && "The customer's other orders could not be read: an answer may be to another one.",
    failed.sms && 'The SMS could not be read: whether there is an answer is not known.',
    !failed.sms &&
      !asked.length &&
      `No order SMS went out ${stretch}: there is nothing in writing to accept.`,
    !failed.sms && !answers.length && `No SMS of the customer came in ${stretch}.`,
    written.some((one) => one.reads_as === 'yes' && !answers.includes(one)) &&
      'A yes of the customer came before the call had ended: that is no acceptance after it.',
    asked.length > 0 &&
      askedBefore === 0 &&
      'The yes came before the order SMS: it answers something else, or came by itself.',
    Number(askedBefore) > 1 &&
      `Between the call and the yes ${askedBefore} order SMS went out: it may answer for another order.`,
    yes &&
      answers.some(({ reads_as }) => reads_as === 'no') &&
      'Another SMS of the customer reads like a no: read it.',
    answers.length > 0 && !yes && 'The answer of the customer does not read like a clear yes: read it.',
    !signed.length && (order.scrive_documents ?? []).length > 0 && 'The document is not signed.',
    !accepted && !(order.scrive_documents ?? []).length && 'No document went out to be signed.',
    !accepted && order.verified && 'The order is confirmed in the dialer; that is not a written acceptance.',
    call?.type === 'incoming' && 'The customer rang: the rule on being rung up may not apply.',
    order.is_company === true && 'The customer is a company: the rule protects consumers.',
  ].filter((line): line is string => Boolean(line));
}

/** The dialer does not tell how an order was confirmed: a note does, or what happened just before. */
function confirmedBy(order: Row, sms: readonly Row[]): string {
  const at = Date.parse(order.confirmation_datetime);
  const justBefore = (iso: unknown) => {
    const before = at - Date.parse(String(iso));
    return before >= 0 && before <= CAUSE_MS;
  };
  const note = sms.find(({ from, sent }) => from === 'note' && Math.abs(at - Date.parse(sent)) <= CAUSE_MS);
  if (note && /manual/i.test(note.message)) return `by hand, as the dialer's note says: ${note.message}`;
  if ((order.scrive_documents ?? []).some((one: Row) => justBefore(one.sign_time)))
    return 'by the signed document, as the times say';
  if (sms.some(({ from, sent }) => from === 'in' && justBefore(sent)))
    return 'by the answer to the SMS, as the times say';
  if (note) return `how is not told; the dialer's note of then: ${note.message}`;
  return order.order_recording_id
    ? 'how is not told; there is an order recording (spoken, not in writing)'
    : 'how is not told';
}

const callText = (call: Row, result: string | undefined): string =>
  [
    call.type === 'incoming' ? 'the customer rang' : `the customer was rung up (${call.type})`,
    call.user && `agent ${call.user}`,
    `${call.call_length_in_seconds} s of talk`,
    label(result, call.call_result_id),
    call.has_recording ? 'recorded' : 'not recorded',
  ]
    .filter(Boolean)
    .join(', ');
