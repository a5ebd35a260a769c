/** The orders that a call led to: the dialer has no request for them, but each order names its call. */
import type { Args } from '../../define/row.ts';

/** The dialer's own result Order is 5, whatever it is called; of a company's results get_call tells the title alone. */
const ORDER_RESULT = /order|\(5\)$|^5$/i;

/** @param call the answer of get_call */
export const isOrderCall = ({ result }: Args): boolean => ORDER_RESULT.test(String(result ?? ''));

/** Returns whom the answer of get_call names; undefined where that is nobody, or it tells of another call. */
export const customerOf = ({ id, customer_id }: Args, call_id: number): number | undefined =>
  id === call_id && isId(customer_id) ? customer_id : undefined;

/** Returns the arguments with which search_orders finds the orders of a customer, with their calls. */
export const orderSearch = (customer_id: number): Args => ({ customer_id, fields: ['call_id'], limit: 200 });

export interface OrderTable {
  columns: readonly unknown[];
  rows: readonly (readonly unknown[])[];
}

/** Returns the answer of search_orders without the orders of other calls. */
export function ordersOfCall({ columns, rows }: Args, call_id: number): OrderTable {
  if (!Array.isArray(columns) || !Array.isArray(rows)) return { columns: [], rows: [] };
  const at = columns.indexOf('call_id');
  return { columns, rows: rows.filter((row) => Array.isArray(row) && row[at] === call_id) };
}

export const orderIdsIn = ({ columns, rows }: OrderTable): number[] =>
  rows.map((row) => row[columns.indexOf('id')]).filter(isId);

const isId = (value: unknown): value is number => Number.isSafeInteger(value);
