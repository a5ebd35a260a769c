/**
 * What evidence there is that a consumer accepted an order in writing after the call.
 *
 * The rule: a consumer who is rung up by a trader is bound only by accepting the offer in writing after the call (lag
 * 2005:59 om distansavtal, chapter 2, section 3 a). What the dialer calls confirmed is not that.
 */
import { clean, see } from '../answer/clean.ts';
import { fitRows, quoted } from '../answer/shape.ts';
import { ToolError } from '../errors.ts';
import { oneLine } from '../text.ts';
import type { Args, Hands, Row } from '../tool.ts';
import { customerName, label, orderState, productsText } from '../words.ts';
import { numbersOf, parts, smsFrom, smsThread } from './card.ts';

const LONGEST_TEXT = 300;
const BUDGET = 8_000;
/** What was written longer before the call says nothing of this order. */
const BEFORE_MS = 24 * 3_600_000;
/** What comes so soon before a confirmation is taken for its cause. */
const CAUSE_MS = 3 * 60_000;

const YES =
  /^[^\p{L}\p{N}]*(ja|japp|jepp|jo|ok|okej|okey|okay|yes|godkänn(er|s|t)?|accepter(ar|as|at)?|bekräfta(r|s|t)?|beställer)(?![\p{L}\p{N}])(?!\s*\?)/iu;
const NO =
  /(?<![\p{L}\p{N}])(nej|inte|ej|aldrig|no|not|stopp|stop|avbeställ\w*|ångra\w*|avböj\w*)(?![\p{L}\p{N}])/iu;

interface Evidence {
  at: string;
  what: string;
  detail: string;
}

