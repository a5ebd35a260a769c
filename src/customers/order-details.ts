/** One order, and what the dialer has beside it: a part that can't be read is named, the rest is given. */

import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/network-errors.ts';
import { expectSameId } from '../response/ids.ts';
import { callFacts, productsOf } from '../response/wording.ts';
import { titledFields } from './custom-fields.ts';
import { describeFailures, type Reader, readParts } from './customer-record.ts';
import { confirmedBy } from './order-confirmation.ts';
import { numbersOf, readSmsThread, withDirections } from './sms-thread.ts';

/** Templates that are read for their periods; an order has one or two products. */
const MAX_PRODUCTS = 5;

export interface OrderDetails {
  order: Row;
  /** As callFacts puts it. */
  call?: Row;
  confirmed_by?: string;
  /** By title, and masked by it. */
  custom_fields: Row;
  /** The template of each product, by its id. */
  templates: ReadonlyMap<unknown, Row>;
  /** What could not be read, and why. */
  failed: Record<string, string>;
}

/** Returns the order of an answer: the dialer sends a list of one. */
export const onlyOrder = (answer: Row | Row[]): Row => (Array.isArray(answer) ? answer[0]! : answer);

/** Reads an order with its call, confirmation, custom fields and products. @throws ToolError where there is none */
export async function orderDetails(
  { order_id }: { order_id: number },
  context: ReadContext,
): Promise<OrderDetails> {
  const { read, lookup, deadline, display } = context;
  const order = onlyOrder(await read('get_order', { order_id }));
  const { confirmation_datetime, customer_custom_fields } = order;
  const hasFields = Array.isArray(customer_custom_fields) && customer_custom_fields.length > 0;
  const [{ parts, failures }, names] = await Promise.all([
    readParts({
      call: () => readOrderCall(order, context),
      confirmed_by: async () => (confirmation_datetime ? readConfirmation(order, context) : undefined),
      custom_field_titles: async () =>
        hasFields ? await withinDeadline(deadline, lookup.entries('custom_field')) : [],
      period_of_products: () => templatesOf(order, context),
    }),
    lookup.names(['call_result']),
  ]);
  const titles = new Map((parts.custom_field_titles ?? []).map(({ id, name }) => [id, name]));
  return {
    order,
    call: parts.call && callFacts(parts.call, names),
    confirmed_by: parts.confirmed_by,
    custom_fields: titledFields(order, titles, display),
    templates: parts.period_of_products ?? new Map(),
    failed: describeFailures(failures),
  };
}

/** Reads the call that an order names, if it names one. @throws ToolError */
export async function readOrderCall({ call_id }: Row, { read }: Reader): Promise<Row | undefined> {
  if (!Number.isInteger(call_id)) return undefined;
  return expectSameId('call', await read('get_call', { call_id }), call_id);
}

async function readConfirmation(order: Row, reader: Reader): Promise<string> {
  const thread = await readSmsThread(order.customer_id, reader);
  return confirmedBy(order, withDirections(thread.rows, numbersOf(order, thread, [])));
}

/** Returns the product template of each product of an order. @throws ToolError */
export async function templatesOf(order: Row, { read }: Reader): Promise<ReadonlyMap<unknown, Row>> {
  const ids = [...new Set(productsOf(order).map(({ product_id }) => product_id))].filter(Number.isInteger);
  const templates = ids.slice(0, MAX_PRODUCTS).map(async (product_id): Promise<[unknown, Row]> => {
    return [product_id, expectSameId('product', await read('get_product', { product_id }), product_id)];
  });
  return new Map(await Promise.all(templates));
}
