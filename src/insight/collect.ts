/** All that the dialer holds of one customer, as files in one folder: what an access request (GDPR, article 15) needs. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clean, see } from '../answer/clean.ts';
import { ToolError } from '../errors.ts';
import { checkFolder, inWords, wholeFile } from '../files.ts';
import { isoLocal } from '../time.ts';
import type { Args, Hands, Row } from '../tool.ts';
import { label } from '../words.ts';
import { eachCall } from './call-rows.ts';
import {
  customerCard,
  customFields,
  orderFields,
  otherIds,
  parts,
  rowsOf,
  sameNumber,
  smsThread,
} from './card.ts';
import { type Kept, keptFiles } from './kept.ts';
import { type Collected, type Records, summary } from './summary.ts';

/** So much of the time is kept for the manifest and the answer. */
const RESERVE_MS = 4_000;
const MANIFEST = 'manifest.json';
/** Nobody is called more often. */
const MOST_CALLS = 50_000;

/** Where it is collected, and what is there so far. */
interface Collection extends Collected {
  folder: string;
  hands: Hands;
}

export async function collectCustomerData(args: Args, hands: Hands): Promise<Row> {
  const card = await customerCard(args, hands);
  const folder = await inWords(ownFolder(hands.folder!, `customer-${card.customer_id}`));
  const kept = await keptFiles(folder, MANIFEST, hands.deadline.signal);
  const into: Collection = { folder, hands, files: [], gaps: [], left: [] };

  const records = await keepRecords(card, into);
  const recordings = await keepRecordings(records, kept, into);
  const at = isoLocal(new Date(), hands.view.timezone);
  await keep(into, 'summary.md', 'all of this in words', summary(records, into, at, hands.view));
  // After the summary: that is for the person, and these may be somebody else.
  const others = await othersOf(card, into);
  await keepManifest(card.customer_id, at, into);
  return answerOf(records, recordings, others, into);
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
async function part<T>({ gaps }: Collection, what: string, get: () => Promise<T>): Promise<T | undefined> {
  const { got, failed } = await parts({ it: get });
  if (failed.it) gaps.push({ what, why: failed.it });
  return got.it;
}

async function keep({ folder, files }: Collection, name: string, holds: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  await inWords(wholeFile(folder, name, (handle) => handle.appendFile(bytes)));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  files.push({ file: name, holds, bytes: bytes.length, sha256 });
}

const keepJson = (into: Collection, name: string, holds: string, value: unknown): Promise<void> =>
  keep(into, name, holds, `${JSON.stringify(clean(value, into.hands.view), null, 2)}\n`);

/** What the dialer tells in rows, a file for each kind. */
async function keepRecords(card: Records['card'], into: Collection): Promise<Records> {
  const { hands } = into;
  const { view } = hands;
  const { customer_id } = card;
  const isOwn = (row: Row) => row.customer_id === customer_id;
  await keepJson(into, 'card.json', 'the customer card', {
    ...card,
    custom_fields: customFields(card, view),
  });
  const orders = await part(into, 'orders', async () => {
    const rows = rowsOf(await hands.ask('search_orders', { customer_id }))
      .filter(isOwn)
      .map((order) => ({ ...order, customer_custom_fields: orderFields(order, card, view) }) as Row);
    await keepJson(into, 'orders.json', `${rows.length} orders`, rows);
    return rows;
  });
  const calls = await part(into, 'calls', async () => {
    const rows: Row[] = [];
    const quiet = { ...hands, progress: () => {} };
    const { partial } = await eachCall({ customer_ids: [customer_id] }, quiet, (more) => {
      rows.push(...more.filter(isOwn));
      if (rows.length > MOST_CALLS)
        throw new ToolError('too_large', `There are more than ${MOST_CALLS} calls.`);
    });
    if (partial) into.gaps.push({ what: 'calls', why: partial });
    await keepJson(into, 'calls.json', `${rows.length} calls`, rows);
    return rows;
  });
  const sms = await part(into, 'SMS', async () => {
    const { rows } = await smsThread(customer_id, hands);
    await keepJson(into, 'sms.json', `${rows.length} SMS and notes`, rows);
    return rows;
  });
  return { card, orders, calls, sms };
}

/** A file that the dialer has whole. */
interface Ready {
  tool: string;
  args: Args;
  /** Its name without what its type adds. */
  stem: string;
  holds: string;
  sound: boolean;
}

/** Files are called by it. */
const isId = (id: unknown): boolean => Number.isInteger(id) && Number(id) > 0;

function readyFiles({ card, orders = [], calls = [], sms = [] }: Records, { hands }: Collection): Ready[] {
  const { time } = see(hands.view);
  const document = {
    tool: 'get_sms_history_pdf',
    args: { customer_id: card.customer_id },
    stem: 'sms',
    holds: 'the SMS as a document',
    sound: false,
  };
  return [
    ...(sms.length ? [document] : []),
    ...calls
      .filter((call) => call.recording && isId(call.id))
      .map(({ id, init_time }) => ({
        tool: 'get_call_recording',
        args: { call_id: id },
        stem: `call-${id}`,
        holds: `the recording of call ${id}, ${time(init_time)}`,
        sound: true,
      })),
    ...orders
      .filter((order) => order.order_recording_id && isId(order.id))
      .map(({ id }) => ({
        tool: 'get_order_recording',
        args: { order_id: id },
        stem: `order-${id}`,
        holds: `the recording of order ${id}`,
        sound: true,
      })),
  ];
}

/** @returns how many recordings are there, of this run or of an earlier one */
async function keepRecordings(
  records: Records,
  kept: (stem: string) => Promise<Kept | undefined>,
  into: Collection,
): Promise<number> {
  const { hands, files, left } = into;
  const ready = readyFiles(records, into);
  let recordings = 0;
  for (const [i, one] of ready.entries()) {
    hands.progress(i, ready.length, 'files saved');
    // A recording never changes: what an earlier run has got is not asked for again.
    const short = () => hands.deadline.leftMs() < RESERVE_MS;
    const had = one.sound && !short() ? await kept(one.stem) : undefined;
    if (had) {
      files.push({ file: had.file, holds: one.holds, bytes: had.bytes, sha256: had.sha256 });
      recordings++;
    } else if (short()) left.push(one.stem);
    else if ((await saved(one, into)) && one.sound) recordings++;
  }
  hands.progress(ready.length, ready.length, 'files saved');
  return recordings;
}

async function saved({ tool, args, stem, holds }: Ready, into: Collection): Promise<boolean> {
  const { hands, folder, files, left } = into;
  const done = await part(into, holds, async () => {
    const file = await hands.save(tool, args, folder, stem).catch((error) => {
      // Time was up in the middle of it.
      if (hands.deadline.expired()) return undefined;
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

async function othersOf(card: Row, { hands, gaps }: Collection): Promise<number[]> {
  const { got, failed } = await parts(sameNumber(card, hands));
  for (const [search, why] of Object.entries(failed))
    gaps.push({ what: `other ids of the number (${search})`, why });
  return otherIds(got);
}

function keepManifest(customer_id: number, at: string, into: Collection): Promise<void> {
  const { files, gaps, left, hands } = into;
  const manifest = {
    customer_id,
    collected_at: at,
    files,
    not_collected: clean(gaps, hands.view),
    ...(left.length && { left_for_another_run: left }),
  };
  return keep(into, MANIFEST, 'this list', `${JSON.stringify(manifest, null, 2)}\n`);
}

function answerOf(records: Records, recordings: number, others: number[], into: Collection): Row {
  const { card, orders, calls, sms } = records;
  const { folder, files, gaps, left, hands } = into;
  const { view } = hands;
  return {
    status: left.length || gaps.length ? 'incomplete' : 'done',
    customer: clean(label(card.name, card.customer_id), view),
    folder,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    orders: orders?.length,
    calls: calls?.length,
    recordings,
    sms: sms?.length,
    ...(gaps.length && { not_collected: clean(gaps, view) }),
    ...(others.length && {
      same_number: others,
      same_number_note: 'Other customer ids with this number: if they are the same person, collect them too.',
    }),
    next: left.length
      ? `Time was up before ${left.length} files (${left.slice(0, 10).join(', ')}): call again with the same argument; what is there is not loaded again.`
      : 'summary.md is for the person to read, manifest.json proves what was handed over. Nothing was erased: prune_customer does that, if the person asks for it.',
    ...(view.identityNumbers === 'masked' && {
      masked: 'Identity numbers are masked in these files too; HITRATE_IDENTITY_NUMBERS=full keeps them.',
    }),
  };
}
