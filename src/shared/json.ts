/** JSON of others: how deep it may be nested, and text in it that is none. */

/** No call and no documented answer comes near it; what is far deeper breaks whatever walks through it. */
const MAX_DEPTH = 64;

export function isTooDeep(value: unknown, left = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const member of Array.isArray(value) ? value : Object.values(value))
    if (typeof member === 'object' && isTooDeep(member, left - 1)) return true;
  return false;
}

/**
 * Where a text or a name holds half a character: JSON can say so (`"\ud800"`), but no request can carry it.
 * @param value not too deep
 */
export function brokenText(value: unknown, path: PropertyKey[] = []): PropertyKey[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) return path;
    const found = brokenText(member, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found) return found;
  }
  return undefined;
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
