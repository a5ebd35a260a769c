/** From what a host sends to arguments that a tool can trust, or one message that says what is right. */
import * as z from 'zod';
import type { Config } from '../../config/config.ts';
import { brokenText, isTooDeep } from '../../shared/json.ts';
import { daysOf, moments, type Period } from '../../shared/period.ts';
import { editDistance } from '../../shared/similar-text.ts';
import { today } from '../../shared/time.ts';
import { ToolError } from '../../shared/tool-error.ts';
import type { Args } from '../row.ts';
import {
  brief,
  CLEAR_WORD,
  clip,
  cursor,
  quiet,
  rowLimit,
  schemaKinds,
  sort,
  unadvertised,
} from '../schema.ts';
import type { Tool } from '../tool.ts';
import { coerce, isEmptyValue, isZero, membersOf } from './coerce.ts';
import { expected, pathText, preview, TYPE_NAMES, valueAt } from './explain.ts';

/** What of a tool its arguments are read by. */
type InputTool = Pick<Tool, 'input'> & {
  [name in 'answer' | 'guard' | 'request' | 'oneOf' | 'anyOf']?: Tool[name];
};

type Settings = Pick<Config, 'region' | 'timezone'>;

const DELIVER_HELP = 'file: saved to disk; inline: bytes, 100 kB';

/** Arguments that a list or a file has by its answer, and `confirm`, which a guarded tool has by its guard. */
export function inputOf(tool: InputTool): z.ZodObject {
  const shape: Record<string, z.ZodType> = { ...(tool.input.shape as Record<string, z.ZodType>) };
  if (tool.answer?.is === 'file') {
    if (tool.answer.sound) {
      Object.assign(shape, clip);
      shape.channel = z.enum(['both', 'left', 'right']).optional();
    }
    shape.deliver = z.enum(['link', 'inline', 'file']).describe(DELIVER_HELP).optional();
  }
  if (tool.answer?.is === 'rows') {
    const limit = rowLimit;
    shape.limit ??= limit.optional();
    const offset = z.int().min(0).optional();
    if (!tool.answer.paged) shape.offset = tool.answer.time ? quiet(offset) : offset;
    if (tool.answer.time) Object.assign(shape, { sort: sort.optional(), cursor: cursor.optional() });
    const more = Object.keys(tool.answer.more ?? {});
    // The answer tells which there are.
    if (more.length) shape.fields = z.array(brief(z.enum(more))).optional();
  }
  if (tool.guard) shape.confirm = z.string().optional();
  return z.strictObject(shape);
}

const inputs = new WeakMap<InputTool, z.ZodObject>();

/**
 * Converts and checks.
 * @throws ToolError of kind invalid_arguments that names each wrong argument, why, and what is right.
 */
export function validateArguments(tool: InputTool, given: unknown, settings: Settings): Args {
  let input = inputs.get(tool);
  if (!input) {
    input = inputOf(tool);
    inputs.set(tool, input);
  }
  const coerced = coerce(input, given ?? {}, settings);
  checkText(coerced);
  const result = input.safeParse(coerced);
  const problems = result.success
    ? []
    : result.error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => explain(issue, coerced, tool, input));
  const args = (result.data ?? {}) as Args;
  if (result.success) {
    const missing = combination(tool, args);
    problems.push(...(missing.length ? explainZeros(args, given, tool, input) : []), ...missing);
  } else if (result.error.issues.length > MAX_PROBLEMS)
    problems.push(`And ${result.error.issues.length - MAX_PROBLEMS} more.`);
  if (problems.length) {
    const blank = blankTextsNote(tool, given);
    throw new ToolError('invalid_arguments', [...problems, ...(blank ? [`${blank}.`] : [])].join(' '));
  }
  return args.period === undefined ? args : { ...args, ...datesOf(args.period as Period, input, settings) };
}

/** A file of thousands of wrong rows is not told row by row. */
const MAX_PROBLEMS = 10;

/** @throws ToolError for what no request can carry */
function checkText(value: unknown): void {
  if (isTooDeep(value))
    throw new ToolError('invalid_arguments', 'The arguments are nested deeper than any argument is.');
  const broken = brokenText(value);
  if (!broken) return;
  const where = pathText(broken);
  throw new ToolError(
    'invalid_arguments',
    `${where.isWellFormed() && where ? where : 'The name of an argument'} holds half a character (a surrogate without its other half): write it whole or leave it out.`,
  );
}