export async function checkAcceptance({ order_id }: Args, hands: Hands): Promise<Row> {
  const { ask, view, directory } = hands;
  const answer = await ask('get_order', { order_id });
  const order = (Array.isArray(answer) ? answer[0] : answer) as Row;
  if (order?.id !== order_id)
    throw new ToolError(
      'bad_answer',
      `The dialer was asked for order ${order_id} and answered with something else.`,
    );
  const { customer_id, call_id } = order;
  const [{ got, failed }, names] = await Promise.all([
    parts({
      call: async (): Promise<Row | undefined> => {
        if (!Number.isInteger(call_id)) return undefined;
        const call = await ask('get_call', { call_id });
        if (call?.id !== call_id)
          throw new ToolError(
            'bad_answer',
            `The dialer was asked for call ${call_id} and answered with something else.`,
          );
        return call;
      },
      sms: () => smsThread(customer_id, hands),
    }),
    directory.names(['call_result']),
  ]);
  const { call } = got;
  const thread: Row[] = got.sms?.rows ?? [];
  // Without the call, the order was made at its end or later.
  const end = Date.parse(call?.finish_time ?? order.create_time);
  const start = Date.parse(call?.init_time ?? order.create_time);
  const isAfter = (at: unknown) => Date.parse(String(at)) >= end;
  const isOfThis = (at: unknown) => Date.parse(String(at)) >= start - BEFORE_MS;
  const numbers = numbersOf(order, got.sms, call ? [call] : []);
  const sms = thread.map((one) => ({ ...one, from: smsFrom(one, numbers) }) as Row);
  const { time } = see(view);

  // What is to be masked is masked before it can be cut in two.
  const inShort = (text: unknown) => oneLine(String(clean(text, view) ?? ''), LONGEST_TEXT);

  const written = sms
    .filter(({ from, sent }) => from === 'in' && isOfThis(sent))
    .map((one) => ({ at: one.sent, text: inShort(one.message), reads_as: readsAs(one.message) }));
  const answers = written.filter(({ at }) => isAfter(at));
  const asked = sms.filter(
    ({ from, sms_type, sent }) => from === 'out' && sms_type === 'Order SMS' && isAfter(sent),
  );
  const signed = (order.scrive_documents ?? []).filter(
    ({ sign_time }: Row) => typeof sign_time === 'string' && isAfter(sign_time),
  );
  const of = (reading: string) => answers.find(({ reads_as }) => reads_as === reading);
  const yes = of('yes');
  const answered = yes ?? of('no') ?? answers[0];
  const evidence: Evidence[] = [
    ...(call
      ? [
          {
            at: call.init_time,
            what: 'call',
            detail: callText(call, names('call_result', call.call_result_id)),
          },
        ]
      : []),
    { at: order.create_time, what: 'order made', detail: `${productsText(order)}, ${order.value}` },
    ...sms.map((one) => ({
      at: one.sent,
      what:
        one.from === 'note'
          ? "dialer's note"
          : one.from === 'in'
            ? 'SMS from the customer'
            : `SMS to the customer (${one.sms_type})`,
      detail: String(one.message ?? ''),
    })),
    ...(order.scrive_documents ?? []).map((one: Row) => ({
      at: one.sign_time ?? one.last_change,
      what: 'document',
      detail: String(one.status),
    })),
    ...(order.confirmation_datetime
      ? [
          {
            at: order.confirmation_datetime,
            what: 'confirmed in the dialer',
            detail: confirmedBy(order, sms),
          },
        ]
      : []),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

  const cells = evidence
    .filter(({ at, what }) => isOfThis(at) || what === 'document')
    .map(({ at, what, detail }) => [time(at) ?? null, inShort(what), inShort(detail), isAfter(at)]);
  const rows = fitRows(cells, BUDGET);
  const older = evidence.length - cells.length;
  return {
    order: clean(
      {
        id: order.id,
        customer: label(customerName(order), customer_id),
        agent: label(order.agent_name, order.user_id),
        state: orderState(order),
        consumer: order.is_company !== true,
        rung_up: call ? call.type !== 'incoming' : 'not known',
        call_id,
        call_ended: call && time(call.finish_time),
      },
      view,
    ) as Row,
    found: clean(
      {
        order_sms_after_call: asked.length > 0,
        written_answer_after_call: answered
          ? { time: time(answered.at), text: answered.text, reads_as: answered.reads_as }
          : false,
        document_signed_after_call: signed.length ? time(signed[0].sign_time) : false,
      },
      view,
    ) as Row,
    missing: missing({ order, call, failed, asked, written, answers, yes, signed }),
    total: cells.length,
    returned: rows.length,
    columns: ['time', 'what', 'detail', 'after_call'],
    rows,
    ...(older > 0 && {
      older: `${older} SMS from more than a day before the call: get_sms_history has them.`,
    }),
    ...(Object.keys(failed).length && { not_looked_at: clean(failed, view) as Row }),
    note: 'Evidence in the dialer, no legal verdict: whether it is an acceptance of this order, a person must judge. What the customer wrote elsewhere (e-mail, letter) is not seen here.',
    quoted: quoted('messages and names'),
  };
}

interface Written {
  at: string;
  reads_as: string;
}

interface Looked {
  order: Row;
  call: Row | undefined;
  failed: Record<string, string>;
  asked: Row[];
  written: Written[];
  answers: Written[];
  yes: Written | undefined;
  signed: Row[];
}

function missing({ order, call, failed, asked, written, answers, yes, signed }: Looked): string[] {
  const accepted = Boolean(yes) || signed.length > 0;
  const askedBefore = yes && asked.filter(({ sent }) => Date.parse(sent) <= Date.parse(yes.at)).length;
  return [
    !call &&
      !failed.call &&
      'The order names no call: when the call ended is not known, the time of the order stands for it.',
    failed.call && 'The call could not be read: the time of the order stands for its end.',
    failed.sms && 'The SMS could not be read: whether there is an answer is not known.',
    !failed.sms &&
      !asked.length &&
      'No order SMS went out after the call: there is nothing in writing to accept.',
    !failed.sms && !answers.length && 'No SMS of the customer came in after the call.',
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

/** What the words look like; the words themselves stand beside it. */
function readsAs(message: unknown): 'yes' | 'no' | 'unclear' {
  const text = String(message ?? '');
  if (NO.test(text)) return 'no';
  return YES.test(text) ? 'yes' : 'unclear';
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
