/** Which column is which field of a customer: by its header, in Swedish or English, or as the caller says. */

import type { NameEntry } from '../define/lookup.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type ColumnSuggestions, suggestColumns } from './column-suggestions.ts';

export type Field = keyof typeof NAMES | `custom_field_${number}`;

/** Headers as `folded` leaves them; the field's own name is understood too. */
const NAMES = {
  phone:
    'telefon telefonnummer telefonnr tel telnr tfn tlf mobil mobilnummer mobilnr mobiltelefon mobiltelefonnummer phonenumber phoneno mobile mobilephone mobilenumber mobileno cell cellphone telephone telephonenumber msisdn',
  first_name: 'fornamn tilltalsnamn givenname forename',
  last_name: 'efternamn surname familyname',
  name: 'namn fullname helanamnet kundnamn customername kund customer',
  identity_number:
    'personnummer personnr persnr pnr identitetsnummer personalnumber personalidentitynumber ssn',
  email: 'epost epostadress mail mailadress mejl mejladress emailaddress',
  address: 'adress gatuadress gata postadress adress1 address1 street streetaddress',
  postal_code: 'postnummer postnr zip zipcode postcode',
  city: 'ort postort stad town',
  external_id_1:
    'kundnummer kundnr kundid customernumber customerno externtid externtid1 externid externid1 externalid',
  external_id_2: 'externtid2 externid2',
  external_id_3: 'externtid3 externid3',
  earliest_ringtime:
    'tidigasteringtid tidigastringtid tidigasteringdatum ringstidigast ringtidigast ringinteforre notbefore',
} as const;

const FIELDS = Object.keys(NAMES) as Field[];

/** Case, accents, spaces and punctuation aside. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\p{P}\p{S}\p{Z}\p{C}]/gu, '')
    .toLowerCase();

const KNOWN = new Map<string, Field>(
  FIELDS.flatMap((field) => {
    const names: string = NAMES[field as keyof typeof NAMES];
    return [field, ...names.split(' ')].map((name) => [folded(name), field] as const);
  }),
);

export interface Mapping {
  /** The field of each column; undefined for those that are not sent. */
  fields: (Field | undefined)[];
  headers: string[];
  /** The first row is a customer already. */
  headless: boolean;
  offers: ColumnSuggestions;
}

/**
 * @param first the cells of the first row
 * @param given `header=field` or `number=field`; an empty field leaves the column out
 * @param custom the dialer's custom fields; undefined where the token may not list them
 * @param reads whether a cell is a phone number
 * @throws ToolError
 */
export function mapColumns(
  first: readonly string[],
  given: readonly string[],
  custom: readonly NameEntry[] | undefined,
  reads: (cell: string) => boolean,
): Mapping {
  const headers = first.map((header, i) => (header === '' ? `column ${i + 1}` : oneLine(header, 60)));
  const plain = first.map(folded);
  const fields: (Field | undefined)[] = first.map(() => undefined);
  const decided = new Set<number>();
  const named = fieldNames(custom);
  let byNumber = given.length > 0;
  for (const one of given) {
    const [column, wanted] = split(one);
    const { at, numbered } = columnAt(column, plain, headers);
    byNumber &&= numbered;
    decided.add(at);
    fields[at] = wanted === '' ? undefined : (named(wanted) ?? noSuchField(wanted, custom));
  }
  const phone = fields.indexOf('phone');
  const headless = byNumber && phone >= 0 && reads(first[phone]!);
  if (!headless) {
    const said = new Set(fields.filter((field) => field !== undefined));
    for (const [i, header] of first.entries()) {
      const field = decided.has(i) ? undefined : named(header);
      // What the caller says of a field goes before what its header would say.
      if (field && !said.has(field)) fields[i] = field;
    }
  }
  const names = headless ? first.map((_, i) => `column ${i + 1}`) : headers;
  // The parts of a name tell more than the whole.
  if (fields.includes('first_name') || fields.includes('last_name'))
    for (const [i, field] of fields.entries()) if (field === 'name') fields[i] = undefined;
  checkOnce(fields, names);
  if (!fields.includes('phone')) throw noPhone(names);
  const dropped = fields.flatMap((field, i) => {
    // A name beside its parts is understood, and superfluous.
    if (field || decided.has(i) || (!headless && named(first[i]!))) return [];
    // What is no header, or not shown as it stands, can't be given back.
    return !headless && folded(headers[i]!) === plain[i] ? headers[i]! : '';
  });
  return { fields, headers: names, headless, offers: suggestColumns(dropped, fields, custom) };
}

