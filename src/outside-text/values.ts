/** What a value of an answer or of arguments is known by, and which texts of an answer others wrote. */
import { numberForms, phoneEnding, spaced, tokensOf } from './tokens.ts';
import type { Leaf } from './walk.ts';

/** Members and columns that hold whatever people wrote, be it one word or a number. */
const WRITTEN =
  /^(?:comments?|message|text|content|script|detail|address|description|options|default(?:_value)?|custom_fields?\w*|problems|reasons|examples)$/;
/** Members and columns whose text is a name with the id of the dialer after it. */
const LABELS =
  /^(?:customer|agent|user|campaign|contactlists?|list|lists|result|office|product|products|client|blocklist|roles?|sms_template|taken_off|deleted|from|to)$/;
const IDS = /(?:^|_)ids?(?:_\d)?$|^(?:recorded|postal_code)$/;
const PHONES = /phone|number$|callerid|caller_id|^sender$/;
const LABEL = /^([\s\S]*) \((\d{1,15})\)$/;
const TIME = /^\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]+)?$/;
const PLAIN_NAME = /^[a-z][a-z0-9_]*$/;
/** Longer is a text, even without a space. */
const MAX_WORD = 25;
const MIN_TEXT = 4;

/** A value as it is compared: by which key it may be known already, and how texts may write it. */
export interface Comparable {
  key: string;
  /** The ending of a phone number, or words and numbers in their order. */
  phone?: string;
  forms: string[][];
}

/** Returns undefined of what is too short to tell one from another. */
export function comparable(name: string, value: unknown): Comparable | undefined {
  if (typeof value === 'number') return comparableNumber(name, value);
  if (typeof value !== 'string') return undefined;
  if (/^\d{1,15}$/.test(value) && !PHONES.test(name)) return comparableNumber(name, Number(value));
  const phone = phoneEnding(value);
  if (phone && !TIME.test(value)) return { key: `tel ${phone}`, phone, forms: [] };
  const tokens = tokensOf(value);
  const isShort = tokens.join('').length < MIN_TEXT;
  return isShort ? undefined : { key: spaced(tokens), forms: [tokens] };
}

function comparableNumber(name: string, value: number): Comparable | undefined {
  if (!Number.isFinite(value) || Math.abs(value) < 10) return undefined;
  const digits = String(Math.abs(value));
  return IDS.test(name)
    ? { key: `id ${digits}`, forms: [[digits]] }
    : { key: `number ${digits}`, forms: numberForms(value) };
}

/** What an answer tells: values of the dialer's own making, and what people wrote. */
export interface Told {
  known?: string[];
  text?: string;
}

/** Sorts a value of an answer into what the dialer made and what people wrote; a label is both. */
export function tellApart({ name, value, isName }: Leaf): Told {
  const isWritten = isName || WRITTEN.test(name) || !PLAIN_NAME.test(name);
  if (typeof value === 'number') return isWritten ? { text: String(value) } : { known: keysOf(name, value) };
  if (typeof value !== 'string') return {};
  if (isWritten) return { text: value };
  // Where the dialer told no name, the id stands alone.
  if (LABELS.test(name) && /^\d{1,15}$/.test(value)) return { known: keysOf('id', Number(value)) };
  const label = LABELS.test(name) ? LABEL.exec(value) : undefined;
  if (label) return { text: label[1], known: keysOf('id', Number(label[2])) };
  const isValue =
    TIME.test(value) ||
    (PHONES.test(name) && phoneEnding(value) !== undefined) ||
    (IDS.test(name) && value.length <= MAX_WORD) ||
    (value.length <= MAX_WORD && /^[^\s\d]*$/.test(value));
  return isValue ? { known: keysOf(name, value) } : { text: value };
}

const keysOf = (name: string, value: unknown): string[] => {
  const key = comparable(name, value)?.key;
  return key === undefined ? [] : [key];
};
