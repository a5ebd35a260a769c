/** All that the dialer holds of one customer, as files in one folder: what an access request (GDPR, article 15) needs. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clean, see } from '../answer/clean.ts';
import { ToolError } from '../errors.ts';
import { checkFolder, inWords, wholeFile } from '../files.ts';
import { oneLine } from '../text.ts';
import { isoLocal } from '../time.ts';
import type { Args, Hands, Row } from '../tool.ts';
import { label, orderState, productsText } from '../words.ts';
import { eachCall } from './call-rows.ts';
import { customerCard, latestCalls, rowsOf, smsThread } from './card.ts';
import { keptFiles } from './kept.ts';

/** So much of the time is kept for the manifest and the answer. */
const RESERVE_MS = 4_000;
const MANIFEST = 'manifest.json';
/** In the summary; the files beside it have all of it. */
const LONGEST_LINE = 4_000;

interface File {
  file: string;
  /** What is in it, in words. */
  holds: string;
  bytes: number;
  sha256?: string;
}

interface Gap {
  what: string;
  why: string;
}

export async function collectCustomerData(args: Args, hands: Hands): Promise<Row> {
  const { ask, view, deadline, progress } = hands;
  const card = await customerCard(args, hands);
  const { customer_id } = card;
  const folder = await inWords(ownFolder(hands.folder!, `customer-${customer_id}`));
  const kept = await keptFiles(folder, MANIFEST);
  const files: File[] = [];
  const gaps: Gap[] = [];

  /** Notes what is not there instead of failing: the rest is needed all the same. */
  async function part<T>(what: string, get: () => Promise<T>): Promise<T | undefined> {
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof ToolError || error instanceof TypeError)) throw error;
      gaps.push({
        what,
        why: error instanceof ToolError ? `${error.kind}: ${error.message}` : 'bad_answer: undocumented form',
      });
      return undefined;
    }
  }
  const keep = async (name: string, holds: string, text: string) => {
    const bytes = Buffer.from(text);
    await inWords(wholeFile(folder, name, (handle) => handle.appendFile(bytes)));
    files.push({
      file: name,
      holds,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  };
  const json = (name: string, holds: string, value: unknown) =>
    keep(name, holds, `${JSON.stringify(clean(value, view), null, 2)}\n`);

  await json('card.json', 'the customer card', card);
  const orders = await part('orders', async (): Promise<Row[]> => {
    const rows = rowsOf(await ask('search_orders', { customer_id }));
    const own = rows.filter((order) => order.customer_id === customer_id);
    await json('orders.json', `${own.length} orders`, own);
    return own;
  });
  const calls = await part('calls', async () => {
    const rows: Row[] = [];
    const { partial } = await eachCall(
      { customer_ids: [customer_id] },
      { ...hands, progress: () => {} },
      (more) => {
        rows.push(...more.filter((call) => call.customer_id === customer_id));
      },
    );
    if (partial) gaps.push({ what: 'calls', why: partial });
    await json('calls.json', `${rows.length} calls`, rows);
    return rows;
  });
  const sms = await part('SMS', async () => {
    const { rows } = await smsThread(customer_id, hands);
    await json('sms.json', `${rows.length} SMS and notes`, rows);
    return rows;
  });
  const saved = [
    ...(sms?.length
      ? [
          {
            tool: 'get_sms_history_pdf',
            args: { customer_id },
            stem: 'sms',
            holds: 'the SMS as a document',
            sound: false,
          },
        ]
      : []),
    ...(calls ?? [])
      .filter((call) => call.recording)
      .map(({ id, init_time }) => ({
        tool: 'get_call_recording',
        args: { call_id: id },
        stem: `call-${id}`,
        holds: `the recording of call ${id}, ${see(view).time(init_time)}`,
        sound: true,
      })),
    ...(orders ?? [])
      .filter((order) => order.order_recording_id)
      .map(({ id }) => ({
        tool: 'get_order_recording',
        args: { order_id: id },
        stem: `order-${id}`,
        holds: `the recording of order ${id}`,
        sound: true,
      })),
  ];
  const left: string[] = [];
  let recordings = 0;
  for (const [i, { tool, args: of, stem, holds, sound }] of saved.entries()) {
    progress(i, saved.length);
    // A recording never changes: what an earlier run has got is not asked for again.
    const had = sound ? await kept(stem) : undefined;
    if (had) {
      files.push({ file: had.file, holds, bytes: had.bytes, sha256: had.sha256 });
      recordings++;
      continue;
    }
    if (deadline.leftMs() < RESERVE_MS) {
      left.push(stem);
      continue;
    }
    await part(holds, async () => {
      const file = await hands.save(tool, of, folder, stem).catch((error) => {
        // Time was up in the middle of it.
        if (deadline.expired()) return undefined;
        throw error;
      });
      if (!file) {
        left.push(stem);
        return;
      }
      const { path, bytes, sha256 } = file;
      files.push({ file: path.slice(folder.length + 1), holds, bytes: bytes!, sha256 });
      if (sound) recordings++;
    });
  }
  progress(saved.length, saved.length);

  const others = await part('other ids of the number', async () => sameNumber(card, hands));
  const at = isoLocal(new Date(), view.timezone);
  await keep(
    'summary.md',
    'all of this in words',
    summary({ card, orders, calls, sms, files, gaps, left, others, at, hands }),
  );
  const manifest = {
    customer_id,
    collected_at: at,
    files,
    not_collected: gaps,
    ...(left.length && { left_for_another_run: left }),
  };
  await keep(MANIFEST, 'this list', `${JSON.stringify(manifest, null, 2)}\n`);

  return {
    status: left.length || gaps.length ? 'incomplete' : 'done',
    customer: clean(label(card.name, customer_id), view),
    folder,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    orders: orders?.length,
    calls: calls?.length,
    recordings,
    sms: sms?.length,
    ...(gaps.length && { not_collected: clean(gaps, view) }),
    ...(others?.length && {
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

async function sameNumber({ customer_id, phone }: Row, hands: Hands): Promise<number[]> {
  if (typeof phone !== 'string') return [];
  const { rows } = await latestCalls({ phone }, hands);
  return [...new Set(rows.map((call) => call.customer_id as number))].filter(
    (id) => Number.isInteger(id) && id !== customer_id,
  );
}

interface Told {
  card: Row;
  orders?: Row[];
  calls?: Row[];
  sms?: Row[];
  files: File[];
  gaps: Gap[];
  left: string[];
  others?: number[];
  at: string;
  hands: Hands;
}

/** In Swedish, for whoever asked for it. */
function summary({
  card,
  orders = [],
  calls = [],
  sms = [],
  files,
  gaps,
  left,
  others = [],
  at,
  hands,
}: Told): string {
  const { view } = hands;
  const { time } = see(view);
  const fields = Object.entries(clean(card, view) as Row).filter(
    ([name, value]) =>
      !['custom_fields', 'order_ids', 'call_ids', 'contactlist_ids'].includes(name) &&
      typeof value !== 'object',
  );
  const custom: Row[] = card.custom_fields ?? [];
  const lines = [
    `# Uppgifter om kund ${card.customer_id}`,
    '',
    `Sammanställt ${at} ur ringsystemet Hitrate.`,
    '',
    '## Kundkort',
    ...fields.map(([name, value]) => `- ${name}: ${value}`),
    ...custom.map((field) => `- ${field.title ?? `fält ${field.custom_field_id}`}: ${field.value}`),
    '',
    `## Order (${orders.length})`,
    ...orders.map(
      (order) =>
        `- ${order.id}, ${time(order.create_time)}: ${productsText(order)}, ${order.value} kr, ${orderState(order)}`,
    ),
    '',
    `## Samtal (${calls.length})`,
    ...calls.map(
      (call) => `- ${call.id}, ${time(call.init_time)}: ${call.type}${call.recording ? ', inspelat' : ''}`,
    ),
    '',
    `## SMS (${sms.length})`,
    ...sms.map((one) => `- ${time(one.sent)}, ${one.sender}: ${one.message}`),
    '',
    '## Filer',
    ...files.map(({ file, holds }) => `- ${file}: ${holds}`),
    ...(gaps.length || left.length || others.length ? ['', '## Saknas'] : []),
    ...gaps.map(({ what, why }) => `- ${what}: ${why}`),
    ...left.map((stem) => `- ${stem}: tiden tog slut`),
    ...others.map((id) => `- kund ${id} har samma telefonnummer och är inte med`),
  ];
  // In one line each: what people wrote must not look like a heading of ours.
  return `${lines.map((line) => oneLine(clean(line, view) as string, LONGEST_LINE)).join('\n')}\n`;
}
