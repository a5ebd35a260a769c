/** What is told of data that was collected: what there is, what of it is in the folder, and who else has the number. */

import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatValue } from '../../response/format.ts';
import { label } from '../../response/wording.ts';
import { MAYBE_SAME, sideBySide } from '../customer-choice.ts';
import type { CustomerRecord } from '../customer-record.ts';
import type { Match } from '../same-number.ts';
import type { CollectedData, Records } from './summary.ts';

/** What was collected of one customer. */
export interface CollectedPart {
  records: Records;
  /** How many recordings of each kind are there, of this run or of an earlier one. */
  kept: { calls: number; orders: number };
  /** Others with the number. */
  others: Match[];
  into: CollectedData & { folder: string };
}

/** What there is of a customer, and what of it is in the folder: each count says of what it is. */
function countsOf({ records: { orders, calls, sms }, kept, into }: CollectedPart): Row {
  const recorded = orders?.filter((order) => order.order_recording_id).length;
  const notes = sms?.filter((one) => one.sender === 'none').length ?? 0;
  return {
    files: into.files.length,
    bytes: into.files.reduce((sum, { bytes }) => sum + bytes, 0),
    orders: orders?.length,
    orders_with_recording: recorded,
    order_recordings_saved: kept.orders,
    calls: calls?.length,
    calls_recorded: calls?.filter((call) => call.recording).length,
    call_recordings_saved: kept.calls,
    sms: sms && sms.length - notes,
    sms_notes: sms && notes,
  };
}

const COLUMNS = [
  'files',
  'orders',
  'orders_with_recording',
  'order_recordings_saved',
  'calls',
  'calls_recorded',
  'call_recordings_saved',
  'sms',
  'sms_notes',
];

const isDone = ({ into: { left, gaps } }: CollectedPart): boolean => left.length === 0 && gaps.length === 0;

const AGAIN = 'call again with the same arguments; what is there is not loaded again.';
const HANDED_OVER = 'summary.md is for the person to read, manifest.json proves what was handed over.';

const maskedNote = (display: ReadContext['display']): Row =>
  display.identityNumbers === 'masked'
    ? {
        masked: 'Identity numbers are masked in these files too; HITRATE_IDENTITY_NUMBERS=full keeps them.',
      }
    : {};

/** @returns counts that say what they count */
export async function collectionResponse(part: CollectedPart, context: ReadContext): Promise<Row> {
  const { records, others, into } = part;
  const { folder, gaps, left } = into;
  const { display } = context;
  const names = await context.lookup.names(['contactlist']);
  return {
    status: isDone(part) ? 'done' : 'incomplete',
    customer: formatValue(label(records.card.name, records.card.customer_id), display),
    folder,
    ...countsOf(part),
    ...(gaps.length && { not_collected: formatValue(gaps, display) }),
    ...(others.length && {
      same_number: sideBySide(others, display, names, records.card),
      same_number_note: `Other customer ids with this number, not collected: those that are the same person belong to the request (customer_ids). ${MAYBE_SAME}`,
    }),
    next: left.length
      ? `Time was up before ${left.length} files (${left.slice(0, 10).join(', ')}): ${AGAIN}`
      : `${HANDED_OVER}${others.length ? ' Ask whether the ids of same_number are this person too.' : ''}`,
    ...maskedNote(display),
  };
}

const sum = (counts: readonly Row[], name: string): number =>
  counts.reduce((all, one) => all + (Number(one[name]) || 0), 0);

/** A row for each that was begun, and the sums. */
export async function severalResponse(
  cards: readonly CustomerRecord[],
  done: readonly CollectedPart[],
  context: ReadContext,
): Promise<Row> {
  const { display } = context;
  const counts = done.map(countsOf);
  const later = cards.slice(done.length).map(({ customer_id }) => customer_id);
  const left = done.reduce((all, { into }) => all + into.left.length, 0);
  const complete = !later.length && done.every(isDone);
  const wanted = new Set(cards.map(({ customer_id }) => customer_id));
  const others = new Map(
    done
      .flatMap((part) => part.others)
      .filter(({ customer_id }) => !wanted.has(customer_id))
      .map((other) => [other.customer_id, other]),
  );
  const gaps = done.flatMap(({ records, into }) =>
    into.gaps.map((gap) => ({ customer_id: records.card.customer_id, ...gap })),
  );
  const names = await context.lookup.names(['contactlist']);
  return {
    status: complete ? 'done' : 'incomplete',
    customers: {
      total: cards.length,
      returned: done.length,
      columns: ['customer', 'status', 'folder', ...COLUMNS],
      rows: done.map((part, i) => [
        formatValue(label(part.records.card.name, part.records.card.customer_id), display),
        isDone(part) ? 'done' : 'incomplete',
        part.into.folder,
        ...COLUMNS.map((name) => counts[i]![name] ?? null),
      ]),
    },
    in_all: Object.fromEntries(COLUMNS.map((name) => [name, sum(counts, name)])),
    ...(gaps.length && { not_collected: formatValue(gaps, display) }),
    ...(later.length && { not_begun: later }),
    ...(others.size && {
      same_number: sideBySide([...others.values()], display, names),
      same_number_note: `Other customer ids with these numbers, not collected. ${MAYBE_SAME}`,
    }),
    next:
      later.length || left
        ? `Time was up before ${later.length ? `customer ${later.join(', ')}` : `${left} files`}: ${AGAIN}`
        : HANDED_OVER,
    ...maskedNote(display),
  };
}
