/** The rows that the dialer has of a customer, saved as a file for each kind. */
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { streamCalls } from '../../reports/stream-calls.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { customFields, forFile, orderFields } from '../custom-fields.ts';
import { type CustomerRecord, rowsOf } from '../customer-record.ts';
import { readSmsThread } from '../sms-thread.ts';
import type { DataFolder } from './data-folder.ts';

/** What is counted of a collection. */
export const FILES_SAVED = 'files saved';
/** More calls than anybody gets. */
const MAX_CALLS = 50_000;

/** The rows of a customer; a kind that could not be read is absent. */
export interface Records {
  card: CustomerRecord;
  orders?: Row[];
  calls?: Row[];
  sms?: Row[];
}

/** Reads the card, orders, calls and SMS of a customer, and saves each. @throws ToolError where it can't be saved */
export async function saveRecords(
  card: CustomerRecord,
  folder: DataFolder,
  context: ReadContext,
): Promise<Records> {
  const display = forFile(context.display);
  const { customer_id } = card;
  const save = async (...file: Parameters<DataFolder['saveJson']>) => {
    await folder.saveJson(...file);
    context.progress(folder.files.length, undefined, FILES_SAVED);
  };
  await save('card.json', 'the customer card', { ...card, custom_fields: customFields(card, display) });
  const orders = await folder.collect('orders', async () => {
    const rows = rowsOf(await context.read('search_orders', { customer_id }))
      .filter((row) => row.customer_id === customer_id)
      .map((order): Row => ({ ...order, customer_custom_fields: orderFields(order, card, display) }));
    await save('orders.json', `${rows.length} orders`, rows);
    return rows;
  });
  const calls = await folder.collect('calls', async () => {
    const { rows, partial } = await readCalls(customer_id, context);
    if (partial) folder.addGap({ what: 'calls', why: partial });
    await save('calls.json', `${rows.length} calls`, rows);
    return rows;
  });
  const sms = await folder.collect('SMS', async () => {
    const { rows } = await readSmsThread(customer_id, context);
    await save('sms.json', `${rows.length} SMS and notes`, rows);
    return rows;
  });
  return { card, orders, calls, sms };
}

interface CallRecords {
  rows: Row[];
  /** Why they are not all. */
  partial?: string;
}

/** Reads all calls of a customer. @throws ToolError too_large */
async function readCalls(customer_id: number, context: ReadContext): Promise<CallRecords> {
  const rows: Row[] = [];
  // Progress is reported for the files, not for the calls.
  const withoutProgress = { ...context, progress: () => {} };
  const { partial } = await streamCalls({ customer_ids: [customer_id] }, {}, withoutProgress, (page) => {
    rows.push(...page.filter((row) => row.customer_id === customer_id));
    if (rows.length > MAX_CALLS) throw new ToolError('too_large', `There are more than ${MAX_CALLS} calls.`);
  });
  return { rows, partial };
}
