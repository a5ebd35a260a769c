/**
 * The vocabulary that the tools' inputs are written in. Types say what a value means; how a host's text becomes
 * such a value ("5", "[1,2]", "070-174 06 05") is the business of input/coerce.ts, which walks these schemas.
 */
import * as z from 'zod';
import { PERIODS } from '../shared/period.ts';
import type { ReadName } from './tool-name.ts';

export type SchemaKind = 'phone' | 'scalar' | 'instant' | 'seconds' | 'settings' | 'table';

/** What is known of a schema beyond its type. */
export const schemaKinds = z.registry<
  {
    kind?: SchemaKind;
    /** CLEAR_WORD in its place stands for the empty text. */
    clears?: true;
    /** The tool that tells which ids there are; the error for a value that is no id names it. */
    source?: ReadName;
  },
  z.core.$ZodType
>();

/** Empties a text on purpose: an empty text itself is what models fill in where they have nothing to say. */
export const CLEAR_WORD = '(empty)';

/** Schemas that are advertised by their type alone. */
export const undetailed = z.registry<{ undetailed: true }, z.core.$ZodType>();

/** The same schema without its details in the list of tools: another tool has them, and so has the error for a wrong value. */
export function brief<T extends z.ZodType>(schema: T, description?: string): T {
  const copy = schema.meta(description ? { description } : {});
  undetailed.add(copy, { undetailed: true });
  return copy;
}

/** Arguments that are accepted and not advertised: few people ask for them, and each costs every model tokens. */
export const unadvertised = z.registry<{ unadvertised: true }, z.core.$ZodType>();

/** The same schema, for an argument that is not advertised. */
export function quiet<T extends z.ZodType>(schema: T): T {
  const copy = schema.meta({});
  unadvertised.add(copy, { unadvertised: true });
  return copy;
}

function withSource<T extends z.ZodType>(schema: T, source: ReadName | undefined): T {
  if (source) schemaKinds.add(schema, { source });
  return schema;
}

export const int = z.int();
/** @param source the tool that tells which ids there are */
export const id = (source?: ReadName) => withSource(z.int().positive(), source);
export const ids = (source?: ReadName) => withSource(z.array(id(source)).min(1), source);
/** For an act on each of them: a person must be able to read the preview. The error says how many are too many. */
export const fewIds = (source?: ReadName) =>
  withSource(z.array(id(source)).min(1).max(20).meta({ maxItems: undefined }), source);

export const count = z.int().nonnegative();
export const number = z.number();
export const price = z.number().nonnegative();
export const flag = z.boolean();
export const text = z.string().trim().min(1);
/** Text that may be emptied, such as a template's content. */
export const anyText = z.string();
schemaKinds.add(anyText, { clears: true });
/** The same of one line, such as a city. */
export const anyLine = z.string().trim();
schemaKinds.add(anyLine, { clears: true });

/** Text on the wire, except that a number stays the number it was: external ids and custom fields have both forms. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]);
schemaKinds.add(scalar, { kind: 'scalar' });
export const anyScalar = z.union([z.string(), z.number(), z.boolean()]);
schemaKinds.add(anyScalar, { kind: 'scalar', clears: true });

/** A picture of an answer: its language, `true`, and `png` beside it. A report reads it (reports/chart/chart-request.ts). */
export function chart(description?: string) {
  const schema = z.union([z.string(), z.number(), z.boolean()]).meta(description ? { description } : {});
  schemaKinds.add(schema, { kind: 'scalar' });
  return schema;
}

/** E.164, after coercion of what people write. */
export const phone = z.string().regex(/^\+[1-9]\d{5,14}$/, 'must be a phone number');
schemaKinds.add(phone, { kind: 'phone' });

const isCalendarDay = (value: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true;

/** The same where an invalid number is sent as it is, since the dialer answers for each row. */
export const phoneOrText = z.string();
schemaKinds.add(phoneOrText, { kind: 'phone' });

export const day = z.string().refine(isCalendarDay, 'must be a date YYYY-MM-DD');

/** A day, or a time as UTC after coercion. */
export const instant = z
  .string()
  .refine(
    (value) => isCalendarDay(value) || !Number.isNaN(Date.parse(value)),
    'must be a date YYYY-MM-DD or a time YYYY-MM-DDTHH:MM',
  );
schemaKinds.add(instant, { kind: 'instant' });

/** Stands for start_date and end_date; validation puts them in its place. */
export const period = z.enum(PERIODS);
/** The same where it is one filter of many. */
export const periodToo = brief(period, 'such as today, last_week, last_7_days');

const second = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
schemaKinds.add(second, { kind: 'seconds' });
/** A part of a recording, in seconds from its start. */
export const clip = { start_s: second.optional(), end_s: second.positive().optional() };

export const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values);
export const list = <T extends z.ZodType>(item: T) => z.array(item).min(1);
export const object = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape);
/** An object whose members depend on another argument: the tool itself checks them. */
export const anyObject = z.looseObject({});

/**
 * An object that is advertised as a list of texts "name=value": strict hosts take no object without its members, and
 * to name them all again would cost every model tokens. The object itself is accepted too.
 */
export function settings<T extends z.ZodType>(schema: T, description: string): T {
  const copy = schema.meta({ description });
  schemaKinds.add(copy, { kind: 'settings' });
  return copy;
}

/** The same for a list of objects: rows of texts, the first of them the names. */
export function table<T extends z.ZodType>(schema: T, description: string): T {
  const copy = schema.meta({ description });
  schemaKinds.add(copy, { kind: 'table' });
  return copy;
}

/** A choice among the names of a table. */
export const named = (table: Record<string, number>) => z.enum(Object.keys(table) as [string, ...string[]]);

/** How long ago, fractions included. */
export const hours = z.number().nonnegative().max(1_000_000).meta({ maximum: undefined });

export const sort = z.enum(['newest', 'oldest']);
/** Where a list continues: the direction, the moment of the last row, and what tells it from others of that moment. */
export const cursor = z
  .string()
  .regex(/^(newest|oldest)\.-?\d+\.\d+$/, 'must be the next_cursor of the answer before');

/** How many rows; the maximum is told once, in the server's instructions. */
export const rowLimit = z.int().min(1).max(200).meta({ maximum: undefined });
