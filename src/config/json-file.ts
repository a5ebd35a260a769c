/** Files of settings in JSON, and one line for a person where one is wrong. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { parseJson } from '../shared/json.ts';
import { expected, pathText, valueAt } from '../shared/schema/explain.ts';
import { oneLine, stripHidden } from '../shared/text.ts';
import { SettingError } from './parse.ts';
import { describeFailure } from './secret-file.ts';

/** A line of text: what is hidden in it would be compared and never seen. */
export const lineSchema = (maxLength: number) =>
  z
    .string()
    .min(1)
    .refine((text) => text === stripHidden(text).trim() && !/[\t\n]/.test(text) && text.length <= maxLength, {
      error: `one line of at most ${maxLength} characters, without blanks around it or hidden characters`,
    });

/** @throws SettingError */
export function readSettingsFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingError(`${path}: can't be read (${describeFailure(error)})`);
  }
}

/** @throws SettingError: one line that names the file and the place in it */
export function parseSettingsFile<T>(text: string, path: string, schema: z.ZodType<T>): T {
  const value = parseJson(text);
  if (value === undefined) throw new SettingError(`${path}: must be JSON, and is none`);
  const { data, error } = schema.safeParse(value);
  if (error) throw new SettingError(`${path}: ${explain(error.issues[0]!, value, schema)}`);
  return data!;
}

/** Says no value: it may be a secret in the wrong place. */
function explain(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType): string {
  const where = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = oneLine(pathText([...issue.path, issue.keys[0]!]), 60);
    return `${unknown} is no member; there are ${membersAt(schema, issue.path)}`;
  }
  if (!where) return `must be an object with ${membersAt(schema, [])}`;
  if (valueAt(issue.path, value) === undefined) return `${where} is missing: it must be ${expected(issue)}`;
  return `${where} must be ${expected(issue)}`;
}

/** The names of the members of the object at a place. */
function membersAt(schema: z.core.$ZodType | undefined, [key, ...rest]: readonly PropertyKey[]): string {
  if (schema instanceof z.ZodOptional)
    return membersAt(schema.unwrap(), key === undefined ? [] : [key, ...rest]);
  if (schema instanceof z.ZodArray) return membersAt(schema.element, rest);
  if (schema instanceof z.ZodRecord) return membersAt(schema.valueType, rest);
  if (!(schema instanceof z.ZodObject)) return '';
  return key === undefined
    ? Object.keys(schema.shape).join(', ')
    : membersAt(schema.shape[String(key)], rest);
}