/**
 * Which texts of a change were given empty. They change nothing: a model that fills every argument must not wipe what
 * it never spoke of.
 */
export function blankTextsNote(tool: InputTool, given: unknown): string | undefined {
  if (!['PUT', 'PATCH'].includes(tool.request?.method ?? '')) return undefined;
  const { names, clearable } = blankTexts(tool.input, given, tool.oneOf ?? []);
  if (!names.length) return undefined;
  const clears = clearable.length ? `; "${CLEAR_WORD}" empties ${clearable.join(', ')}` : '';
  return `${names.join(', ')}: an empty text changes nothing${clears}`;
}

function blankTexts(input: z.ZodObject, given: unknown, except: readonly string[]) {
  const names: string[] = [];
  const clearable: string[] = [];
  for (const [name, member] of Object.entries(membersOf(input, given) ?? {})) {
    const inner = Object.hasOwn(input.shape, name) ? unwrapOptional(input.shape[name]) : undefined;
    if (!inner || except.includes(name)) continue;
    if (inner instanceof z.ZodObject) {
      const within = blankTexts(inner, member, []);
      names.push(...within.names);
      clearable.push(...within.clearable);
    } else if (typeof member === 'string' && isEmptyValue(member) && !(inner instanceof z.ZodArray)) {
      names.push(name);
      if (schemaKinds.get(inner)?.clears) clearable.push(name);
    }
  }
  return { names, clearable };
}

const unwrapOptional = (schema: unknown) =>
  (schema instanceof z.ZodOptional ? schema.unwrap() : schema) as z.core.$ZodType;

/** Days where days are taken; where moments are, the first and the last one, which no other zone can shift. */
function datesOf(period: Period, input: z.ZodObject, { timezone }: Settings): Args {
  const days = daysOf(period, today(timezone));
  const { start_date } = input.shape;
  return start_date && kindOf(start_date) === 'instant'
    ? moments(days, timezone)
    : { start_date: days.from, end_date: days.to };
}

const kindOf = (schema: unknown) => schemaKinds.get(unwrapOptional(schema))?.kind;

function combination(tool: InputTool, args: Args): string[] {
  const problems: string[] = [];
  const given = (names: readonly string[]) => names.filter((name) => args[name] !== undefined);
  const choice = (names: readonly string[], howMany: string) => {
    const got = given(names);
    const told = names.filter((name) => isAdvertised(tool, name) || got.includes(name));
    return `Give ${told.length > 1 ? `${howMany} of ` : ''}${told.join(', ')}${got.length ? `, not ${got.join(' and ')}` : ''}.`;
  };
  if (tool.oneOf && given(tool.oneOf).length !== 1) problems.push(choice(tool.oneOf, 'exactly one'));
  for (const group of tool.anyOf ?? [])
    if (given(group).length === 0) problems.push(choice(group, 'at least one'));
  for (const [start, end] of [
    ['start_date', 'end_date'],
    ['confirm_start_date', 'confirm_end_date'],
  ] as const)
    if (isAfter(args[start], args[end])) problems.push(`${start} must not be after ${end}.`);
  const dates = Object.keys(args).filter((name) => name.endsWith('_date'));
  if (args.period !== undefined && dates.length)
    problems.push(`Give either period or dates, not period and ${dates.join(' and ')}.`);
  if (Number(args.start_s) >= Number(args.end_s)) problems.push('start_s must be before end_s.');
  return problems;
}

/** A zero that is no value counts as absent; where nothing else was given it is what was meant, and why it is wrong helps. */
function explainZeros(args: Args, given: unknown, tool: InputTool, input: z.ZodObject): string[] {
  return Object.entries(membersOf(input, given) ?? {})
    .filter(([name, value]) => isZero(value) && args[name] === undefined && name in input.shape)
    .flatMap(([name]) => {
      const one = { [name]: 0 };
      const result = z.object({ [name]: input.shape[name]! }).safeParse(one);
      return result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, one, tool, input));
    });
}

/** Whether hosts are told of an argument. */
const isAdvertised = ({ input }: InputTool, name: string): boolean =>
  !unadvertised.has(input.shape[name] as z.ZodType);

/** A mere date is a day of the dialer's zone: the times of that day lie up to a day and a half from its midnight in UTC. */
const DAY_AND_ZONE_MS = 36 * 3_600_000;

function isAfter(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return false;
  const leeway = start.length === end.length ? 0 : DAY_AND_ZONE_MS;
  return Date.parse(start) > Date.parse(end) + leeway;
}

