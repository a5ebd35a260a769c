/**
 * What evidence there is that a consumer accepted an order in writing after the call.
 *
 * The rule: a consumer who is rung up by a trader is bound only by accepting the offer in writing after the call (lag
 * 2005:59 om distansavtal, chapter 2, section 3 a). What the dialer calls confirmed is not that.
 */

import type { Args, Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatValue } from '../../response/format.ts';
import { fitRows } from '../../response/limit.ts';
import { quotedNote } from '../../response/shape.ts';
import { customerName, label, orderState, productsText } from '../../response/wording.ts';
import { confirmedBy } from '../order-confirmation.ts';
import { smsCoverageOf } from '../order-sms.ts';
import {
  type Findings,
  findEvidence,
  gatherEvidence,
  isAfter,
  isLater,
  isOfThis,
  missingParts,
  type OrderEvidence,
  readOrder,
} from './evidence.ts';
import { gapsOf } from './gaps.ts';
import { checkSeveral } from './several-orders.ts';
import { NOTE, RULE, shortText, textsOf, toSecond } from './wording.ts';

const BUDGET = 8_000;

export async function checkAcceptance(args: Args, context: ReadContext): Promise<Row> {
  const ids = [...new Set((args.order_ids as number[] | undefined) ?? [args.order_id])];
  if (args.period !== undefined || ids.length > 1) return checkSeveral(args, ids, context);
  const seen = await gatherEvidence(await readOrder(ids[0], context), context);
  return oneOrder(seen, findEvidence(seen), context);
}

function oneOrder(seen: OrderEvidence, looked: Findings, { display }: ReadContext): Row {
  const { order, call, sms } = seen;
  const near = sms.filter(({ sent }) => isOfThis(sent, seen));
  const cells = evidenceOf(seen, near).map(({ at, what, detail }) => [
    toSecond(at, display),
    shortText(what, display),
    shortText(detail, display),
    isAfter(at, seen),
  ]);
  const { rows, left_out } = fitEvidence(cells);
  const later = sms.filter(({ sent }) => isLater(sent, seen)).length;
  const older = sms.length - near.length - later;
  const failed = missingParts(seen, looked);
  return {
    order: formatValue(
      {
        id: order.id,
        customer: label(customerName(order), order.customer_id),
        agent: label(order.agent_name, order.user_id),
        state: orderState(order),
        consumer: order.is_company !== true,
        rung_up: call ? call.type !== 'incoming' : 'not known',
        call_id: order.call_id,
        call_ended: call?.finish_time,
      },
      display,
    ) as Row,
    found: foundOf(seen, looked, display),
    missing: gapsOf(seen, looked).map(({ text }) => formatValue(text, display)),
    total: cells.length,
    returned: rows.length,
    columns: ['time', 'what', 'detail', 'after_call'],
    rows,
    ...(left_out && { left_out }),
    ...(older > 0 && {
      older: `${older} SMS from more than a day before the call: get_sms_history has them.`,
    }),
    ...(later > 0 && {
      later: `${later} SMS from after the customer's next order, ${seen.next!.id} of ${toSecond(seen.next!.create_time, display)}, are not counted here: they may answer for that one.`,
    }),
    ...(Object.keys(failed).length && { not_looked_at: formatValue(failed, display) as Row }),
    rule: RULE,
    note: NOTE,
    quoted: quotedNote('messages and names'),
  };
}

function foundOf(
  seen: OrderEvidence,
  { asked, answered, signed }: Findings,
  display: ReadContext['display'],
): Row {
  const told = asked.length ? smsCoverageOf(seen.order, textsOf(asked), seen.templates) : undefined;
  return formatValue(
    {
      order_sms_after_call: asked.length > 0,
      ...(told && { order_sms_says: told.says, order_sms_leaves_out: told.leaves_out }),
      written_answer_after_call: answered
        ? {
            time: toSecond(answered.at, display),
            text: shortText(answered.text, display),
            reads_as: answered.reads_as,
          }
        : false,
      document_signed_after_call: signed.length ? toSecond(signed[0]!.sign_time, display) : false,
    },
    display,
  ) as Row;
}

type Evidence = { at: string; what: string; detail: string };

/** @param near SMS that may belong to the order. @returns the oldest first */
function evidenceOf({ order, call, result, sms }: OrderEvidence, near: readonly Row[]): Evidence[] {
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
