/** From what a host sends to arguments that a tool can trust, or one message that says what is right. */
import * as z from 'zod';
import type { Config } from './config.ts';
import { distance } from './distance.ts';
import { ToolError } from './errors.ts';
import { daysOf, moments, type Period } from './period.ts';
import { toE164 } from './phone.ts';
import { brief, clip, kinds, rowLimit, unadvertised } from './schema.ts';
import { instantToUtc, today } from './time.ts';
import type { Args, Tool } from './tool.ts';

/** What of a tool its arguments are read by. */
type Taker = Pick<Tool, 'input'> & {
  [name in 'answer' | 'guard' | 'request' | 'oneOf' | 'anyOf']?: Tool[name];
};

type Settings = Pick<Config, 'region' | 'timezone'>;

const DELIVER = 'inline: the bytes, up to 700 kB; file: into the download folder, if one is set';

/** Arguments that a list or a file has by its answer, and `confirm`, which a guarded tool has by its guard. */
export function inputOf(tool: Taker): z.ZodObject {
  const shape: Record<string, z.ZodType> = { ...(tool.input.shape as Record<string, z.ZodType>) };
  if (tool.answer?.is === 'file') {
    if (tool.answer.sound) {
      Object.assign(shape, clip);
      shape.channel = z.enum(['both', 'left', 'right']).optional();
    }
    shape.deliver = z.enum(['link', 'inline', 'file']).describe(DELIVER).optional();
  }
  if (tool.answer?.is === 'rows') {
    const limit = rowLimit;
    shape.limit ??= limit.optional();
    if (!tool.answer.paged) shape.offset = z.int().min(0).optional();
    const more = Object.keys(tool.answer.more ?? {});
    // The answer tells which there are.
    if (more.length) shape.fields = z.array(brief(z.enum(more))).optional();
  }
  if (tool.guard) shape.confirm = z.string().optional();
  return z.strictObject(shape);
}

const inputs = new WeakMap<Taker, z.ZodObject>();

/**
 * Converts and checks.
 * @throws ToolError of kind invalid_arguments that names each wrong argument, why, and what is right.
 */
export function readArguments(tool: Taker, given: unknown, settings: Settings): Args {
  let input = inputs.get(tool);
  if (!input) {
    input = inputOf(tool);
    inputs.set(tool, input);
  }
  const coerced = coerce(input, given ?? {}, settings);
  const result = input.safeParse(coerced);
  const problems = result.success
    ? []
    : result.error.issues.flatMap((issue) => explain(issue, coerced, tool, input));
  const args = (result.data ?? {}) as Args;
  if (result.success) problems.push(...combination(tool, args));
  if (problems.length) throw new ToolError('invalid_arguments', problems.join(' '));
  return args.period === undefined ? args : { ...args, ...datesOf(args.period as Period, input, settings) };
}

/** Days where days are taken; where moments are, the first and the last one, which no other zone can shift. */
function datesOf(period: Period, input: z.ZodObject, { timezone }: Settings): Args {
  const days = daysOf(period, today(timezone));
  return kindOf(input.shape.start_date) === 'instant'
    ? moments(days, timezone)
    : { start_date: days.from, end_date: days.to };
}

const kindOf = (schema: unknown) =>
  kinds.get((schema instanceof z.ZodOptional ? schema.unwrap() : schema) as z.core.$ZodType)?.kind;

