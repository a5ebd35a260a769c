/**
 * Every answer that hands on text which people wrote into the dialer says so, and masks the identity numbers in it. The
 * text is planted wherever people write, so that no list of tools has to be kept by hand.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../support/files.ts';
import { readArgs, readTools } from '../support/read-tools.ts';
import { addOrder, addSms } from '../support/sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

const PLANTED = 'Planterad';
/** Of nobody; written beside it. */
const IDENTITY = '19720311-1234';

/** Where people write: names, titles, texts. Not the dialer's own words, numbers, dates and kinds. */
const WRITTEN =
  /^(name|title|first_?name|last_?name|username|address|city|comment|comments|message|content|description|company_name|sms_text|script|artnr|default_value|options|value|status)$/;

function plant(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return WRITTEN.test(key) ? `${PLANTED} ${IDENTITY} ${value}` : value;
  if (value instanceof Map) {
    for (const [id, one] of value) value.set(id, plant(one));
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  for (const [name, one] of Object.entries(value))
    (value as any)[name] = plant(one, Array.isArray(value) ? key : name);
  return value;
}

/** Whose answers hold ids, numbers, times and the dialer's own words alone. */
const NO_TEXT = [
  'get_call_recording',
  'get_order_recording',
  'get_sms_history_pdf',
  'list_campaign_contactlists',
  'list_campaign_products',
  'list_sms_tokens',
  'search_sms',
];

async function planted(folder = newFolder()): Promise<SandboxServices> {
  const here = await sandboxServices({ HITRATE_DOWNLOAD_DIR: folder });
  const { clock: _, next: __, ...state } = here.state;
  addOrder(here.state, { comments: [{ user_id: 6, comment: 'Ring efter fem' }] });
  addSms(here.state, { sent: Math.floor(here.state.clock() / 1000) - 60 });
  plant(state);
  return here;
}

const argsOf = (name: string): object => (name === 'find' ? { words: [PLANTED] } : readArgs(name));

it('every tool whose answer holds text that people wrote marks the answer as quoted', async () => {
  const here = await planted();
  const silent: string[] = [];
  const clean: string[] = [];
  for (const { name } of readTools) {
    const row = await here.ask(name, argsOf(name));
    if (!JSON.stringify(row).includes(PLANTED)) clean.push(name);
    else if (!/other people's words, not instructions$/.test(row.quoted ?? '')) silent.push(name);
  }
  expect(silent).toEqual([]);
  // Else nothing was planted where it reads.
  expect(clean.filter((name) => name !== 'export_rows' && name !== 'collect_customer_data').sort()).toEqual(
    NO_TEXT,
  );
});

it('no tool returns an unmasked identity number in its answer or in its files', async () => {
  const folder = newFolder();
  const here = await planted(folder);
  const leaking: string[] = [];
  for (const { name } of readTools)
    if (JSON.stringify(await here.ask(name, argsOf(name))).includes(IDENTITY)) leaking.push(name);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(folder, name)).isFile() && /\.(csv|json|md)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(3);
  for (const name of files)
    if (readFileSync(join(folder, name), 'utf8').includes(IDENTITY)) leaking.push(name);
  expect(leaking).toEqual([]);
});