/** By what people call a field, its title at the dialer, or `custom_field_30`. */
function fieldNames(custom: readonly NameEntry[] | undefined): (name: string) => Field | undefined {
  const usable = custom?.filter(({ note }) => note === 'of customers');
  const byTitle = new Map<string, Field | undefined>();
  for (const { id, name } of usable ?? []) {
    const title = folded(name);
    // Of two with one title none is meant.
    byTitle.set(title, byTitle.has(title) ? undefined : `custom_field_${id}`);
  }
  return (name) => {
    const bare = folded(name);
    const id = /^customfield(\d{1,9})$/.exec(bare)?.[1];
    if (id && (!usable || usable.some((entry) => entry.id === Number(id))))
      return `custom_field_${Number(id)}`;
    return bare === '' ? undefined : (KNOWN.get(bare) ?? byTitle.get(bare));
  };
}

function split(given: string): [column: string, field: string] {
  const at = given.lastIndexOf('=');
  if (at < 1)
    throw new ToolError(
      'invalid_arguments',
      `columns has ${quoteHeader(given)}; right is header=field, such as "Nr hem=phone", or a column's number, such as "3=phone".`,
    );
  return [given.slice(0, at).trim(), given.slice(at + 1).trim()];
}

function columnAt(
  column: string,
  plain: readonly string[],
  headers: readonly string[],
): { at: number; numbered: boolean } {
  const wanted = folded(column);
  const same = plain.flatMap((header, i) => (header !== '' && header === wanted ? [i] : []));
  if (same.length === 1) return { at: same[0]!, numbered: false };
  if (same.length > 1)
    throw new ToolError(
      'invalid_arguments',
      `${same.length} columns are called ${quoteHeader(column)}: give the column's number from 1 instead, such as "${same[0]! + 1}=phone".`,
    );
  const number = /^\d{1,4}$/.test(column) ? Number(column) : 0;
  if (number >= 1 && number <= plain.length) return { at: number - 1, numbered: true };
  throw new ToolError(
    'invalid_arguments',
    `There is no column ${quoteHeader(column)}. Columns: ${listHeaders(headers)}.`,
  );
}

function noSuchField(wanted: string, custom: readonly NameEntry[] | undefined): never {
  const other = custom?.find(({ name, id }) => [folded(name), `customfield${id}`].includes(folded(wanted)));
  const titles =
    custom?.filter(({ note }) => note === 'of customers').map(({ name }) => oneLine(name, 40)) ?? [];
  throw new ToolError(
    'invalid_arguments',
    `There is no field ${quoteHeader(wanted)}${other?.note && other.note !== 'of customers' ? `, that custom field is ${other.note}` : ''}. Fields: ${listHeaders([...FIELDS, ...titles])}; custom fields also as custom_field_30.`,
  );
}

function checkOnce(fields: readonly (Field | undefined)[], headers: readonly string[]): void {
  for (const field of new Set(fields)) {
    const twice = headers.filter((_, i) => field && fields[i] === field);
    if (twice.length > 1)
      throw new ToolError(
        'invalid_arguments',
        `${twice.map(quoteHeader).join(' and ')} are all ${field}: say which one with columns, such as ["${fields.indexOf(field) + 1}=${field}"].`,
      );
  }
}

const noPhone = (headers: readonly string[]): ToolError =>
  new ToolError(
    'invalid_arguments',
    `No column is a phone number. Columns: ${listHeaders(headers)}. Understood are headers such as telefon, telefonnummer, mobil, tel, phone, mobile; for others say columns = ["header=phone"], in a file without a header the column's number, such as ["1=phone"].`,
  );

const quoteHeader = (text: string): string => `"${oneLine(text, 60)}"`;

const listHeaders = (names: readonly string[]): string =>
  names.slice(0, 40).map(quoteHeader).join(', ') +
  (names.length > 40 ? ` and ${names.length - 40} more` : '');
