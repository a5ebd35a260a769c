/** The collected data in words. It goes to the person who requested it, so it names nobody else. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Row } from '../../define/row.ts';
import { redactValue } from '../../privacy/standard.ts';
import { createFormatter, formatRow, formatValue } from '../../response/format.ts';
import { orderState, productsText } from '../../response/wording.ts';
import { oneLine } from '../../shared/text.ts';
import { customFields, forFile } from '../custom-fields.ts';
import type { CollectedData } from './data-folder.ts';
import type { Records } from './records.ts';

/** Characters; the other files have all of the text. */
const MAX_LINE_LENGTH = 4_000;

/** Returns the summary in Swedish, as Markdown. */
export function summaryText(
  records: Records,
  collected: CollectedData,
  collectedAt: string,
  display: DisplaySettings,
): string {
  const { card, orders = [], calls = [], sms = [] } = records;
  const { time } = createFormatter(display);
  const lines = [
    `# Uppgifter om kund ${card.customer_id}`,
    '',
    `Sammanställt ${collectedAt} ur ringsystemet Hitrate.`,
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
    ...sms.map(({ sent, sender, message }) => `- ${time(sent)}, ${sender}: ${message}`),
    '',
    ...fileLines(collected),
  ];
  // Each in one line, so that what people wrote can't look like a heading.
  return `${lines.map((line) => toFileLine(line, display)).join('\n')}\n`;
}

const toFileLine = (line: string, display: DisplaySettings): string =>
  oneLine(String(redactValue(formatValue(line, display), display)), MAX_LINE_LENGTH);

function cardLines(card: Row, display: DisplaySettings): string[] {
  const { custom_fields, order_ids, call_ids, contactlist_ids, ...members } = card;
  const plain = Object.entries(formatRow(members, display)).filter(([, value]) => typeof value !== 'object');
  return [
    ...plain.map(([name, value]) => `- ${name}: ${value}`),
    ...customFields(card, forFile(display)).map(
      ({ title, custom_field_id, value }) => `- ${title ?? `fält ${custom_field_id}`}: ${value}`,
    ),
  ];
}

/** The files, and what is missing. */
const fileLines = ({ files, gaps, pending }: CollectedData): string[] => [
  '## Filer',
  ...files.map(({ file, holds }) => `- ${file}: ${holds}`),
  ...(gaps.length || pending.length ? ['', '## Saknas'] : []),
  ...gaps.map(({ what, why }) => `- ${what}: ${why}`),
  ...pending.map((stem) => `- ${stem}: tiden tog slut`),
];
