/** All that the dialer holds of a customer, as files in a folder of its own: what an access request (GDPR, article 15) needs. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Args, Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import type { ReadName } from '../../define/tool-name.ts';
import { streamCalls } from '../../reports/stream-calls.ts';
import { createFormatter, formatValue } from '../../response/format.ts';
import { redactValue } from '../../response/redact.ts';
import { checkFolder, withDiskErrors, writeWholeFile } from '../../shared/safe-files.ts';
import { isoLocal } from '../../shared/time.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { choice } from '../customer-choice.ts';
import {
  type CustomerRecord,
  customFields,
  orderFields,
  readCustomer,
  readParts,
  rowsOf,
  smsThread,
} from '../customer-record.ts';
import { customersSharing, type Matches, matchesOf } from '../same-number.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type CollectedPart, collectionResponse, severalResponse } from './response.ts';
import { type CollectedData, type Records, summaryText } from './summary.ts';

/** So much of the time is kept for the manifest and the answer. */
const RESERVE_MS = 4_000;
const MANIFEST = 'manifest.json';
/** Nobody is called more often. */
const MAX_CALLS = 50_000;

/** Where it is collected, and what is there so far. */
interface DataCollection extends CollectedData {
  folder: string;
  context: ReadContext;
}

/** One customer; of a number that several have none before it is said which of them. */
export async function collectCustomerData(args: Args, context: ReadContext): Promise<Row> {
  const ids = args.customer_ids as number[] | undefined;
  if (ids) return collectSeveral([...new Set(ids)], context);
  if (args.customer_id !== undefined) {
    const card = await readCustomer(args, context);
    return collectionResponse(await collectOne(card, context), context);
  }
  const matches = await matchesOf(args, context);
  const [{ card }, ...more] = matches.meant;
  if (!more.length) return collectionResponse(await collectOne(card, context, matches), context);
  const which = 'customer_id, or customer_ids with all that are the same person,';
  const answer = await choice(args, matches, context, 'Nothing was collected.', which);
  return { ...answer, folder: context.downloadFolder };
}

/** @param matches where others with the number were looked for already */
async function collectOne(
  card: CustomerRecord,
  context: ReadContext,
  matches?: Matches,
): Promise<CollectedPart> {
  const folder = await withDiskErrors(ownFolder(context.downloadFolder!, `customer-${card.customer_id}`));
  const had = await readManifest(folder, MANIFEST, context.deadline.signal);
  const into: DataCollection = { folder, context, files: [], gaps: [], left: [] };

  const records = await saveRecords(card, into);
  const kept = await saveRecordings(records, had, into);
  const at = isoLocal(new Date(), context.display.timezone);
  await saveBytes(
    into,
    'summary.md',
    'all of this in words',
    summaryText(records, into, at, context.display),
  );
  // After the summary: that is for the person, and these may be somebody else.
  const { others, failed } = matches ?? (await customersSharing(card.phone, [card], context));
  for (const [search, why] of Object.entries(failed))
    into.gaps.push({ what: `other ids of the number (${search})`, why });
  await saveManifest(card.customer_id, at, into);
  return { records, kept, others, into };
}

/** One after the other, each in a folder of its own: who has no time or no card is told. */
async function collectSeveral(ids: readonly number[], context: ReadContext): Promise<Row> {
  const cards = await Promise.all(
    ids.map(async (customer_id) => {
      try {
        return await readCustomer({ customer_id }, context);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        throw new ToolError(error.kind, `customer ${customer_id}: ${error.message} Nothing was collected.`);
      }
    }),
  );
  const done: CollectedPart[] = [];
  for (const card of cards) {
    if (context.deadline.leftMs() < 2 * RESERVE_MS) break;
    done.push(await collectOne(card, context));
  }
  return severalResponse(cards, done, context);
}

