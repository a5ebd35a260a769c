import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { productsOf } from '../../response/wording.ts';
import { expectSameId, numbersOf, readParts, rowsOf, smsDirection, smsThread } from '../customer-record.ts';
import { onlyOrder, templatesOf } from '../order-details.ts';
import { readsAs } from './classify-reply.ts';

/** What was written longer before the call says nothing of this order. */
const BEFORE_MS = 24 * 3_600_000;

/** What the dialer has of the order, and when the call was. */
export interface OrderEvidence {
  order: Row;
  call: Row | undefined;
  /** Of the call, by its name. */
  result: string | undefined;
  /** The oldest first, each with whom it is from. */
  sms: Row[];
  failed: Record<string, string>;
  /** The customer's next order: what is written from then on may be about that one. */
  next: Row | undefined;
  /** The order's campaign and its products, as they are set up today; absent where they can't be read. */
  links?: Row[];
  /** The template of each product. */
  templates?: ReadonlyMap<unknown, Row>;
  start: number;
  end: number;
}

/** Reads of which several orders need the same ones: each is made once. */
export function cacheReads({ read }: Pick<ReadContext, 'read'>): Pick<ReadContext, 'read'> {
  const made = new Map<string, Promise<any>>();
  return {
    read(tool, args) {
      const key = JSON.stringify([tool, args]);
      const answer = made.get(key) ?? read(tool, args);
      made.set(key, answer);
      return answer;
    },
  };
}

/** @throws ToolError where there is no such order */
export async function readOrder(order_id: unknown, { read }: Pick<ReadContext, 'read'>): Promise<Row> {
  return expectSameId(onlyOrder(await read('get_order', { order_id })), 'order', order_id);
}

export async function gatherEvidence(
  order: Row,
  { read, lookup }: Pick<ReadContext, 'read' | 'lookup'>,
): Promise<OrderEvidence> {
  const { customer_id, call_id, campaign_id } = order;
  const [{ got, failed }, names] = await Promise.all([
    readParts({
      call: async (): Promise<Row | undefined> =>
        Number.isInteger(call_id)
          ? expectSameId(await read('get_call', { call_id }), 'call', call_id)
          : undefined,
      sms: () => smsThread(customer_id, { read }),
      other_orders: async () => rowsOf(await read('search_orders', { customer_id })),
      campaign_products: async () =>
        Number.isInteger(campaign_id) ? rowsOf(await read('list_campaign_products', { campaign_id })) : [],
      products: async () => (productsOf(order).length ? templatesOf(order, { read }) : new Map()),
    }),
    lookup.names(['call_result']),
  ]);
  const { call } = got;
  const numbers = numbersOf(order, got.sms, call ? [call] : []);
  const thread: Row[] = got.sms?.rows ?? [];
  return {
    order,
    call,
    result: call && names('call_result', call.call_result_id),
    sms: thread
      .map((one): Row => ({ ...one, from: smsDirection(one, numbers) }))
      .sort((a, b) => (timeOf(a.sent) || 0) - (timeOf(b.sent) || 0)),
    failed,
    next: (got.other_orders ?? [])
      .filter((one) => one.customer_id === customer_id && timeOf(one.create_time) > timeOf(order.create_time))
      .sort((a, b) => timeOf(a.create_time) - timeOf(b.create_time))[0],
    links: got.campaign_products,
    templates: got.products,
    // Without the call, the order was made at its end or later.
    start: firstTime(call?.init_time, order.create_time),
    end: firstTime(call?.finish_time, order.create_time),
  };
}

/** Of an impossible time, such as 0000-00-00, NaN. */
export const timeOf = (at: unknown): number => Date.parse(String(at));
const firstTime = (...times: unknown[]): number => times.map(timeOf).find((at) => !Number.isNaN(at)) ?? NaN;

export const isAfter = (at: unknown, { end }: OrderEvidence): boolean => timeOf(at) >= end;
export const isLater = (at: unknown, { next }: OrderEvidence): boolean =>
  next !== undefined && timeOf(at) >= timeOf(next.create_time);
export const isOfThis = (at: unknown, seen: OrderEvidence): boolean =>
  timeOf(at) >= seen.start - BEFORE_MS && !isLater(at, seen);

export interface CustomerReply {
  at: string;
  text: unknown;
  reads_as: 'yes' | 'no' | 'unclear';
}

/** What counts of it. */
export interface Findings {
  /** By order SMS, after the call. */
  asked: Row[];
  /** By the customer, also before the call. */
  written: CustomerReply[];
  /** Of these, what came after it. */
  answers: CustomerReply[];
  yes: CustomerReply | undefined;
  /** The answer to show: a yes, else a no, else the first. */
  answered: CustomerReply | undefined;
  signed: Row[];
}

export function findEvidence(seen: OrderEvidence): Findings {
  const written = seen.sms
    .filter(({ from, sent }) => from === 'in' && isOfThis(sent, seen))
    .map((one): CustomerReply => ({ at: one.sent, text: one.message, reads_as: readsAs(one.message) }));
  const answers = written.filter(({ at }) => isAfter(at, seen));
  const yes = answers.find(({ reads_as }) => reads_as === 'yes');
  return {
    asked: seen.sms.filter(
      ({ from, sms_type, sent }) =>
        from === 'out' && sms_type === 'Order SMS' && isAfter(sent, seen) && isOfThis(sent, seen),
    ),
    written,
    answers,
    yes,
    answered: yes ?? answers.find(({ reads_as }) => reads_as === 'no') ?? answers[0],
    signed: (seen.order.scrive_documents ?? []).filter(
      ({ sign_time }: Row) => typeof sign_time === 'string' && isAfter(sign_time, seen),
    ),
  };
}

/** What could not be read and is missed: how products are set up matters only where no order SMS went out, or one did. */
export function missingParts({ failed }: OrderEvidence, { asked }: Findings): Record<string, string> {
  const { campaign_products, products, ...rest } = failed;
  return {
    ...rest,
    ...(campaign_products && !asked.length && !failed.sms && { campaign_products }),
    ...(products && asked.length > 0 && { products }),
  };
}
