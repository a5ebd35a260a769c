/** The answers of an import: small, with what to do next. */

import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { formatRow } from '../response/format.ts';
import { label } from '../response/wording.ts';
import { oneLine } from '../shared/text.ts';
import { SEPARATOR_NAMES } from './csv/separator.ts';
import { countReasons, lineRanges, type Status } from './row-status.ts';
import type { ScanResult } from './scan-rows.ts';
import type { SendResult } from './send.ts';

const MAX_COLUMNS = 30;
const MAX_REASONS = 10;
const MAX_REASON_LENGTH = 120;
const MAX_TITLE_LENGTH = 120;
/** Of an example. */
const MAX_CELL_LENGTH = 60;
const MAX_CUSTOM_FIELDS = 5;

/** Where the customers go, and where the result file is. */
export interface Target {
  list: Row;
  contactlist_id: number;
  folder: string;
  result_file: string;
}

/** What a run would do. */
export interface ImportPlan {
  /** How many rows are to be sent. */
  pending: number;
  batches: number;
  /** An earlier run of this import has left its result file. */
  hasEarlierRun: boolean;
  /** Why the result file can't be used. */
  fileProblem?: string;
}

/** One way everywhere: counts are of rows, and a row is named by its line. */
const HOW_COUNTED =
  'rows are those with any content, without the header; each counts once. line is where a row begins in the file.';

const shorten = (texts: string[], max: number): string[] =>
  texts.length > max ? [...texts.slice(0, max), `and ${texts.length - max} more`] : texts;

const reasons = ({ rows }: ScanResult, statuses: readonly Status[]): string[] =>
  shorten(
    countReasons(rows, statuses).map(([reason, count]) => `${count}: ${oneLine(reason, MAX_REASON_LENGTH)}`),
    MAX_REASONS,
  );

/** Ties a run to what its dry run has shown. */
export const contentToken = (sha256: string): string => sha256.slice(0, 12);

export const listLabel = ({ list, contactlist_id }: Target) =>
  label(typeof list.title === 'string' ? oneLine(list.title, MAX_TITLE_LENGTH) : undefined, contactlist_id);

export function dryRunAnswer(
  scan: ScanResult,
  target: Target,
  plan: ImportPlan,
  { display }: ReadContext,
): Row {
  const { source, suggestions, problems, examples } = scan;
  const dropped = droppedColumnsNote(suggestions);
  const answer = {
    status: 'dry_run',
    contactlist: listLabel(target),
    customers_on_it: target.list.contacts_count,
    ...(source.file && { file: source.file }),
    ...formOfFile(scan),
    ...(suggestions.columns.length && { columns_offered: suggestions.columns }),
    ...(suggestions.fields.length && { custom_fields: suggestions.fields }),
    ...rowCounts(scan, plan),
    reasons: reasons(scan, ['invalid', 'duplicate']),
    problems,
    examples: examples.map(shortenCells),
    parts: plan.batches,
    result_file: target.result_file,
    content: contentToken(source.sha256),
    ...(plan.fileProblem && { result_file_trouble: plan.fileProblem }),
    counted: HOW_COUNTED,
    ...(dropped && { dropped }),
    next: nextAfterDryRun(plan),
  };
  return formatRow(answer, display);
}

/** How the file is read. */
const formOfFile = ({ source, separator, headless, headers, fields, restored }: ScanResult): Row => ({
  encoding: source.encoding,
  separator: SEPARATOR_NAMES[separator],
  header: !headless,
  columns: shorten(
    headers.flatMap((header, i) => (fields[i] ? [`${header} = ${fields[i]}`] : [])),
    MAX_COLUMNS,
  ),
  columns_not_sent: shorten(
    headers.filter((_, i) => !fields[i]),
    MAX_COLUMNS,
  ),
  ...(fields.includes('name') && { names: 'the first word is the first name, the rest the last name' }),
  ...(restored && {
    zero_restored: `${restored} mobile numbers had lost their first 0, as spreadsheets do, and got it back`,
  }),
});

