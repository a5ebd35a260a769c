/**
 * What the operator keeps from answers: identity numbers are masked, secrets are gone, and text that outsiders wrote can
 * hide nothing. call/ does this once, at the end, for every answer, error and preview; no tool does it for itself. Texts
 * are never cut within a number (shared/text.ts), so that half of one can't slip through.
 */
import { isAbsolute } from 'node:path';
import type { DisplaySettings } from '../config/config.ts';
import type { Row } from '../define/row.ts';
import { stripHidden } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';

/** Whether identity numbers are shown. */
export type RedactionPolicy = Pick<DisplaySettings, 'identityNumbers'>;

// Swedish personal identity numbers: the day of a coordination number is the day of birth plus 60 (Skatteverket).
const DAY = '(?:0[1-9]|[12]\\d|3[01]|6[1-9]|[78]\\d|9[01])';
const BIRTH = `\\d{2}(?:0[1-9]|1[0-2])${DAY}`;
const IDENTITY = new RegExp(
  `(?<![\\d+])((?:(?:18|19|20)?${BIRTH})[-+]|(?:18|19|20)${BIRTH})\\d{4}(?!\\d)`,
  'g',
);
/** Under a key that says so, ten bare digits are one too. */
const BARE_IDENTITY = new RegExp(`^((?:18|19|20)?${BIRTH})[-+ ]?\\d{4}$`);
const IDENTITY_KEY =
  /identity_number|orgnumber|org_number|organi[sz]ation_number|person(al)?[ _-]?(number|nummer|nr)|org\w*[ _-]?(nummer|nr)\b/i;
const SECRET_KEY = /password|passwd|secret|api_?key|^((api|access|auth|bearer|refresh|session)_?)?token$/i;
const PLAIN = /^[ -~åäöÅÄÖé]*$/;
const SIX_DIGITS = /\d{6}/;
/** Hashes and addresses of our own, whose digits mean nobody. */
const MACHINE_TEXT = /^([0-9a-f]{64}$|hitrate:\/\/)/;
/** Where a file was saved: a person must find it under that name. */
const PATH_KEY = /^(path|folder|result_file)$/;

/** `19720311-1234` to `19720311-****`, also for a sole trader's organisation number, which is one. */
export function maskIdentity(number: string): string {
  const bare = BARE_IDENTITY.exec(number.trim());
  return bare ? `${bare[1]}-****` : number;
}

/** Identity numbers within a text, masked. */
export const maskWithin = (text: string): string =>
  text.replace(IDENTITY, (_, head: string) => `${head.replace(/[-+]$/, '')}-****`);

/** `+46701740605` to `070-*** ** 05`: enough to recognise, not to ring. */
export function maskPhone(e164: unknown): string {
  const text = String(e164 ?? '');
  const national = text.startsWith('+46') ? `0${text.slice(3)}` : text;
  if (national.length < 6) return '***';
  return `${national.slice(0, 3)}-*** ** ${national.slice(-2)}`;
}

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
