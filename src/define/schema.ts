/**
 * The vocabulary that the tools' inputs are written in. Types say what a value means; how a host's text becomes
 * such a value ("5", "[1,2]", "070-174 06 05") is the business of arguments.ts, which walks these schemas.
 */
import * as z from 'zod';
import { PERIODS } from '../shared/period.ts';
import type { ReadName } from './tool-name.ts';

/** What the walker must know of a schema beyond its type. */
export const schemaKinds = z.registry<
  {
    kind?: 'phone' | 'scalar' | 'instant' | 'seconds' | 'settings' | 'table';
    /** CLEAR in its place stands for the empty text. */
    clears?: true;
    /** The tool that tells which ids there are; the error for a value that is no id names it. */
    source?: ReadName;
  },
  z.core.$ZodType
>();

/** Empties a text on purpose: an empty text itself is what models fill in where they have nothing to say. */
export const CLEAR_WORD = '(empty)';

/** Schemas that hosts are told of by their type alone. */
export const undetailed = z.registry<{ untold: true }, z.core.$ZodType>();

/** The same schema, its inside not told: the tool beside it tells it, and so does the error for a wrong value. */
export function brief<T extends z.ZodType>(schema: T, description?: string): T {
  const told = schema.meta(description ? { description } : {});
  undetailed.add(told, { untold: true });
  return told;
}

/** Arguments that are taken and that hosts are not told of: few people ask for them, and each costs every model tokens. */
export const unadvertised = z.registry<{ unadvertised: true }, z.core.$ZodType>();

export function quiet<T extends z.ZodType>(schema: T): T {
  const own = schema.meta({});
  unadvertised.add(own, { unadvertised: true });
  return own;
}

export const int = z.int();

function fromSource<T extends z.ZodType>(schema: T, source: ReadName | undefined): T {
  if (source) schemaKinds.add(schema, { source });
  return schema;
}

/** An id, as the tool `source` tells them. */
export const id = (source?: ReadName) => fromSource(z.int().positive(), source);
export const ids = (source?: ReadName) => fromSource(z.array(id(source)).min(1), source);
/** Of an act on each of them: a person must be able to read the preview. The error tells how many are too many. */
export const fewIds = (source?: ReadName) =>
  fromSource(z.array(id(source)).min(1).max(20).meta({ maxItems: undefined }), source);

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

/** E.164 after arguments.ts has read it as people write it. */
export const phone = z.string().regex(/^\+[1-9]\d{5,14}$/, 'must be a phone number');
schemaKinds.add(phone, { kind: 'phone' });

const isCalendarDay = (value: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true;

/** The same where a number that is none goes out as it is, since the dialer tells of each row. */
export const phoneOrText = z.string();
schemaKinds.add(phoneOrText, { kind: 'phone' });

export const day = z.string().refine(isCalendarDay, 'must be a date YYYY-MM-DD');

/** A day, or a time as UTC after arguments.ts has read it. */
export const instant = z
  .string()
  .refine(
    (value) => isCalendarDay(value) || !Number.isNaN(Date.parse(value)),
    'must be a date YYYY-MM-DD or a time YYYY-MM-DDTHH:MM',
  );
schemaKinds.add(instant, { kind: 'instant' });

/** Stands for start_date and end_date; arguments.ts puts them in its place. */
export const period = z.enum(PERIODS);
/** The same where it is one filter of many. */
export const periodToo = brief(period, 'such as today, last_week, last_7_days');

const second = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
schemaKinds.add(second, { kind: 'seconds' });
/** A stretch of a recording, in seconds from its start. */
export const clip = { start_s: second.optional(), end_s: second.positive().optional() };

export const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values);
export const list = <T extends z.ZodType>(item: T) => z.array(item).min(1);
export const object = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape);
/** Whose members depend on another argument: the tool itself checks them. */
export const anyObject = z.looseObject({});

/**
 * An object that hosts are told of as a list of texts "name=value": strict ones take no object without its members, and
 * to name them all again would cost every model tokens. The object itself is taken too.
 */
export function settings<T extends z.ZodType>(schema: T, description: string): T {
  const told = schema.meta({ description });
  schemaKinds.add(told, { kind: 'settings' });
  return told;
}

/** The same for a list of objects: rows of texts, the first of them the names. */
export function table<T extends z.ZodType>(schema: T, description: string): T {
  const told = schema.meta({ description });
  schemaKinds.add(told, { kind: 'table' });
  return told;
}
/** A choice among the names of a table. */
export const named = (table: Record<string, number>) => z.enum(Object.keys(table) as [string, ...string[]]);

/** How long ago; a fraction is one. */
export const hours = z.number().nonnegative().max(1_000_000).meta({ maximum: undefined });

export const sort = z.enum(['newest', 'oldest']);
/** Where a list goes on: the direction, the moment of the last row, and what tells it from others of that moment. */
export const cursor = z
  .string()
  .regex(/^(newest|oldest)\.-?\d+\.\d+$/, 'must be the next_cursor of the answer before');

/** How many rows: that there are 200 at most is told once, in the server's instructions. */
export const rowLimit = z.int().min(1).max(200).meta({ maximum: undefined });
