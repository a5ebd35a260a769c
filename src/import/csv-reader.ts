/** CSV as it comes: which separator it has, and its rows one by one. */
import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { ToolError } from '../shared/tool-error.ts';
import type { Source } from './source.ts';

const SEPARATORS = [';', ',', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];
/** How answers call them. */
export const SEPARATOR_NAMES: Record<Separator, string> = {
  ';': 'semicolon',
  ',': 'comma',
  '\t': 'tab',
  '|': 'vertical bar',
};

const SAMPLED_LINES = 20;
/** A row that is longer is none: somewhere a quote was not closed. */
const MAX_ROW_LENGTH = 1_000_000;
/** The first line by which a file tells Excel its separator. */
const REPORTED = /^sep=([;,\t|])?/i;

export interface CsvRow {
  /** Where it begins, from 1. */
  line: number;
  cells: string[];
  /** A quote swallowed the beginning of another row. */
  runTogether: boolean;
}

/** The one that divides most lines as it divides the first. */
export function separatorOf(head: string): Separator {
  const told = REPORTED.exec(head)?.[1];
  if (told) return told as Separator;
  const lines = countNoun(head);
  let best: { separator: Separator; score: number } = { separator: ';', score: 0 };
  for (const [i, separator] of SEPARATORS.entries()) {
    const first = lines[0]?.[i] ?? 0;
    if (first === 0) continue;
    const alike = lines.filter((counts) => counts[i] === first).length;
    const score = alike + first / 1000;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** How often each separator stands outside quotes, in each of the first lines. */
function countNoun(head: string): number[][] {
  const lines: number[][] = [];
  let counts = SEPARATORS.map(() => 0);
  let quoted = false;
  let starts = true;
  let empty = true;
  for (let i = 0; i < head.length && lines.length < SAMPLED_LINES; i++) {
    const char = head[i]!;
    const at = SEPARATORS.indexOf(char as Separator);
    // A quote within a cell, as in 5" pipe, opens nothing.
    if (char === '"' && (quoted || starts)) quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) {
      if (!empty) lines.push(counts);
      counts = SEPARATORS.map(() => 0);
      empty = true;
    } else if (!quoted && at >= 0) counts[at]!++;
    starts = !quoted && (at >= 0 || char === '\n' || char === '\r');
    if (char !== '\n' && char !== '\r') empty = false;
  }
  // The last line may be cut, unless it is all there is.
  if (lines.length === 0) lines.push(counts);
  return lines;
}

/**
 * Its rows with the header as the first, as many at a time as a piece of the file has: one by one they would cost more
 * in waiting than in reading. Those without any content are left out.
 * @throws ToolError
 */
export async function* readRecords(source: Source, separator: Separator): AsyncGenerator<CsvRow[]> {
  const parser = parse({
    delimiter: separator,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // By itself it would go by the first line alone.
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_LENGTH,
  });
  let failed: Error | undefined;
  /** Characters since a row was last complete: the parser itself counts none of empty cells. */
  let open = 0;
  parser.on('error', (error) => {
    failed = error;
  });
  let told = REPORTED.test(source.head);
  let columns: number | undefined;
  let overcounted = 0;
  let end = 0;
  let empty = 0;

  function rowOf({ record, info }: Parsed): CsvRow | undefined {
    const { breaks, crlf, separators } = insideQuotes(record, separator);
    // The parser counts CR LF within quotes as two lines.
    overcounted += crlf;
    end = info.lines - overcounted;
    empty = info.empty_lines;
    if (told) {
      told = false;
      return undefined;
    }
    const cells = record.map(unquoted);
    if (cells.every((cell) => cell === '')) return undefined;
    columns ??= cells.length;
    const runTogether = breaks > 0 && columns > 1 && separators >= (columns - 1) * breaks;
    return { line: end - breaks, cells, runTogether };
  }

  /** What the parser, which works while it is written to, has ready. */
  function ready(): CsvRow[] {
    const rows: CsvRow[] = [];
    for (let one = parser.read() as Parsed | null; one; one = parser.read() as Parsed | null) {
      const row = rowOf(one);
      if (row) rows.push(row);
    }
    return rows;
  }

  for await (const text of source.text()) {
    const before = parser.info.records;
    parser.write(text);
    open = parser.info.records > before || parser.info.empty_lines > empty ? text.length : open + text.length;
    if (open > MAX_ROW_LENGTH + text.length) throw rowTooLong(end + 1);
    const rows = ready();
    if (rows.length) yield rows;
    if (failed) break;
  }
  if (!failed) {
    parser.end();
    // Its last row comes a moment later.
    await finished(parser, { readable: false }).catch(() => {});
    const rows = ready();
    if (rows.length) yield rows;
  }
  if (failed)
    throw failed instanceof CsvError ? brokenCsv(failed, end + 1 + parser.info.empty_lines - empty) : failed;
}

interface Parsed {
  record: string[];
  info: { lines: number; empty_lines: number };
}

/** What the cells hold of line breaks and separators, which only quotes keep in them. */
function insideQuotes(
  record: string[],
  separator: Separator,
): { breaks: number; crlf: number; separators: number } {
  const counts = { breaks: 0, crlf: 0, separators: 0 };
  for (const cell of record) {
    if (!/[\r\n]/.test(cell)) continue;
    counts.crlf += cell.match(/\r\n/g)?.length ?? 0;
    counts.breaks += cell.match(/\r\n|\r|\n/g)!.length;
    counts.separators += cell.split(separator).length - 1;
  }
  return counts;
}

/** Without the apostrophe by which spreadsheets are kept from reading a formula. */
const unquoted = (cell: string): string => {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
};

const rowTooLong = (line: number): ToolError =>
  new ToolError(
    'rejected',
    `The row that begins at line ${line} has more than ${MAX_ROW_LENGTH} characters, which no row has. Nothing was sent.`,
  );

function brokenCsv(error: CsvError, line: number): ToolError {
  const unclosed = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
  return new ToolError(
    'rejected',
    unclosed
      ? `A quote (") that is opened in the row that begins at line ${line} is never closed: mend it in the file. Nothing was sent.`
      : `The CSV is broken at line ${line} (${error.code}). Nothing was sent.`,
  );
}