function explain(issue: z.core.$ZodIssue, given: unknown, tool: InputTool, input: z.ZodObject): string[] {
  const names = Object.keys(input.shape);
  const where = pathText(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => explainUnknown(key, issue.path, tool, input));
  if (issue.path.length === 0)
    return [`The arguments must be an object with ${names.join(', ') || 'no member'}.`];
  const value = valueAt(issue.path, given);
  const schema = schemaAt(input, issue.path);
  const source = schema && schemaKinds.get(schema)?.source;
  const right = rightAt(input, issue);
  const hint = source && issue.code === 'invalid_type' ? ` ${source} has them.` : '';
  if (value === undefined) return [`${where} is missing: ${right}.${hint}`];
  return [`${where} must be ${right}, not ${preview(value)}.${hint}`];
}

/** The schema at a place in the arguments. */
function schemaAt(
  schema: z.core.$ZodType | undefined,
  path: readonly PropertyKey[],
): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional) return schemaAt(schema.unwrap(), path);
  if (path.length === 0) return schema;
  if (schema instanceof z.ZodArray) return schemaAt(schema.element, path.slice(1));
  return schema instanceof z.ZodObject ? schemaAt(schema.shape[String(path[0])], path.slice(1)) : undefined;
}

/** The forms that hosts are told of in place of a schema's own. */
const SCHEMA_FORMS: Record<string, string> = {
  settings: 'a list of texts, each name=value',
  table: 'a list of rows, the first of them the names of the fields',
};

/** What is right there: zod says "number" of a text in an integer's place. */
function rightAt(input: z.ZodObject, issue: z.core.$ZodIssue): string {
  const schema = schemaAt(input, issue.path);
  if (issue.code === 'invalid_type' && schema instanceof z.ZodNumber && schema.isInt) return TYPE_NAMES.int!;
  if (kindOf(schemaAt(input, issue.path.slice(0, -1))) === 'table')
    return 'a row of cells under a first one of names';
  const form =
    issue.code === 'invalid_type' || issue.code === 'too_small' ? SCHEMA_FORMS[kindOf(schema) ?? ''] : '';
  return form || expected(issue);
}

/** Words that models and people use for arguments which are called otherwise here. */
const SYNONYMS: Record<string, string[]> = {
  from: ['start_date'],
  since: ['start_date'],
  to: ['end_date'],
  until: ['end_date'],
  date: ['exact_date', 'start_date', 'end_date'],
  when: ['period'],
  range: ['period'],
  timespan: ['period'],
  next_cursor: ['cursor'],
  order: ['sort'],
  order_by: ['sort'],
  phonenumber: ['phone'],
  phone_number: ['phone'],
  number: ['phone'],
  agent: ['agent_id', 'user_id', 'user_ids'],
  agent_id: ['user_id', 'user_ids'],
  user: ['user_id', 'user_ids'],
  list_id: ['contactlist_id', 'contactlist_ids'],
  article_number: ['artnr'],
  name: ['title', 'username', 'first_name'],
  title: ['name'],
};

function explainUnknown(key: string, path: PropertyKey[], tool: InputTool, input: z.ZodObject): string {
  const object = schemaAt(input, path);
  const names = object instanceof z.ZodObject ? Object.keys(object.shape) : [];
  const byWire = Object.entries(tool.request?.args ?? {}).find(([, place]) => place.wire === key)?.[0];
  const word = key.toLowerCase();
  const synonyms = Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word]! : [];
  const bySynonym = synonyms.find((name) => names.includes(name));
  const near = bySynonym ?? (path.length ? undefined : byWire) ?? nearest(key, names);
  const hint = near ? `: did you mean ${near}?` : '.';
  const missing = path.length ? `${pathText(path)} has no member ${key}` : `There is no argument ${key}`;
  return `${missing}${hint} ${path.length ? 'Members' : 'Arguments'}: ${names.join(', ') || 'none'}.`;
}

/** The name that differs by little: a plural, a missing part, a typing error. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = bare(word);
  const scored = names.map((name) => ({ name, score: editDistance(wanted, bare(name)) }));
  const best = scored.sort((a, b) => a.score - b.score)[0];
  if (best && best.score <= Math.max(1, Math.floor(wanted.length / 3))) return best.name;
  return wanted.length >= 2 ? names.find((name) => bare(name).includes(wanted)) : undefined;
}
