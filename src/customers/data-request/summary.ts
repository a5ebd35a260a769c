/** What was collected of a customer, in words: it goes to the person who asked, so nobody else is named in it. */

import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { createFormatter, formatValue } from '../../response/format.ts';
import { redactValue } from '../../response/redact.ts';
import { orderState, productsText } from '../../response/wording.ts';
import { oneLine } from '../../shared/text.ts';
import { customFields } from '../customer-record.ts';

/** The files beside the summary have all of it. */
const MAX_LINE_LENGTH = 4_000;

export interface File {
  file: string;
  /** What is in it, in words. */
  holds: string;
  bytes: number;
  sha256?: string;
}

export interface Gap {
  what: string;
  why: string;
}

/** What the dialer has of a customer; what could not be read is absent. */
export interface Records {
  card: Row & { customer_id: number };
  orders?: Row[];
  calls?: Row[];
  sms?: Row[];
}

/** What came of it. */
export interface CollectedData {
  files: File[];
  gaps: Gap[];
  /** Names of files for which there was no time, without what their type adds. */
  left: string[];
}

/** In Swedish, for whoever asked for it. */
export function summaryText(
  { card, orders = [], calls = [], sms = [] }: Records,
  { files, gaps, left }: CollectedData,
  at: string,
  display: ReadContext['display'],
): string {
  const { time } = createFormatter(display);
  const lines = [
    `# Uppgifter om kund ${card.customer_id}`,
    '',
    `Sammanställt ${at} ur ringsystemet Hitrate.`,
    '',
    '## Kundkort',
    ...cardLines(card, display),
    '',
    `## Order (${orders.length})`,
    ...orders.map(
      (order) =>
        `- ${order.id}, ${time(order.create_time)}: ${productsText(order)}, ${order.value} kr, ${orderState(order)}`,
    ),
    '',
    `## Samtal (${calls.length})`,
    ...calls.map(
      (call) => `- ${call.id}, ${time(call.init_time)}: ${call.type}${call.recording ? ', inspelat' : ''}`,
    ),
    '',
    `## SMS (${sms.length})`,
    ...sms.map((one) => `- ${time(one.sent)}, ${one.sender}: ${one.message}`),
    '',
    '## Filer',
    ...files.map(({ file, holds }) => `- ${file}: ${holds}`),
    ...(gaps.length || left.length ? ['', '## Saknas'] : []),
    ...gaps.map(({ what, why }) => `- ${what}: ${why}`),
    ...left.map((stem) => `- ${stem}: tiden tog slut`),
  ];
  // In one line each: what people wrote must not look like a heading of ours.
  return `${lines.map((line) => oneLine(redactValue(formatValue(line, display), display) as string, MAX_LINE_LENGTH)).join('\n')}\n`;
}

function cardLines(card: Row, display: ReadContext['display']): string[] {
  const { custom_fields, order_ids, call_ids, contactlist_ids, ...plain } = card;
  const fields = Object.entries(formatValue(plain, display) as Row).filter(
    ([, value]) => typeof value !== 'object',
  );
  return [
    ...fields.map(([name, value]) => `- ${name}: ${value}`),
    ...customFields(card, display).map(
      ({ title, custom_field_id, value }) => `- ${title ?? `fält ${custom_field_id}`}: ${value}`,
    ),
  ];
}
