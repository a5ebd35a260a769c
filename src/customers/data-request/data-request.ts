/** All data of a customer, as files in a folder of its own: what an access request (GDPR, article 15) needs. */
import type { Row } from '../../define/row.ts';
import * as s from '../../define/schema.ts';
import { selectorFields } from '../../define/selectors.ts';
import type { ArgsOf } from '../../define/tool.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { isoLocal } from '../../shared/time.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { choice } from '../customer-choice.ts';
import { type CustomerRecord, describeFailure, readCustomer } from '../customer-record.ts';
import type { Matches } from '../matches.ts';
import { customersSharing, matchesOf } from '../same-number.ts';
import { MANIFEST, openDataFolder } from './data-folder.ts';
import { readManifest } from './manifest.ts';
import { FILES_SAVED, saveRecords } from './records.ts';
import { RESERVE_MS, saveRecordings } from './remote-files.ts';
import { type CustomerCollection, collectionResponse, severalResponse } from './response.ts';
import { summaryText } from './summary.ts';

export const dataRequestInput = s.object({
  ...selectorFields,
  customer_ids: s.fewIds('get_customer').optional(),
});

/** Collects the data of one customer, or of several by id. Where a selector means several, returns the candidates. */
export async function collectCustomerData(
  args: ArgsOf<typeof dataRequestInput>,
  context: ReadContext,
): Promise<Row> {
  if (args.customer_ids) return collectSeveral([...new Set(args.customer_ids)], context);
  if (args.customer_id !== undefined) {
    const card = await readCustomer(args, context);
    return collectionResponse(await collectOne(card, context), context);
  }
  const matches = await matchesOf(args, context);
  const [{ card }, ...more] = matches.candidates;
  if (!more.length) return collectionResponse(await collectOne(card, context, matches), context);
  const argument = 'customer_id, or customer_ids with all that are the same person,';
  const answer = await choice(args, matches, context, 'Nothing was collected.', argument);
  return { ...answer, folder: context.downloadFolder };
}

/** Collects the data of one customer. @param matches where others with the number were searched for already */
async function collectOne(
  card: CustomerRecord,
  context: ReadContext,
  matches?: Matches,
): Promise<CustomerCollection> {
  const { display, deadline, downloadFolder } = context;
  const folder = await openDataFolder(downloadFolder!, `customer-${card.customer_id}`, display);
  const findSaved = await readManifest(folder.path, MANIFEST, deadline.signal);

  const records = await saveRecords(card, folder, context);
  const recordings = await saveRecordings(records, findSaved, folder, context);
  const collectedAt = isoLocal(new Date(), display.timezone);
  await folder.saveText(
    'summary.md',
    'all of this in words',
    summaryText(records, folder, collectedAt, display),
  );
  // Added after the summary, which is for the person: these may be somebody else.
  const { others, failures } = matches ?? (await customersSharing(card.phone, [card], context));
  for (const [search, error] of Object.entries(failures))
    folder.addGap({ what: `other ids of the number (${search})`, why: describeFailure(error) });
  await folder.saveManifest(card.customer_id, collectedAt);
  context.progress(folder.files.length, folder.files.length, FILES_SAVED);
  return { records, recordings, others, folder };
}

/** Collects one customer after the other, each in a folder of its own, while there is time. */
async function collectSeveral(ids: readonly number[], context: ReadContext): Promise<Row> {
  const cards = await Promise.all(ids.map((customer_id) => readOneOf(customer_id, context)));
  const collections: CustomerCollection[] = [];
  for (const card of cards) {
    if (context.deadline.leftMs() < 2 * RESERVE_MS) break;
    collections.push(await collectOne(card, withCustomerNamed(card, context)));
  }
  return severalResponse(cards, collections, context);
}

/** Of several customers each is counted by itself. */
const withCustomerNamed = ({ customer_id }: CustomerRecord, context: ReadContext): ReadContext => ({
  ...context,
  progress: (done, total, what) => context.progress(done, total, `${what} of customer ${customer_id}`),
});

/** Reads one card of several. @throws ToolError that names the customer */
async function readOneOf(customer_id: number, context: ReadContext): Promise<CustomerRecord> {
  try {
    return await readCustomer({ customer_id }, context);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(error.kind, `customer ${customer_id}: ${error.message} Nothing was collected.`);
  }
}
