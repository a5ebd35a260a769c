/** The rows of a CSV file or text. */
import { finished } from 'node:stream/promises';
import { CsvError, type Parser, parse } from 'csv-parse';
import { ToolError } from '../../shared/tool-error.ts';
import { hasSeparatorLine, type Separator } from './separator.ts';
import type { Source } from './source.ts';

/** In characters. A longer row is none: somewhere a quote was not closed. */
const MAX_ROW_LENGTH = 1_000_000;

export interface CsvRow {
  /** Where it begins, from 1. */
  line: number;
  cells: string[];
  /** An open quote swallowed the beginning of another row. */
  runTogether: boolean;
}

/** What csv-parse returns for a row. */
interface ParsedRecord {
  record: string[];
  info: { lines: number; empty_lines: number };
}

/**
 * Yields the rows, the header as the first of them; those without any content are left out. They come as many at a time
 * as a chunk of the file has: one by one they would cost more in waiting than in reading.
 * @throws ToolError
 */
export async function* readRecords(source: Source, separator: Separator): AsyncGenerator<CsvRow[]> {
  const parser = createParser(separator);
  const converter = createRowConverter(separator, hasSeparatorLine(source.head));
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure = error;
  });
  /** Characters since a row was last complete: the parser itself counts none of empty cells. */
  let openLength = 0;

  /** The parser works while it is written to: these rows are ready afterwards. */
  function readyRows(): CsvRow[] {
    const rows: CsvRow[] = [];
    let parsed: ParsedRecord | null = parser.read();
    while (parsed) {
      const row = converter.toRow(parsed);
      if (row) rows.push(row);
      parsed = parser.read();
    }
    return rows;
  }

  for await (const text of source.text()) {
    const recordsBefore = parser.info.records;
    parser.write(text);
    const hasEnded = parser.info.records > recordsBefore || parser.info.empty_lines > converter.emptyLines();
    openLength = hasEnded ? text.length : openLength + text.length;
    if (openLength > MAX_ROW_LENGTH + text.length) throw rowTooLong(converter.lastLine() + 1);
    const rows = readyRows();
    if (rows.length) yield rows;
    if (failure) break;
  }
  if (!failure) {
    parser.end();
    // Its last row comes a moment later.
    await finished(parser, { readable: false }).catch(() => {});
    const rows = readyRows();
    if (rows.length) yield rows;
  }
  if (failure instanceof CsvError)
    throw brokenCsv(failure, converter.lastLine() + 1 + parser.info.empty_lines - converter.emptyLines());
  if (failure) throw failure;
}

const createParser = (separator: Separator): Parser =>
  parse({
    delimiter: separator,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // By itself it would go by the first line alone.
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_LENGTH,
  });

/** Makes rows of what was parsed, and keeps count of the lines. */
function createRowConverter(separator: Separator, startsWithSeparatorLine: boolean) {
  let isSeparatorLine = startsWithSeparatorLine;
  let columnCount: number | undefined;
  /** The parser counts CR LF within quotes as two lines. */
  let overcountedLines = 0;
  let lastLine = 0;
  let emptyLines = 0;
  return {
    /** Where the latest row ended. */
    lastLine: () => lastLine,
    /** How many there were before the latest row. */
    emptyLines: () => emptyLines,
    /** Returns undefined for a row without content, and for the one that names the separator. */
    toRow({ record, info }: ParsedRecord): CsvRow | undefined {
      const { breaks, crlf, separators } = countInQuotes(record, separator);
      overcountedLines += crlf;
      lastLine = info.lines - overcountedLines;
      emptyLines = info.empty_lines;
      if (isSeparatorLine) {
        isSeparatorLine = false;
        return undefined;
      }
      const cells = record.map(cellText);
      if (cells.every((cell) => cell === '')) return undefined;
      columnCount ??= cells.length;
      const runTogether = breaks > 0 && columnCount > 1 && separators >= (columnCount - 1) * breaks;
      return { line: lastLine - breaks, cells, runTogether };
    },
  };
}

/** Counts the line breaks and separators within cells, where only quotes can keep them. */
function countInQuotes(
  record: readonly string[],
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

/** Without the apostrophe that keeps spreadsheets from reading a formula. */
const cellText = (cell: string): string => {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
};

const rowTooLong = (line: number): ToolError =>
  new ToolError(
    'rejected',
    `The row that begins at line ${line} has more than ${MAX_ROW_LENGTH} characters, which no row has. Nothing was sent.`,
  );

function brokenCsv(error: CsvError, line: number): ToolError {
  const isUnclosedQuote = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
  return new ToolError(
    'rejected',
    isUnclosedQuote
      ? `A quote (") that is opened in the row that begins at line ${line} is never closed: mend it in the file. Nothing was sent.`
      : `The CSV is broken at line ${line} (${error.code}). Nothing was sent.`,
  );
}
