/** What is said of a wrong argument. */
import * as z from 'zod';
import { expected, pathText, preview, TYPE_NAMES, valueAt } from '../../shared/schema/explain.ts';
import { type SchemaKind, schemaKinds } from '../schema.ts';
import { type InputTool, unwrapOptional } from './tool-input.ts';
import { explainUnknown } from './unknown-arguments.ts';

/** Returns a problem as sentences that name the argument. @param given the arguments after coercion */
export function explainIssue(
  issue: z.core.$ZodIssue,
  given: unknown,
  tool: InputTool,
  input: z.ZodObject,
): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => explainUnknownKey(key, issue.path, tool, input));
  if (issue.path.length === 0)
    return [`The arguments must be an object with ${Object.keys(input.shape).join(', ') || 'no member'}.`];
  const where = pathText(issue.path);
  const value = valueAt(issue.path, given);
  const right = rightValue(input, issue);
  const source = issue.code === 'invalid_type' ? metadataOf(schemaAt(input, issue.path)).source : undefined;
  const hint = source ? ` ${source} has them.` : '';
  if (value === undefined) return [`${where} is missing: ${right}.${hint}`];
  return [`${where} must be ${right}, not ${preview(value)}.${hint}`];
}

function explainUnknownKey(
  key: string,
  path: readonly PropertyKey[],
  tool: InputTool,
  input: z.ZodObject,
): string {
  const object = schemaAt(input, path);
  const byWireName = Object.entries(tool.request?.args ?? {}).find(([, { wire }]) => wire === key)?.[0];
  return explainUnknown({
    key,
    where: pathText(path),
    names: object instanceof z.ZodObject ? Object.keys(object.shape) : [],
    byWireName: path.length ? undefined : byWireName,
  });
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

const metadataOf = (schema: z.core.$ZodType | undefined) =>
  (schema && schemaKinds.get(unwrapOptional(schema))) ?? {};

/** The forms that hosts are told of in place of a schema's own. */
const ADVERTISED_FORMS: { [kind in SchemaKind]?: string } = {
  settings: 'a list of texts, each name=value',
  table: 'a list of rows, the first of them the names of the fields',
};

/** Says what is right at an issue's place: zod says "number" of a text in an integer's place. */
function rightValue(input: z.ZodObject, issue: z.core.$ZodIssue): string {
  const schema = schemaAt(input, issue.path);
  if (issue.code === 'invalid_type' && schema instanceof z.ZodNumber && schema.isInt) return TYPE_NAMES.int!;
  if (metadataOf(schemaAt(input, issue.path.slice(0, -1))).kind === 'table')
    return 'a row of cells under a first one of names';
  const { kind } = metadataOf(schema);
  const hasWrongForm = issue.code === 'invalid_type' || issue.code === 'too_small';
  return (kind && hasWrongForm && ADVERTISED_FORMS[kind]) || expected(issue);
}
