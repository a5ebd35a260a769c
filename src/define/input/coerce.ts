/** What hosts and models send, as what they mean: text for numbers, blanks for nothing, lists of texts for objects. */
import * as z from 'zod';
import { toE164 } from '../../shared/phone.ts';
import { instantToUtc } from '../../shared/time.ts';
import { CLEAR_WORD, schemaKinds } from '../schema.ts';
import { preview } from './explain.ts';

export interface Locale {
  region: string;
  timezone: string;
}

/** Text that stands for another type becomes it, and an optional argument that says nothing goes away; all else stays. */
export function coerce(schema: z.core.$ZodType, value: unknown, locale: Locale): unknown {
  const { kind, clears } = schemaKinds.get(schema) ?? {};
  if (clears && typeof value === 'string' && value.trim().toLowerCase() === CLEAR_WORD) return '';
  if (kind === 'scalar') return value;
  if (kind === 'phone') return coercePhone(value, locale.region);
  if (kind === 'seconds') return coerceSeconds(value);
  if (kind === 'instant')
    return typeof value === 'string' ? (instantToUtc(value, locale.timezone) ?? value) : value;
  if (schema instanceof z.ZodOptional) return coerce(schema.unwrap(), value, locale);
  if (schema instanceof z.ZodNumber) return fromText(value, /^[+-]?\d+(\.\d+)?$/, Number);
  if (schema instanceof z.ZodBoolean) {
    if (value === 0 || value === 1) return value === 1;
    return fromText(value, /^(true|false)$/i, (text) => /^true$/i.test(text));
  }
  if (schema instanceof z.ZodString) return typeof value === 'number' ? String(value) : value;
  if (schema instanceof z.ZodArray) {
    let items = fromText(value, /^\s*\[[\s\S]*\]\s*$/, parseJson);
    if (kind === 'table') items = fromTable(items);
    // "3, 4" for ids.
    if (schema.element instanceof z.ZodNumber)
      items = fromText(items, /^\d+(\s*,\s*\d+)+$/, (text) => text.split(','));
    const array = Array.isArray(items) || items === undefined || items === null ? items : [items];
    return Array.isArray(array) ? array.map((item) => coerce(schema.element, item, locale)) : array;
  }
  if (schema instanceof z.ZodObject) {
    const object = membersOf(schema, value);
    return object ? coerceMembers(schema, object, locale) : value;
  }
  return value;
}

/** An object as it was given: as such, as JSON, or as a list of texts where hosts are told of that. */
export function membersOf(schema: z.ZodObject, value: unknown): object | undefined {
  const read = fromText(value, /^(\{[\s\S]*\}|\["[\s\S]*\])$/, parseJson);
  const object = schemaKinds.get(schema)?.kind === 'settings' && !isObject(read) ? fromSettings(read) : read;
  return isObject(object) ? object : undefined;
}

function coerceMembers(schema: z.ZodObject, object: object, locale: Locale): object {
  const entries: [string, unknown][] = [];
  for (const [name, member] of Object.entries(object)) {
    if (member === null || member === undefined) continue;
    const inner = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
    if (inner instanceof z.ZodOptional && isBlank(inner.unwrap(), member)) continue;
    const value = inner ? coerce(inner, member, locale) : member;
    // "[]" as text.
    if (inner instanceof z.ZodOptional && typeof value === 'object' && isBlank(inner.unwrap(), value))
      continue;
    // Where it is no value at all, as of an id, a zero fills a place like an empty text does.
    if (inner instanceof z.ZodOptional && isZero(member) && !inner.safeParse(value).success) continue;
    entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isZero = (value: unknown): boolean => value === 0 || value === '0';

/** An empty list or object is one only where such is meant: elsewhere it is wrong. */
const isBlank = (schema: z.core.$ZodType, value: unknown): boolean =>
  isEmptyValue(value) &&
  (typeof value !== 'object' || schema instanceof z.ZodArray || schema instanceof z.ZodObject);

/** Models fill arguments that they have nothing for: with "", [], {}, and within a list with more of the kind. */
export function isEmptyValue(value: unknown, depth = 3): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value !== 'object' || depth === 0) return false;
  return Object.values(value).every((member) => member === 0 || isEmptyValue(member, depth - 1));
}

function fromText(value: unknown, pattern: RegExp, convert: (text: string) => unknown): unknown {
  return typeof value === 'string' && pattern.test(value.trim()) ? convert(value.trim()) : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `0:40` and `1:02:03` as people write them, too. */
function coerceSeconds(value: unknown): unknown {
  const clock = typeof value === 'string' && /^(?:(\d+):)?(\d{1,3}):([0-5]?\d(?:\.\d+)?)$/.exec(value.trim());
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  return fromText(value, /^[+-]?\d+(\.\d+)?( ?s)?$/, parseFloat);
}

function coercePhone(value: unknown, region: string): unknown {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' ? (toE164(written, region) ?? written) : written;
}

/** `["city=Lund", "phone=070-…"]` as an object; a name that comes twice has several values. */
function fromSettings(value: unknown): unknown {
  const texts = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(texts)) return value;
  const members: [string, unknown][] = [];
  for (const text of texts.flatMap(severalSettings)) {
    if (isEmptyValue(text)) continue;
    const set = typeof text === 'string' ? /^\s*([^=]*[^=\s])\s*=([\s\S]*)$/.exec(text) : undefined;
    if (set) members.push([set[1]!, set[2]!.trim()]);
    else if (isObject(text)) members.push(...Object.entries(text));
    else return value;
  }
  return fromMembers(members);
}

/** "city=Lund, postal_code=22222" means two: as the value of one it would be written onto the card like that. */
const severalSettings = (text: unknown): unknown[] =>
  typeof text === 'string' ? text.split(/\s*[,;\n]\s*(?=[a-z][a-z_]{2,}\d*\s*=)/) : [text];

/** Rows of cells under a first one of names, as objects. */
function fromTable(value: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(value[0])) return value;
  const [head, ...rows] = value as unknown[][];
  const names = head!.map((name) => (typeof name === 'string' && name.trim()) || preview(name));
  return rows.map((row) =>
    Array.isArray(row)
      ? fromMembers(
          row.flatMap((cell, i): [string, unknown][] =>
            isEmptyValue(cell) ? [] : [[names[i] ?? `column ${i + 1}`, cell]],
          ),
        )
      : row,
  );
}

const CUSTOM_FIELD = /^custom_field_(\d{1,15})$/;

/** The dialer's own name of a custom field is taken too. */
function fromMembers(members: readonly [string, unknown][]): object {
  const values = new Map<string, unknown[]>();
  const custom_fields: object[] = [];
  for (const [name, value] of members) {
    const id = CUSTOM_FIELD.exec(name)?.[1];
    if (id) custom_fields.push({ id: Number(id), value });
    else values.set(name, [...(values.get(name) ?? []), value]);
  }
  return {
    ...Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all])),
    ...(custom_fields.length && { custom_fields }),
  };
}
