/** The evidence of one order, as a timeline. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatRow, formatValue } from '../../response/format.ts';
import { fitRows } from '../../response/limit.ts';
import { buildTable } from '../../response/table.ts';
import { customerName, label, orderState, productsText, quotedNote } from '../../response/wording.ts';
import { describeFailures } from '../customer-record.ts';
import { confirmedBy } from '../order-confirmation.ts';
import { smsCoverageOf } from '../order-sms.ts';
import { shortText } from '../short-text.ts';
import type { DirectedSms } from '../sms-thread.ts';
import {
  type Findings,
  findEvidence,
  gatherEvidence,
  isAfterCall,
  isAfterNextOrder,
  isOfOrder,
  missingParts,
  type OrderEvidence,
  readOrder,
} from './evidence.ts';
import { gapsOf } from './gaps.ts';
import { messagesOf, NOTE, RULE, toSecond } from './wording.ts';

const BUDGET = 8_000;
const MAX_TEXT_LENGTH = 300;

/** Returns the evidence of one order, and what is missing. @throws ToolError where there is no such order */
export async function checkOneOrder(order_id: number, context: ReadContext): Promise<Row> {
  const evidence = await gatherEvidence(await readOrder(order_id, context), context);
  return oneOrderResponse(evidence, findEvidence(evidence), context.display);
}

function oneOrderResponse(evidence: OrderEvidence, findings: Findings, display: DisplaySettings): Row {
  const sms = evidence.sms.filter(({ sent }) => isOfOrder(sent, evidence));
  const events = eventsOf(evidence, sms);
  const cells = events.map(({ at, what, detail }) => [
    toSecond(at, display),
    shortText(what, display, MAX_TEXT_LENGTH),
    shortText(detail, display, MAX_TEXT_LENGTH),
    isAfterCall(at, evidence),
  ]);
  const { rows, left_out } = fitEvents(cells);
  const failures = missingParts(evidence, findings);
  return {
    order: orderSummary(evidence, display),
    found: foundSummary(evidence, findings, display),
    missing: gapsOf(evidence, findings).map(({ text }) => formatValue(text, display)),
    ...buildTable({ total: cells.length, columns: ['time', 'what', 'detail', 'after_call'], rows }),
    ...(left_out && { left_out }),
    ...notesOnOtherSms(evidence, sms.length, display),
    ...(Object.keys(failures).length && {
      not_looked_at: formatRow(describeFailures(failures), display),
    }),
    rule: RULE,
    note: NOTE,
    quoted: quotedNote('messages and names'),
  };
}

const orderSummary = ({ order, call }: OrderEvidence, display: DisplaySettings): Row =>
  formatRow(
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
  );

function foundSummary(
  { order, templates }: OrderEvidence,
  { orderSms, shownAnswer, signedDocuments: [signed] }: Findings,
  display: DisplaySettings,
): Row {
  const coverage = orderSms.length ? smsCoverageOf(order, messagesOf(orderSms), templates) : undefined;
  return formatRow(
    {
      order_sms_after_call: orderSms.length > 0,
      ...(coverage && { order_sms_says: coverage.says, order_sms_leaves_out: coverage.leaves_out }),
      written_answer_after_call: shownAnswer
        ? {
            time: toSecond(shownAnswer.at, display),
            text: shortText(shownAnswer.text, display, MAX_TEXT_LENGTH),
            reads_as: shownAnswer.reads_as,
          }
        : false,
      document_signed_after_call: signed ? toSecond(signed.sign_time, display) : false,
    },
    display,
  );
}

/** Notes on SMS that are not in the timeline. */
function notesOnOtherSms(evidence: OrderEvidence, shown: number, display: DisplaySettings): Row {
  const { sms, nextOrder } = evidence;
  const later = sms.filter(({ sent }) => isAfterNextOrder(sent, evidence)).length;
  const older = sms.length - shown - later;
  return {
    ...(older > 0 && {
      older: `${older} SMS from more than a day before the call: get_sms_history has them.`,
    }),
    ...(nextOrder &&
      later > 0 && {
        later: `${later} SMS from after the customer's next order, ${nextOrder.id} of ${toSecond(nextOrder.create_time, display)}, are not counted here: they may answer for that one.`,
      }),
  };
}

interface Event {
  /** As the dialer writes it. */
  at: string;
  what: string;
  detail: string;
}

/** Returns what happened, the oldest first. @param orderSms SMS that may belong to the order */
function eventsOf(
  { order, call, callResult, sms }: OrderEvidence,
  orderSms: readonly DirectedSms[],
): Event[] {
  const documents: Row[] = order.scrive_documents ?? [];
  const confirmed = order.confirmation_datetime;
  return [
    ...(call ? [{ at: call.init_time, what: 'call', detail: callText(call, callResult) }] : []),
    { at: order.create_time, what: 'order made', detail: `${productsText(order)}, ${order.value}` },
    ...orderSms.map((row) => ({ at: row.sent, what: smsText(row), detail: String(row.message ?? '') })),
    ...documents.map(({ sign_time, last_change, status }) => ({
      at: sign_time ?? last_change,
      what: 'document',
      detail: String(status),
    })),
    ...(confirmed
      ? [{ at: confirmed, what: 'confirmed in the dialer', detail: confirmedBy(order, sms) }]
      : []),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function smsText({ from, sms_type }: DirectedSms): string {
  if (from === 'note') return "dialer's note";
  return from === 'in' ? 'SMS from the customer' : `SMS to the customer (${sms_type})`;
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

/** Selects the rows that fit: first those after the call, then the latest before it. */
function fitEvents(cells: readonly unknown[][]): { rows: unknown[][]; left_out?: string } {
  const isAfter = (cell: unknown[]) => cell.at(-1) === true;
  const before = cells.filter((cell) => !isAfter(cell)).reverse();
  const fitting = new Set(fitRows([...cells.filter(isAfter), ...before], BUDGET));
  const rows = cells.filter((cell) => fitting.has(cell));
  const omitted = cells.filter((cell) => !fitting.has(cell));
  if (!omitted.length) return { rows };
  const left_out = `${omitted.length} rows did not fit, ${omitted.filter(isAfter).length} of them after the call: get_sms_history and get_order have them.`;
  return { rows, left_out };
}
