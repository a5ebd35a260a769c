/** The arguments of import_customers. */
import type * as z from 'zod';
import * as s from '../define/schema.ts';

export const importInput = s.object({
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
  content: s.quiet(s.text.optional()),
  result_file: s.text.describe('another name than by default').optional(),
});

export type ImportArgs = z.infer<typeof importInput>;
