/** The user file: who may log in, with which dialer token, and up to which tier. */
import * as z from 'zod';
import { lineSchema, parseSettingsFile, readSettingsFile } from '../config/json-file.ts';
import { SettingError } from '../config/parse.ts';
import { PRIVACY_MODES, TIERS, TOOLSETS } from '../config/settings.ts';
import { isCodeHash } from './approval-code.ts';
import { KEY_HASH } from './bearer-key.ts';

const line = lineSchema(500);

const entrySchema = z.strictObject({
  subject: line,
  name: line.optional(),
  /** Relative to the folder of the user file, or a full path. */
  token_file: line.optional(),
  /** Where several dialers are served: one for each that the person has a token at, by its name. */
  token_files: z.record(z.string(), line).optional(),
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
export const readUserFile = (path: string): UserFile => parseUserFile(readSettingsFile(path), path);

/** @throws SettingError */
export function parseUserFile(text: string, path: string): UserFile {
  const file = parseSettingsFile(text, path, fileSchema);
  for (const member of ['subject', 'key'] as const) {
    const twice = firstRepeated(file.users.map((user) => user[member]));
    if (twice)
      throw new SettingError(
        `${path}: users[${twice[1]}].${member} must be another than users[${twice[0]}].${member}: each stands once`,
      );
  }
  for (const [index, { token_file, token_files }] of file.users.entries())
    checkTokens(token_file, token_files, `${path}: users[${index}]`);
  return file;
}

function checkTokens(file: string | undefined, files: UserEntry['token_files'], where: string): void {
  if (file !== undefined && files !== undefined)
    throw new SettingError(`${where}: token_file and token_files are both there: give one of them`);
  if (file === undefined && !Object.keys(files ?? {}).length)
    throw new SettingError(`${where}.token_file is missing: it must be text`);
}

function firstRepeated(values: readonly (string | undefined)[]): [first: number, again: number] | undefined {
  const again = values.findIndex((value, index) => value !== undefined && values.indexOf(value) < index);
  return again < 0 ? undefined : [values.indexOf(values[again]), again];
}
