/** Customers in batches, as many as the dialer takes in one request. */

import type { Row } from '../define/row.ts';
import { ToolError } from '../shared/tool-error.ts';
import { readRecords } from './csv/csv-reader.ts';
import { customerOf, sizeInBytes } from './customer-row.ts';
import type { ImportLimits } from './limits.ts';
import type { ScanResult } from './scan-rows.ts';

type BatchLimits = Pick<ImportLimits, 'maxBatchRows' | 'maxBatchBytes'>;

export interface Batch {
  /** Their indices. */
  rows: number[];
  /** One for each row. */
  customers: Row[];
  /** They were sent before and not answered: they may be on the list already, and must not get onto it twice. */
  resent: boolean;
}

/** About how many batches so many customers of that size in bytes make. */
export const countBatches = (
  customers: number,
  bytes: number,
  { maxBatchRows, maxBatchBytes }: BatchLimits,
): number => Math.ceil(customers / Math.min(maxBatchRows, Math.floor(maxBatchBytes / bytes)));

/** Yields all rows that are still to be sent. The file is read anew: its rows are never all in memory. @throws ToolError */
export async function* batchRows(
  { source, separator, headless, fields, rows }: ScanResult,
  limits: BatchLimits,
): AsyncGenerator<Batch> {
  const unsent = createBatchBuilder(false, limits);
  const resent = createBatchBuilder(true, limits);
  // The header is no row.
  let row = headless ? -1 : -2;
  for await (const records of readRecords(source, separator))
    for (const { line, cells } of records) {
      row++;
      if (row < 0) continue;
      // A change that the file's size and date do not show.
      if (rows.lineOf(row) !== line)
        throw new ToolError('conflict', 'The file was changed while it was read.');
      if (!rows.isPending(row)) continue;
      const builder = rows.statusOf(row).status === 'unknown' ? resent : unsent;
      const customer = customerOf(cells, fields, rows.phoneOf(row)!);
      const fullBatch = builder.add(row, customer);
      if (fullBatch) yield fullBatch;
    }
  for (const { takeBatch } of [unsent, resent]) {
    const lastBatch = takeBatch();
    if (lastBatch) yield lastBatch;
  }
}

function createBatchBuilder(resent: boolean, { maxBatchRows, maxBatchBytes }: BatchLimits) {
  let batch: Batch = { rows: [], customers: [], resent };
  let bytes = 0;

  /** What was added since the batch before; undefined where that is nothing. */
  function takeBatch(): Batch | undefined {
    const taken = batch;
    batch = { rows: [], customers: [], resent };
    bytes = 0;
    return taken.rows.length ? taken : undefined;
  }

  return {
    takeBatch,
    /** Returns the batch so far where the customer had no place in it. */
    add(row: number, customer: Row): Batch | undefined {
      const size = sizeInBytes(customer);
      const full = batch.rows.length === maxBatchRows || bytes + size > maxBatchBytes;
      const fullBatch = full ? takeBatch() : undefined;
      batch.rows.push(row);
      batch.customers.push(customer);
      bytes += size;
      return fullBatch;
    },
  };
}
