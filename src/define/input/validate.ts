/** Makes of what a host sends the arguments that a tool can trust, or one message that says what is right. */
import * as z from 'zod';
import type { Config } from '../../config/config.ts';
import { brokenText, isTooDeep } from '../../shared/json.ts';
import { daysOf, moments, PERIODS, type Period } from '../../shared/period.ts';
import { pathText } from '../../shared/schema/explain.ts';
import { today } from '../../shared/time.ts';
import { ToolError } from '../../shared/tool-error.ts';
import type { Args } from '../row.ts';
import { schemaKinds } from '../schema.ts';
import { blankTextsNote } from './blank-texts.ts';
import { coerce, membersOf } from './coerce.ts';
import { isZero } from './empty-values.ts';
import { explainIssue } from './explain-issue.ts';
import { type InputTool, inputOf, isAdvertised, unwrapOptional } from './tool-input.ts';

type Settings = Pick<Config, 'region' | 'timezone'>;

/** A file of thousands of wrong rows is not told row by row. */
const MAX_PROBLEMS = 10;

const inputs = new WeakMap<InputTool, z.ZodObject>();

/**
 * Converts the arguments and checks them.
 * @throws ToolError of kind invalid_arguments that names each wrong argument, why, and what is right.
 */
export function validateArguments(tool: InputTool, given: unknown, settings: Settings): Args {
  const input = inputs.get(tool) ?? inputOf(tool);
  inputs.set(tool, input);
  const coerced = coerce(input, given ?? {}, settings);
  checkText(coerced);
  const result = input.safeParse(coerced);
  const problems = result.success
    ? explainCombination(result.data, given, tool, input)
    : explainIssues(result.error.issues, coerced, tool, input);
  if (!result.success || problems.length) {
    const blank = blankTextsNote(tool, given);
    throw new ToolError('invalid_arguments', [...problems, ...(blank ? [`${blank}.`] : [])].join(' '));
  }
  const args = result.data;
  const period = PERIODS.find((name) => name === args.period);
  return period ? { ...args, ...datesOf(period, input, settings) } : args;
}

/** @throws ToolError for what no request can carry */
function checkText(value: unknown): void {
  if (isTooDeep(value))
    throw new ToolError('invalid_arguments', 'The arguments are nested deeper than any argument is.');
  const brokenPath = brokenText(value);
  if (!brokenPath) return;
  const where = pathText(brokenPath);
  throw new ToolError(
    'invalid_arguments',
    `${where.isWellFormed() && where ? where : 'The name of an argument'} holds half a character (a surrogate without its other half): write it whole or leave it out.`,
  );
}

function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  coerced: unknown,
  tool: InputTool,
  input: z.ZodObject,
): string[] {
  const problems = issues
    .slice(0, MAX_PROBLEMS)
    .flatMap((issue) => explainIssue(issue, coerced, tool, input));
  const others = issues.length - MAX_PROBLEMS;
  return others > 0 ? [...problems, `And ${others} more.`] : problems;
}

/** Says what is wrong with arguments that are right one by one. */
function explainCombination(args: Args, given: unknown, tool: InputTool, input: z.ZodObject): string[] {
  const problems = [
    ...explainChoices(args, tool),
    ...explainDates(args),
    ...(Number(args.start_s) >= Number(args.end_s) ? ['start_s must be before end_s.'] : []),
  ];
  return problems.length ? [...explainZeros(args, given, tool, input), ...problems] : [];
}

function explainChoices(args: Args, tool: InputTool): string[] {
  const givenOf = (names: readonly string[]) => names.filter((name) => args[name] !== undefined);
  const explain = (names: readonly string[], howMany: string) => {
    const given = givenOf(names);
    const listed = names.filter((name) => isAdvertised(tool, name) || given.includes(name));
    return `Give ${listed.length > 1 ? `${howMany} of ` : ''}${listed.join(', ')}${given.length ? `, not ${given.join(' and ')}` : ''}.`;
  };
  const { oneOf, anyOf = [] } = tool;
  return [
    ...(oneOf && givenOf(oneOf).length !== 1 ? [explain(oneOf, 'exactly one')] : []),
    ...anyOf.filter((names) => givenOf(names).length === 0).map((names) => explain(names, 'at least one')),
  ];
}

function explainDates(args: Args): string[] {
  const ranges = [
    ['start_date', 'end_date'],
    ['confirm_start_date', 'confirm_end_date'],
  ] as const;
  const problems = ranges
    .filter(([start, end]) => isAfter(args[start], args[end]))
    .map(([start, end]) => `${start} must not be after ${end}.`);
  const dates = Object.keys(args).filter((name) => name.endsWith('_date'));
  if (args.period !== undefined && dates.length)
    problems.push(`Give either period or dates, not period and ${dates.join(' and ')}.`);
  return problems;
}

/** A mere date is a day of the dialer's zone: the times of that day lie up to a day and a half from its midnight in UTC. */
const DAY_AND_ZONE_MS = 36 * 3_600_000;

function isAfter(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return false;
  const leeway = start.length === end.length ? 0 : DAY_AND_ZONE_MS;
  return Date.parse(start) > Date.parse(end) + leeway;
}

/** A zero that is no value counts as absent; where nothing else was given it is what was meant, and why it is wrong helps. */
function explainZeros(args: Args, given: unknown, tool: InputTool, input: z.ZodObject): string[] {
  return Object.entries(membersOf(input, given) ?? {})
    .filter(([name, value]) => isZero(value) && args[name] === undefined && name in input.shape)
    .flatMap(([name]) => {
      const zero = { [name]: 0 };
      const result = z.object({ [name]: input.shape[name]! }).safeParse(zero);
      return result.success
        ? []
        : result.error.issues.flatMap((issue) => explainIssue(issue, zero, tool, input));
    });
}

/** Days where days are taken; where moments are, the first and the last one, which no other zone can shift. */
function datesOf(period: Period, input: z.ZodObject, { timezone }: Settings): Args {
  const days = daysOf(period, today(timezone));
  const { start_date } = input.shape;
  return start_date && schemaKinds.get(unwrapOptional(start_date))?.kind === 'instant'
    ? moments(days, timezone)
    : { start_date: days.from, end_date: days.to };
}
