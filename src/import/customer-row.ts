/** Makes customers of rows, and says why a row can't be one. */

import type { Row } from '../define/row.ts';
import { day } from '../define/schema.ts';
import { toE164 } from '../shared/phone.ts';
import type { Field } from './column-mapping.ts';

/** Returns the customer as create_customers takes it. */
export function customerOf(
  cells: readonly string[],
  fields: readonly (Field | undefined)[],
  phone: string,
): Row {
  const customer: Row = { phone };
  const custom_fields: Row[] = [];
  for (const [i, field] of fields.entries()) {
    const value = cells[i];
    if (!value || !field || field === 'phone') continue;
    if (field === 'name') Object.assign(customer, splitName(value));
    else if (field.startsWith('custom_field_')) custom_fields.push({ id: Number(field.slice(13)), value });
    else customer[field] = value;
  }
  if (custom_fields.length) customer.custom_fields = custom_fields;
  return customer;
}

/** In a request; custom fields are a little longer here than on the wire. */
export const sizeInBytes = (customer: Row): number => Buffer.byteLength(JSON.stringify(customer)) + 1;

/** The first word is the first name: where a whole name divides nobody can tell. */
function splitName(name: string): Row {
  const [first_name, ...rest] = name.split(/\s+/);
  return { first_name, ...(rest.length && { last_name: rest.join(' ') }) };
}

const DIGITS = /\d/g;

/** A Swedish mobile number without its leading 0, which spreadsheets remove from what looks like a number. */
const MOBILE_WITHOUT_ZERO = /^7[02369]\d{7}$/;

/** Returns E.164, or undefined where the cell is no phone number. A lost 0 is restored where nothing else can be meant. */
export function phoneOf(cell: string, region: string): { phone: string; restored?: true } | undefined {
  const phone = toE164(cell, region);
  if (phone) return { phone };
  const restored =
    region === 'SE' && MOBILE_WITHOUT_ZERO.test(cell.replace(/[ -]/g, '')) && toE164(`0${cell}`, region);
  return restored ? { phone: restored, restored: true } : undefined;
}

/** Says why a cell is no phone number: what occurs in files that spreadsheets have written. */
export function phoneProblem(cell: string, region: string): string {
  if (cell === '') return 'no phone number';
  if (/^\+?\d+([.,]\d+)?e[+-]?\d+$/i.test(cell))
    return 'the spreadsheet has cut the number (such as 4,67E+10): format its column as text';
  const digits = cell.match(DIGITS)?.length ?? 0;
  if (digits === 0) return 'no phone number but words';
  if (/^[1-9]/.test(cell) && toE164(`0${cell}`, region)) return 'its leading 0, or the country, is missing';
  if (digits > 15) return 'more digits than a number has: are they two?';
  if (digits < 7) return 'too few digits for a phone number';
  return `no valid phone number (numbers without a country are read as of ${region})`;
}

/** Says what is wrong with a row apart from its phone number; undefined where nothing is. */
export function rowProblem(
  row: { cells: readonly string[]; runTogether: boolean },
  fields: readonly (Field | undefined)[],
): string | undefined {
  if (row.runTogether) return 'a quote (") was opened and not closed: several rows have run together';
  const { length } = row.cells;
  if (length !== fields.length)
    return `${length} cell${length === 1 ? '' : 's'} where the first row has ${fields.length}`;
  if (row.cells[fields.indexOf('identity_number')]?.includes('*'))
    return 'its identity number is masked (****): leave the column out with columns "header=", or get the whole numbers';
  const date = row.cells[fields.indexOf('earliest_ringtime')];
  // A customer must not be rung earlier than meant.
  if (date && !day.safeParse(date).success) return 'earliest_ringtime is no date YYYY-MM-DD';
  return undefined;
}
