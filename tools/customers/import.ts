/** Customers from a file: what takes create_customers many calls. */

import * as s from '../../src/define/schema.ts';
import { importCustomers } from '../../src/import/import.ts';
import { compositeWriteTool, toolset } from '../builders.ts';

export const imports = toolset('insight', [
  compositeWriteTool({
    name: 'import_customers',
    title: 'Import customers',
    needs: 'download folder',
    description:
      'Puts the rows of a CSV file into a contact list (importera, ladda upp) and says what became of each. For more than a few customers take it rather than create_customers. By default a dry run, which sends nothing: show it to the person, and only after their yes call with dry_run = false. Broken off or incomplete: the same call again sends only the rest. Give file or text.',
    input: s.object({
      contactlist_id: s.id('list_contactlists'),
      file: s.text.describe('name in the download folder').optional(),
      text: s.text.max(2_000_000).describe('the CSV itself').optional(),
      columns: s
        .list(s.text)
        .max(100)
        .describe('header=field, for headers not understood; without a header 1=phone')
        .optional(),
      allow_duplicates: s.flag.optional(),
      contactlist_duplicates: s.ids().optional(),
      dry_run: s.flag.describe('default true').optional(),
      content: s.text.describe('from the dry run').optional(),
      result_file: s.text.describe('another name than by default').optional(),
    }),
    oneOf: ['file', 'text'],
    execute: importCustomers,
    quotes: 'cells of the file',
    check: 'get_contactlist',
  }),
]);
