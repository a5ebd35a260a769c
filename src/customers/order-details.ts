/** One order, and what the dialer has beside it: a part that can't be read is named, the order is told all the same. */

import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/network-errors.ts';
import { callFacts, productsOf } from '../response/wording.ts';
import {
  expectSameId,
  numbersOf,
  readParts,
  smsDirection,
  smsThread,
  titledFields,
} from './customer-record.ts';
import { confirmedBy } from './order-confirmation.ts';

/** Templates that are read for their periods; an order has one or two products. */
const MAX_PRODUCTS = 5;

export interface OrderDetails {
  order: Row;
  /** As callFacts puts it. */
  call?: Row;
  confirmed_by?: string;
  /** Titled, masked by their titles. */
  custom_fields: Row;
  /** The template of each product, by its id. */
  templates: ReadonlyMap<unknown, Row>;
  /** What could not be read, and why. */
  failed: Record<string, string>;
}

/** The dialer answers with a list of one order. */
export const onlyOrder = (answer: Row | Row[]): Row => (Array.isArray(answer) ? answer[0]! : answer);

/** @throws ToolError where there is no such order */
export async function orderDetails({ order_id }: Args, context: ReadContext): Promise<OrderDetails> {
  const { read, lookup, deadline, display } = context;
  const order = onlyOrder(await read('get_order', { order_id }));
  const { call_id, customer_id, confirmation_datetime, customer_custom_fields } = order;
  const hasFields = Array.isArray(customer_custom_fields) && customer_custom_fields.length > 0;
  const [{ got, failed }, names] = await Promise.all([
    readParts({
      call: async () =>
        Number.isInteger(call_id)
          ? expectSameId(await read('get_call', { call_id }), 'call', call_id)
          : undefined,
      confirmed_by: async () => {
        if (!confirmation_datetime) return undefined;
        const thread = await smsThread(customer_id, context);
        const numbers = numbersOf(order, thread, []);
        return confirmedBy(
          order,
          thread.rows.map((one) => ({ ...one, from: smsDirection(one, numbers) })),
        );
      },
      custom_field_titles: async () =>
        hasFields ? await withinDeadline(deadline, lookup.entries('custom_field')) : [],
      period_of_products: () => templatesOf(order, context),
    }),
    lookup.names(['call_result']),
  ]);
  const titles = new Map((got.custom_field_titles ?? []).map(({ id, name }) => [id, name]));
  return {
    order,
    call: got.call && callFacts(got.call, names),
    confirmed_by: got.confirmed_by,
    custom_fields: titledFields(order, titles, display),
    templates: got.period_of_products ?? new Map(),
    failed,
  };
}

/** The product template of each product of an order. @throws ToolError */
export async function templatesOf(
  order: Row,
  { read }: Pick<ReadContext, 'read'>,
): Promise<ReadonlyMap<unknown, Row>> {
  const ids = [...new Set(productsOf(order).map(({ product_id }) => product_id))].filter(Number.isInteger);
  const templates = ids.slice(0, MAX_PRODUCTS).map(async (product_id): Promise<[unknown, Row]> => {
    return [product_id, expectSameId(await read('get_product', { product_id }), 'product', product_id)];
  });
  return new Map(await Promise.all(templates));
}
