/** The first look at all rows: what can be sent and what can not, before anything is. */

import type { NameEntry, NameLookup } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { toE164 } from '../shared/phone.ts';
import { truncate } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type Mapping, mapColumns } from './column-mapping.ts';
import { type CsvRow, readRecords, type Separator, separatorOf } from './csv-reader.ts';
import { customerOf, phoneOf, phoneProblem, rowProblem, weight } from './customer-row.ts';
import { createPhoneIndex } from './phone-index.ts';
import { createStatusCounter, type StatusCounter, sameAs } from './row-status.ts';
import type { Source } from './source.ts';

/** So many of the rows that can't be sent are shown with what stands there. */
const MAX_SHOWN_PROBLEMS = 5;
const EXAMPLES = 2;
const WEIGHED_ROWS = 100;

export interface ScanResult extends Mapping {
  source: Source;
  separator: Separator;
  tally: StatusCounter;
  /** The first rows that can't be sent. */
  problems: { line: number; phone?: string; why: string }[];
  /** The first customers that can, as they would be sent. */
  examples: Row[];
  /** Numbers that had lost their first 0. */
  restored: number;
  /** How much one weighs, going by the first ones. */
  customerBytes: number;
}

/** @throws ToolError where the file as a whole can't be imported */
export async function scanRows(
  source: Source,
  args: Args,
  { lookup, display }: ReadContext,
): Promise<ScanResult> {
  const separator = separatorOf(source.head);
  const tally = createStatusCounter();
  const problems: ScanResult['problems'] = [];
  const seen = createPhoneIndex();
  const custom = await customFields(lookup);
  const reads = (cell: string) => toE164(cell, display.region) !== undefined;
  let mapping: Mapping | undefined;
  let phoneAt = 0;
  const customers: Row[] = [];
  let restored = 0;
  let bytes = 0;

  function take(row: CsvRow, { fields }: Mapping): void {
    const { line, cells } = row;
    const wrong = rowProblem(row, fields);
    const read = wrong ? undefined : phoneOf(cells[phoneAt]!, display.region);
    if (!read) {
      const why = wrong ?? phoneProblem(cells[phoneAt]!, display.region);
      tally.add(line, undefined, { status: 'invalid', reason: why });
      if (problems.length < MAX_SHOWN_PROBLEMS)
        problems.push({
          line,
          phone: wrong ? undefined : truncate(cells[phoneAt]!, 30),
          why,
        });
      return;
    }
    const { phone } = read;
    if (read.restored) restored++;
    const first = args.allow_duplicates ? undefined : seen.first(Number(phone.slice(1)), line);
    tally.add(line, phone, first ? { status: 'duplicate', reason: sameAs(first) } : { status: 'not_sent' });
    if (first || customers.length === WEIGHED_ROWS) return;
    const customer = customerOf(cells, fields, phone);
    customers.push(customer);
    bytes += weight(customer);
  }

  for await (const rows of readRecords(source, separator))
    for (const row of rows) {
      if (mapping) {
        take(row, mapping);
        continue;
      }
      mapping = mapColumns(row.cells, (args.columns as string[] | undefined) ?? [], custom, reads);
      phoneAt = mapping.fields.indexOf('phone');
      if (mapping.headless) take(row, mapping);
    }
  if (!mapping) throw new ToolError('rejected', `${source.file ?? 'The text'} is empty.`);
  if (tally.rows === 0)
    throw new ToolError(
      'rejected',
      `${source.file ?? 'The text'} has a header and no rows. Nothing was sent.`,
    );
  const examples = customers.slice(0, EXAMPLES);
  return {
    source,
    separator,
    tally,
    problems,
    examples,
    restored,
    customerBytes: bytes / customers.length,
    ...mapping,
  };
}

/** A token that may not list them may send them all the same, by their numbers. */
async function customFields(directory: NameLookup): Promise<readonly NameEntry[] | undefined> {
  try {
    return await directory.entries('custom_field');
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'permission_denied') return undefined;
    throw error;
  }
}
