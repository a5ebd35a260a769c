/** Words for what a validator finds: where, what is right, and what was given. */
import type * as z from 'zod';
import { isTooDeep } from '../json.ts';
import { truncate } from '../text.ts';

export const TYPE_NAMES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** Says what is right, in words. */
export function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? issue.expected;
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

/** Returns a path as people write it: `customers[0].phone`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text ? `${text}.${String(key)}` : String(key);
  }, '');

/** The value at a place. */
export const valueAt = (path: readonly PropertyKey[], value: unknown): unknown =>
  path.reduce<any>((inner, key) => inner?.[key as string], value);

const MAX_PREVIEW_LENGTH = 60;

/** Returns the beginning of a value as JSON. */
export function preview(value: unknown): string {
  if (isTooDeep(value)) return 'something nested too deep';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_PREVIEW_LENGTH ? `${truncate(text, MAX_PREVIEW_LENGTH - 3)}…` : text;
}
