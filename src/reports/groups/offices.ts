/** Offices by their names: rows of the dialer tell no more of them. */
import type { NameLookup } from '../../define/lookup.ts';

export interface Offices {
  /** `Malmö (3)`, with all ids of a name that several offices have; the bare name if it is not listed. */
  label(name: string): string;
  /** Undefined if there is no such office in the list. */
  nameOf(id: number): string | undefined;
  /** Names that several offices have. */
  sharedNames: readonly string[];
}

/** Best effort: without a list, offices are known by name only. */
export async function readOffices(lookup: NameLookup): Promise<Offices> {
  const entries = await lookup.entries('office').catch(() => []);
  const idsByName = new Map<string, number[]>();
  for (const { name, id } of entries) idsByName.set(name, [...(idsByName.get(name) ?? []), id]);
  return {
    label: (name) => (idsByName.has(name) ? `${name} (${idsByName.get(name)!.join(' or ')})` : name),
    nameOf: (id) => entries.find((entry) => entry.id === id)?.name,
    sharedNames: [...idsByName].filter(([, ids]) => ids.length > 1).map(([name]) => name),
  };
}

/** @param source what tells the name of an office and nothing else of it */
export const sharedNamesNote = (offices: Offices | undefined, source: 'agents' | 'orders') =>
  offices &&
  offices.sharedNames.length > 0 &&
  `Several offices are called ${offices.sharedNames.join(', ')}: ${source} tell the name alone, so they stand together.`;
