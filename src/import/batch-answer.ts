/** What the dialer's answer to a batch says of each row. */

import type { Row } from '../define/row.ts';
import { digitsOf } from '../shared/phone.ts';
import type { Batch } from './batches.ts';
import type { RowStatus } from './row-status.ts';

/** The lists of the answer, and what it means for a customer to be in one. */
const ANSWER_LISTS: [list: string, statusOf: (entry: Row, resent: boolean) => RowStatus][] = [
  ['success_insert', (entry) => ({ status: 'created', customer_id: idOf(entry) })],
  [
    'filtered_duplicates',
    (entry, resent) => ({ status: 'duplicate', reason: duplicateReason(entry, resent) }),
  ],
  ['illegal_phone', () => ({ status: 'invalid', reason: 'the dialer takes the number for invalid' })],
  ['failed_insert', () => ({ status: 'failed', reason: 'the dialer could not insert it' })],
];

/** As `failed` it would be sent again as if it could not be on the list. */
const UNMENTIONED: RowStatus = { status: 'unknown', reason: 'the dialer said nothing of it: it may be in' };

/**
 * Returns the status of each row of the batch, in their order. The dialer answers by lists, in any order, without
 * indices: rows are found by the phone number that it repeats.
 */
export function rowStatusesFrom(answer: any, { customers, resent }: Batch): RowStatus[] {
  const statuses: RowStatus[] = customers.map(() => UNMENTIONED);
  const takeCustomer = createCustomerMatcher(customers);
  for (const [list, statusOf] of ANSWER_LISTS) {
    const entries: unknown = answer?.[list];
    for (const entry of Array.isArray(entries) ? entries : []) {
      const i = takeCustomer(entry);
      if (i !== undefined) statuses[i] = statusOf(entry, resent);
    }
  }
  return statuses;
}

/**
 * Finds the index of the customer whom an entry is about, each once: of several with the same number the one whose
 * other fields are the same.
 */
function createCustomerMatcher(customers: readonly Row[]): (entry: Row | null) => number | undefined {
  // Most numbers occur once, and nothing else of them need be compared.
  const byPhone = groupBy(customers, ({ phone }) => digitsOf(phone));
  const byFields = new Map<string, Map<string, number[]>>();
  const taken = new Set<number>();
  const takeFrom = (candidates: number[] | undefined): number | undefined => {
    let i = candidates?.pop();
    while (i !== undefined && taken.has(i)) i = candidates!.pop();
    return i;
  };
  return (entry) => {
    if (typeof entry !== 'object' || entry === null) return undefined;
    const phone = [entry.phone, entry.phonenumber].map(digitsOf).find((digits) => byPhone.has(digits));
    if (phone === undefined) return undefined;
    const samePhone = byPhone.get(phone)!;
    if (samePhone.length > 1 && !byFields.has(phone))
      byFields.set(phone, groupBy(customers, comparedFields, samePhone));
    const i = takeFrom(byFields.get(phone)?.get(comparedFields(entry))) ?? takeFrom(samePhone);
    if (i !== undefined) taken.add(i);
    return i;
  };
}

/** Indices by key, the first one last, since they are taken from the end. */
function groupBy(
  customers: readonly Row[],
  keyOf: (customer: Row) => string,
  indices: Iterable<number> = customers.keys(),
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const i of [...indices].sort((a, b) => b - a)) {
    const key = keyOf(customers[i]!);
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  return groups;
}

const comparedFields = (customer: Row): string =>
  [
    customer.first_name,
    customer.last_name,
    customer.identity_number,
    customer.email,
    customer.address,
    customer.postal_code,
    customer.city,
    customer.external_id_1,
    customer.external_id_2,
    customer.external_id_3,
  ]
    .map((value) => `\n${value ?? ''}`)
    .join('');

const idOf = ({ customer_id }: Row): number | undefined =>
  Number.isSafeInteger(Number(customer_id)) ? Number(customer_id) : undefined;

function duplicateReason(entry: Row, resent: boolean): string {
  const lists = (Array.isArray(entry.duplcates) ? entry.duplcates : [])
    .map((duplicate: Row | null) => duplicate?.contactlist_id)
    .filter(Number.isSafeInteger);
  const where = lists.length
    ? `on contact list ${lists.slice(0, 5).join(' and ')} already`
    : 'on a list already';
  return resent ? `${where}: it may have come in when no answer came` : where;
}
