/** JSON: checks of what others wrote, and one text for equal values. */

/** No call and no documented answer comes near it; JSON that is far deeper breaks whatever walks through it. */
const MAX_DEPTH = 64;

export function isTooDeep(value: unknown, depthLeft = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depthLeft === 0) return true;
  for (const member of Array.isArray(value) ? value : Object.values(value))
    if (typeof member === 'object' && isTooDeep(member, depthLeft - 1)) return true;
  return false;
}

/**
 * Returns the path to a text or a name with half a character in it: JSON can say so (`"\ud800"`), but no request can
 * carry it.
 * @param value not too deep
 */
export function brokenText(value: unknown, path: PropertyKey[] = []): PropertyKey[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) return path;
    const brokenPath = brokenText(member, [...path, Array.isArray(value) ? Number(key) : key]);
    if (brokenPath) return brokenPath;
  }
  return undefined;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON with sorted keys, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** Returns undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
