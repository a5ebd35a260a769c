/** All that the dialer holds of a customer, as files in a folder of its own: what an access request (GDPR, article 15) needs. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Args, Row } from '../../define/row.ts';
import type { Hands } from '../../define/tool.ts';
import { eachCall } from '../../reports/stream-calls.ts';
import { clean, see } from '../../response/redact.ts';
import { checkFolder, inWords, wholeFile } from '../../shared/safe-files.ts';
import { isoLocal } from '../../shared/time.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { choice } from '../customer-choice.ts';
import {
  type Card,
  customerCard,
  customFields,
  orderFields,
  parts,
  rowsOf,
  smsThread,
} from '../customer-record.ts';
import { type Matches, matchesOf, sharing } from '../same-number.ts';
import { type Kept, keptFiles } from './manifest.ts';
import { answerOf, answerOfSeveral, type Part } from './response.ts';
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

/** One customer; of a number that several have none before it is said which of them. */
export async function collectCustomerData(args: Args, hands: Hands): Promise<Row> {
  const ids = args.customer_ids as number[] | undefined;
  if (ids) return collectSeveral([...new Set(ids)], hands);
  if (args.customer_id !== undefined) {
    const card = await customerCard(args, hands);
    return answerOf(await collected(card, hands), hands);
  }
  const matches = await matchesOf(args, hands);
  const [{ card }, ...more] = matches.meant;
  if (!more.length) return answerOf(await collected(card, hands, matches), hands);
  const which = 'customer_id, or customer_ids with all that are the same person,';
  const answer = await choice(args, matches, hands, 'Nothing was collected.', which);
  return { ...answer, folder: hands.folder };
}

/** @param matches where others with the number were looked for already */
async function collected(card: Card, hands: Hands, matches?: Matches): Promise<Part> {
  const folder = await inWords(ownFolder(hands.folder!, `customer-${card.customer_id}`));
  const had = await keptFiles(folder, MANIFEST, hands.deadline.signal);
  const into: Collection = { folder, hands, files: [], gaps: [], left: [] };

  const records = await keepRecords(card, into);
  const kept = await keepRecordings(records, had, into);
  const at = isoLocal(new Date(), hands.view.timezone);
  await keep(into, 'summary.md', 'all of this in words', summary(records, into, at, hands.view));
  // After the summary: that is for the person, and these may be somebody else.
  const { others, failed } = matches ?? (await sharing(card.phone, [card], hands));
  for (const [search, why] of Object.entries(failed))
    into.gaps.push({ what: `other ids of the number (${search})`, why });
  await keepManifest(card.customer_id, at, into);
  return { records, kept, others, into };
}

/** One after the other, each in a folder of its own: who has no time or no card is told. */
async function collectSeveral(ids: readonly number[], hands: Hands): Promise<Row> {
  const cards = await Promise.all(
    ids.map(async (customer_id) => {
      try {
        return await customerCard({ customer_id }, hands);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        throw new ToolError(error.kind, `customer ${customer_id}: ${error.message} Nothing was collected.`);
      }
    }),
  );
  const done: Part[] = [];
  for (const card of cards) {
    if (hands.deadline.leftMs() < 2 * RESERVE_MS) break;
    done.push(await collected(card, hands));
  }
  return answerOfSeveral(cards, done, hands);
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
  /** For a recording: what it is of. */
  of?: 'calls' | 'orders';
}

/** Files are called by it. */
const isId = (id: unknown): boolean => Number.isInteger(id) && Number(id) > 0;

function readyFiles({ card, orders = [], calls = [], sms = [] }: Records, { hands }: Collection): Ready[] {
  const { time } = see(hands.view);
  const document: Ready = {
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
        ({ id, init_time }): Ready => ({
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
        ({ id }): Ready => ({
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
async function keepRecordings(
  records: Records,
  kept: (stem: string) => Promise<Kept | undefined>,
  into: Collection,
): Promise<Part['kept']> {
  const { hands, files, left } = into;
  const ready = readyFiles(records, into);
  const there = { calls: 0, orders: 0 };
  for (const [i, one] of ready.entries()) {
    hands.progress(i, ready.length, 'files saved');
    // A recording never changes: what an earlier run has got is not asked for again.
    const short = () => hands.deadline.leftMs() < RESERVE_MS;
    const had = one.of && !short() ? await kept(one.stem) : undefined;
    if (had) {
      files.push({ file: had.file, holds: one.holds, bytes: had.bytes, sha256: had.sha256 });
      there[one.of!]++;
    } else if (short()) left.push(one.stem);
    else if ((await saved(one, into)) && one.of) there[one.of]++;
  }
  hands.progress(ready.length, ready.length, 'files saved');
  return there;
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
