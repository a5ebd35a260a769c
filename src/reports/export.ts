/** Calls or orders, row by row, into a file: for what is too much to be read. */
import { createHash } from 'node:crypto';
import type { Formatter } from '../define/answer.ts';
import { validateArguments } from '../define/input/validate.ts';
import type { Names } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import { object } from '../define/schema.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { megabytes } from '../dialer/response-body.ts';
import { asOf } from '../response/chronology.ts';
import { createFormatter, formatValue } from '../response/format.ts';
import { redactValue } from '../response/redact.ts';
import {
  callSeconds,
  customerName,
  fullName,
  orderState,
  productsText,
  withPlus,
} from '../response/wording.ts';
import { BYTE_ORDER_MARK, type Cell, csvLine, jsonLine } from '../shared/csv.ts';
import { moments } from '../shared/period.ts';
import { withDiskErrors, writeWholeFile } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { coversText } from './date-range.ts';
import { callFilters, orderFilters } from './filters.ts';
import { filterOf } from './report-response.ts';
import { callDays, type StreamSummary, streamCalls } from './stream-calls.ts';
import { orderDays, streamOrders } from './stream-orders.ts';

type Columns = Record<string, (row: Row, see: Formatter) => unknown>;

const CALLS: Columns = {
  call_id: (call) => call.id,
  start: (call, see) => see.time(call.init_time),
  type: (call) => call.type,
  phone: (call) => withPlus(call.phonenumber),
  customer_id: (call) => call.customer_id,
  agent_id: (call) => call.user_id,
  agent: (call, see) => see.name('user', call.user_id),
  campaign_id: (call) => call.campaign_id,
  campaign: (call, see) => see.name('campaign', call.campaign_id),
  result_id: (call) => call.call_result_id,
  result: (call, see) => see.name('call_result', call.call_result_id),
  line_s: (call) => callSeconds(call).line_s,
  after_call_s: (call) => callSeconds(call).after_call_s,
  recording: (call) => call.recording,
};

const ORDERS: Columns = {
  order_id: (order) => order.id,
  made: (order, see) => see.time(order.create_time),
  state: orderState,
  confirmed_at: (order, see) => see.time(order.confirmation_datetime),
  value: (order) => order.value,
  units: (order) => order.units,
  products: productsText,
  customer_id: (order) => order.customer_id,
  customer: (order) => fullName(order.customer_firstname, order.customer_lastname) || customerName(order),
  identity_number: (order) => order.customer_identity_number,
  company: (order) => order.company_name,
  org_number: (order) => order.company_org_number,
  phone: (order) => order.customer_phone,
  email: (order) => order.customer_email,
  address: (order) => order.customer_address,
  postal_code: (order) => order.customer_postal_code,
  city: (order) => order.customer_city,
  agent_id: (order) => order.user_id,
  agent: (order) => order.agent_name,
  office: (order) => order.agent_office,
  campaign_id: (order) => order.campaign_id,
  campaign: (order) => order.campaign_title,
  call_id: (order) => order.call_id,
  status: (order) => order.status,
  comments: (order) => (order.comments ?? []).map((one: Row) => one.comment).join(' | '),
};

const FILTERS = { calls: { input: object(callFilters) }, orders: { input: object(orderFilters) } };

const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** What an export writes, piece by piece, and what is told of it. */
interface Export {
  name: string;
  title: string;
  format: keyof typeof TYPES;
  /** @param put takes the next piece */
  write(put: (piece: Buffer) => void | Promise<void>): Promise<StreamSummary>;
  told(result: StreamSummary): Row;
}

