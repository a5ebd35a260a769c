/** People and things in the log: who has the installation's key can look for one person, and nobody can read one. */
import { createHmac } from 'node:crypto';
import { digitsOf, toE164 } from '../shared/phone.ts';

export const PERSON_KEY = 'audit.key';

/** Half of a SHA-256, which RFC 2104 still allows. */
const HASH_DIGITS = 32;

export interface KeyedHashes {
  /** Returns the same for all ways of writing a phone number, an e-mail address or an identity number. */
  person(written: string): string;
  /** Returns a target such as `customer:922` as it is; of one whose id could be a phone number or a text, its hash. */
  target(written: string): string;
}

/** @param region the country of phone numbers that are written without one */
export function createKeyedHashes(key: Buffer, region: string): KeyedHashes {
  const hash = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, HASH_DIGITS);
  return {
    person: (written) => hash(canonicalPerson(written, region)),
    target(written) {
      const [kind = '', id = ''] = written.split(/:(.*)/s);
      if (!/^[a-z_]+$/.test(kind)) return `other:~${hash(`target:${written}`)}`;
      return /^[1-9]\d{0,7}$/.test(id) ? written : `${kind}:~${hash(`target:${written}`)}`;
    },
  };
}

function canonicalPerson(written: string, region: string): string {
  const text = written.trim().normalize('NFC').toLowerCase();
  const identity = identityNumber(text);
  if (identity) return `identity:${identity}`;
  const phone = toE164(text, region);
  if (phone) return `phone:${phone}`;
  if (text.includes('@')) return `email:${text}`;
  return `text:${text.replace(/\s+/g, ' ')}`;
}

// Of a coordination number the day is 60 more (Skatteverket).
const IDENTITY =
  /^(?:18|19|20)?(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]))([-+ ]?)\d{4}$/;

/** Returns its last ten digits: in the log the century tells nobody apart. */
function identityNumber(text: string): string | undefined {
  const [, , separator] = IDENTITY.exec(text) ?? [];
  if (separator === undefined) return undefined;
  const digits = digitsOf(text);
  // Ten bare digits may be a phone number with its country code; only one in ten of those has this check digit.
  const sure = separator === '-' || separator === '+' || digits.length === 12;
  return sure || hasCheckDigit(digits) ? digits.slice(-10) : undefined;
}

/** By Luhn's algorithm. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 ? 1 : 2);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === 0;
}
