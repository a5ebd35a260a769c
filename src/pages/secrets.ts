/** The secrets that stand in addresses of the page. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Compares two texts in a time that tells nothing of where they differ, nor of how long they are. */
export function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Returns what a secret belongs to; each is looked at, so that the time tells nothing either. */
export function findBySecret<T extends { secret: string }>(
  entries: Iterable<T>,
  given: unknown,
): T | undefined {
  if (typeof given !== 'string') return undefined;
  let found: T | undefined;
  for (const entry of entries) if (isSameText(entry.secret, given)) found = entry;
  return found;
}
