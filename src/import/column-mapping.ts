/** Which column is which field of a customer: by its header, in Swedish or English, or as the arguments say. */

import type { NameEntry } from '../define/lookup.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type ColumnSuggestions, suggestColumns } from './column-suggestions.ts';

/** As it is shown, in characters. */
const MAX_HEADER_LENGTH = 60;
const MAX_LISTED_HEADERS = 40;

export type Field = keyof typeof HEADERS | `custom_field_${number}`;

/** Headers by field, as `normalize` leaves them; the field's own name is understood too. */
const HEADERS = {
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

const FIELDS = Object.keys(HEADERS) as Field[];

/** Letters and digits alone, in lower case, without accents. */
const normalize = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\p{P}\p{S}\p{Z}\p{C}]/gu, '')
    .toLowerCase();

const FIELDS_BY_HEADER = new Map<string, Field>(
  FIELDS.flatMap((field) => {
    const headers: string = HEADERS[field as keyof typeof HEADERS];
    return [field, ...headers.split(' ')].map((name) => [normalize(name), field] as const);
  }),
);

export interface Mapping {
  /** The field of each column; undefined for those that are not sent. */
  fields: (Field | undefined)[];
  headers: string[];
  /** The first row is a customer already. */
  headless: boolean;
  suggestions: ColumnSuggestions;
}

type Fields = readonly (Field | undefined)[];

/** Returns the field that a name stands for, if any. */
type FieldNames = (name: string) => Field | undefined;

/**
 * @param firstRow its cells
 * @param assignments `header=field` or `number=field`; an empty field leaves the column out
 * @param custom the dialer's custom fields; undefined where the token may not list them
 * @throws ToolError
 */
export function mapColumns(
  firstRow: readonly string[],
  assignments: readonly string[],
  custom: readonly NameEntry[] | undefined,
  isPhone: (cell: string) => boolean,
): Mapping {
  const fieldNamed = fieldNames(custom);
  const assigned = assignColumns(
    firstRow,
    assignments,
    (name) => fieldNamed(name) ?? noSuchField(name, custom),
  );
  const phoneColumn = firstRow.findIndex((_, i) => assigned.fields.get(i) === 'phone');
  const headless = assigned.byNumberOnly && phoneColumn >= 0 && isPhone(firstRow[phoneColumn]!);
  const fields = mergeFields(firstRow, assigned.fields, headless ? undefined : fieldNamed);
  const headers = firstRow.map((header, i) => (headless ? `column ${i + 1}` : headerText(header, i)));
  checkUnique(fields, headers);
  if (!fields.includes('phone')) throw noPhone(headers);
  const dropped = fields.flatMap((field, i) => {
    // A name beside its parts is understood, and superfluous.
    if (field || assigned.fields.has(i) || (!headless && fieldNamed(firstRow[i]!))) return [];
    // What is no header, or not shown as it stands, can't be given back.
    return !headless && normalize(headers[i]!) === normalize(firstRow[i]!) ? headers[i]! : '';
  });
  return { fields, headers, headless, suggestions: suggestColumns(dropped, fields, custom) };
}

const headerText = (header: string, i: number): string =>
  header === '' ? `column ${i + 1}` : oneLine(header, MAX_HEADER_LENGTH);

/** Which columns the arguments assign a field to, or none, by the columns' indices. @throws ToolError */
function assignColumns(
  firstRow: readonly string[],
  assignments: readonly string[],
  fieldNamed: (name: string) => Field,
): { fields: Map<number, Field | undefined>; byNumberOnly: boolean } {
  const fields = new Map<number, Field | undefined>();
  const keys = firstRow.map(normalize);
  let byNumberOnly = assignments.length > 0;
  for (const assignment of assignments) {
    const [column, name] = splitAssignment(assignment);
    const { index, byNumber } = findColumn(column, firstRow, keys);
    byNumberOnly &&= byNumber;
    fields.set(index, name === '' ? undefined : fieldNamed(name));
  }
  return { fields, byNumberOnly };
}

/** What the arguments say of a field or a column goes before what headers say. */
function mergeFields(
  firstRow: readonly string[],
  assigned: ReadonlyMap<number, Field | undefined>,
  fieldNamed: FieldNames | undefined,
): (Field | undefined)[] {
  const assignedFields = new Set(assigned.values());
  const fields = firstRow.map((header, i) => {
    if (assigned.has(i)) return assigned.get(i);
    const field = fieldNamed?.(header);
    return assignedFields.has(field) ? undefined : field;
  });
  // The parts of a name tell more than the whole.
  const hasNameParts = fields.includes('first_name') || fields.includes('last_name');
  return hasNameParts ? fields.map((field) => (field === 'name' ? undefined : field)) : fields;
}

