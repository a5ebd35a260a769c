// Reads values of bodies and queries as leniently as the dialer does. null: there is none.

export function int(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  return null;
}

export const ints = (value: unknown): number[] | null => {
  if (value === undefined || value === null || value === '') return null;
  const list = (Array.isArray(value) ? value : [value]).map(int);
  return list.length === 0 ? null : list.filter((entry) => entry !== null);
};

export function num(value: unknown): number | null {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : null;
}

/** Reads text, or a number where text is meant: an external id is sent as 1267423. */
export function str(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

export function bool(value: unknown): boolean | null {
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  if (value === false || value === 0 || value === '0' || value === 'false') return false;
  return null;
}

export function flag(value: unknown): 0 | 1 | null {
  const isTrue = bool(value);
  return isTrue === null ? null : isTrue ? 1 : 0;
}

export const absent = (value: unknown): value is undefined | null => value === undefined || value === null;
