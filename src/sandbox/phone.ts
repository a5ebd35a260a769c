// Phone numbers as people write them. Without a country they are Swedish.

/** Returns the number in E.164, or null where it is none. */
export function e164(text: unknown): string | null {
  if (typeof text !== 'string' && typeof text !== 'number') return null;
  const raw = String(text).replace(/\(0\)/g, '');
  if (/[^\d\s()+./-]/.test(raw)) return null;
  let digits = raw.replace(/[^\d+]/g, '');
  if (digits.startsWith('00')) digits = `+${digits.slice(2)}`;
  else if (digits.startsWith('0')) digits = `+46${digits.slice(1)}`;
  else if (!digits.startsWith('+')) digits = `+${digits}`;
  if (digits.startsWith('+46')) return /^\+46[1-9]\d{6,8}$/.test(digits) ? digits : null;
  return /^\+[1-9]\d{7,14}$/.test(digits) ? digits : null;
}

/** Returns the number as calls have it, without a plus. */
export const bare = (phone: string): string => phone.replace(/^\+/, '');
