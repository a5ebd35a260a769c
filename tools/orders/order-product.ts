/** Changing one product of an order: before and after. */

import type { Row } from '../../src/define/row.ts';
import type { DirectAnswer, Prepared, Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ActContext, ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { orderState, productsOf } from '../../src/response/wording.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { countNoun, label } from '../answers.ts';
import { moneyWarning } from '../consequences.ts';
import { type After, changeLines, difference, pick, readAgain, type State, unchanged } from '../updates.ts';
import { describeOrder, readOrder } from './order-summary.ts';

/** The arguments of the tool. */
type ProductArgs = { order_id: number; product_id?: number; units?: number; unit_price?: number };

/** How the product and the order's value were before. */
interface ProductBefore {
  product: Row;
  value: unknown;
}

/** Returns the product that is meant. @throws ToolError where that is not certain */
function productIn(order: Row, { order_id, product_id }: ProductArgs): Row | undefined {
  const products = productsOf(order);
  if (product_id !== undefined) return products.find((product) => product.product_id === product_id);
  if (products.length < 2) return products[0];
  const names = products.map((product) => label(product.title, product.product_id)).join(', ');
  throw new ToolError(
    'invalid_arguments',
    `Order ${order_id} has ${countNoun(products.length, 'product')}: ${names}. Give product_id for the one that is meant. Nothing was changed.`,
  );
}

const productState = (product: Row): State => pick(product, 'units', 'unit_price');

export async function beforeProductChange(
  args: ProductArgs,
  { read }: Pick<ReadContext, 'read'>,
): Promise<Prepared> {
  return beforeChangeOf(await readOrder(args, read), args);
}

function beforeChangeOf(order: Row, args: ProductArgs): Prepared {
  const product = productIn(order, args);
  // The dialer itself says that there is no such product.
  if (!product) return { known: { product: {}, value: order.value } satisfies ProductBefore };
  const { units = product.units, unit_price = product.unit_price } = args;
  const same = Number(units) === Number(product.units) && Number(unit_price) === Number(product.unit_price);
  if (!same) return { known: { product, value: order.value } satisfies ProductBefore };
  return unchanged({
    order_id: args.order_id,
    line: describeProduct(product),
    order_value: order.value,
  });
}

/** Previews the change: the line and the order's value as they are and as they will be. */
export async function previewProductChange(
  args: ProductArgs,
  read: ReadDialer,
  format: PreviewFormatter,
): Promise<Preview | DirectAnswer> {
  const order = await readOrder(args, read);
  const prepared = beforeChangeOf(order, args);
  if (prepared.answer) return { answer: prepared.answer };
  const known = prepared.known as ProductBefore;
  const { product } = known;
  const { order_id: _, product_id, ...values } = args;
  const state = orderState(order);
  return {
    args,
    known,
    target: `order ${order.id}`,
    state: order,
    summary: `${moneyWarning(values, product)}Change ${label(product.title ?? 'product', product_id ?? product.product_id)} in order ${order.id}: ${describeOrder(order, format.time)}.`,
    effects: [
      ...changeLines(values, productState(product)),
      ...valueLine(order, product, values),
      `it is ${state} and stays ${state}; commission and exports change`,
    ],
  };
}

/** Returns the order's value before and after; none where the dialer does not tell what it needs. */
function valueLine(
  order: Row,
  product: Row,
  { units = product.units, unit_price = product.unit_price }: Row,
) {
  const sum = (count: unknown, price: unknown) => Math.round(Number(count) * Number(price) * 100);
  const before = Math.round(Number(order.value ?? Number.NaN) * 100);
  const after = before - sum(product.units, product.unit_price) + sum(units, unit_price);
  return Number.isFinite(after) ? [`value ${before / 100} to ${after / 100}`] : [];
}

/** The order after the change, beside what the dialer echoed of it. */
type ProductAfter = After & Row;

export async function sendProductChange(
  args: ProductArgs,
  { read, send }: ActContext,
): Promise<ProductAfter> {
  const echoed = await send(args);
  return { ...echoed, ...(await readAgain(() => readOrder(args, read))) };
}

export function afterProductChange(
  { state: order, ...echoed }: ProductAfter,
  { order_id, product_id: _, ...values }: ProductArgs,
  before: ProductBefore,
): Row {
  const { product_id } = before.product;
  const product = order && productsOf(order).find((candidate) => candidate.product_id === product_id);
  return {
    status: 'done',
    order_id,
    ...(product ? changeOf(product, order, values, before) : unreadChange(values, echoed, before)),
  };
}

function changeOf(product: Row, order: Row, values: Row, before: ProductBefore): Row {
  const { changed, ...rest } = difference(values, productState(before.product), productState(product));
  const valueChanged = order.value !== before.value;
  return {
    changed: { ...changed, ...(valueChanged && { order_value: [before.value, order.value] }) },
    ...rest,
    line: describeProduct(product),
    ...(!valueChanged && { order_value: order.value }),
    ...(Number(product.units) === 0 && {
      note: 'The line has 0 units: its price brings the order nothing.',
    }),
  };
}

/** Returns the change by what the dialer echoed, where the order could not be read afterwards. */
function unreadChange(values: Row, echoed: Row, before: ProductBefore): Row {
  const confirmed = Object.entries(values).filter(([name]) => name in echoed);
  return {
    ...difference(Object.fromEntries(confirmed), productState(before.product), productState(echoed)),
    note: 'What the order is worth now could not be read: look with get_order.',
  };
}

/** Returns `2 x Dog box at 299 = 598`. */
function describeProduct({ units, unit_price, title, product_id }: Row): string {
  const sum = Math.round(Number(units) * Number(unit_price) * 100) / 100;
  return `${units} x ${label(title, product_id)} at ${unit_price}${Number.isFinite(sum) ? ` = ${sum}` : ''}`;
}
