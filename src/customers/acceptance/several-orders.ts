/** The evidence of several orders: a row each, and what holds for all of them once. */

import type { Args, Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatValue } from '../../response/format.ts';
import { fitRows } from '../../response/limit.ts';
import { quotedNote } from '../../response/shape.ts';
import { customerName, label, orderState } from '../../response/wording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { readParts } from '../customer-record.ts';
import { smsCoverageOf } from '../order-sms.ts';
import {
  cacheReads,
  type Findings,
  findEvidence,
  gatherEvidence,
  missingParts,
  type OrderEvidence,
  readOrder,
} from './evidence.ts';
import { gapsOf } from './gaps.ts';
import { NOTE, RULE, shortText, textsOf, toSecond } from './wording.ts';

/** Each takes some six requests. */
export const MAX_ORDERS = 20;
const BUDGET = 14_000;
const MAX_TEXT_LENGTH = 120;
/** Orders of a period that were not looked at, by id. */
const MAX_IDS = 60;

/** What there is, in a few words; a yes counts before an answer that must be read. */
const EVIDENCE_KINDS = [
  'signed document',
  'clear yes by SMS',
  'an answer that must be read',
  'none',
] as const;

/** @param ids where no period was given */
export async function checkSeveral(args: Args, ids: readonly unknown[], context: ReadContext): Promise<Row> {
  const { display } = context;
  const reads = { ...cacheReads(context), lookup: context.lookup };
  const period = args.period === undefined ? undefined : await readUnconfirmed(args, context);
  const wanted = period
    ? period.orders.map((order): [unknown, Row] => [order.id, order])
    : ids.map((id): [unknown, undefined] => [id, undefined]);
  let done = 0;
  const { got, failed } = await readParts(
    Object.fromEntries(
      wanted.map(([id, order]) => [
        `order ${id}`,
        async () => {
          const seen = await gatherEvidence(order ?? (await readOrder(id, reads)), reads);
          context.progress(++done, wanted.length);
          return { seen, looked: findEvidence(seen) };
        },
      ]),
    ),
  );
  const checked = wanted.map(([id]) => got[`order ${id}`]).filter((one) => one !== undefined);
  // Where not one can be told of, the reason is the answer.
  if (!checked.length && Object.keys(failed).length) throw asError(Object.values(failed)[0]!);
  const parted = checked.map(({ seen, looked }) => ({ seen, looked, gaps: gapsOf(seen, looked) }));
  const rows = parted.map(({ seen, looked, gaps }) => [
    seen.order.id,
    shortText(label(customerName(seen.order), seen.order.customer_id), display),
    orderState(seen.order),
    toSecond(seen.call?.finish_time ?? seen.order.create_time, display),
    evidenceOf(looked),
    ...answerOf(looked, display),
    omittedFromSms(seen, looked),
    [...new Set(gaps.map(({ gap }) => gap))],
  ]);
  const kept = rows.length ? fitRows(rows, BUDGET) : [];
  const legend = Object.fromEntries(
    parted.slice(0, kept.length).flatMap(({ gaps }) => gaps.map(({ gap, shared }) => [gap, shared])),
  );
  const not_looked_at = {
    ...failed,
    ...Object.fromEntries(
      checked.flatMap(({ seen, looked }) =>
        Object.entries(missingParts(seen, looked)).map(([part, why]) => [
          `${part} of order ${seen.order.id}`,
          why,
        ]),
      ),
    ),
  };
  const notFitting = rows.slice(kept.length).map(([id]) => id);
  return {
    ...(period && {
      unconfirmed_orders: period.total,
      period: args.period,
      from: args.start_date,
      to: args.end_date,
    }),
    total: rows.length,
    returned: kept.length,
    evidence: Object.fromEntries(
      EVIDENCE_KINDS.map((what) => [
        what,
        checked.filter(({ looked }) => evidenceOf(looked) === what).length,
      ]),
    ),
    ...(kept.length
      ? {
          columns: [
            'order_id',
            'customer',
            'state',
            'call_ended',
            'evidence',
            'at',
            'text',
            'order_sms_leaves_out',
            'missing',
          ],
          rows: kept,
          missing_means: legend,
        }
      : { note: 'There is no unconfirmed order in that period.' }),
    ...(notFitting.length && { did_not_fit: notFitting }),
    ...(period?.rest.length && {
      not_checked: period.rest.slice(0, MAX_IDS),
      next: `The newest ${wanted.length} of ${period.total} were looked at: call again with order_ids, up to ${MAX_ORDERS} of not_checked at a time.`,
    }),
    ...(Object.keys(not_looked_at).length && { not_looked_at: formatValue(not_looked_at, display) as Row }),
    ...(kept.length && {
      more: 'For the messages and times of one order call with that order alone.',
      rule: RULE,
      note: NOTE,
      quoted: quotedNote('messages and names'),
    }),
  };
}

/** The newest of them, and the ids of the others. */
async function readUnconfirmed({ start_date, end_date }: Args, context: ReadContext) {
  let newest: Row[] = [];
  const rest: number[] = [];
  let total = 0;
  for await (const batch of context.orderBatches({ start_date, end_date, cancelled: false })) {
    const found = batch.filter((order) => orderState(order) === 'unconfirmed');
    total += found.length;
    newest = [...newest, ...found].sort((a, b) => String(b.create_time).localeCompare(String(a.create_time)));
    for (const { id } of newest.splice(MAX_ORDERS)) rest.push(id);
  }
  // The newest of the others first.
  return { orders: newest, rest: rest.sort((a, b) => b - a), total };
}

function evidenceOf({ yes, answered, signed }: Findings): (typeof EVIDENCE_KINDS)[number] {
  if (signed.length) return 'signed document';
  if (yes) return 'clear yes by SMS';
  return answered ? 'an answer that must be read' : 'none';
}

/** When, and in which words. */
function answerOf(
  { answered, signed }: Findings,
  display: ReadContext['display'],
): [at: unknown, text: string | null] {
  if (signed.length) return [toSecond(signed[0]!.sign_time, display), null];
  return answered
    ? [toSecond(answered.at, display), shortText(answered.text, display, MAX_TEXT_LENGTH)]
    : [null, null];
}

const omittedFromSms = ({ order, templates }: OrderEvidence, { asked }: Findings): string[] | null =>
  asked.length ? smsCoverageOf(order, textsOf(asked), templates).leaves_out : null;

/** A part's failure as it was thrown: `kind: message`. */
function asError(told: string): ToolError {
  const at = told.indexOf(': ');
  return new ToolError(told.slice(0, at) as ToolError['kind'], told.slice(at + 2));
}
