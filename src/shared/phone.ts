import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A phone number as people write it ("070-174 06 05", "0046…", "+46 (0)70…", "4670…") as E.164, or undefined where it
 * is none. Region: the country of a number written without one. Ten digits with neither a leading 0 nor a country
 * may be a personal identity number, so they are not taken for a phone number.
 */
export function toE164(written: string, region: string): string | undefined {
  const text = written.trim().replace(/\(0\)/g, '');
  const digits = text.replace(/[\s\-–./()]/g, '');
  if (!/^\+?\d+$/.test(digits)) return undefined;
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
  if (/^[+0]/.test(international)) return parseNumber(international, region);
  // A bare "4670…" is Swedish with its country; elsewhere a number may start with its country's digits and be local.
  const abroad = international.startsWith(getCountryCallingCode(region as CountryCode))
    ? `+${international}`
    : undefined;
  return (
    (region === 'SE' ? undefined : parseNumber(international, region)) ??
    (abroad && parseNumber(abroad, region))
  );
}

/** The digits alone, so that a number with a plus and one without are the same. */
export const digitsOf = (phone: unknown): string => String(phone ?? '').replace(/\D/g, '');

function parseNumber(number: string, region: string): string | undefined {
  // "+46070…" is "+46 (0)70…" without its brackets; no Swedish number goes on with 0 after the country.
  const found = parsePhoneNumberFromString(number.replace(/^\+460/, '+46'), region as CountryCode);
  return found?.isValid() ? found.number : undefined;
}