function combination(tool: Taker, args: Args): string[] {
  const problems: string[] = [];
  const given = (names: readonly string[]) => names.filter((name) => args[name] !== undefined);
  const told = (names: readonly string[]) => names.filter((name) => isTold(tool, name)).join(', ');
  if (tool.oneOf && given(tool.oneOf).length !== 1) {
    const got = given(tool.oneOf);
    problems.push(
      `Give exactly one of ${told(tool.oneOf)}${got.length ? `, not ${got.join(' and ')}` : ''}.`,
    );
  }
  for (const group of tool.anyOf ?? [])
    if (given(group).length === 0) problems.push(`Give at least one of ${told(group)}.`);
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

/** Whether hosts are told of an argument. */
const isTold = ({ input }: Taker, name: string): boolean => !unadvertised.has(input.shape[name] as z.ZodType);

/** A mere date is a day of the dialer's zone: the times of that day lie up to a day and a half from its midnight in UTC. */
const DAY_AND_ZONE_MS = 36 * 3_600_000;

function isAfter(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return false;
  const leeway = start.length === end.length ? 0 : DAY_AND_ZONE_MS;
  return Date.parse(start) > Date.parse(end) + leeway;
}

/** Text that stands for another type becomes it, and a null for an optional argument goes away; all else stays. */
function coerce(schema: z.core.$ZodType, value: unknown, settings: Settings): unknown {
  const kind = kinds.get(schema)?.kind;
  if (kind === 'scalar') return value;
  if (kind === 'phone') return coercePhone(value, settings.region);
  if (kind === 'seconds') return coerceSeconds(value);
  if (kind === 'instant')
    return typeof value === 'string' ? (instantToUtc(value, settings.timezone) ?? value) : value;
  if (schema instanceof z.ZodOptional) return coerce(schema.unwrap(), value, settings);
  if (schema instanceof z.ZodNumber) return fromText(value, /^[+-]?\d+(\.\d+)?$/, Number);
  if (schema instanceof z.ZodBoolean) {
    if (value === 0 || value === 1) return value === 1;
    return fromText(value, /^(true|false)$/i, (text) => /^true$/i.test(text));
  }
  if (schema instanceof z.ZodString) return typeof value === 'number' ? String(value) : value;
  if (schema instanceof z.ZodArray) {
    const items = fromText(value, /^\s*\[[\s\S]*\]\s*$/, parseJson);
    const array = Array.isArray(items) || items === undefined || items === null ? items : [items];
    return Array.isArray(array) ? array.map((item) => coerce(schema.element, item, settings)) : array;
  }
  if (schema instanceof z.ZodObject) {
    const object = fromText(value, /^\s*\{[\s\S]*\}\s*$/, parseJson);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return object;
    const entries = Object.entries(object).filter(([, member]) => member !== null && member !== undefined);
    return Object.fromEntries(
      entries.map(([key, member]) => {
        const inner = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
        return [key, inner ? coerce(inner, member, settings) : member];
      }),
    );
  }
  return value;
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

function explain(issue: z.core.$ZodIssue, given: unknown, tool: Taker, input: z.ZodObject): string[] {
  const names = Object.keys(input.shape);
  const where = at(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownArgument(key, issue.path, tool, input));
  if (issue.path.length === 0)
    return [`The arguments must be an object with ${names.join(', ') || 'no member'}.`];
  const value = issue.path.reduce<any>((inner, key) => inner?.[key as string], given);
  const source = SOURCES[String(issue.path.at(-1))] ?? SOURCES[String(issue.path.at(-2))];
  const right = isWhole(input, issue.path) && issue.code === 'invalid_type' ? TYPES.int : meant(issue);
  const hint = source && issue.code === 'invalid_type' ? ` ${source} has them.` : '';
  if (value === undefined) return [`${where} is missing: ${right}.${hint}`];
  return [`${where} must be ${right}, not ${show(value)}.${hint}`];
}

/** The schema at a place in the arguments. */
function schemaAt(schema: unknown, path: PropertyKey[]): unknown {
  if (schema instanceof z.ZodOptional) return schemaAt(schema.unwrap(), path);
  if (path.length === 0) return schema;
  if (schema instanceof z.ZodArray) return schemaAt(schema.element, path.slice(1));
  return schema instanceof z.ZodObject ? schemaAt(schema.shape[String(path[0])], path.slice(1)) : undefined;
}

/** Whether a whole number is meant there: zod says "number" of a text in an integer's place. */
function isWhole(schema: unknown, path: PropertyKey[]): boolean {
  const meant = schemaAt(schema, path);
  return meant instanceof z.ZodNumber && meant.isInt;
}

/** Which tool tells ids. */
const SOURCES: Record<string, string> = {
  agent_id: 'list_users',
  blocklist_id: 'list_blocklists',
  call_id: 'search_calls',
  call_result_id: 'list_call_results',
  call_result_ids: 'list_call_results',
  campaign_contactlist_id: 'list_campaign_contactlists',
  campaign_id: 'list_campaigns',
  campaign_ids: 'list_campaigns',
  campaign_product_id: 'list_campaign_products',
  contactlist_id: 'list_contactlists',
  contactlist_ids: 'list_contactlists',
  customer_id: 'get_customer',
  customer_ids: 'get_customer',
  office_id: 'list_offices',
  order_id: 'search_orders',
  order_ids: 'search_orders',
  product_field_id: 'list_product_fields',
  product_id: 'list_products',
  sms_template_id: 'list_sms_templates',
  user_id: 'list_users',
  user_ids: 'list_users',
};

function at(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  );
}

const TYPES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What is right, in words, from the issue that zod found. */
function meant(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`;
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'too_small':
      if (issue.origin === 'string') return 'text that is not empty';
      if (issue.origin === 'array') return `a list of at least ${issue.minimum}`;
      return `at least ${issue.inclusive === false ? Number(issue.minimum) + 1 : issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'array') return `a list of at most ${issue.maximum}`;
      return `at most ${issue.maximum}`;
    case 'invalid_union':
      return 'text, a number, true or false';
    default:
      return issue.message.replace(/^must be /, '');
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
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

function unknownArgument(key: string, path: PropertyKey[], tool: Taker, input: z.ZodObject): string {
  const object = schemaAt(input, path);
  const names = object instanceof z.ZodObject ? Object.keys(object.shape) : [];
  const byWire = Object.entries(tool.request?.args ?? {}).find(([, place]) => place.wire === key)?.[0];
  const word = key.toLowerCase();
  const synonyms = Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word]! : [];
  const bySynonym = synonyms.find((name) => names.includes(name));
  const near = bySynonym ?? (path.length ? undefined : byWire) ?? nearest(key, names);
  const hint = near ? `: did you mean ${near}?` : '.';
  const missing = path.length ? `${at(path)} has no member ${key}` : `There is no argument ${key}`;
  return `${missing}${hint} ${path.length ? 'Members' : 'Arguments'}: ${names.join(', ') || 'none'}.`;
}

/** The name that differs by little: a plural, a missing part, a typing error. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = bare(word);
  const scored = names.map((name) => ({ name, score: distance(wanted, bare(name)) }));
  const best = scored.sort((a, b) => a.score - b.score)[0];
  if (best && best.score <= Math.max(1, Math.floor(wanted.length / 3))) return best.name;
  return wanted.length >= 2 ? names.find((name) => bare(name).includes(wanted)) : undefined;
}
