/** Phone numbers as people and the dialer write them. */
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * Returns a phone number as people write it ("070-174 06 05", "0046…", "+46 (0)70…", "4670…") as E.164, or undefined
 * where it is none. Ten digits with neither a leading 0 nor a country code may be a personal identity number, so they
 * are not taken for a phone number.
 * @param region the country of a number that is written without one
 */
export function toE164(written: string, region: string): string | undefined {
  const text = written.trim().replace(/\(0\)/g, '');
  const digits = text.replace(/[\s\-–./()]/g, '');
  if (!/^\+?\d+$/.test(digits)) return undefined;
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
  if (/^[+0]/.test(international)) return parseNumber(international, region);
  // "4670…" is Swedish with its country code; elsewhere a local number may start with the digits of its country code.
  const withCountry = international.startsWith(getCountryCallingCode(region as CountryCode))
    ? `+${international}`
    : undefined;
  return (
    (region === 'SE' ? undefined : parseNumber(international, region)) ??
    (withCountry && parseNumber(withCountry, region))
  );
}

/** Returns the digits alone, so that a number with a plus and one without are the same. */
export const digitsOf = (phone: unknown): string => String(phone ?? '').replace(/\D/g, '');

function parseNumber(number: string, region: string): string | undefined {
  // "+46070…" is "+46 (0)70…" without its brackets: no Swedish number has a 0 after the country code.
  const parsed = parsePhoneNumberFromString(number.replace(/^\+460/, '+46'), region as CountryCode);
  return parsed?.isValid() ? parsed.number : undefined;
}
