/** The answer to a data request: what there is, what of it is in the folder, and who else has the number. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatValue } from '../../response/format.ts';
import { buildTable } from '../../response/table.ts';
import { label } from '../../response/wording.ts';
import type { CustomerRecord } from '../customer-record.ts';
import type { Match } from '../matches.ts';
import { MAYBE_SAME, sideBySide } from '../side-by-side.ts';
import type { CollectedData } from './data-folder.ts';
import type { Records } from './records.ts';
import type { RecordingCounts } from './remote-files.ts';

/** What was collected of one customer. */
export interface CustomerCollection {
  records: Records;
  recordings: RecordingCounts;
  /** Others with the number. */
  others: readonly Match[];
  folder: CollectedData;
}

const COUNTS = [
  'files',
  'orders',
  'orders_with_recording',
  'order_recordings_saved',
  'calls',
  'calls_recorded',
  'call_recordings_saved',
  'sms',
  'sms_notes',
] as const;

type Counts = Record<(typeof COUNTS)[number], number | undefined>;

/** Counts what there is of a customer, and what of it is in the folder. */
function countsOf({ records: { orders, calls, sms }, recordings, folder }: CustomerCollection): Counts {
  const notes = sms?.filter(({ sender }) => sender === 'none').length ?? 0;
  return {
    files: folder.files.length,
    orders: orders?.length,
    orders_with_recording: orders?.filter((order) => order.order_recording_id).length,
    order_recordings_saved: recordings.orders,
    calls: calls?.length,
    calls_recorded: calls?.filter((call) => call.recording).length,
    call_recordings_saved: recordings.calls,
    sms: sms && sms.length - notes,
    sms_notes: sms && notes,
  };
}

const statusOf = (collections: readonly CustomerCollection[]): string =>
  collections.every(({ folder }) => !folder.pending.length && !folder.gaps.length) ? 'done' : 'incomplete';

const AGAIN = 'call again with the same arguments; what is there is not loaded again.';
const HANDED_OVER = 'summary.md is for the person to read, manifest.json proves what was handed over.';

const maskedNote = ({ identityNumbers }: DisplaySettings): Row =>
  identityNumbers === 'masked'
    ? {
        masked: 'Identity numbers are masked in these files too; HITRATE_IDENTITY_NUMBERS=full keeps them.',
      }
    : {};

const customerLabel = ({ card }: Records, display: DisplaySettings): unknown =>
  formatValue(label(card.name, card.customer_id), display);

/** Returns the answer for one customer. */
export async function collectionResponse(
  collection: CustomerCollection,
  { lookup, display }: ReadContext,
): Promise<Row> {
  const { records, others, folder } = collection;
  const { path, files, gaps, pending } = folder;
  const names = await lookup.names(['contactlist']);
  const { files: fileCount, ...counts } = countsOf(collection);
  return {
    status: statusOf([collection]),
    customer: customerLabel(records, display),
    folder: path,
    files: fileCount,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...counts,
    ...(gaps.length && { not_collected: formatValue(gaps, display) }),
    ...(others.length && {
      same_number: sideBySide(others, display, names, records.card),
      same_number_note: `Other customer ids with this number, not collected: those that are the same person belong to the request (customer_ids). ${MAYBE_SAME}`,
    }),
    next: pending.length
      ? `Time was up before ${pending.length} files (${pending.slice(0, 10).join(', ')}): ${AGAIN}`
      : `${HANDED_OVER}${others.length ? ' Ask whether the ids of same_number are this person too.' : ''}`,
    ...maskedNote(display),
  };
}

/** Returns the answer for several customers: a row for each that was begun, and the sums. */
export async function severalResponse(
  cards: readonly CustomerRecord[],
  collections: readonly CustomerCollection[],
  { lookup, display }: ReadContext,
): Promise<Row> {
  const notBegun = cards.slice(collections.length).map(({ customer_id }) => customer_id);
  const others = othersOf(cards, collections);
  const gaps = collections.flatMap(({ records, folder }) =>
    folder.gaps.map((gap) => ({ customer_id: records.card.customer_id, ...gap })),
  );
  const names = await lookup.names(['contactlist']);
  return {
    status: notBegun.length ? 'incomplete' : statusOf(collections),
    ...countTables(cards.length, collections, display),
    ...(gaps.length && { not_collected: formatValue(gaps, display) }),
    ...(notBegun.length && { not_begun: notBegun }),
    ...(others.length && {
      same_number: sideBySide(others, display, names),
      same_number_note: `Other customer ids with these numbers, not collected. ${MAYBE_SAME}`,
    }),
    next: nextStep(notBegun, collections),
    ...maskedNote(display),
  };
}

/** Returns others with the numbers, each once. */
function othersOf(cards: readonly CustomerRecord[], collections: readonly CustomerCollection[]): Match[] {
  const ids = new Set(cards.map(({ customer_id }) => customer_id));
  const others = collections
    .flatMap((collection) => collection.others)
    .filter(({ customer_id }) => !ids.has(customer_id));
  return [...new Map(others.map((match) => [match.customer_id, match])).values()];
}

/** The counts of each customer, and of all. */
function countTables(
  total: number,
  collections: readonly CustomerCollection[],
  display: DisplaySettings,
): Row {
  const counts = collections.map(countsOf);
  return {
    customers: buildTable({
      total,
      columns: ['customer', 'status', 'folder', ...COUNTS],
      rows: collections.map((collection, i) => [
        customerLabel(collection.records, display),
        statusOf([collection]),
        collection.folder.path,
        ...COUNTS.map((name) => counts[i]![name] ?? null),
      ]),
    }),
    in_all: Object.fromEntries(
      COUNTS.map((name) => [name, counts.reduce((sum, count) => sum + (count[name] ?? 0), 0)]),
    ),
  };
}

function nextStep(notBegun: readonly number[], collections: readonly CustomerCollection[]): string {
  const pending = collections.reduce((sum, { folder }) => sum + folder.pending.length, 0);
  if (!notBegun.length && !pending) return HANDED_OVER;
  const rest = notBegun.length ? `customer ${notBegun.join(', ')}` : `${pending} files`;
  return `Time was up before ${rest}: ${AGAIN}`;
}
