/** No answer of the plain sandbox is marked: its texts are those of any company, and the rest is this server's own. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createInstructionFinder } from '../../src/outside-text/instructions.ts';
import { tools } from '../../tools/index.ts';
import { newFolder } from '../support/files.ts';
import { readArgs, readTools } from '../support/read-tools.ts';
import { sandboxServices } from '../support/sandbox-services.ts';

const find = createInstructionFinder(tools.map(({ name }) => name));

/** The paths with the texts that stand there, for the message of a failure. */
const marks = (row: any): string[] =>
  find(row).map((path) => {
    const steps = path.split(/[.[\]]+/).filter(Boolean);
    const text = steps.reduce((value, step) => value?.[row.columns?.indexOf(step)] ?? value?.[step], row);
    return `${path}: ${JSON.stringify(text)}`;
  });

/** Acts that answer with a preview, which names tools and says how to confirm. */
const ACTS: [tool: string, args: object][] = [
  ['cancel_orders', { order_ids: [39] }],
  ['update_order_status', { order_id: 39, verified: false }],
  ['delete_product', { product_id: 1 }],
  ['delete_sms_template', { sms_template_id: 1 }],
  ['delete_call_result', { call_result_id: 62 }],
  ['update_user', { user_id: 6, active: false }],
  ['delete_user', { user_id: 6 }],
  ['create_contactlist', { title: 'Hösten', prune_date: '2030-01-01' }],
  ['deactivate_contactlist', { campaign_id: 2, contactlist_id: 6 }],
  ['remove_customer', { customer_id: 922 }],
  ['prune_customer', { customer_id: 922 }],
  ['delete_blocklist', { blocklist_id: 6 }],
];

it('no read of the sandbox is marked', async () => {
  const here = await sandboxServices({ HITRATE_DOWNLOAD_DIR: newFolder() });
  const marked: string[] = [];
  for (const { name } of readTools) {
    const row = await here.ask(name, readArgs(name));
    for (const mark of marks(row)) marked.push(`${name} ${mark}`);
  }
  expect(marked).toEqual([]);
});

it('no preview of an act is marked, nor is what the act answers', async () => {
  const here = await sandboxServices();
  const marked: string[] = [];
  for (const [tool, args] of ACTS) {
    const shown = await here.ask(tool, args);
    const token = shown.confirmation?.token;
    const done = token ? await here.ask(tool, { ...args, confirm: token }) : shown;
    for (const row of [shown, done]) for (const mark of marks(row)) marked.push(`${tool} ${mark}`);
  }
  expect(marked).toEqual([]);
});

it('no answer to a recorded example is marked', () => {
  const file = new URL('../contract/snapshots/answers.json', import.meta.url);
  const outcomes: Record<string, { row?: object }> = JSON.parse(readFileSync(file, 'utf8'));
  const marked = Object.entries(outcomes).flatMap(([example, { row = {} }]) =>
    marks(row).map((mark) => `${example} ${mark}`),
  );
  expect(Object.keys(outcomes).length).toBeGreaterThan(150);
  expect(marked).toEqual([]);
});