export async function exportRows(args: Args, context: ReadContext): Promise<Row> {
  const { what, format = 'csv' } = args as { what: 'calls' | 'orders'; format?: 'csv' | 'ndjson' };
  const { lookup, downloadFolder, display } = context;
  const filter = checkedFilter(what, args.filter, context);
  const orders = what === 'orders' ? orderDays(filter) : undefined;
  const { start_date, end_date, ...rest } = filter;
  const days = orders ?? callDays(filter);
  const names = orders ? () => undefined : await lookup.names(['user', 'campaign', 'call_result']);
  const lines = linesOf(orders ? ORDERS : CALLS, format, context, names);
  const one: Export = {
    name: `${what}${nameOf(days)}-${distinct(filter)}.${format}`,
    title: `${orders ? 'Orders' : 'Calls'}, ${coversText(days, display.timezone)}`,
    format,
    async write(put) {
      await put(Buffer.from(lines.head));
      const take = async (rows: Row[]) => put(Buffer.from(lines.of(rows)));
      return orders
        ? streamOrders(filter, orders, context, take)
        : streamCalls({ ...rest, ...moments(days, display.timezone) }, context, take);
    },
    told: ({ rowsRead, partial }) => ({
      covers: coversText(days, display.timezone),
      ...asOf(filter, display.timezone),
      ...filterOf(filter, display),
      rows: rowsRead,
      ...(partial && { partial }),
      columns: lines.names,
    }),
  };
  return downloadFolder ? toFile(one, downloadFolder) : toResource(one, context);
}

const ABOUT = {
  csv: 'Semicolons, decimal comma, UTF-8: a Swedish spreadsheet opens it. It holds personal data.',
  ndjson: 'One JSON object a line. It holds personal data.',
} as const;

async function toFile({ name, format, write, told }: Export, folder: string): Promise<Row> {
  const hash = createHash('sha256');
  let bytes = 0;
  const { path, result, replaced } = await withDiskErrors(
    writeWholeFile(folder, name, (handle) =>
      write(async (piece) => {
        hash.update(piece);
        bytes += piece.length;
        await handle.appendFile(piece);
      }),
    ),
  );
  return {
    ...told(result),
    path,
    bytes,
    sha256: hash.digest('hex'),
    ...(replaced && { replaced }),
    next: `Tell the person where the file is. ${ABOUT[format]}`,
  };
}

async function toResource(
  { name, title, format, write, told }: Export,
  { resourceBytes, offerResource }: ReadContext,
): Promise<Row> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const result = await write((piece) => {
    bytes += piece.length;
    if (bytes > resourceBytes) throw tooLarge(resourceBytes);
    pieces.push(piece);
  });
  const { uri } = offerResource({ name, title, type: TYPES[format], bytes: Buffer.concat(pieces) });
  return {
    ...told(result),
    uri,
    bytes,
    next: `The uri is a resource, which hosts can open for as long as this server runs; Claude Desktop's model can not: HITRATE_DOWNLOAD_DIR would make it a file. ${ABOUT[format]}`,
  };
}

function checkedFilter(what: 'calls' | 'orders', given: unknown, { display }: ReadContext): Args {
  try {
    return validateArguments(FILTERS[what], given ?? {}, display);
  } catch (error) {
    throw error instanceof ToolError
      ? new ToolError(error.kind, `filter of ${what}: ${error.message}`)
      : error;
  }
}

function linesOf(columns: Columns, format: 'csv' | 'ndjson', { display }: ReadContext, name: Names) {
  const names = Object.keys(columns);
  const seen = createFormatter(display, name);
  const cells = (row: Row): Cell[] =>
    Object.entries(columns).map(
      ([key, of]) => redactValue(formatValue(of(row, seen) ?? null, display, key), display, key) as Cell,
    );
  return format === 'csv'
    ? {
        names,
        head: BYTE_ORDER_MARK + csvLine(names),
        of: (rows: Row[]) => rows.map((row) => csvLine(cells(row))).join(''),
      }
    : { names, head: '', of: (rows: Row[]) => rows.map((row) => jsonLine(names, cells(row))).join('') };
}

const nameOf = ({ from, to }: { from?: string; to?: string }): string =>
  `${from ? `-${from}` : ''}${to && to !== from ? `-${to}` : ''}`;

/** Another filter makes another file, which must not take the place of the first. */
const distinct = (filter: Args): string =>
  createHash('sha256').update(JSON.stringify(filter)).digest('hex').slice(0, 6);

const tooLarge = (cap: number): ToolError =>
  new ToolError(
    'too_large',
    `It has more than ${megabytes(cap)}, which a resource may have. Ask for a shorter time, or let the person who set this server up name a folder with HITRATE_DOWNLOAD_DIR: files may be of any size. Nothing was kept.`,
  );
