/** The recordings and PDFs that this session has come across, for a host's list of resources. */
import type { ResourceEntry } from '../define/resource.ts';

export interface ResourceRegistry {
  add(known: ResourceEntry): void;
  /** Keeps what no request brings again; the oldest make room. */
  store(known: ResourceEntry, bytes: Buffer): void;
  stored(uri: string): { type: string; bytes: Buffer } | undefined;
  /** The last ones first. */
  list(): ResourceEntry[];
  /** Goes up with every change of the list. */
  changes(): number;
}

const MAX_ENTRIES = 100;
const MAX_STORED_BYTES = 32_000_000;

export function createResourceRegistry(): ResourceRegistry {
  const known = new Map<string, ResourceEntry>();
  const held = new Map<string, { type: string; bytes: Buffer }>();
  let changes = 0;
  function add(one: ResourceEntry) {
    if (!known.delete(one.uri)) changes++;
    known.set(one.uri, one);
    if (known.size > MAX_ENTRIES) known.delete(known.keys().next().value!);
  }
  return {
    add,
    store(one, bytes) {
      held.delete(one.uri);
      held.set(one.uri, { type: one.type, bytes });
      add(one);
      const size = () => [...held.values()].reduce((sum, { bytes: { length } }) => sum + length, 0);
      while (held.size > 1 && size() > MAX_STORED_BYTES) {
        const oldest = held.keys().next().value!;
        held.delete(oldest);
        known.delete(oldest);
      }
    },
    stored: (uri) => held.get(uri),
    list: () => [...known.values()].reverse(),
    changes: () => changes,
  };
}
