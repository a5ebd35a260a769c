/** The user file: who may log in, with which dialer token, and up to which tier. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { SettingError } from '../config/parse.ts';
import { PRIVACY_MODES, TIERS, TOOLSETS } from '../config/settings.ts';
import { expected, pathText, valueAt } from '../define/input/explain.ts';
import { parseJson } from '../shared/json.ts';
import { oneLine, stripHidden } from '../shared/text.ts';
import { isCodeHash } from './approval-code.ts';
import { KEY_HASH } from './bearer-key.ts';

const MAX_TEXT_LENGTH = 500;
/** Of a line of text: what is hidden in it would be compared and never seen. */
const line = z
  .string()
  .min(1)
  .refine(
    (text) => text === stripHidden(text).trim() && !/[\t\n]/.test(text) && text.length <= MAX_TEXT_LENGTH,
    {
      error: `one line of at most ${MAX_TEXT_LENGTH} characters, without blanks around it or hidden characters`,
    },
  );

const entrySchema = z.strictObject({
  subject: line,
  name: line.optional(),
  /** Relative to the folder of the user file, or a full path. */
  token_file: line,
  /** Absent: read. */
  access: z.enum(TIERS).optional(),
  toolsets: z.array(z.enum(TOOLSETS)).min(1).optional(),
  privacy: z.enum(PRIVACY_MODES).optional(),
  key: z.string().regex(KEY_HASH, { error: 'a hash that `hitrate-mcp user key` wrote' }).optional(),
  code: z.string().refine(isCodeHash, { error: 'a hash that `hitrate-mcp user code` wrote' }).optional(),
  disabled: z.boolean().optional(),
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Whom to ask for access. */
  contact: line.optional(),
  users: z.array(entrySchema),
});

export type UserEntry = z.infer<typeof entrySchema>;
export type UserFile = z.infer<typeof fileSchema>;

/** @throws SettingError: one line that names the file and the place in it */
export function readUserFile(path: string): UserFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingError(`${path}: can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return parseUserFile(text, path);
}

/** @throws SettingError */
export function parseUserFile(text: string, path: string): UserFile {
  const value = parseJson(text);
  if (value === undefined) throw new SettingError(`${path}: must be JSON, and is none`);
  const { data, error } = fileSchema.safeParse(value);
  if (error) throw new SettingError(`${path}: ${explain(error.issues[0]!, value)}`);
  for (const member of ['subject', 'key'] as const) {
    const twice = firstRepeated(data.users.map((user) => user[member]));
    if (twice)
      throw new SettingError(
        `${path}: users[${twice[1]}].${member} must be another than users[${twice[0]}].${member}: each stands once`,
      );
  }
  return data;
}

/** Says no value: it may be a secret in the wrong place. */
function explain(issue: z.core.$ZodIssue, value: unknown): string {
  const where = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const members = Object.keys(issue.path.length ? entrySchema.shape : fileSchema.shape);
    const unknown = oneLine(pathText([...issue.path, issue.keys[0]!]), 60);
    return `${unknown} is no member; there are ${members.join(', ')}`;
  }
  if (!where) return `must be an object with ${Object.keys(fileSchema.shape).join(', ')}`;
  if (valueAt(issue.path, value) === undefined) return `${where} is missing: it must be ${expected(issue)}`;
  return `${where} must be ${expected(issue)}`;
}

function firstRepeated(values: readonly (string | undefined)[]): [first: number, again: number] | undefined {
  const again = values.findIndex((value, index) => value !== undefined && values.indexOf(value) < index);
  return again < 0 ? undefined : [values.indexOf(values[again]), again];
}
