/** Reads what may show that an order was accepted in writing. */
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { expectSameId } from '../../response/ids.ts';
import { productsOf } from '../../response/wording.ts';
import { type Failures, type Reader, readParts, rowsOf } from '../customer-record.ts';
import { onlyOrder, readOrderCall, templatesOf } from '../order-details.ts';
import { type DirectedSms, numbersOf, readSmsThread, withDirections } from '../sms-thread.ts';
import { type ReplyMeaning, readsAs } from './classify-reply.ts';

/** SMS from longer before the call say nothing about this order. */
const BEFORE_CALL_MS = 24 * 3_600_000;

/** What the dialer has of an order, and when the call started and ended. */
export interface OrderEvidence {
  order: Row;
  call: Row | undefined;
  /** The name of the call's result. */
  callResult: string | undefined;
  /** The oldest first. */
  sms: DirectedSms[];
  failures: Failures;
  /** The customer's next order: SMS from then on may be about that one. */
  nextOrder: Row | undefined;
  /** Links of the order's campaign to its products, as they are set up today; absent where they can't be read. */
  campaignProducts?: Row[];
  /** The template of each product. */
  templates?: ReadonlyMap<unknown, Row>;
  start: number;
  end: number;
}

/** Returns a reader that makes each read once: several orders need the same ones. */
export function cacheReads({ read }: Reader): Reader {
  const answers = new Map<string, Promise<any>>();
  return {
    read(tool, args) {
      const key = JSON.stringify([tool, args]);
      const answer = answers.get(key) ?? read(tool, args);
      answers.set(key, answer);
      return answer;
    },
  };
}

/** Reads one order. @throws ToolError where there is none */
export async function readOrder(order_id: number, { read }: Reader): Promise<Row> {
  return expectSameId('order', onlyOrder(await read('get_order', { order_id })), order_id);
}

/** Reads what belongs to an order; what can't be read is in `failures`. */
export async function gatherEvidence(
  order: Row,
  { read, lookup }: Pick<ReadContext, 'read' | 'lookup'>,
): Promise<OrderEvidence> {
  const { customer_id, campaign_id } = order;
  const [{ parts, failures }, names] = await Promise.all([
    readParts({
      call: () => readOrderCall(order, { read }),
      sms: () => readSmsThread(customer_id, { read }),
      other_orders: async () => rowsOf(await read('search_orders', { customer_id })),
      campaign_products: async () =>
        Number.isInteger(campaign_id) ? rowsOf(await read('list_campaign_products', { campaign_id })) : [],
      products: async () => (productsOf(order).length ? templatesOf(order, { read }) : new Map()),
    }),
    lookup.names(['call_result']),
  ]);
  const { call } = parts;
  const numbers = numbersOf(order, parts.sms, call ? [call] : []);
  return {
    order,
    call,
    callResult: call && names('call_result', call.call_result_id),
    sms: withDirections(parts.sms?.rows ?? [], numbers).sort(
      (a, b) => (timeOf(a.sent) || 0) - (timeOf(b.sent) || 0),
    ),
    failures,
    nextOrder: nextOrder(order, parts.other_orders ?? []),
    campaignProducts: parts.campaign_products,
    templates: parts.products,
    // Without the call's times the order's time is used: it is made at the end of the call or later.
    start: firstTime(call?.init_time, order.create_time),
    end: firstTime(call?.finish_time, order.create_time),
  };
}

/** The earliest order of the same customer after this one. */
const nextOrder = ({ customer_id, create_time }: Row, orders: readonly Row[]): Row | undefined =>
  orders
    .filter((order) => order.customer_id === customer_id && timeOf(order.create_time) > timeOf(create_time))
    .sort((a, b) => timeOf(a.create_time) - timeOf(b.create_time))[0];

/** In ms; NaN for an impossible time, such as 0000-00-00. */
export const timeOf = (at: unknown): number => Date.parse(String(at));
const firstTime = (...times: unknown[]): number => times.map(timeOf).find((at) => !Number.isNaN(at)) ?? NaN;

export const isAfterCall = (at: unknown, { end }: OrderEvidence): boolean => timeOf(at) >= end;
export const isAfterNextOrder = (at: unknown, { nextOrder: next }: OrderEvidence): boolean =>
  next !== undefined && timeOf(at) >= timeOf(next.create_time);
/** Whether an SMS of that time may be about this order. */
export const isOfOrder = (at: unknown, evidence: OrderEvidence): boolean =>
  timeOf(at) >= evidence.start - BEFORE_CALL_MS && !isAfterNextOrder(at, evidence);

export interface CustomerReply {
  at: string;
  text: unknown;
  reads_as: ReplyMeaning;
}

/** What the evidence shows. */
export interface Findings {
  /** Order SMS after the call. */
  orderSms: DirectedSms[];
  /** SMS of the customer that may be about the order, also from before the call. */
  replies: CustomerReply[];
  /** Those after the call. */
  answers: CustomerReply[];
  yes: CustomerReply | undefined;
  /** The answer to show: a yes, else a no, else the first. */
  shownAnswer: CustomerReply | undefined;
  /** Signed after the call. */
  signedDocuments: Row[];
}

export function findEvidence(evidence: OrderEvidence): Findings {
  const { order, sms } = evidence;
  const replies = sms
    .filter(({ from, sent }) => from === 'in' && isOfOrder(sent, evidence))
    .map(({ sent, message }): CustomerReply => ({ at: sent, text: message, reads_as: readsAs(message) }));
  const answers = replies.filter(({ at }) => isAfterCall(at, evidence));
  const yes = answers.find(({ reads_as }) => reads_as === 'yes');
  return {
    orderSms: sms.filter(
      ({ from, sms_type, sent }) =>
        from === 'out' &&
        sms_type === 'Order SMS' &&
        isAfterCall(sent, evidence) &&
        isOfOrder(sent, evidence),
    ),
    replies,
    answers,
    yes,
    shownAnswer: yes ?? answers.find(({ reads_as }) => reads_as === 'no') ?? answers[0],
    signedDocuments: (order.scrive_documents ?? []).filter(
      ({ sign_time }: Row) => typeof sign_time === 'string' && isAfterCall(sign_time, evidence),
    ),
  };
}

/**
 * Returns the failures that matter: those of the setup of products only where no order SMS was sent, and those of the
 * templates only where one was.
 */
export function missingParts({ failures }: OrderEvidence, { orderSms }: Findings): Failures {
  const { campaign_products, products, ...others } = failures;
  return {
    ...others,
    ...(campaign_products && !orderSms.length && !failures.sms && { campaign_products }),
    ...(products && orderSms.length > 0 && { products }),
  };
}
