/** Reads all rows before anything is sent: which of them can be sent, and why the others can't. */

import type { NameEntry, NameLookup } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { toE164 } from '../shared/phone.ts';
import { truncate } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type Field, type Mapping, mapColumns } from './column-mapping.ts';
import { type CsvRow, readRecords } from './csv/csv-reader.ts';
import { detectSeparator, type Separator } from './csv/separator.ts';
import type { Source } from './csv/source.ts';
import { customerOf, phoneOf, phoneProblem, rowProblem, sizeInBytes } from './customer-row.ts';
import type { ImportArgs } from './input.ts';
import { createPhoneIndex } from './phone-index.ts';
import { createRowStatuses, type RowStatuses, sameNumberAs } from './row-status.ts';

const MAX_PROBLEMS = 5;
/** Fewer are checked before anybody wonders. */
const REPORTED_ROWS = 50_000;
const MAX_PHONE_LENGTH = 30;
const MAX_EXAMPLES = 2;
/** The average size of a customer is measured on the first ones. */
const MAX_MEASURED_CUSTOMERS = 100;

/** What the rows turned out to be. */
interface RowSummary {
  rows: RowStatuses;
  /** The first rows that can't be sent. */
  problems: { line: number; phone?: string; why: string }[];
  /** The first customers that can, as they would be sent. */
  examples: Row[];
  /** How many phone numbers had lost their leading 0. */
  restored: number;
  /** The average size of the first customers. */
  bytesPerCustomer: number;
}

export interface ScanResult extends Mapping, RowSummary {
  source: Source;
  separator: Separator;
}

/** @throws ToolError where the file as a whole can't be imported */
export async function scanRows(
  source: Source,
  { columns = [], allow_duplicates = false }: ImportArgs,
  { lookup, display: { region }, progress }: ReadContext,
): Promise<ScanResult> {
  const separator = detectSeparator(source.head);
  const customFields = await listCustomFields(lookup);
  const isPhone = (cell: string) => toE164(cell, region) !== undefined;
  let mapping: Mapping | undefined;
  let scanner: RowScanner | undefined;
  let rowsChecked = 0;
  for await (const records of readRecords(source, separator))
    for (const record of records) {
      if (scanner) {
        scanner.add(record);
        if (++rowsChecked % REPORTED_ROWS === 0) progress(rowsChecked, undefined, 'rows checked');
        continue;
      }
      mapping = mapColumns(record.cells, columns, customFields, isPhone);
      scanner = createRowScanner(mapping.fields, region, allow_duplicates);
      if (mapping.headless) scanner.add(record);
    }
  if (rowsChecked >= REPORTED_ROWS) progress(rowsChecked, rowsChecked, 'rows checked');
  const name = source.file ?? 'The text';
  if (!mapping || !scanner) throw new ToolError('rejected', `${name} is empty.`);
  const summary = scanner.summary();
  if (summary.rows.count === 0)
    throw new ToolError('rejected', `${name} has a header and no rows. Nothing was sent.`);
  return { source, separator, ...mapping, ...summary };
}

interface RowScanner {
  add(record: CsvRow): void;
  summary(): RowSummary;
}

function createRowScanner(
  fields: readonly (Field | undefined)[],
  region: string,
  allowDuplicates: boolean,
): RowScanner {
  const rows = createRowStatuses();
  const phoneIndex = createPhoneIndex();
  const phoneColumn = fields.indexOf('phone');
  const problems: RowSummary['problems'] = [];
  const customers: Row[] = [];
  let bytes = 0;
  let restored = 0;

  function addInvalid(line: number, why: string, phone?: string): void {
    rows.add(line, undefined, { status: 'invalid', reason: why });
    if (problems.length < MAX_PROBLEMS)
      problems.push({ line, phone: phone && truncate(phone, MAX_PHONE_LENGTH), why });
  }

  return {
    add(record) {
      const { line, cells } = record;
      const problem = rowProblem(record, fields);
      if (problem) return addInvalid(line, problem);
      const cell = cells[phoneColumn]!;
      const number = phoneOf(cell, region);
      if (!number) return addInvalid(line, phoneProblem(cell, region), cell);
      const { phone } = number;
      if (number.restored) restored++;
      const firstLine = allowDuplicates ? undefined : phoneIndex.firstLine(Number(phone.slice(1)), line);
      if (firstLine) return rows.add(line, phone, { status: 'duplicate', reason: sameNumberAs(firstLine) });
      rows.add(line, phone, { status: 'not_sent' });
      if (customers.length === MAX_MEASURED_CUSTOMERS) return;
      const customer = customerOf(cells, fields, phone);
      customers.push(customer);
      bytes += sizeInBytes(customer);
    },
    summary: () => ({
      rows,
      problems,
      examples: customers.slice(0, MAX_EXAMPLES),
      restored,
      bytesPerCustomer: bytes / customers.length,
    }),
  };
}

/** Undefined where the token may not list them: it may send them all the same, by their numbers. */
async function listCustomFields(lookup: NameLookup): Promise<readonly NameEntry[] | undefined> {
  try {
    return await lookup.entries('custom_field');
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'permission_denied') return undefined;
    throw error;
  }
}
