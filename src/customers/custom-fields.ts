/** Custom fields of cards and orders. Their titles are data, so they are masked here, where the titles are known. */

import type { DisplaySettings } from '../config/config.ts';
import type { Row } from '../define/row.ts';
import { redactValue } from '../privacy/standard.ts';
import { formatValue } from '../response/format.ts';
import { label } from '../response/wording.ts';

/** Stands for a title that is not known: bare digits there may be an identity number as well. */
const UNKNOWN_TITLE = 'identity_number';

/** Returns the value, masked as under a key of that title; where answers have tokens, the whole number becomes one. */
function fieldValue(title: unknown, value: unknown, display: DisplaySettings): unknown {
  const formatted = formatValue(value, display);
  return display.privacy === 'pseudonyms'
    ? formatted
    : redactValue(formatted, display, String(title || UNKNOWN_TITLE));
}

/** The settings for what is written into a file: files are for people, and have no tokens. */
export const forFile = (display: DisplaySettings): DisplaySettings => ({ ...display, privacy: 'standard' });

/** One field or a list of them: an undocumented form must not let anything through. */
const fieldsOf = (fields: unknown): Row[] =>
  [fields].flat().filter((field): field is Row => typeof field === 'object' && field !== null);

/** Returns the custom fields of a card, their values masked. */
export const customFields = (card: Row, display: DisplaySettings): Row[] =>
  fieldsOf(card.custom_fields).map((field) => ({
    ...field,
    value: fieldValue(field.title, field.value, display),
  }));

/** Returns the custom fields of an order, masked. It has no titles (`custom_field_30`): those of the card are used. */
export function orderFields(order: Row, card: Row, display: DisplaySettings): Row[] {
  const titles = new Map<string, unknown>(
    fieldsOf(card.custom_fields).map((field) => [`custom_field_${field.custom_field_id}`, field.title]),
  );
  return fieldsOf(order.customer_custom_fields).map((field) =>
    Object.fromEntries(
      Object.entries(field).map(([name, value]) => [name, fieldValue(titles.get(name), value, display)]),
    ),
  );
}

/** Returns the custom fields of an order by the titles of the dialer's list, masked. @param titles by id */
export function titledFields(order: Row, titles: ReadonlyMap<number, string>, display: DisplaySettings): Row {
  const fields = fieldsOf(order.customer_custom_fields).flatMap((field) => Object.entries(field));
  return Object.fromEntries(
    fields.map(([name, value]) => {
      const id = Number(/^custom_field_(\d+)$/.exec(name)?.[1]);
      const title = titles.get(id);
      return [title ? label(title, id) : name, fieldValue(title, value, display)];
    }),
  );
}
