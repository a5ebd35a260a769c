/** Customers from a file: what takes create_customers many calls. */

import { importCustomers } from '../../src/import/import.ts';
import { importInput } from '../../src/import/input.ts';
import { compositeWriteTool, toolset } from '../builders.ts';

export const imports = toolset('insight', [
  compositeWriteTool({
    name: 'import_customers',
    title: 'Import customers',
    needs: 'download folder',
    description:
      'Puts the rows of a CSV file into a contact list (importera, ladda upp) and says what became of each. For more than a few customers take it rather than create_customers. By default a dry run, which sends nothing: show it to the person, and only after their yes call with dry_run = false. Broken off or incomplete: the same call again sends only the rest. Give file or text.',
    input: importInput,
    oneOf: ['file', 'text'],
    execute: importCustomers,
    quotes: 'cells of the file',
    check: 'get_contactlist',
  }),
]);
