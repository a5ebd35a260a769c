/** The evidence of several orders: a row for each, and once what holds for all. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatRow } from '../../response/format.ts';
import { fitRows } from '../../response/limit.ts';
import { buildTable } from '../../response/table.ts';
import { customerName, label, orderState, quotedNote } from '../../response/wording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { describeFailures, type Failures, readParts } from '../customer-record.ts';
import { smsCoverageOf } from '../order-sms.ts';
import { shortText } from '../short-text.ts';
import {
  cacheReads,
  type Findings,
  findEvidence,
  gatherEvidence,
  missingParts,
  type OrderEvidence,
  readOrder,
} from './evidence.ts';
import { type Gap, gapsOf } from './gaps.ts';
import { messagesOf, NOTE, RULE, toSecond } from './wording.ts';

/** Each takes about six requests. */
export const MAX_ORDERS = 20;
const BUDGET = 14_000;
const MAX_CUSTOMER_LENGTH = 300;
const MAX_TEXT_LENGTH = 120;
/** Ids of orders that were not checked. */
const MAX_IDS = 60;

/** Kinds of evidence, the strongest first. */
const EVIDENCE_KINDS = [
  'signed document',
  'clear yes by SMS',
  'an answer that must be read',
  'none',
] as const;
type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

const COLUMNS = [
  'order_id',
  'customer',
  'state',
  'call_ended',
  'evidence',
  'at',
  'text',
  'order_sms_leaves_out',
  'missing',
];

/** An order to check, with its row if that was read already. */
interface OrderToCheck {
  id: number;
  order?: Row;
}

interface CheckedOrder {
  evidence: OrderEvidence;
  findings: Findings;
  gaps: Gap[];
}

interface CheckResult {
  checked: CheckedOrder[];
  failures: Failures;
}

/** Returns the evidence of each order, and what is missing. @throws ToolError where no order can be read */
export async function checkOrders(ids: readonly number[], context: ReadContext): Promise<Row> {
  const result = await checkEach(
    ids.map((id) => ({ id })),
    context,
  );
  return evidenceResponse(result, context.display);
}

interface Period {
  period?: string;
  start_date?: string;
  end_date?: string;
}

/** Returns the evidence of the newest unconfirmed orders of a period. @throws ToolError */
export async function checkPeriod(period: Period, context: ReadContext): Promise<Row> {
  const { newest, otherIds, total } = await readUnconfirmed(period, context);
  const result = await checkEach(
    newest.map((order) => ({ id: order.id, order })),
    context,
  );
  return {
    unconfirmed_orders: total,
    period: period.period,
    from: period.start_date,
    to: period.end_date,
    ...evidenceResponse(
      result,
      context.display,
      otherIds.length
        ? {
            not_checked: otherIds.slice(0, MAX_IDS),
            next: `The newest ${newest.length} of ${total} were looked at: call again with order_ids, up to ${MAX_ORDERS} of not_checked at a time.`,
          }
        : {},
    ),
  };
}

interface UnconfirmedOrders {
  newest: Row[];
  /** Ids of the others, the newest first. */
  otherIds: number[];
  total: number;
}

async function readUnconfirmed(
  { start_date, end_date }: Period,
  context: ReadContext,
): Promise<UnconfirmedOrders> {
  let newest: Row[] = [];
  const otherIds: number[] = [];
  let total = 0;
  let ordersRead = 0;
  for await (const batch of context.orderBatches({ start_date, end_date, cancelled: false })) {
    const unconfirmed = batch.filter((order) => orderState(order) === 'unconfirmed');
    total += unconfirmed.length;
    ordersRead += batch.length;
    context.progress(ordersRead, undefined, 'orders read');
    newest = [...newest, ...unconfirmed].sort((a, b) =>
      String(b.create_time).localeCompare(String(a.create_time)),
    );
    for (const { id } of newest.splice(MAX_ORDERS)) otherIds.push(id);
  }
  context.progress(ordersRead, ordersRead, 'orders read');
  return { newest, otherIds: otherIds.sort((a, b) => b - a), total };
}

