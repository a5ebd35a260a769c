/** Calls or orders, row by row, into a file: for what is too much to be read. */

import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Formatter } from '../define/answer.ts';
import { validateArguments } from '../define/input/validate.ts';
import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { megabytes } from '../dialer/reply/response-body.ts';
import { asOf } from '../response/chronology.ts';
import { withDiskErrors, writeWholeFile } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { callDateRange, coversText, type DateRange, orderDateRange } from './date-range.ts';
import {
  CALL_COLUMNS,
  createLineEncoder,
  type ExportColumns,
  type FileFormat,
  ORDER_COLUMNS,
  redactForFile,
} from './export-columns.ts';
import { filterMember } from './filters.ts';
import { callSelection, type ExportArgs, orderSelection } from './inputs.ts';
import { type StreamSummary, streamCalls } from './stream-calls.ts';
import { streamOrders } from './stream-orders.ts';

const TYPES: Record<FileFormat, string> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** The rows that are exported, and how their columns are made. */
interface RowSource {
  title: 'Calls' | 'Orders';
  columns: ExportColumns;
  names: Formatter['name'];
  selection: Record<string, unknown>;
  dates: DateRange;
  stream(take: (rows: Row[]) => void | Promise<void>): Promise<StreamSummary>;
}

/** A file that is written in chunks, and what the answer says of it. */
interface ExportFile {
  name: string;
  title: string;
  format: FileFormat;
  write(putChunk: (chunk: Buffer) => void | Promise<void>): Promise<StreamSummary>;
  describe(summary: StreamSummary): Row;
}

export async function exportRows(
  { what, filter, format = 'csv' }: ExportArgs,
  context: ReadContext,
): Promise<Row> {
  const { downloadFolder, display } = context;
  const source = what === 'orders' ? orderSource(filter, context) : await callSource(filter, context);
  const { columns, names, selection, dates } = source;
  const columnNames = Object.keys(columns);
  const redact = downloadFolder
    ? redactForFile(columnNames, display)
    : (rows: unknown[][]) => context.redact({ columns: columnNames, rows }).rows;
  const { header, encode } = createLineEncoder(columns, format, display, names, redact);
  const covers = coversText(dates, display.timezone);
  const file: ExportFile = {
    name: `${what}${daysInName(dates)}-${selectionHash(selection)}.${format}`,
    title: `${source.title}, ${covers}`,
    format,
    async write(putChunk) {
      await putChunk(Buffer.from(header));
      return source.stream(async (rows) => putChunk(Buffer.from(encode(rows))));
    },
    describe: ({ rowsRead, partial }) => ({
      covers,
      ...asOf(selection, display.timezone),
      ...filterMember(selection, display),
      rows: rowsRead,
      ...(partial && { partial }),
      columns: Object.keys(columns),
    }),
  };
  return downloadFolder ? toFile(file, downloadFolder) : toResource(file, context);
}

/** Names of agents, campaigns and results are looked up: rows of calls have ids alone. */
async function callSource(filter: unknown, context: ReadContext): Promise<RowSource> {
  const selection = checkedFilter('calls', CALLS, filter, context);
  const dates = callDateRange(selection);
  return {
    title: 'Calls',
    columns: CALL_COLUMNS,
    names: await context.lookup.names(['user', 'campaign', 'call_result']),
    selection,
    dates,
    stream: (take) => streamCalls(selection, dates, context, take),
  };
}

function orderSource(filter: unknown, context: ReadContext): RowSource {
  const selection = checkedFilter('orders', ORDERS, filter, context);
  const dates = orderDateRange(selection);
  return {
    title: 'Orders',
    columns: ORDER_COLUMNS,
    names: () => undefined,
    selection,
    dates,
    stream: (take) => streamOrders(selection, dates, context, take),
  };
}

const CALLS = { input: callSelection };
const ORDERS = { input: orderSelection };

function checkedFilter<I extends z.ZodObject>(
  what: ExportArgs['what'],
  tool: { input: I },
  filter: unknown,
  { display }: ReadContext,
): z.infer<I> {
  try {
    // Checked against that very schema.
    return validateArguments(tool, filter ?? {}, display) as z.infer<I>;
  } catch (error) {
    throw error instanceof ToolError
      ? new ToolError(error.kind, `filter of ${what}: ${error.message}`)
      : error;
  }
}

const ABOUT: Record<FileFormat, string> = {
  csv: 'Semicolons, decimal comma, UTF-8: a Swedish spreadsheet opens it. It holds personal data.',
  ndjson: 'One JSON object a line. It holds personal data.',
};

async function toFile({ name, format, write, describe }: ExportFile, folder: string): Promise<Row> {
  const hash = createHash('sha256');
  let bytes = 0;
  const { path, result, replaced } = await withDiskErrors(
    writeWholeFile(folder, name, (handle) =>
      write(async (chunk) => {
        hash.update(chunk);
        bytes += chunk.length;
        await handle.appendFile(chunk);
      }),
    ),
  );
  return {
    ...describe(result),
    path,
    bytes,
    sha256: hash.digest('hex'),
    ...(replaced && { replaced }),
    next: `Tell the person where the file is. ${ABOUT[format]}`,
  };
}

async function toResource(
  { name, title, format, write, describe }: ExportFile,
  { resourceBytes, offerResource }: ReadContext,
): Promise<Row> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const summary = await write((chunk) => {
    bytes += chunk.length;
    if (bytes > resourceBytes) throw tooLarge(resourceBytes);
    chunks.push(chunk);
  });
  const { uri } = await offerResource({
    name,
    title,
    type: TYPES[format],
    bytes: Buffer.concat(chunks),
  });
  return {
    ...describe(summary),
    uri,
    bytes,
    next: `The uri is a resource, which hosts can open for as long as this server runs; Claude Desktop's model can not: HITRATE_DOWNLOAD_DIR would make it a file. ${ABOUT[format]}`,
  };
}

const daysInName = ({ from, to }: DateRange): string =>
  `${from ? `-${from}` : ''}${to && to !== from ? `-${to}` : ''}`;

/** Another selection makes another file, which must not take the place of the first. */
const selectionHash = (selection: object): string =>
  createHash('sha256').update(JSON.stringify(selection)).digest('hex').slice(0, 6);

const tooLarge = (cap: number): ToolError =>
  new ToolError(
    'too_large',
    `It has more than ${megabytes(cap)}, which a resource may have. Ask for a shorter time, or let the person who set this server up name a folder with HITRATE_DOWNLOAD_DIR: files may be of any size. Nothing was kept.`,
  );
