/** The columns of an export, and its rows as the lines of a file. */

import type { DisplaySettings } from '../config/config.ts';
import type { Formatter } from '../define/answer.ts';
import type { Row } from '../define/row.ts';
import { redactValue } from '../privacy/standard.ts';
import { createFormatter, formatValue } from '../response/format.ts';
import {
  callSeconds,
  customerName,
  fullName,
  orderState,
  productsText,
  withPlus,
} from '../response/wording.ts';
import { BYTE_ORDER_MARK, type Cell, csvLine, jsonLine } from '../shared/csv.ts';

export type ExportColumns = Record<string, (row: Row, format: Formatter) => unknown>;

export type FileFormat = 'csv' | 'ndjson';

export const CALL_COLUMNS: ExportColumns = {
  call_id: (call) => call.id,
  start: (call, format) => format.time(call.init_time),
  type: (call) => call.type,
  phone: (call) => withPlus(call.phonenumber),
  customer_id: (call) => call.customer_id,
  agent_id: (call) => call.user_id,
  agent: (call, format) => format.name('user', call.user_id),
  campaign_id: (call) => call.campaign_id,
  campaign: (call, format) => format.name('campaign', call.campaign_id),
  result_id: (call) => call.call_result_id,
  result: (call, format) => format.name('call_result', call.call_result_id),
  line_s: (call) => callSeconds(call).line_s,
  after_call_s: (call) => callSeconds(call).after_call_s,
  recording: (call) => call.recording,
};

export const ORDER_COLUMNS: ExportColumns = {
  order_id: (order) => order.id,
  made: (order, format) => format.time(order.create_time),
  state: orderState,
  confirmed_at: (order, format) => format.time(order.confirmation_datetime),
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
  comments: (order) => (order.comments ?? []).map(({ comment }: Row) => comment).join(' | '),
};

export interface LineEncoder {
  /** Stands before the rows. */
  header: string;
  encode(rows: readonly Row[]): string;
}

/** Keeps to the policy what a file holds, since it does not pass through an answer. */
export type RedactRows = (rows: unknown[][]) => unknown[][];

/** As in every mode: a file is for people. */
export const redactForFile =
  (names: readonly string[], display: DisplaySettings): RedactRows =>
  (rows) =>
    rows.map((row) => row.map((cell, i) => redactValue(cell, display, names[i])));

export function createLineEncoder(
  columns: ExportColumns,
  fileFormat: FileFormat,
  display: DisplaySettings,
  name: Formatter['name'],
  redact: RedactRows,
): LineEncoder {
  const names = Object.keys(columns);
  const entries = Object.entries(columns);
  const format = createFormatter(display, name);
  const cells = (rows: readonly Row[]) =>
    redact(
      rows.map((row) => entries.map(([key, read]) => formatValue(read(row, format) ?? null, display, key))),
    ) as Cell[][];
  return fileFormat === 'csv'
    ? {
        header: BYTE_ORDER_MARK + csvLine(names),
        encode: (rows) =>
          cells(rows)
            .map((row) => csvLine(row))
            .join(''),
      }
    : {
        header: '',
        encode: (rows) =>
          cells(rows)
            .map((row) => jsonLine(names, row))
            .join(''),
      };
}
