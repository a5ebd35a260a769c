/** Customers in parts that the dialer takes at once, and what its answer to a part says of each row. */

import type { Row } from '../define/row.ts';
import { digitsOf } from '../shared/phone.ts';
import { ToolError } from '../shared/tool-error.ts';
import { readRecords } from './csv-reader.ts';
import { customerOf, weight } from './customer-row.ts';
import type { Verdict } from './row-status.ts';
import type { ScanResult } from './scan-rows.ts';

/** API 1.4.4 takes 5,000 customers or 10 MB. Fewer bytes, since request and answer are in memory several times over. */
const MAX_ROWS = 5_000;
const MAX_BYTES = 3_000_000;

export interface Batch {
  rows: number[];
  customers: Row[];
  /** They may be in already: sent so that nobody gets onto the list twice. */
  again: boolean;
}

/** How many parts so many customers of that weight will be, more or less. */
export const createBatches = (customers: number, bytes: number): number =>
  Math.ceil(customers / Math.min(MAX_ROWS, Math.floor(MAX_BYTES / bytes)));

/** Of all rows that are still to be sent, read anew: they are never all in memory. @throws ToolError */
export async function* batchRows({
  source,
  separator,
  headless,
  fields,
  tally,
}: ScanResult): AsyncGenerator<Batch> {
  const open = [emptyBatch(false), emptyBatch(true)] as const;
  const bytes = [0, 0];
  let row = headless ? -1 : -2;
  for await (const batch of readRecords(source, separator))
    for (const { line, cells } of batch) {
      row++;
      // The header.
      if (row < 0) continue;
      // What can't be seen from the file's size and date.
      if (tally.line(row) !== line)
        throw new ToolError('conflict', 'The file was changed while it was read.');
      if (!tally.pending(row)) continue;
      const kind = tally.verdict(row).status === 'unknown' ? 1 : 0;
      const customer = customerOf(cells, fields, tally.phone(row)!);
      const part = open[kind];
      const size = weight(customer);
      if (part.rows.length === MAX_ROWS || bytes[kind]! + size > MAX_BYTES) {
        yield { ...part };
        Object.assign(part, emptyBatch(part.again));
        bytes[kind] = 0;
      }
      part.rows.push(row);
      part.customers.push(customer);
      bytes[kind]! += size;
    }
  for (const part of open) if (part.rows.length) yield part;
}

const emptyBatch = (again: boolean): Batch => ({ rows: [], customers: [], again });

/** The lists of the answer, and what it means to stand there. */
const ANSWER_MEMBERS: [list: string, verdict: (row: Row, again: boolean) => Verdict][] = [
  ['success_insert', (row) => ({ status: 'created', customer_id: idOf(row) })],
  ['filtered_duplicates', (row, again) => ({ status: 'duplicate', reason: duplicateReason(row, again) })],
  ['illegal_phone', () => ({ status: 'invalid', reason: 'the dialer takes the number for invalid' })],
  ['failed_insert', () => ({ status: 'failed', reason: 'the dialer could not insert it' })],
];

/**
 * The dialer answers by lists, in any order, without indices: rows are found by the phone number that it repeats.
 * @returns a verdict for each row of the part, in their order
 */
export function settleBatch(part: Batch, answer: any): Verdict[] {
  const verdicts: (Verdict | undefined)[] = part.rows.map(() => undefined);
  const take = taker(part.customers);
  for (const [list, verdict] of ANSWER_MEMBERS) {
    const entries: unknown = answer?.[list];
    for (const entry of Array.isArray(entries) ? entries : []) {
      const at = take(entry);
      if (at !== undefined) verdicts[at] = verdict(entry, part.again);
    }
  }
  // As failed it would be sent again as if it could not be in.
  return verdicts.map(
    (one) => one ?? { status: 'unknown', reason: 'the dialer said nothing of it: it may be in' },
  );
}

/** Finds the customer that is meant, each once: of several with one number the one of whom the same is said. */
function taker(customers: Row[]): (entry: Row | null) => number | undefined {
  // Most numbers are there once, and nothing else of them need be compared.
  const byPhone = groups(customers, ({ phone }) => digitsOf(phone));
  const byWords = new Map<string, Map<string, number[]>>();
  const taken = new Set<number>();
  const next = (same: number[] | undefined): number | undefined => {
    let i = same?.pop();
    while (i !== undefined && taken.has(i)) i = same!.pop();
    return i;
  };
  return (entry) => {
    if (typeof entry !== 'object' || entry === null) return undefined;
    const phone = [entry.phone, entry.phonenumber].map(digitsOf).find((one) => byPhone.has(one));
    if (phone === undefined) return undefined;
    const same = byPhone.get(phone)!;
    if (same.length > 1 && !byWords.has(phone)) byWords.set(phone, groups(customers, wordsOf, same));
    const at = next(byWords.get(phone)?.get(wordsOf(entry))) ?? next(same);
    if (at !== undefined) taken.add(at);
    return at;
  };
}

/** Indices of what has the same key, the first one last, since they are taken from the end. */
function groups(
  customers: Row[],
  keyOf: (customer: Row) => string,
  of: Iterable<number> = customers.keys(),
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const i of [...of].sort((a, b) => b - a)) {
    const key = keyOf(customers[i]!);
    const same = found.get(key);
    if (same) same.push(i);
    else found.set(key, [i]);
  }
  return found;
}

const wordsOf = (row: Row): string =>
  [
    row.first_name,
    row.last_name,
    row.identity_number,
    row.email,
    row.address,
    row.postal_code,
    row.city,
    row.external_id_1,
    row.external_id_2,
    row.external_id_3,
  ]
    .map((value) => `\n${value ?? ''}`)
    .join('');

const idOf = ({ customer_id }: Row): number | undefined =>
  Number.isSafeInteger(Number(customer_id)) ? Number(customer_id) : undefined;

function duplicateReason(row: Row, again: boolean): string {
  const lists = (Array.isArray(row.duplcates) ? row.duplcates : [])
    .map((found: Row | null) => found?.contactlist_id)
    .filter(Number.isSafeInteger);
  const on = lists.length
    ? `on contact list ${lists.slice(0, 5).join(' and ')} already`
    : 'on a list already';
  return again ? `${on}: it may have come in when no answer came` : on;
}
