/** Customers from a file: what takes create_customers many calls. */

import type { Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { dryRunImport, importCustomers } from '../../src/import/import.ts';
import { type ImportArgs, importInput } from '../../src/import/input.ts';
import { contentToken, listLabel } from '../../src/import/result.ts';
import { compositeWriteTool, toolset } from '../builders.ts';
import { campaignsRinging } from '../labels.ts';

/** Rows that a preview shows. */
const MAX_EXAMPLES = 3;

/** A dry run sends nothing. */
const isForReal = ({ dry_run }: { dry_run?: boolean }): boolean => dry_run === false;

export const imports = toolset('insight', [
  compositeWriteTool({
    name: 'import_customers',
    title: 'Import customers',
    needs: 'download folder',
    description:
      'Puts the rows of a CSV file into a contact list (importera, ladda upp) and says what became of each. For more than a few customers take it rather than create_customers. By default a dry run, which sends nothing. Broken off or incomplete: the same call again sends only the rest. Give file or text.',
    searchHint: 'upload leads, CSV, Excel, add many customers to a contact list',
    input: importInput,
    oneOf: ['file', 'text'],
    execute: importCustomers,
    records: () => 0,
    quotes: 'cells of the file',
    consequences: { data: isForReal, contact: isForReal, bulk: isForReal },
    check: 'get_contactlist',
    guard: {
      undo: 'remove_customer, one by one',
      covers: ['create_customers'],
      preview: previewImport,
    },
  }),
]);

/** Previews a run by its dry run, pinned to that very content. @throws ToolError where the file can't be read */
async function previewImport(
  args: ImportArgs,
  read: ReadDialer,
  _format: PreviewFormatter,
  context: ReadContext,
): Promise<Preview> {
  const { scan, target, plan, answer } = await dryRunImport(args, context);
  const campaigns = await campaignsRinging(args.contactlist_id, read);
  const { sha256, file } = scan.source;
  const { invalid, duplicate } = scan.rows.countByStatus();
  const examples: unknown[] = Array.isArray(answer.examples) ? answer.examples : [];
  return {
    args: { ...args, content: contentToken(sha256) },
    target: `contact list ${args.contactlist_id}`,
    state: [sha256, plan, target.list.title],
    records: plan.pending,
    // Nothing is sent: there is nothing to say yes to.
    without: plan.pending === 0 ? ['bulk', 'data', 'contact'] : campaigns.length ? [] : ['contact'],
    summary: `Import ${plan.pending} customers${file ? ` from ${file}` : ''} into contact list ${listLabel(target)}.`,
    effects: [
      `${target.list.contacts_count ?? 'unknown how many'} customers are on it now; ${campaigns.length ? `campaigns with this list ring the new ones too: ${campaigns.join(', ')}` : 'it is on no campaign now'}`,
      `of ${scan.rows.count} rows ${invalid} are invalid and ${duplicate} are duplicates in the file`,
      ...(args.allow_duplicates ? ['numbers that are on the list already are added again'] : []),
      `columns: ${answer.columns.join(', ') || 'none'}`,
      ...examples.slice(0, MAX_EXAMPLES).map((example) => `such as ${JSON.stringify(example)}`),
    ],
  };
}
