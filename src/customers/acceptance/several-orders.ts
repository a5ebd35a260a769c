/** The evidence of several orders: a row each, and what holds for all of them once. */

import type { Args, Row } from '../../define/row.ts';
import type { Hands } from '../../define/tool.ts';
import { fitRows } from '../../response/limit.ts';
import { clean } from '../../response/redact.ts';
import { quoted } from '../../response/shape.ts';
import { customerName, label, orderState } from '../../response/wording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { parts } from '../customer-record.ts';
import { toldOf } from '../order-sms.ts';
import { gather, type Looked, look, missed, onceEach, readOrder, type Seen } from './evidence.ts';
import { gapsOf } from './gaps.ts';
import { inShort, NOTE, RULE, textsOf, toSecond } from './wording.ts';

/** Each takes some six requests. */
export const MOST_ORDERS = 20;
const BUDGET = 14_000;
const LONGEST_TEXT = 120;
/** Orders of a period that were not looked at, by id. */
const MOST_IDS = 60;

/** What there is, in a few words; a yes counts before an answer that must be read. */
const EVIDENCE = ['signed document', 'clear yes by SMS', 'an answer that must be read', 'none'] as const;

/** @param ids where no period was given */
export async function checkSeveral(args: Args, ids: readonly unknown[], hands: Hands): Promise<Row> {
  const { view } = hands;
  const reads = { ...onceEach(hands), directory: hands.directory };
  const period = args.period === undefined ? undefined : await unconfirmed(args, hands);
  const wanted = period
    ? period.orders.map((order): [unknown, Row] => [order.id, order])
    : ids.map((id): [unknown, undefined] => [id, undefined]);
  let done = 0;
  const { got, failed } = await parts(
    Object.fromEntries(
      wanted.map(([id, order]) => [
        `order ${id}`,
        async () => {
          const seen = await gather(order ?? (await readOrder(id, reads)), reads);
          hands.progress(++done, wanted.length);
          return { seen, looked: look(seen) };
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
    inShort(label(customerName(seen.order), seen.order.customer_id), view),
    orderState(seen.order),
    toSecond(seen.call?.finish_time ?? seen.order.create_time, view),
    evidenceOf(looked),
    ...answerOf(looked, view),
    leftOut(seen, looked),
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
        Object.entries(missed(seen, looked)).map(([part, why]) => [`${part} of order ${seen.order.id}`, why]),
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
      EVIDENCE.map((what) => [what, checked.filter(({ looked }) => evidenceOf(looked) === what).length]),
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
      not_checked: period.rest.slice(0, MOST_IDS),
      next: `The newest ${wanted.length} of ${period.total} were looked at: call again with order_ids, up to ${MOST_ORDERS} of not_checked at a time.`,
    }),
    ...(Object.keys(not_looked_at).length && { not_looked_at: clean(not_looked_at, view) as Row }),
    ...(kept.length && {
      more: 'For the messages and times of one order call with that order alone.',
      rule: RULE,
      note: NOTE,
      quoted: quoted('messages and names'),
    }),
  };
}

/** The newest of them, and the ids of the others. */
async function unconfirmed({ start_date, end_date }: Args, hands: Hands) {
  let newest: Row[] = [];
  const rest: number[] = [];
  let total = 0;
  for await (const batch of hands.orders({ start_date, end_date, cancelled: false })) {
    const found = batch.filter((order) => orderState(order) === 'unconfirmed');
    total += found.length;
    newest = [...newest, ...found].sort((a, b) => String(b.create_time).localeCompare(String(a.create_time)));
    for (const { id } of newest.splice(MOST_ORDERS)) rest.push(id);
  }
  // The newest of the others first.
  return { orders: newest, rest: rest.sort((a, b) => b - a), total };
}

function evidenceOf({ yes, answered, signed }: Looked): (typeof EVIDENCE)[number] {
  if (signed.length) return 'signed document';
  if (yes) return 'clear yes by SMS';
  return answered ? 'an answer that must be read' : 'none';
}

/** When, and in which words. */
function answerOf({ answered, signed }: Looked, view: Hands['view']): [at: unknown, text: string | null] {
  if (signed.length) return [toSecond(signed[0]!.sign_time, view), null];
  return answered ? [toSecond(answered.at, view), inShort(answered.text, view, LONGEST_TEXT)] : [null, null];
}

const leftOut = ({ order, templates }: Seen, { asked }: Looked): string[] | null =>
  asked.length ? toldOf(order, textsOf(asked), templates).leaves_out : null;

/** A part's failure as it was thrown: `kind: message`. */
function asError(told: string): ToolError {
  const at = told.indexOf(': ');
  return new ToolError(told.slice(0, at) as ToolError['kind'], told.slice(at + 2));
}
