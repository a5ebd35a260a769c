/** How single values are masked: enough is left to recognise one, not to use it. */
import type { Preview } from '../define/tool.ts';

// Swedish personal identity numbers: the day of a coordination number is the day of birth plus 60 (Skatteverket).
const DAY = '(?:0[1-9]|[12]\\d|3[01]|6[1-9]|[78]\\d|9[01])';
/** Year, month and day of birth, in six digits. */
export const BIRTH = `\\d{2}(?:0[1-9]|1[0-2])${DAY}`;
const IDENTITY = new RegExp(
  `(?<![\\d+])((?:(?:18|19|20)?${BIRTH})[-+]|(?:18|19|20)${BIRTH})\\d{4}(?!\\d)`,
  'g',
);
/** Under a key that says so, ten bare digits are one too. */
const BARE_IDENTITY = new RegExp(`^((?:18|19|20)?${BIRTH})[-+ ]?\\d{4}$`);

export const isIdentity = (text: string): boolean => BARE_IDENTITY.test(text.trim());

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

/** `anna.ek@example.se` to `a***@example.se`. */
export const maskEmail = (email: string): string => `${firstLetter(email)}***@${email.split('@').at(-1)}`;

/** `Björkvägen 4` to `B***`. */
export const maskStreet = (street: string): string => `${firstLetter(street.trim())}***`;

/** `411 04` to `411 **`: the region stays. */
export const maskPostalCode = (code: string): string => code.trim().replace(/\S\s*\S$/, ' **');

const firstLetter = (text: string): string => [...text][0] ?? '';

/** A person needs no identity number to say yes, whatever the settings. */
export const maskPreview = <P extends Pick<Preview, 'summary' | 'effects'>>(preview: P): P => ({
  ...preview,
  summary: maskWithin(preview.summary),
  effects: preview.effects.map(maskWithin),
});
