/** What models fill arguments with that they have nothing for. */

/** Whether a value says nothing: "", [], {}, and within a list or object more of the kind, zeros included. */
export function isEmptyValue(value: unknown, depth = 3): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value !== 'object' || depth === 0) return false;
  return Object.values(value).every((member) => member === 0 || isEmptyValue(member, depth - 1));
}

/** Whether a value is a zero, which says nothing where it is no value at all, as of an id. */
export const isZero = (value: unknown): boolean => value === 0 || value === '0';
