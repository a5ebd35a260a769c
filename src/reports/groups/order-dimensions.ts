/** What orders are grouped by, and the items that are counted: orders, or the products on them. */

import type { Row } from '../../define/row.ts';
import { label, orderState, productsOf } from '../../response/wording.ts';
import type { OrderDateRange } from '../date-range.ts';
import type { OrderItem } from '../figures/order-figures.ts';
import type { OrderGroup } from '../inputs.ts';
import type { Dimension, Key } from './aggregate.ts';
import { calendar } from './calendar.ts';
import type { Offices } from './offices.ts';

export const wholeOrder = (order: Row): OrderItem[] => [
  { order, value: Number(order.value) || 0, units: Number(order.units) || 0 },
];

/** One item for each product, also for one that stands on the order twice; an order without products is one item. */
export function productItems(order: Row): OrderItem[] {
  const items = new Map<unknown, OrderItem>();
  for (const product of productsOf(order)) {
    const item = items.get(product.product_id) ?? { order, product, value: 0, units: 0 };
    item.value += (Number(product.units) || 0) * (Number(product.unit_price) || 0);
    item.units += Number(product.units) || 0;
    items.set(product.product_id, item);
  }
  return items.size ? [...items.values()] : wholeOrder(order);
}

export function orderDimensions(
  by: readonly OrderGroup[],
  { field }: OrderDateRange,
  offices: Offices | undefined,
  timezone: string,
): Dimension<OrderItem>[] {
  const dimensions: Record<OrderGroup, Dimension<OrderItem>> = {
    ...calendar<OrderItem>(timezone, ({ order }) => order[field]),
    agent: namedDimension(
      ({ order }) => order.user_id,
      ({ order }) => order.agent_name,
      'no agent',
    ),
    office: {
      key: ({ order }) => order.agent_office ?? null,
      label: (key) => (key === null ? 'no office' : (offices?.label(String(key)) ?? String(key))),
    },
    campaign: namedDimension(
      ({ order }) => order.campaign_id,
      ({ order }) => order.campaign_title,
      'no campaign',
    ),
    product: namedDimension(
      ({ product }) => product?.product_id,
      ({ product }) => product?.title,
      'no product',
    ),
    state: { key: ({ order }) => orderState(order), label: String },
  };
  return by.map((name) => dimensions[name]);
}

/** By an id whose name the rows tell. */
function namedDimension(
  id: (item: OrderItem) => Key | undefined,
  name: (item: OrderItem) => unknown,
  none: string,
): Dimension<OrderItem> {
  const names = new Map<Key, unknown>();
  return {
    key(item) {
      const key = id(item) ?? null;
      if (!names.has(key)) names.set(key, name(item));
      return key;
    },
    label: (key) => (key === null ? none : label(names.get(key), key)!),
  };
}
