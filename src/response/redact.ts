/**
 * Makes the dialer's JSON fit to be read by a model: text that outsiders wrote can hide nothing, identity numbers are
 * masked, secrets are gone, times are local.
 */
import type { DisplaySettings } from '../config/config.ts';
import type { Row } from '../define/row.ts';
import type { Formatter } from '../define/tool.ts';
import { stripHidden } from '../shared/text.ts';
import { localTime } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';

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
const DATE_KEY = /(payment_start|prune|hire|^start|^end)_?date$/;
const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Databases have impossible times, such as 0000-00-00: they stay the text they are. */
const isTime = (text: string): boolean => UTC.test(text) && !Number.isNaN(Date.parse(text));

/** `19720311-1234` to `19720311-****`, also for a sole trader's organisation number, which is one. */
export function maskIdentity(number: string): string {
  const bare = BARE_IDENTITY.exec(number.trim());
  return bare ? `${bare[1]}-****` : number;
}

/** Identity numbers within a text, masked. */
export const maskWithin = (text: string): string =>
  text.replace(IDENTITY, (_, head: string) => `${head.replace(/[-+]$/, '')}-****`);

/** An error without what the operator keeps from answers. */
export const maskError = (error: ToolError, display: Pick<DisplaySettings, 'identityNumbers'>): ToolError =>
  display.identityNumbers === 'full'
    ? error
    : new ToolError(error.kind, maskWithin(error.message), error.status);

/** `+46701740605` to `070-*** ** 05`: enough to recognise, not to ring. */
export function maskPhone(e164: unknown): string {
  const text = String(e164 ?? '');
  const national = text.startsWith('+46') ? `0${text.slice(3)}` : text;
  if (national.length < 6) return '***';
  return `${national.slice(0, 3)}-*** ** ${national.slice(-2)}`;
}

const NO_NAMES = () => undefined;

export const createFormatter = (display: DisplaySettings, name: Formatter['name'] = NO_NAMES): Formatter => ({
  name,
  time: (iso) => {
    if (typeof iso !== 'string' || iso === '') return undefined;
    return isTime(iso) ? localTime(new Date(iso), display.timezone).slice(0, 16) : iso;
  },
});

/** One value, whatever it is; objects lose their secrets and their empty members. */
export function clean(value: unknown, display: DisplaySettings, key = ''): unknown {
  if (typeof value === 'string') return cleanText(value, display, key);
  if (typeof value === 'number' && display.identityNumbers === 'masked' && IDENTITY_KEY.test(key))
    return cleanText(String(value), display, key);
  if (Array.isArray(value)) return value.map((item) => clean(item, display, key));
  if (typeof value !== 'object' || value === null) return value;
  const cleaned: Row = {};
  for (const [name, member] of Object.entries(value)) {
    if (SECRET_KEY.test(name)) continue;
    const one = clean(member, display, name);
    if (!isEmpty(one)) cleaned[name] = one;
  }
  return cleaned;
}

function cleanText(value: string, display: DisplaySettings, key: string): string {
  if (isTime(value)) {
    // A mere date comes as midnight of UTC; in the zone it would be a time, or the day before.
    if (DATE_KEY.test(key) && value.slice(10, 19) === 'T00:00:00') return value.slice(0, 10);
    return localTime(new Date(value), display.timezone);
  }
  // Most texts are plain letters: two cheap looks spare the costly ones.
  const text = PLAIN.test(value) ? value : stripHidden(value);
  if (display.identityNumbers === 'full' || !SIX_DIGITS.test(text)) return text;
  return maskWithin(IDENTITY_KEY.test(key) ? maskIdentity(text) : text);
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
