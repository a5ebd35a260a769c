/** What is told of an import: small, with what to do next. */

import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { formatValue } from '../response/format.ts';
import { label } from '../response/wording.ts';
import { oneLine } from '../shared/text.ts';
import { SEPARATOR_NAMES } from './csv-reader.ts';
import { reasonCounts, rowRanges } from './row-status.ts';
import type { ScanResult } from './scan-rows.ts';
import type { SendResult } from './send.ts';

const MAX_COLUMNS = 30;
const MAX_REASONS = 10;
/** Of a cell in an example. */
const MAX_REASON_LENGTH = 60;

export interface Target {
  list: Row;
  contactlist_id: number;
  result_file: string;
}

const shorten = (texts: string[], most: number): string[] =>
  texts.length > most ? [...texts.slice(0, most), `and ${texts.length - most} more`] : texts;

/** Reasons with how many rows each has. */
const reasons = (look: ScanResult, statuses: Parameters<typeof reasonCounts>[1]): string[] =>
  shorten(
    reasonCounts(look.tally, statuses).map(([reason, rows]) => `${rows}: ${oneLine(reason, 120)}`),
    MAX_REASONS,
  );

/** By which a run is tied to what its dry run has shown. */
export const contentOf = (sha256: string): string => sha256.slice(0, 12);

const listOf = ({ list, contactlist_id }: Target) =>
  label(typeof list.title === 'string' ? oneLine(list.title, 120) : undefined, contactlist_id);

export interface DryRun {
  parts: number;
  to_send: number;
  /** An earlier run of this import has left its result file. */
  earlier: boolean;
  /** The result file can't be used. */
  trouble?: string;
}

/** One way everywhere: counts are of rows, and a row is named by its line. */
const COUNTED_STATUSES =
  'rows are those with any content, without the header; each counts once. line is where a row begins in the file.';

export function dryRunAnswer(
  look: ScanResult,
  target: Target,
  rehearsal: DryRun,
  { display }: ReadContext,
): Row {
  const { source, separator, headers, fields, headless, offers, tally, problems, examples, restored } = look;
  const { parts, to_send, earlier, trouble } = rehearsal;
  // Sent once, not answered, and no number today: it may be in and can't be sent.
  const counts = tally.counts();
  const mapped = headers.flatMap((header, i) => (fields[i] ? [`${header} = ${fields[i]}`] : []));
  const { created, duplicate, invalid, failed, unknown, not_sent } = counts;
  const stuck = failed + unknown + not_sent - to_send;
  const dropped = droppedColumnsNote(offers);
  const answer = {
    status: 'dry_run',
    contactlist: listOf(target),
    customers_on_it: target.list.contacts_count,
    ...(source.file && { file: source.file }),
    encoding: source.encoding,
    separator: SEPARATOR_NAMES[separator],
    header: !headless,
    columns: shorten(mapped, MAX_COLUMNS),
    columns_not_sent: shorten(
      headers.filter((_, i) => !fields[i]),
      MAX_COLUMNS,
    ),
    ...(fields.includes('name') && { names: 'the first word is the first name, the rest the last name' }),
    ...(restored && {
      zero_restored: `${restored} mobile numbers had lost their first 0, as spreadsheets do, and got it back`,
    }),
    ...(offers.columns.length && { columns_offered: offers.columns }),
    ...(offers.fields.length && { custom_fields: offers.fields }),
    // As the run counts them: these add up to rows.
    rows: tally.rows,
    to_send,
    invalid,
    duplicate,
    ...(earlier && { created }),
    ...(stuck > 0 && { unknown: stuck }),
    ...(failed + unknown > stuck && {
      earlier_run: { failed, unknown: unknown - stuck, note: 'among to_send: they are sent again' },
    }),
    reasons: reasons(look, ['invalid', 'duplicate']),
    problems,
    examples: examples.map(shortText),
    parts,
    result_file: target.result_file,
    content: contentOf(source.sha256),
    ...(trouble && { result_file_trouble: trouble }),
    counted: COUNTED_STATUSES,
    ...(dropped && { dropped }),
    next: trouble
      ? 'Nothing was sent. Give another result_file, and show the new dry run to the person.'
      : to_send
        ? 'Nothing was sent. Numbers that are on the list already only the dialer tells, when they are sent. Show the person these figures, columns and examples; after the yes call again with the same arguments, dry_run = false and this content.'
        : 'Nothing was sent, and no row is left to send.',
  };
  return formatValue(answer, display) as Row;
}

/** What becomes of columns that nothing is known of, and how they are kept. */
function droppedColumnsNote({ columns, fields }: ScanResult['offers']): string | undefined {
  if (!columns.length && !fields.length) return undefined;
  const how = [
    ...(columns.length ? ['columns_offered'] : []),
    ...(fields.length ? ['"header=custom_field_..."'] : []),
  ].join(' or ');
  return `columns_not_sent are lost to the dialer. Ask the person; to keep one make another dry run with ${how} as columns.`;
}

/** Cells can be as long as letters. */
function shortText(customer: Row): Row {
  const entries = Object.entries(customer).map(([field, value]) => [
    field,
    typeof value === 'string' ? oneLine(value, MAX_REASON_LENGTH) : value,
  ]);
  const { custom_fields, ...rest } = Object.fromEntries(entries) as Row;
  if (!custom_fields) return rest;
  const shown = custom_fields.slice(0, 5).map((field: Row) => ({
    ...field,
    value: oneLine(field.value, MAX_REASON_LENGTH),
  }));
  return { ...rest, custom_fields: shown };
}

/** @param path of the result file. @param trouble why it is not in order */
export function runAnswer(
  look: ScanResult,
  target: Target,
  { sent, ended }: SendResult,
  { path, trouble }: { path: string; trouble?: string },
  { display }: ReadContext,
): Row {
  const { tally, problems } = look;
  const counts = tally.counts();
  const left = counts.not_sent + counts.failed + counts.unknown;
  const where = {
    created: rowRanges(tally, 'created'),
    failed: rowRanges(tally, 'failed'),
    unknown: rowRanges(tally, 'unknown'),
    not_sent: rowRanges(tally, 'not_sent'),
  };
  const answer = {
    status: ended?.status ?? 'done',
    ...(ended && { why: ended.why }),
    contactlist: listOf(target),
    rows: tally.rows,
    sent_now: sent,
    ...counts,
    ...(left > 0 && {
      lines: {
        ...where,
        note: 'invalid and duplicate rows within a stretch are not in by this import',
      },
    }),
    reasons: reasons(look, ['invalid', 'duplicate', 'failed', 'unknown']),
    problems,
    counted: COUNTED_STATUSES,
    next: nextOf(ended, left, counts.unknown),
  };
  // The path is the operator's, and must stay as it is.
  return {
    ...(formatValue(answer, display) as Row),
    result_file: path,
    ...(trouble && { result_file_trouble: trouble }),
  };
}

function nextOf(ended: SendResult['ended'], left: number, unknown: number): string {
  const about = 'The result file holds every row with what became of it; it holds personal data.';
  const again =
    'Calling again with the same arguments sends only rows that are not_sent, failed or unknown; unknown ones so that nobody gets onto the list twice.';
  if (ended?.status === 'incomplete') return `Call again with the same arguments to go on. ${about}`;
  if (ended) return `Tell the person what happened (why). When that is mended: ${again} ${about}`;
  if (left === 0) return `Tell the person the counts and where the result file is. ${about}`;
  return `${unknown ? 'Some rows may be in. ' : ''}${again} ${about}`;
}