/** Checks the orders at the same time. @throws ToolError the first failure, where no order can be read */
async function checkEach(orders: readonly OrderToCheck[], context: ReadContext): Promise<CheckResult> {
  const reader = { ...cacheReads(context), lookup: context.lookup };
  let done = 0;
  const gather = async ({ id, order }: OrderToCheck) => {
    const evidence = await gatherEvidence(order ?? (await readOrder(id, reader)), reader);
    context.progress(++done, orders.length, 'orders checked');
    return { evidence, findings: findEvidence(evidence) };
  };
  const { parts, failures } = await readParts(
    Object.fromEntries(orders.map((order) => [`order ${order.id}`, () => gather(order)])),
  );
  const gathered = orders.map(({ id }) => parts[`order ${id}`]).filter((part) => part !== undefined);
  const [failure] = Object.values(failures);
  if (!gathered.length && failure) throw new ToolError(failure.kind, failure.message);
  return {
    checked: gathered.map((order) => ({ ...order, gaps: gapsOf(order.evidence, order.findings) })),
    failures,
  };
}

/** Returns the answer. @param nextSteps members on orders that were not checked */
function evidenceResponse(
  { checked, failures }: CheckResult,
  display: DisplaySettings,
  nextSteps: Row = {},
): Row {
  const rows = checked.map((order) => cellsOf(order, display));
  const fitting = rows.length ? fitRows(rows, BUDGET) : [];
  const omittedIds = rows.slice(fitting.length).map(([id]) => id);
  const notRead = describeFailures(allFailures(checked, failures));
  const kinds = checked.map(({ findings }) => evidenceKind(findings));
  const evidence = Object.fromEntries(
    EVIDENCE_KINDS.map((kind) => [kind, kinds.filter((other) => other === kind).length]),
  );
  return {
    ...(fitting.length
      ? {
          ...buildTable({ total: rows.length, between: { evidence }, columns: COLUMNS, rows: fitting }),
          missing_means: legendOf(checked.slice(0, fitting.length)),
        }
      : { total: 0, returned: 0, evidence, note: 'There is no unconfirmed order in that period.' }),
    ...(omittedIds.length && { did_not_fit: omittedIds }),
    ...nextSteps,
    ...(Object.keys(notRead).length && { not_looked_at: formatRow(notRead, display) }),
    ...(fitting.length && {
      more: 'For the messages and times of one order call with that order alone.',
      rule: RULE,
      note: NOTE,
      quoted: quotedNote('messages and names'),
    }),
  };
}

const cellsOf = ({ evidence, findings, gaps }: CheckedOrder, display: DisplaySettings): unknown[] => {
  const { order, call } = evidence;
  return [
    order.id,
    shortText(label(customerName(order), order.customer_id), display, MAX_CUSTOMER_LENGTH),
    orderState(order),
    toSecond(call?.finish_time ?? order.create_time, display),
    evidenceKind(findings),
    ...answerCells(findings, display),
    omittedFromSms(evidence, findings),
    [...new Set(gaps.map(({ gap }) => gap))],
  ];
};

function evidenceKind({ yes, shownAnswer, signedDocuments }: Findings): EvidenceKind {
  if (signedDocuments.length) return 'signed document';
  if (yes) return 'clear yes by SMS';
  return shownAnswer ? 'an answer that must be read' : 'none';
}

function answerCells(
  { shownAnswer, signedDocuments: [signed] }: Findings,
  display: DisplaySettings,
): [at: unknown, text: string | null] {
  if (signed) return [toSecond(signed.sign_time, display), null];
  return shownAnswer
    ? [toSecond(shownAnswer.at, display), shortText(shownAnswer.text, display, MAX_TEXT_LENGTH)]
    : [null, null];
}

const omittedFromSms = ({ order, templates }: OrderEvidence, { orderSms }: Findings): string[] | null =>
  orderSms.length ? smsCoverageOf(order, messagesOf(orderSms), templates).leaves_out : null;

/** Returns what the names of the gaps mean. */
const legendOf = (orders: readonly CheckedOrder[]): Record<string, string> =>
  Object.fromEntries(orders.flatMap(({ gaps }) => gaps.map(({ gap, shared }) => [gap, shared])));

/** Returns the failures of whole orders and of parts of the others. */
const allFailures = (checked: readonly CheckedOrder[], failures: Failures): Failures => ({
  ...failures,
  ...Object.fromEntries(
    checked.flatMap(({ evidence, findings }) =>
      Object.entries(missingParts(evidence, findings)).map(([part, error]) => [
        `${part} of order ${evidence.order.id}`,
        error,
      ]),
    ),
  ),
});
