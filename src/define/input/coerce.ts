/** Converts what hosts and models send into what it means: text for numbers, blanks for nothing, texts for objects. */
import * as z from 'zod';
import { isObject } from '../../shared/json.ts';
import { toE164 } from '../../shared/phone.ts';
import { instantToUtc } from '../../shared/time.ts';
import { CLEAR_WORD, type SchemaKind, schemaKinds } from '../schema.ts';
import { isEmptyValue, isZero } from './empty-values.ts';
import { fromSettings, fromTable } from './text-forms.ts';

export interface Locale {
  region: string;
  timezone: string;
}

/**
 * Returns the value as the schema means it, where that is clear. Optional members that say nothing are left out; all
 * else stays, for the schema to accept or refuse.
 */
export function coerce(schema: z.core.$ZodType, value: unknown, locale: Locale): unknown {
  const { kind, clears } = schemaKinds.get(schema) ?? {};
  if (clears && typeof value === 'string' && value.trim().toLowerCase() === CLEAR_WORD) return '';
  const coerceKind = kind && BY_KIND[kind];
  if (coerceKind) return coerceKind(value, locale);
  const coerceType = BY_TYPE[schema._zod.def.type];
  return coerceType ? coerceType(schema, value, locale) : value;
}

/** Kinds that say more than their type. */
const BY_KIND: { [kind in SchemaKind]?: (value: unknown, locale: Locale) => unknown } = {
  scalar: (value) => value,
  phone: coercePhone,
  seconds: coerceSeconds,
  instant: (value, { timezone }) =>
    typeof value === 'string' ? (instantToUtc(value, timezone) ?? value) : value,
};

type TypeCoercion = (schema: any, value: unknown, locale: Locale) => unknown;

const BY_TYPE: { [type in z.core.$ZodTypeDef['type']]?: TypeCoercion } = {
  optional: (schema: z.ZodOptional, value, locale) => coerce(schema.unwrap(), value, locale),
  number: (_, value) => convertText(value, /^[+-]?\d+(\.\d+)?$/, Number),
  boolean: (_, value) => coerceBoolean(value),
  string: (_, value) => (typeof value === 'number' ? String(value) : value),
  array: coerceArray,
  object: coerceObject,
};

function coerceBoolean(value: unknown): unknown {
  if (value === 0 || value === 1) return value === 1;
  return convertText(value, /^(true|false)$/i, (text) => text.toLowerCase() === 'true');
}

function coerceArray(schema: z.ZodArray, value: unknown, locale: Locale): unknown {
  let items = convertText(value, /^\s*\[[\s\S]*\]\s*$/, parseJson);
  if (schemaKinds.get(schema)?.kind === 'table') items = fromTable(items);
  // "3, 4" for ids.
  if (schema.element instanceof z.ZodNumber)
    items = convertText(items, /^\d+(\s*,\s*\d+)+$/, (text) => text.split(','));
  if (items === undefined || items === null) return items;
  const list: unknown[] = Array.isArray(items) ? items : [items];
  return list.map((item) => coerce(schema.element, item, locale));
}

function coerceObject(schema: z.ZodObject, value: unknown, locale: Locale): unknown {
  const members = membersOf(schema, value);
  if (!members) return value;
  const coerced: [string, unknown][] = [];
  for (const [name, given] of Object.entries(members)) {
    if (given === null || given === undefined) continue;
    const memberSchema = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
    const member = memberSchema ? coerce(memberSchema, given, locale) : given;
    const isOmitted = memberSchema instanceof z.ZodOptional && saysNothing(memberSchema, given, member);
    if (!isOmitted) coerced.push([name, member]);
  }
  return Object.fromEntries(coerced);
}

/** Returns an object that was given as such, as JSON, or as a list of texts where hosts are told of that. */
export function membersOf(schema: z.ZodObject, value: unknown): object | undefined {
  const parsed = convertText(value, /^(\{[\s\S]*\}|\["[\s\S]*\])$/, parseJson);
  const isSettings = schemaKinds.get(schema)?.kind === 'settings' && !isObject(parsed);
  const object = isSettings ? fromSettings(parsed) : parsed;
  return isObject(object) ? object : undefined;
}

/** @param given the member as it came. @param member as it is meant: "[]" as text is a list */
function saysNothing(schema: z.ZodOptional, given: unknown, member: unknown): boolean {
  const inner = schema.unwrap();
  if (isBlank(inner, given) || (typeof member === 'object' && isBlank(inner, member))) return true;
  // Where it is no value at all, as of an id, a zero fills a place like an empty text does.
  return isZero(given) && !schema.safeParse(member).success;
}

/** An empty list or object is blank only where such is meant: elsewhere it is wrong. */
const isBlank = (schema: z.core.$ZodType, value: unknown): boolean =>
  isEmptyValue(value) &&
  (typeof value !== 'object' || schema instanceof z.ZodArray || schema instanceof z.ZodObject);

/** Converts a text of that form; all else stays. */
const convertText = (value: unknown, form: RegExp, convert: (text: string) => unknown): unknown =>
  typeof value === 'string' && form.test(value.trim()) ? convert(value.trim()) : value;

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
  return convertText(value, /^[+-]?\d+(\.\d+)?( ?s)?$/, parseFloat);
}

function coercePhone(value: unknown, { region }: Locale): unknown {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' ? (toE164(text, region) ?? text) : text;
}
