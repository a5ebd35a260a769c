/**
 * What is kept from answers in every mode, and all that is in the standard one: identity numbers are masked, secrets are
 * gone, and text that outsiders wrote can hide nothing. Files are for people, so this is their mode always. Texts are
 * never cut within a number (shared/text.ts), so that half of one can't slip through.
 */
import { isAbsolute } from 'node:path';
import type { DisplaySettings } from '../config/config.ts';
import type { Row } from '../define/row.ts';
import { stripHidden } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { maskIdentity, maskWithin } from './masks.ts';

/** Whether identity numbers are shown. */
export type RedactionPolicy = Pick<DisplaySettings, 'identityNumbers'>;

export const IDENTITY_KEY =
  /identity_number|orgnumber|org_number|organi[sz]ation_number|person(al)?[ _-]?(number|nummer|nr)|org\w*[ _-]?(nummer|nr)\b/i;
const SECRET_KEY = /password|passwd|secret|api_?key|^((api|access|auth|bearer|refresh|session)_?)?token$/i;
const PLAIN = /^[ -~åäöÅÄÖé]*$/;
const SIX_DIGITS = /\d{6}/;
/** Hashes and addresses of our own, whose digits mean nobody. */
const MACHINE_TEXT = /^([0-9a-f]{64}$|hitrate:\/\/)/;
/** Where a file was saved: a person must find it under that name. */
const PATH_KEY = /^(path|folder|result_file)$/;

export const redactError = (error: ToolError, policy: RedactionPolicy): ToolError =>
  policy.identityNumbers === 'full'
    ? error
    : new ToolError(error.kind, maskWithin(error.message), error.status);

/** An answer as it may leave. Cells of `rows` are read under the names of their `columns`. */
export const redactRow = (row: Row, policy: RedactionPolicy): Row => redactObject(row, policy) ?? {};

/** @param key of the value: of some keys ten bare digits are an identity number. @returns undefined of what was all secret */
export function redactValue(value: unknown, policy: RedactionPolicy, key = ''): unknown {
  if (typeof value === 'string') return redactText(value, policy, key);
  if (typeof value === 'number')
    return policy.identityNumbers === 'masked' && IDENTITY_KEY.test(key)
      ? redactText(String(value), policy, key)
      : value;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, policy, key));
  return typeof value === 'object' && value !== null ? redactObject(value, policy) : value;
}

function redactObject(object: Row, policy: RedactionPolicy): Row | undefined {
  const redacted: Row = {};
  let secrets = 0;
  for (const [name, member] of Object.entries(object)) {
    const value =
      name === 'rows' && Array.isArray(object.columns)
        ? redactCells(member, object.columns, policy)
        : redactValue(member, policy, name);
    if (SECRET_KEY.test(name) || (value === undefined && member !== undefined)) secrets++;
    // Titles of custom fields are names of members, and people wrote those too.
    else redacted[redactText(name, policy, '')] = value;
  }
  return secrets && secrets === Object.keys(object).length ? undefined : redacted;
}

const redactCells = (rows: unknown, columns: readonly unknown[], policy: RedactionPolicy): unknown =>
  Array.isArray(rows)
    ? rows.map((row) =>
        Array.isArray(row)
          ? row.map((cell, i) => redactValue(cell, policy, String(columns[i] ?? '')) ?? null)
          : redactValue(row, policy),
      )
    : redactValue(rows, policy);

function redactText(value: string, policy: RedactionPolicy, key: string): string {
  if (PATH_KEY.test(key) && isAbsolute(value)) return value;
  // Most texts are plain letters: two cheap looks spare the costly ones.
  const text = PLAIN.test(value) ? value : stripHidden(value);
  if (policy.identityNumbers === 'full' || !SIX_DIGITS.test(text) || MACHINE_TEXT.test(text)) return text;
  return maskWithin(IDENTITY_KEY.test(key) ? maskIdentity(text) : text);
}
