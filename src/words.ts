/** How rows of the dialer are put into words: one way everywhere. */
import type { Row } from './tool.ts';

/** `Anna Ek (922)`, or what there is of it. */
export function label(name: unknown, id: unknown): string | null {
  const text = typeof name === 'string' ? name.trim() : '';
  if (id === null || id === undefined) return text || null;
  return text ? `${text} (${id})` : String(id);
}

export const fullName = (first: unknown, last: unknown): string =>
  [first, last].filter((part) => typeof part === 'string' && part).join(' ');

/** E.164 with its plus, which the dialer leaves out in calls. */
export const plus = (number: unknown): unknown =>
  typeof number === 'string' && /^\d{6,15}$/.test(number) ? `+${number}` : number;

export const secondsBetween = (from: unknown, to: unknown): number | null => {
  const seconds = (Date.parse(String(to)) - Date.parse(String(from))) / 1000;
  return Number.isFinite(seconds) ? seconds : null;
};

/** One word made of the flags. */
export function orderState(order: Row): 'cancelled' | 'confirmed' | 'unconfirmed' {
  if (order.cancelled) return 'cancelled';
  return order.verified ? 'confirmed' : 'unconfirmed';
}

export const customerName = (order: Row): string =>
  fullName(order.customer_firstname, order.customer_lastname) || order.company_name || '';

export const productsOf = (order: Row): Row[] =>
  Array.isArray(order.order_products) ? order.order_products : [];

export const productsText = (order: Row): string =>
  productsOf(order)
    .map((product) => `${product.units} x ${product.title}`)
    .join(', ');
