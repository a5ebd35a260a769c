/** Phone numbers, e-mail addresses and identity numbers by how they look, in every way that Swedes write them. */
import { toE164 } from '../../shared/phone.ts';
import { BIRTH, isIdentity } from '../masks.ts';
import type { TokenKind } from '../policy.ts';

/** A part of a text that is to be replaced. */
export interface Span {
  start: number;
  end: number;
  kind: TokenKind;
  /** The same however it is written. */
  value: string;
}

const AT = String.raw`(?:\s?@\s?|%40|\s?[([](?:at|a|snabel-?a)[)\]]\s?)`;
const EMAIL = new RegExp(
  String.raw`[\p{L}\p{N}._%+-]+(${AT})[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}`,
  'giu',
);

/** As masked in every mode: with a hyphen, or twelve digits. */
const IDENTITY = new RegExp(
  `(?<![\\d+])(?:(?:18|19|20)?${BIRTH}[-+]|(?:18|19|20)${BIRTH})\\d{4}(?!\\d)`,
  'g',
);
/** With a blank or a dash of print, or the date with hyphens. A phone number is not written in six and four digits. */
const SPACED_IDENTITY = new RegExp(
  `(?<![\\p{N}+.-])(?:(?:18|19|20)?${BIRTH}[\\s\u2010-\u2015]{1,3}\\d{4}|(?:(?:18|19|20)?\\d{2}([-/. ])(?:0[1-9]|1[0-2])\\1\\d{2})\\s?[-+\u2010-\u2015]\\s?\\d{4})(?!\\p{N}|[-/.]\\d)`,
  'gu',
);
/** Bare digits, where they are no phone number. */
const BARE_IDENTITY = new RegExp(`(?<![\\p{N}+.-])${BIRTH}\\d{4}(?!\\p{N})`, 'gu');

/** Digits with what people put between them. */
const RUN = /(?<![\p{L}\p{N}])(?:%2b|\+)?\(?\d(?:[\d\s()./,\u2010-\u2015-]*\d)?(?!\p{L})/giu;
const MIN_PHONE_DIGITS = 7;
const MAX_PHONE_DIGITS = 17;
const SIX_DIGITS = /\d(?:[^\p{L}]{0,3}\d){5}/u;

/** Numbers that were masked already: what is left of them is no part of another. */
const MASKED = /\+?\d*-\*{3} \*\* \d\d|\d{6,8}-\*{4}|\d{3} \*\*/g;

/** Returns what looks like one, none within another; the first kind that fits a place has it. */
export function findPatterns(given: string, region: string): Span[] {
  const text = given.includes('*') ? given.replace(MASKED, blankOut) : given;
  const spans: Span[] = [];
  if (/@|%40|\((?:at|a|snabel)|\[(?:at|a|snabel)/i.test(text))
    for (const { 0: written, 1: at, index } of text.matchAll(EMAIL))
      add(spans, index, written, 'email', written.replace(at!, '@').toLowerCase());
  if (!SIX_DIGITS.test(text)) return spans;
  addIdentities(spans, text, IDENTITY);
  addIdentities(spans, text, SPACED_IDENTITY);
  for (const { 0: run, index } of text.matchAll(RUN))
    for (const { at, written, e164 } of phonesIn(run, region)) add(spans, index + at, written, 'phone', e164);
  addIdentities(spans, text, BARE_IDENTITY);
  return spans;
}

function addIdentities(spans: Span[], text: string, pattern: RegExp): void {
  for (const { 0: written, index } of text.matchAll(pattern))
    if (isIdentity(digits(written))) add(spans, index, written, 'identity', identityOf(written));
}

/** As long as it was, with nothing that can be found in it. */
export const blankOut = (text: string): string => '|'.repeat(text.length);

function add(spans: Span[], start: number, written: string, kind: TokenKind, value: string): void {
  const end = start + written.length;
  if (spans.every((span) => end <= span.start || start >= span.end)) spans.push({ start, end, kind, value });
}

const digits = (text: string): string => text.replace(/\D/g, '');

/** Returns `19720311-1234`. Of ten digits the century is the last one in which the person is born already. */
export function identityOf(written: string): string {
  const all = digits(written);
  if (all.length !== 10) return `${all.slice(0, 8)}-${all.slice(8)}`;
  const now = new Date().getFullYear();
  const turned = written.includes('+') ? 100 : 0;
  const year = Number(all.slice(0, 2));
  const century = Math.floor((now - turned - year) / 100);
  return `${century}${all.slice(0, 6)}-${all.slice(6)}`;
}

interface FoundPhone {
  at: number;
  written: string;
  e164: string;
}

/** The longest numbers in a run of digits: `08-465 004 00, 070-174 06 05` holds two. */
function phonesIn(run: string, region: string): FoundPhone[] {
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: text, index }) => ({ index, end: index + text.length }));
  const found: FoundPhone[] = [];
  for (let first = 0; first < groups.length; first++) {
    const at = startOf(run, groups[first]!.index);
    if (at === undefined) continue;
    for (let last = groups.length - 1; last >= first; last--) {
      const written = run.slice(at, groups[last]!.end);
      const e164 = phoneOf(written, region);
      if (!e164) continue;
      // "(070) 174 06 05" begins with its bracket.
      const isBracketed = run[at - 1] === '(' && written.includes(')');
      found.push(isBracketed ? { at: at - 1, written: `(${written}`, e164 } : { at, written, e164 });
      first = last;
      break;
    }
  }
  return found;
}

/** Where a number may begin: with its plus, and not in the middle of a date. */
function startOf(run: string, index: number): number | undefined {
  const plus = /(?:%2b|\+)\(?$/i.exec(run.slice(0, index));
  const start = index - (plus?.[0].length ?? 0);
  return start === 0 || /[\s,/(]/.test(run[start - 1]!) ? start : undefined;
}

/** Returns the number of a whole text that is one, also of a foreign or an odd one with a plus. */
export function phoneOf(written: string, region: string): string | undefined {
  const text = written.replace(/^%2b/i, '+').replace(/[\u2010-\u2015]/g, '-');
  const count = digits(text).length;
  if (count < MIN_PHONE_DIGITS || count > MAX_PHONE_DIGITS) return undefined;
  // "46, 701, 740, 605" are ids; "070, 174, 06, 05" is how a machine writes what was said.
  if (!/^[+0]/.test(text) && (!/^46/.test(text) || text.includes(','))) return undefined;
  if (text.includes(',') && /\d{4}/.test(text.slice(4))) return undefined;
  const e164 = toE164(text.replaceAll(',', ''), region);
  return e164 ?? (/^\+\d{7,15}$/.test(text) ? text : undefined);
}