/** Fields by what people call them, their titles at the dialer, or `custom_field_30`. */
function fieldNames(custom: readonly NameEntry[] | undefined): FieldNames {
  const ofCustomers = custom?.filter(({ note }) => note === 'of customers');
  const byTitle = new Map<string, Field | undefined>();
  for (const { id, name } of ofCustomers ?? []) {
    const title = normalize(name);
    // Of two with one title none is meant.
    byTitle.set(title, byTitle.has(title) ? undefined : `custom_field_${id}`);
  }
  return (name) => {
    const key = normalize(name);
    const id = /^customfield(\d{1,9})$/.exec(key)?.[1];
    if (id && (!ofCustomers || ofCustomers.some((entry) => entry.id === Number(id))))
      return `custom_field_${Number(id)}`;
    return key === '' ? undefined : (FIELDS_BY_HEADER.get(key) ?? byTitle.get(key));
  };
}

function splitAssignment(assignment: string): [column: string, field: string] {
  const at = assignment.lastIndexOf('=');
  if (at < 1)
    throw new ToolError(
      'invalid_arguments',
      `columns has ${quoteHeader(assignment)}; right is header=field, such as "Nr hem=phone", or a column's number, such as "3=phone".`,
    );
  return [assignment.slice(0, at).trim(), assignment.slice(at + 1).trim()];
}

/** Finds a column by its header, or else by its number from 1. @throws ToolError */
function findColumn(
  column: string,
  firstRow: readonly string[],
  keys: readonly string[],
): { index: number; byNumber: boolean } {
  const wanted = normalize(column);
  const indices = keys.flatMap((key, i) => (key !== '' && key === wanted ? [i] : []));
  if (indices.length === 1) return { index: indices[0]!, byNumber: false };
  if (indices.length > 1)
    throw new ToolError(
      'invalid_arguments',
      `${indices.length} columns are called ${quoteHeader(column)}: give the column's number from 1 instead, such as "${indices[0]! + 1}=phone".`,
    );
  const number = /^\d{1,4}$/.test(column) ? Number(column) : 0;
  if (number >= 1 && number <= firstRow.length) return { index: number - 1, byNumber: true };
  throw new ToolError(
    'invalid_arguments',
    `There is no column ${quoteHeader(column)}. Columns: ${listHeaders(firstRow.map(headerText))}.`,
  );
}

function noSuchField(wanted: string, custom: readonly NameEntry[] | undefined): never {
  const namesake = custom?.find(({ name, id }) =>
    [normalize(name), `customfield${id}`].includes(normalize(wanted)),
  );
  const titles =
    custom?.filter(({ note }) => note === 'of customers').map(({ name }) => oneLine(name, 40)) ?? [];
  throw new ToolError(
    'invalid_arguments',
    `There is no field ${quoteHeader(wanted)}${namesake?.note && namesake.note !== 'of customers' ? `, that custom field is ${namesake.note}` : ''}. Fields: ${listHeaders([...FIELDS, ...titles])}; custom fields also as custom_field_30.`,
  );
}

/** @throws ToolError where two columns are the same field */
function checkUnique(fields: Fields, headers: readonly string[]): void {
  for (const field of new Set(fields)) {
    const sameField = headers.filter((_, i) => field && fields[i] === field);
    if (sameField.length > 1)
      throw new ToolError(
        'invalid_arguments',
        `${sameField.map(quoteHeader).join(' and ')} are all ${field}: say which one with columns, such as ["${fields.indexOf(field) + 1}=${field}"].`,
      );
  }
}

const noPhone = (headers: readonly string[]): ToolError =>
  new ToolError(
    'invalid_arguments',
    `No column is a phone number. Columns: ${listHeaders(headers)}. Understood are headers such as telefon, telefonnummer, mobil, tel, phone, mobile; for others say columns = ["header=phone"], in a file without a header the column's number, such as ["1=phone"].`,
  );

const quoteHeader = (text: string): string => `"${oneLine(text, MAX_HEADER_LENGTH)}"`;

const listHeaders = (names: readonly string[]): string =>
  names.slice(0, MAX_LISTED_HEADERS).map(quoteHeader).join(', ') +
  (names.length > MAX_LISTED_HEADERS ? ` and ${names.length - MAX_LISTED_HEADERS} more` : '');
