/** Offices by their names: rows of the dialer tell no more of them. */
import type { NameLookup } from '../define/lookup.ts';

export interface Offices {
  /** `Malmö (3)`; of a name that several offices have all their ids; of one that is not listed the name alone. */
  label(name: string): string;
  /** Absent where it is not listed. */
  named(id: unknown): string | undefined;
  /** Names that several offices have. */
  shared: readonly string[];
}

/** Without a list there are names alone. */
export async function readOffices(directory: NameLookup): Promise<Offices> {
  const entries = await directory.entries('office').catch(() => []);
  const ids = new Map<string, number[]>();
  for (const { name, id } of entries) ids.set(name, [...(ids.get(name) ?? []), id]);
  return {
    label: (name) => (ids.has(name) ? `${name} (${ids.get(name)!.join(' or ')})` : name),
    named: (id) => entries.find((one) => one.id === id)?.name,
    shared: [...ids].filter(([, of]) => of.length > 1).map(([name]) => name),
  };
}