/** @throws the system's error; ToolError where the place is taken by something else */
async function ownFolder(folder: string, name: string): Promise<string> {
  await checkFolder(folder);
  const path = join(folder, name);
  await mkdir(path, { mode: 0o700 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if (!(await lstat(path)).isDirectory())
    throw new ToolError('rejected', `${path} is there and is no folder: move it away.`);
  return path;
}

/** Notes what is not there instead of failing: the rest is needed all the same. */
async function readPart<T>(
  { gaps }: DataCollection,
  what: string,
  get: () => Promise<T>,
): Promise<T | undefined> {
  const { got, failed } = await readParts({ it: get });
  if (failed.it) gaps.push({ what, why: failed.it });
  return got.it;
}

async function saveBytes(
  { folder, files }: DataCollection,
  name: string,
  holds: string,
  text: string,
): Promise<void> {
  const bytes = Buffer.from(text);
  await withDiskErrors(writeWholeFile(folder, name, (handle) => handle.appendFile(bytes)));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  files.push({ file: name, holds, bytes: bytes.length, sha256 });
}

/** What goes into a file leaves as an answer does, and is redacted as one. */
const toFile = (value: unknown, display: ReadContext['display']): unknown =>
  redactValue(formatValue(value, display), display);

const saveJson = (into: DataCollection, name: string, holds: string, value: unknown): Promise<void> =>
  saveBytes(into, name, holds, `${JSON.stringify(toFile(value, into.context.display), null, 2)}\n`);

/** What the dialer tells in rows, a file for each kind. */
async function saveRecords(card: Records['card'], into: DataCollection): Promise<Records> {
  const { context } = into;
  const { display } = context;
  const { customer_id } = card;
  const isOwn = (row: Row) => row.customer_id === customer_id;
  await saveJson(into, 'card.json', 'the customer card', {
    ...card,
    custom_fields: customFields(card, display),
  });
  const orders = await readPart(into, 'orders', async () => {
    const rows = rowsOf(await context.read('search_orders', { customer_id }))
      .filter(isOwn)
      .map((order) => ({ ...order, customer_custom_fields: orderFields(order, card, display) }) as Row);
    await saveJson(into, 'orders.json', `${rows.length} orders`, rows);
    return rows;
  });
  const calls = await readPart(into, 'calls', async () => {
    const rows: Row[] = [];
    const quiet = { ...context, progress: () => {} };
    const { partial } = await streamCalls({ customer_ids: [customer_id] }, {}, quiet, (more) => {
      rows.push(...more.filter(isOwn));
      if (rows.length > MAX_CALLS)
        throw new ToolError('too_large', `There are more than ${MAX_CALLS} calls.`);
    });
    if (partial) into.gaps.push({ what: 'calls', why: partial });
    await saveJson(into, 'calls.json', `${rows.length} calls`, rows);
    return rows;
  });
  const sms = await readPart(into, 'SMS', async () => {
    const { rows } = await smsThread(customer_id, context);
    await saveJson(into, 'sms.json', `${rows.length} SMS and notes`, rows);
    return rows;
  });
  return { card, orders, calls, sms };
}

/** A file that the dialer has whole. */
interface FileCheck {
  tool: ReadName;
  args: Args;
  /** Its name without what its type adds. */
  stem: string;
  holds: string;
  /** For a recording: what it is of. */
  of?: 'calls' | 'orders';
}

/** Files are called by it. */
const isId = (id: unknown): boolean => Number.isInteger(id) && Number(id) > 0;

function readyFiles(
  { card, orders = [], calls = [], sms = [] }: Records,
  { context }: DataCollection,
): FileCheck[] {
  const { time } = createFormatter(context.display);
  const document: FileCheck = {
    tool: 'get_sms_history_pdf',
    args: { customer_id: card.customer_id },
    stem: 'sms',
    holds: 'the SMS as a document',
  };
  return [
    ...(sms.length ? [document] : []),
    ...calls
      .filter((call) => call.recording && isId(call.id))
      .map(
        ({ id, init_time }): FileCheck => ({
          tool: 'get_call_recording',
          args: { call_id: id },
          stem: `call-${id}`,
          holds: `the recording of call ${id}, ${time(init_time)}`,
          of: 'calls',
        }),
      ),
    ...orders
      .filter((order) => order.order_recording_id && isId(order.id))
      .map(
        ({ id }): FileCheck => ({
          tool: 'get_order_recording',
          args: { order_id: id },
          stem: `order-${id}`,
          holds: `the recording of order ${id}`,
          of: 'orders',
        }),
      ),
  ];
}

/** @returns how many recordings are there, of this run or of an earlier one */
async function saveRecordings(
  records: Records,
  kept: (stem: string) => Promise<Manifest | undefined>,
  into: DataCollection,
): Promise<CollectedPart['kept']> {
  const { context, files, left } = into;
  const ready = readyFiles(records, into);
  const there = { calls: 0, orders: 0 };
  for (const [i, one] of ready.entries()) {
    context.progress(i, ready.length, 'files saved');
    // A recording never changes: what an earlier run has got is not asked for again.
    const short = () => context.deadline.leftMs() < RESERVE_MS;
    const had = one.of && !short() ? await kept(one.stem) : undefined;
    if (had) {
      files.push({ file: had.file, holds: one.holds, bytes: had.bytes, sha256: had.sha256 });
      there[one.of!]++;
    } else if (short()) left.push(one.stem);
    else if ((await saveRecording(one, into)) && one.of) there[one.of]++;
  }
  context.progress(ready.length, ready.length, 'files saved');
  return there;
}

async function saveRecording({ tool, args, stem, holds }: FileCheck, into: DataCollection): Promise<boolean> {
  const { context, folder, files, left } = into;
  const done = await readPart(into, holds, async () => {
    const file = await context.saveRecording(tool, args, folder, stem).catch((error) => {
      // Time was up in the middle of it.
      if (context.deadline.expired()) return undefined;
      throw error;
    });
    if (!file) {
      left.push(stem);
      return false;
    }
    const { path, bytes, sha256 } = file;
    files.push({ file: path.slice(folder.length + 1), holds, bytes: bytes!, sha256 });
    return true;
  });
  return done ?? false;
}

function saveManifest(customer_id: number, at: string, into: DataCollection): Promise<void> {
  const { files, gaps, left, context } = into;
  const manifest = {
    customer_id,
    collected_at: at,
    files,
    not_collected: toFile(gaps, context.display),
    ...(left.length && { left_for_another_run: left }),
  };
  return saveBytes(into, MANIFEST, 'this list', `${JSON.stringify(manifest, null, 2)}\n`);
}