/** As the run counts them: the figures add up to rows. */
function rowCounts({ rows }: ScanResult, { pending, hasEarlierRun }: ImportPlan): Row {
  const { created, duplicate, invalid, failed, unknown, not_sent } = rows.countByStatus();
  // Sent once, not answered, and no number today: it may be in and can't be sent.
  const stuck = failed + unknown + not_sent - pending;
  return {
    rows: rows.count,
    to_send: pending,
    invalid,
    duplicate,
    ...(hasEarlierRun && { created }),
    ...(stuck > 0 && { unknown: stuck }),
    ...(failed + unknown > stuck && {
      earlier_run: { failed, unknown: unknown - stuck, note: 'among to_send: they are sent again' },
    }),
  };
}

/** What becomes of columns that nothing is known of, and how they are kept. */
function droppedColumnsNote({ columns, fields }: ScanResult['suggestions']): string | undefined {
  if (!columns.length && !fields.length) return undefined;
  const how = [
    ...(columns.length ? ['columns_offered'] : []),
    ...(fields.length ? ['"header=custom_field_..."'] : []),
  ].join(' or ');
  return `columns_not_sent are lost to the dialer. Ask the person; to keep one make another dry run with ${how} as columns.`;
}

function nextAfterDryRun({ pending, fileProblem }: ImportPlan): string {
  if (fileProblem)
    return 'Nothing was sent. Give another result_file, and show the new dry run to the person.';
  if (pending)
    return 'Nothing was sent. Numbers that are on the list already only the dialer tells, when they are sent. Show the person these figures, columns and examples; then call again with the same arguments and dry_run = false, which a person is asked about.';
  return 'Nothing was sent, and no row is left to send.';
}

/** Cells can be as long as letters. */
function shortenCells(customer: Row): Row {
  const entries = Object.entries(customer).map(([field, value]) => [
    field,
    typeof value === 'string' ? oneLine(value, MAX_CELL_LENGTH) : value,
  ]);
  const { custom_fields, ...fields }: Row = Object.fromEntries(entries);
  if (!custom_fields) return fields;
  const shortened = custom_fields.slice(0, MAX_CUSTOM_FIELDS).map((field: Row) => ({
    ...field,
    value: oneLine(field.value, MAX_CELL_LENGTH),
  }));
  return { ...fields, custom_fields: shortened };
}

/** @param file the result file; `fileProblem` says why it is not in order */
export function runAnswer(
  scan: ScanResult,
  target: Target,
  { sent, ended }: SendResult,
  { path, fileProblem }: { path: string; fileProblem?: string },
  { display }: ReadContext,
): Row {
  const { rows, problems } = scan;
  const counts = rows.countByStatus();
  const left = counts.not_sent + counts.failed + counts.unknown;
  const lines = {
    created: lineRanges(rows, 'created'),
    failed: lineRanges(rows, 'failed'),
    unknown: lineRanges(rows, 'unknown'),
    not_sent: lineRanges(rows, 'not_sent'),
    note: 'invalid and duplicate rows within a stretch are not in by this import',
  };
  const answer = {
    status: ended?.status ?? 'done',
    ...(ended && { why: ended.why }),
    contactlist: listLabel(target),
    rows: rows.count,
    sent_now: sent,
    ...counts,
    ...(left > 0 && { lines }),
    reasons: reasons(scan, ['invalid', 'duplicate', 'failed', 'unknown']),
    problems,
    counted: HOW_COUNTED,
    next: nextAfterRun(ended, left, counts.unknown),
  };
  // The path is the operator's, and must stay as it is.
  return {
    ...formatRow(answer, display),
    result_file: path,
    ...(fileProblem && { result_file_trouble: fileProblem }),
  };
}

function nextAfterRun(ended: SendResult['ended'], left: number, unknown: number): string {
  const about = 'The result file holds every row with what became of it; it holds personal data.';
  const again =
    'Calling again with the same arguments sends only rows that are not_sent, failed or unknown; unknown ones so that nobody gets onto the list twice.';
  if (ended?.status === 'incomplete') return `Call again with the same arguments to go on. ${about}`;
  if (ended) return `Tell the person what happened (why). When that is mended: ${again} ${about}`;
  if (left === 0) return `Tell the person the counts and where the result file is. ${about}`;
  return `${unknown ? 'Some rows may be in. ' : ''}${again} ${about}`;
}
