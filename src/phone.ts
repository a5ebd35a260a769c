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
  const country = getCountryCallingCode(region as CountryCode);
  let international = digits;
  if (digits.startsWith('00')) international = `+${digits.slice(2)}`;
  else if (!digits.startsWith('+') && !digits.startsWith('0')) {
    if (!digits.startsWith(country) && region === 'SE') return undefined;
    if (digits.startsWith(country)) international = `+${digits}`;
  }
  // "+46070…" is "+46 (0)70…" without its brackets; no Swedish number goes on with 0 after the country.
  if (region === 'SE') international = international.replace(/^\+460/, '+46');
  const parsed = parsePhoneNumberFromString(international, region as CountryCode);
  return parsed?.isValid() ? parsed.number : undefined;
}
