/** What an act hits, for the audit log: ids, and the people whom its arguments name by numbers and addresses. */
import type { Args } from '../row.ts';

const PEOPLE = ['phone', 'email', 'identity_number'];

/** Returns ids such as `customer:922`, each once. */
export function targetsIn(args: Args): string[] {
  const targets = Object.entries(args).flatMap(([name, value]) => {
    const kind = /^(\w+)_ids?$/.exec(name)?.[1];
    return kind ? [value].flat().map((id) => `${kind}:${id}`) : [];
  });
  return [...new Set(targets)];
}

/** Returns phone numbers, e-mail addresses and identity numbers, wherever they stand in the arguments. */
export function peopleIn(args: unknown): string[] {
  if (Array.isArray(args)) return args.flatMap(peopleIn);
  if (typeof args !== 'object' || args === null) return [];
  return Object.entries(args).flatMap(([name, value]) =>
    PEOPLE.includes(name) && (typeof value === 'string' || typeof value === 'number')
      ? [String(value)]
      : peopleIn(value),
  );
}
